"""The page of the audit: filters, the list, the file."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import date

import streamlit as st

from measures.model.audit import AuditAsked, AuditEntry
from measures.services.audit import PER_PAGE, audit_in_parts, find_audit, kinds
from measures.storage.store import Store
from measures.views.audit_view import HEADINGS, audit_csv, audit_finding, audit_rows, whose
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


def head(store: Store, asked: AuditAsked, total: int) -> None:
    """What was found, and what this list is."""
    newest = next(iter(find_audit(store, asked, most=1)), None)
    session.show(page_head(esc(audit_finding(total, newest, narrowed=asked != AuditAsked())), _LEAD))


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


def listed(store: Store, asked: AuditAsked, total: int) -> None:
    """The entries that fit, a hundred on the page and all of them as a file."""
    if not total:
        session.show(told_html("Nothing fits. Take a word out of the search, or choose every kind."))
        return
    first = _first(total)
    shown = find_audit(store, asked, first=first, most=PER_PAGE)
    caption = f"{counted(total, 'entry', 'entries')}, the newest first"
    if len(shown) < total:
        which = f"the newest {len(shown)}" if first == 0 else f"{first + 1:,} to {first + len(shown):,}"
        caption += f"; {which} are shown, the file has them all"
    session.show(tag("div", table(caption, HEADINGS, _rows(shown), "pc-plain"), class_="pc"))
    session.download("Download the audit (CSV)", lambda: b"".join(audit_csv(audit_in_parts(store, asked))), "audit.csv")


def _first(total: int) -> int:
    """How many newer entries stand on the pages before the one that is chosen, where there are several."""
    pages = -(-total // PER_PAGE)
    if pages == 1:
        return 0
    place, _ = st.columns([2, 7])
    with place:
        chosen = st.number_input(f"Page (of {pages:,})", 1, pages, key="audit_page")
    return (min(int(chosen), pages) - 1) * PER_PAGE


def _rows(entries: Sequence[AuditEntry]) -> list[list[str]]:
    """Beneath the name stands who signed in: a person may choose the name."""
    rows = []
    for one in entries:
        who = whose(one)
        beneath = tag("span", esc(who), class_="sum who", title=one.issuer) if who else ""
        at, _, *rest = audit_rows([one])[0]
        rows.append([esc(at), tag("div", esc(one.by) + beneath), *map(esc, rest)])
    return rows
