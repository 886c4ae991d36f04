"""Telegram as a channel: updates become events in the inbox, replies become messages in the outbox, and nothing is kept here.

`service` is the door (`run_polling`, `create_telegram_routes`); `drawing.draw` is the drawer the engine is given. python-telegram-bot
only makes the calls: its updater confirms updates before they are worked on, and its conversations live in one process.
"""
