"""Meetings, the texts of their reports, and what was published for them."""

import sqlalchemy as sa
from alembic import op

from measures.storage.migrations.final import keep_final

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    _table(
        "meeting",
        sa.Column("number", sa.Integer, nullable=False),
        *_of_a_quarter(),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("called_off", sa.Boolean, nullable=False),
    )
    _table(
        "report_text",
        *_of_a_quarter(),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_index("ix_report_text_quarter", "report_text", ["quarter"])
    _table(
        "publication",
        *_of_a_quarter(),
        sa.Column("meeting", sa.Integer, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("program", sa.Text, nullable=False),
        sa.Column("data_version", sa.Integer, nullable=False),
        sa.Column("incomplete", sa.Text, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(["data_version"], ["act.id"], name="fk_publication_data_version"),
    )
    for table in ("meeting", "report_text", "publication"):
        keep_final(table)


def _of_a_quarter() -> tuple[sa.Column[object], ...]:
    return sa.Column("plan_id", sa.Text, nullable=False), sa.Column("quarter", sa.SmallInteger, nullable=False)


def _table(name: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("act_id", sa.Integer, nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"], name=f"fk_{name}_act_id"),
        sa.UniqueConstraint("act_id", name=f"uq_{name}_act_id"),
    )
