"""Sections handed to colleagues; and for each exported document the version it was made with and the hash of its bytes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "handovers",
        sa.Column("id", Number, autoincrement=True, nullable=False),
        sa.Column("conversation", sa.String(length=120), nullable=False),
        sa.Column("program", sa.String(length=80), nullable=False),
        sa.Column("section", sa.String(length=120), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created", sa.Double(), server_default="0", nullable=False),
        sa.Column("expires", sa.Double(), server_default="0", nullable=False),
        sa.Column("ended", sa.Double(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversations.id"], name=op.f("fk_handovers_conversation"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handovers")),
        sa.UniqueConstraint("digest", name=op.f("uq_handovers_digest")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_handovers_conversation"), "handovers", ["conversation"], unique=False)
    op.add_column("files", sa.Column("pack", sa.Text(), server_default="", nullable=False))
    op.add_column("files", sa.Column("digest", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    """Back."""
    op.drop_column("files", "digest")
    op.drop_column("files", "pack")
    op.drop_index(op.f("ix_handovers_conversation"), table_name="handovers")
    op.drop_table("handovers")
