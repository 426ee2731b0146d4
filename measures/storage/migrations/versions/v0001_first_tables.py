"""The first tables: acts, uploads, withdrawals, series, revisions, definitions, and triggers that keep them final."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_FINAL = ("act", "upload", "withdrawal", "series", "revision", "definition")


def upgrade() -> None:
    _acts_and_uploads()
    _figures()
    _definitions()
    if op.get_bind().dialect.name == "postgresql":
        _keep_final_postgresql()
    else:
        _keep_final_sqlite()


def _acts_and_uploads() -> None:
    op.create_table(
        "act",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("summary", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("details", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_act"),
    )
    op.create_table(
        "upload",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("act_id", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("lines_read", sa.Integer, nullable=False),
        sa.Column("rows_added", sa.Integer, nullable=False),
        sa.Column("rows_changed", sa.Integer, nullable=False),
        sa.Column("rows_unchanged", sa.Integer, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_upload"),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"], name="fk_upload_act_id"),
        sa.UniqueConstraint("act_id", name="uq_upload_act_id"),
    )
    op.create_index("ix_upload_sha256", "upload", ["sha256"])
    op.create_table(
        "withdrawal",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("act_id", sa.Integer, nullable=False),
        sa.Column("upload_id", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_withdrawal"),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"], name="fk_withdrawal_act_id"),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name="fk_withdrawal_upload_id"),
        sa.UniqueConstraint("act_id", name="uq_withdrawal_act_id"),
        sa.UniqueConstraint("upload_id", name="uq_withdrawal_upload_id"),
    )


def _figures() -> None:
    op.create_table(
        "series",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("measure_id", sa.Text, nullable=False),
        sa.Column("area", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_series"),
        sa.UniqueConstraint("measure_id", "area", name="uq_series_measure_id_area"),
    )
    op.create_table(
        "revision",
        sa.Column("id", _ROW_NUMBER, autoincrement=False, nullable=False),
        sa.Column("series_id", sa.Integer, nullable=False),
        sa.Column("quarter", sa.SmallInteger, nullable=False),
        sa.Column("basis", sa.SmallInteger, nullable=False),
        sa.Column("value_units", sa.BigInteger),
        sa.Column("numerator_units", sa.BigInteger),
        sa.Column("denominator_units", sa.BigInteger),
        sa.Column("decimals", sa.SmallInteger, nullable=False),
        sa.Column("status", sa.String(1), nullable=False),
        sa.Column("data_to", sa.Date),
        sa.Column("note", sa.Text),
        sa.Column("upload_id", sa.Integer, nullable=False),
        sa.Column("line", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_revision"),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name="fk_revision_series_id"),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name="fk_revision_upload_id"),
    )
    op.create_index("ix_revision_series_id", "revision", ["series_id"])


def _definitions() -> None:
    op.create_table(
        "definition",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("act_id", sa.Integer, nullable=False),
        sa.Column("plan_id", sa.Text, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("from_quarter", sa.SmallInteger),
        sa.Column("removed", sa.Boolean, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_definition"),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"], name="fk_definition_act_id"),
    )
    op.create_index("ix_definition_act_id", "definition", ["act_id"])


def _keep_final_sqlite() -> None:
    for table in _FINAL:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'a row of {table} is never changed'); END"
            )


def _keep_final_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION measures_keep_final() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'a row of % is never changed', TG_TABLE_NAME; END $$"
    )
    for table in _FINAL:
        op.execute(
            f"CREATE TRIGGER {table}_final BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION measures_keep_final()"
        )
