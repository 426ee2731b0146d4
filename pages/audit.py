"""The audit, for administrators."""

from measures.errors import MeasuresError
from measures.services.audit import count_audit
from measures.widgets import audit_parts, choosing, session

opened = choosing.open_page("Audit")
top = audit_parts.above()
try:
    asked = audit_parts.filters()
    total = count_audit(opened.store, asked)
    with top:
        audit_parts.head(opened.store, asked, total)
    audit_parts.listed(opened.store, asked, total)
except MeasuresError as error:
    choosing.stop("Audit", error)
session.foot(opened)
