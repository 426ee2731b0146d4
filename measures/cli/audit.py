"""`measures audit`."""

from measures.cli.arguments import CalledWrongly, TextJsonOrCsv
from measures.cli.printing import add_row, as_json, new_table, out_bytes, say, show
from measures.model.audit import AuditAsked
from measures.services.audit import audit_in_parts, find_audit, kinds
from measures.storage.store import open_store
from measures.views.audit_view import HEADINGS, audit_csv, audit_document, audit_rows

DONE = 0


def print_audit(asked: AuditAsked, form: TextJsonOrCsv) -> int:
    """The entries that are asked for."""
    if asked.kind and asked.kind not in kinds():
        raise CalledWrongly(f"“{asked.kind}” is not a kind of entry. Kinds are {', '.join(kinds())}.")
    with open_store(upgrade=False) as store:
        if form is TextJsonOrCsv.CSV:
            for part in audit_csv(audit_in_parts(store, asked)):
                out_bytes(part)
            return DONE
        entries = find_audit(store, asked)
    if form is TextJsonOrCsv.JSON:
        as_json(audit_document(entries))
    elif not entries:
        say("Nothing fits.")
    else:
        table = new_table(*HEADINGS)
        for row in audit_rows(entries):
            add_row(table, *row)
        show(table)
    return DONE
