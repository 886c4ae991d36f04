"""Learning, done by hand when data changed: what it finds is stored beside the code that goes by it, and nothing here runs in the service."""
