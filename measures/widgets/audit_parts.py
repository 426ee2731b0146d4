"""The page of the audit: filters, the list, the file."""

from contextlib import AbstractContextManager
from datetime import date

import streamlit as st

from measures.model.audit import AuditEntry
from measures.services.audit import PER_PAGE, AuditAsked, kinds
from measures.views.audit_view import HEADINGS, audit_csv, audit_finding, audit_rows
from measures.views.figures import counted
from measures.views.markup import esc, tag
from measures.widgets import session
from measures.widgets.markup import table
from measures.widgets.parts import page_head, told_html

_LEAD = (
    "Every act, and beside them every sign-in, refusal, download of restricted figures, backup and restore, the newest "
    "first. Each is chained by its SHA-256 to the one before it: “measures check” names one that was altered or taken "
    "out, and prints where the record ends, to be noted where nobody who runs the database can change it. Times are "
    "UTC."
)


def head(entries: tuple[AuditEntry, ...], asked: AuditAsked) -> None:
    """What was found, and what this list is."""
    session.show(page_head(esc(audit_finding(entries, narrowed=asked != AuditAsked())), _LEAD))


def above() -> AbstractContextManager[object]:
    """The place at the top of the page, for what is known only once the filters are read."""
    return st.container()


def filters() -> AuditAsked:
    """The kind, the words and the days to look for."""
    words = kinds()
    kind, text, first, last = st.columns([2, 3, 2, 2], gap="medium")
    with kind:
        chosen = st.selectbox("Kind", ["", *words], key="audit_kind",
                              format_func=lambda one: words.get(one, "Every kind"))  # fmt: skip
    with text:
        given = st.text_input("Words to look for", key="audit_text", max_chars=200)
    with first:
        start = st.date_input("From", value=None, key="audit_from", format="DD/MM/YYYY")
    with last:
        end = st.date_input("To", value=None, key="audit_to", format="DD/MM/YYYY")
    return AuditAsked(chosen, given, _day(start), _day(end))


def _day(given: object) -> date | None:
    return given if isinstance(given, date) else None


def listed(entries: tuple[AuditEntry, ...]) -> None:
    """The entries that fit, the first hundred on the page and all of them as a file."""
    if not entries:
        session.show(told_html("Nothing fits. Take a word out of the search, or choose every kind."))
        return
    shown = entries[:PER_PAGE]
    caption = f"{counted(len(entries), 'entry', 'entries')}, the newest first"
    if len(shown) < len(entries):
        caption += f"; the newest {len(shown)} are shown, the file has them all"
    rows = [[esc(cell) for cell in row] for row in audit_rows(shown)]
    session.show(tag("div", table(caption, HEADINGS, rows, "pc-plain"), class_="pc"))
    session.download("Download the audit (CSV)", lambda: audit_csv(entries), "audit.csv")
