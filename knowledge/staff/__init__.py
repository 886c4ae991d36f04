"""Answers the helpdesk has approved: what they are, how they are taken in, and how questions find them beside the guides."""
