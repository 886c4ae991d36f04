"""Staff answers, questions without an answer, and what the language model was asked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "staff_answers",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("program", sa.Text(), server_default="", nullable=False),
        sa.Column("question", sa.Text(), server_default="", nullable=False),
        sa.Column("asks", sa.Text(), server_default="", nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("role", sa.Text(), server_default="", nullable=False),
        sa.Column("approved", sa.String(length=10), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("expires", sa.String(length=10), nullable=True),
        sa.Column("clause", sa.Text(), server_default="", nullable=False),
        sa.Column("withdrawn", sa.String(length=10), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_answers")),
    )
    op.create_table(
        "gaps",
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("program", sa.String(length=80), nullable=False),
        sa.Column("plain", sa.String(length=300), nullable=False),
        sa.Column("question", sa.Text(), server_default="", nullable=False),
        sa.Column("topic", sa.Text(), server_default="", nullable=False),
        sa.Column("count", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("day", "program", "plain", name=op.f("pk_gaps")),
    )
    op.create_table(
        "model_calls",
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("calls", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("day", "who", name=op.f("pk_model_calls")),
    )


def downgrade() -> None:
    """Back."""
    op.drop_table("model_calls")
    op.drop_table("gaps")
    op.drop_table("staff_answers")
