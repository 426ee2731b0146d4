"""A chain of hashes over the acts; lines of the audit with a chain of their own; where each chain ends."""

import sqlalchemy as sa
from alembic import op

from measures.storage.chain import link
from measures.storage.migrations.final import change_for_once, keep_final
from measures.storage.tables import Moment

revision = "0008"
down_revision = "0007"

_CHAINED = ("id", "at", "by", "kind", "summary", "reason", "details")


def upgrade() -> None:
    op.add_column("act", sa.Column("sha256", sa.String(64), nullable=False, server_default=""))
    op.create_table(
        "audit_line",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("summary", sa.Text, nullable=False),
        sa.Column("details", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_line"),
    )
    keep_final("audit_line")
    chain = op.create_table(
        "chain",
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_chain"),
    )
    length, last = _chain_what_is_there()
    rows = [{"name": "act", "length": length, "sha256": last}, {"name": "audit_line", "length": 0, "sha256": ""}]
    op.bulk_insert(chain, rows)


def _chain_what_is_there() -> tuple[int, str]:
    """Give every act its hash; the number of acts and the last hash."""
    act = sa.table("act", sa.column("at", Moment), *(sa.column(name) for name in (*_CHAINED, "sha256") if name != "at"))
    connection = op.get_bind()
    previous, hashes = "", []
    for row in connection.execute(sa.select(*(act.c[name] for name in _CHAINED)).order_by(act.c.id)):
        previous = link(previous, list(row))
        hashes.append({"number": row.id, "hash": previous})
    if hashes:
        with change_for_once("act"):
            where = act.c.id == sa.bindparam("number")
            connection.execute(sa.update(act).where(where).values(sha256=sa.bindparam("hash")), hashes)
    return len(hashes), previous
