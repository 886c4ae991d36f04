"""The assistant: dialogue, channels, and the `shenbao` command that puts the rooms together."""
