"""One script per programme: `build() -> Blank` declares the form as the guide prints it."""
