"""Conversations written down, and played again: `models` says what stands in `checks/dialogue.yaml`, `playing` plays it."""
