"""The role that a person was given: one row for each change."""

import sqlalchemy as sa
from alembic import op

from measures.storage.migrations.final import keep_final

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "given_role",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("act_id", sa.Integer, nullable=False),
        sa.Column("issuer", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_given_role"),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"], name="fk_given_role_act_id"),
        sa.UniqueConstraint("act_id", name="uq_given_role_act_id"),
    )
    op.create_index("ix_given_role_issuer_subject", "given_role", ["issuer", "subject"])
    keep_final("given_role")
