"""Lists of awards of money, their awards, and which of the lists were taken out."""

import sqlalchemy as sa
from alembic import op

from measures.storage.migrations.final import keep_final

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    _table(
        "funding_list",
        sa.Column("plan_id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "award",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("list_id", sa.Integer, nullable=False),
        sa.Column("year", sa.SmallInteger, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("priority", "recipient", "purpose", "source")),
        sa.Column("amount_pence", sa.BigInteger, nullable=False),
        sa.Column("paid_pence", sa.BigInteger),
        sa.Column("paid_to", sa.Date),
        sa.Column("note", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_award"),
        sa.ForeignKeyConstraint(["list_id"], ["funding_list.id"], name="fk_award_list_id"),
    )
    op.create_index("ix_award_list_id", "award", ["list_id"])
    _table(
        "funding_withdrawal",
        sa.Column("list_id", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["funding_list.id"], name="fk_funding_withdrawal_list_id"),
        sa.UniqueConstraint("list_id", name="uq_funding_withdrawal_list_id"),
    )
    for table in ("funding_list", "award", "funding_withdrawal"):
        keep_final(table)


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
