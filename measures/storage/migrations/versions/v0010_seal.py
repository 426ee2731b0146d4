"""What is there before acts have digests of the rows that they bring is sealed by one line of the audit."""

from alembic import op

from measures.model.audit import AuditKind
from measures.storage import audit_rows
from measures.storage.chain import DIGESTS
from measures.storage.records import newest_act
from measures.storage.stored_digest import digests_of_all

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    connection = op.get_bind()
    newest = newest_act(connection)
    if newest:
        said = f"All that is stored, up to act {newest}, was sealed: a later change of it is found"
        digests = digests_of_all(connection)
        audit_rows.add(connection, AuditKind.SEAL, "this program", said, {"act": newest, DIGESTS: digests})
