"""The routes, one subject a file. A route that changes something takes a form with a token, and sends people on."""
