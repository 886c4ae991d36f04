"""What is asked, how an answer is understood, what is printed; the doors are `loader`, `progress`, `review`, `document`."""
