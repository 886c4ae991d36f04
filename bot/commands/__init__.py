"""The `shenbao` command, one module for each group of commands; `bot.__main__` registers them."""
