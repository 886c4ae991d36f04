"""What the guides say, found and quoted; the doors are `opening.open_answerer` and `answering.Answerer`."""
