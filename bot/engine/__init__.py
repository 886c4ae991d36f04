"""The durable engine: what is accepted is answered exactly once, whatever dies in between.

`engine.Engine` is the door: `receive` for channels that queue, `handle` for channels that wait, `run` for workers.
`delivery` drains the outbox into a channel, `intake` fills the inbox from one. Clock, storage, step, effects and sender are
arguments; `tests/prove` runs this very code against simulated ones.
"""
