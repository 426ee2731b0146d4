"""Areas with their populations, and the groups of forces that this one is set beside."""

import sqlalchemy as sa
from alembic import op

from measures.storage.migrations.final import keep_final

revision = "0004"
down_revision = "0003"

_FINAL = ("area", "membership")


def upgrade() -> None:
    _table(
        "area",
        sa.Column("area_id", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("population", sa.Integer),
        sa.Column("year", sa.SmallInteger, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
    )
    _table(
        "membership",
        sa.Column("group_id", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("area_id", sa.Text, nullable=False),
        sa.Column("from_quarter", sa.SmallInteger),
        sa.Column("to_quarter", sa.SmallInteger),
    )
    for table in _FINAL:
        keep_final(table)


def _table(name: str, *columns: sa.Column[object]) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("act_id", sa.Integer, nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"], name=f"fk_{name}_act_id"),
    )
    op.create_index(f"ix_{name}_act_id", name, ["act_id"])
