"""What a commentary says of the last action: what became of it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("commentary", sa.Column("outcome", sa.Text, nullable=False, server_default=""))
