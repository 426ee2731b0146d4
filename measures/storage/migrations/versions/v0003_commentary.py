"""What is said of a measure's quarter: each version a row, kept final like every other."""

import sqlalchemy as sa
from alembic import op

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
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER commentary_final BEFORE UPDATE OR DELETE OR TRUNCATE ON commentary "
            "FOR EACH STATEMENT EXECUTE FUNCTION measures_keep_final()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER commentary_no_{verb.lower()} BEFORE {verb} ON commentary "
            "BEGIN SELECT RAISE(ABORT, 'a row of commentary is never changed'); END"
        )
