"""What the assistant does at each stage: handlers over a `Talk`, one file per stage or for what several share."""
