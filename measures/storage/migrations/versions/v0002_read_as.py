"""How a file was read, where it does not say so itself: which sheet, by which mapping."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("upload", sa.Column("read_as", sa.Text, nullable=False, server_default=""))
