"""What is asked, how an answer is understood, what is printed. The doors are `loader.load_form`, `fields.registry`, `progress`, `review` and `document.fill`."""
