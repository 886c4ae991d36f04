"""Where everything durable is kept: inbox, outbox, conversations, the answer log, links, audit. SQLite or PostgreSQL.

`protocol.Storage` is the door: every method of it is one transaction, whole or not at all. `opening.open_storage` chooses the
implementation; `memory.MemoryStorage` keeps nothing and serves scripts and the simulator. What the texts inside the rows mean
is the engine's business, not this room's.
"""
