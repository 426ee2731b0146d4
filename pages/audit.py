"""The audit, for administrators."""

from measures.errors import MeasuresError
from measures.services.audit import find_audit
from measures.widgets import audit_parts, choosing, session

opened = choosing.open_page("Audit")
audit_parts.head()
try:
    audit_parts.listed(find_audit(opened.store, audit_parts.filters()))
except MeasuresError as error:
    choosing.stop("Audit", error)
session.foot(opened)
