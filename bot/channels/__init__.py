"""Channels: each turns what happened into events and draws the replies."""
