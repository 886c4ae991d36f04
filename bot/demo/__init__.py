"""What it takes to see Shenbao without an account anywhere: a Telegram of our own, with a page to write on.

`telegram_state` is the fake itself, as strict as the real service where programs stumble; `telegram_server` puts it on HTTP.
The tests use the very same server.
"""
