"""Documents: anchors, filling in place, read-back."""
