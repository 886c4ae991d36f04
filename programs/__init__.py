"""Where programmes are, and the words every room shares. The doors are `registry.discover` and `models.Manifest`."""
