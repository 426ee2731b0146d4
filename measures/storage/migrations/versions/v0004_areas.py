"""Areas with their populations, and the groups of forces that this one is set beside."""

import sqlalchemy as sa
from alembic import op

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
    on_server = op.get_bind().dialect.name == "postgresql"
    for table in _FINAL:
        if on_server:
            op.execute(
                f"CREATE TRIGGER {table}_final BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION measures_keep_final()"
            )
            continue
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'a row of {table} is never changed'); END"
            )


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
