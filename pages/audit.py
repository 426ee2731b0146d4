"""The audit, for administrators."""

from measures.errors import MeasuresError
from measures.services.audit import find_audit
from measures.widgets import audit_parts, choosing, session

opened = choosing.open_page("Audit")
top = audit_parts.above()
try:
    asked = audit_parts.filters()
    found = find_audit(opened.store, asked)
    with top:
        audit_parts.head(found, asked)
    audit_parts.listed(found)
except MeasuresError as error:
    choosing.stop("Audit", error)
session.foot(opened)
