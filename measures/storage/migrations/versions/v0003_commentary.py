"""What is said of a measure's quarter: each version a row, kept final like every other."""

import sqlalchemy as sa
from alembic import op

from measures.storage.migrations.final import keep_final

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "commentary",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("act_id", sa.Integer, nullable=False),
        sa.Column("measure_id", sa.Text, nullable=False),
        sa.Column("quarter", sa.SmallInteger, nullable=False),
        sa.Column("happened", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("action_by", sa.Text, nullable=False),
        sa.Column("action_due", sa.Date),
        sa.Column("unknown", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_commentary"),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"], name="fk_commentary_act_id"),
        sa.UniqueConstraint("act_id", name="uq_commentary_act_id"),
    )
    op.create_index("ix_commentary_quarter", "commentary", ["quarter"])
    keep_final("commentary")
