"""What alembic runs; it is given an open connection and never opens one."""

from __future__ import annotations

from alembic import context

from bot.storage.sql.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
    compare_server_default=False,
)
with context.begin_transaction():
    context.run_migrations()
