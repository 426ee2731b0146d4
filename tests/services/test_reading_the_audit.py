"""The audit is narrowed, counted and paged by the database; who did what is told by more than a name."""

import csv
import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import event

from measures.model.access import Role
from measures.model.audit import AuditAsked, AuditEntry, AuditKind
from measures.model.commentary import Commentary
from measures.model.quarter import Quarter
from measures.services.access import note_of
from measures.services.audit import audit_in_parts, count_audit, find_audit, note_audit
from measures.services.people import give_role
from measures.storage import audit_rows
from measures.storage.store import Store
from measures.views.audit_view import audit_csv, audit_document
from measures.views.audit_view import audit_rows as rows_of
from tests.access import ISSUER, person
from tests.storage.figures import figures, stored

LINES = 250


def filled(store: Store, lines: int = LINES) -> Store:
    """Acts between many lines of the audit, and what two people of one name did."""
    stored(store, figures("thefts", q1=1), name="Élan.csv")
    with store._engine.begin() as connection:
        for number in range(lines):
            audit_rows.add(connection, AuditKind.SIGN_IN, f"Person {number}", "Signed in", {})
    stored(store, figures("thefts", q1=2))
    for subject in ("admin-1", "evil-7"):
        one = store.acting(person(Role.ADMINISTRATOR, "A. Administrator", subject))
        note_of(one, AuditKind.DOWNLOAD, "figures.csv was taken")
        give_role(one, ISSUER, f"of-{subject}", Role.VIEWER, reason="panel", by="A", name="V")
    return store


@contextmanager
def reads(store: Store) -> Iterator[list[int]]:
    """How many rows each statement gave that was run meanwhile: it is run again to be counted."""
    asked: list[tuple[str, object]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        if statement.lstrip().startswith("SELECT"):
            asked.append((statement, parameters))

    counts: list[int] = []
    event.listen(store._engine, "after_cursor_execute", note)
    try:
        yield counts
    finally:
        event.remove(store._engine, "after_cursor_execute", note)
    with store._engine.connect() as connection:
        for statement, parameters in asked:
            counts.append(len(connection.exec_driver_sql(statement, parameters).fetchall()))  # type: ignore[arg-type]


def test_a_page_reads_what_it_shows_and_no_more(store: Store) -> None:
    filled(store)
    with reads(store) as counts:
        shown = find_audit(store, first=100, most=50)
    assert (len(shown), sum(counts), len(counts)) == (50, 50, 1)
    with reads(store) as counts:
        assert count_audit(store) == LINES + 6
        assert count_audit(store, AuditAsked(text="person 7")) == 43
    assert counts == [1, 1, 1, 1]
    with reads(store) as counts:
        (found,) = find_audit(store, AuditAsked(text="person 249"), most=100)
    assert (found.by, counts) == ("Person 249", [1])


def test_pages_follow_each_other_and_are_the_whole(store: Store) -> None:
    filled(store)
    whole = find_audit(store)
    pages = [find_audit(store, first=first, most=100) for first in (0, 100, 200, 300)]
    assert [len(page) for page in pages] == [100, 100, LINES + 6 - 200, 0]
    assert tuple(one for page in pages for one in page) == whole
    assert [one.at for one in whole] == sorted((one.at for one in whole), reverse=True)
    assert tuple(one for part in audit_in_parts(store) for one in part) == whole
    assert find_audit(store, first=250) == whole[250:]


def test_a_page_does_not_read_what_an_act_tells_of_ratings(store: Store) -> None:
    filled(store, 3)
    long = {"ratings_moved": ["x" * 100_000]}
    said = store.acting(person(Role.ADMINISTRATOR, "A", "admin-1"))
    said.add_definitions([], by="", summary="s", details=long)
    with store._reading() as connection:
        query = audit_rows._both(connection, AuditAsked())[0]
        longest = max(len(row.who) for row in connection.execute(query))
    assert longest < 2_000
    assert (find_audit(store)[0].subject, find_audit(store)[0].issuer) == ("admin-1", ISSUER)


ASKED = [
    AuditAsked(),
    AuditAsked(kind="sign_in"),
    AuditAsked(kind="upload"),
    AuditAsked(text="ÉLAN"),
    AuditAsked(text="élan upload"),
    AuditAsked(text="figures uploaded"),
    AuditAsked(text="signed in person 1"),
    AuditAsked(text="100%"),
    AuditAsked(text="a_administrator"),
    AuditAsked(kind="roles", text="panel"),
    AuditAsked(text="nowhere"),
    AuditAsked(last=date(2001, 1, 1)),
    AuditAsked(first=date(2001, 1, 1), last=date.max),
    AuditAsked(first=date.min),
]


def wants(asked: AuditAsked, entry: AuditEntry) -> bool:
    """The same in Python."""
    said = " ".join((entry.what, entry.by, entry.summary, entry.reason)).lower()
    return (
        asked.kind in ("", entry.kind)
        and (asked.first is None or entry.at.date() >= asked.first)
        and (asked.last is None or entry.at.date() <= asked.last)
        and all(word in said for word in asked.text.lower().split())
    )


def test_the_database_finds_what_a_look_at_every_entry_finds(store: Store) -> None:
    filled(store, 30)
    whole = find_audit(store)
    for asked in ASKED:
        expected = tuple(entry for entry in whole if wants(asked, entry))
        assert find_audit(store, asked) == expected, asked
        assert find_audit(store, asked, most=1000) == expected, asked
        assert count_audit(store, asked) == len(expected), asked
    assert [len([one for one in whole if wants(asked, one)]) for asked in ASKED[:5]] == [36, 30, 2, 1, 1]
    day = whole[0].at.date()
    assert find_audit(store, AuditAsked(first=day + timedelta(days=1))) == ()


def test_a_name_that_somebody_chose_is_told_from_the_one_whose_it_is(store: Store) -> None:
    filled(store, 2)
    named = [one for one in find_audit(store) if one.by == "A. Administrator"]
    assert [(one.kind, one.issuer, one.subject) for one in named] == [
        (kind, ISSUER, subject) for subject in ("evil-7", "admin-1") for kind in ("roles", "download")
    ]
    assert [row[1] for row in rows_of(named)] == [
        f"A. Administrator ({subject} at id.example.org)" for subject in ("evil-7", "evil-7", "admin-1", "admin-1")
    ]
    (first, *_) = audit_document(named)["entries"]  # type: ignore[misc]
    assert (first["by"], first["issuer"], first["subject"]) == ("A. Administrator", ISSUER, "evil-7")
    content = b"".join(audit_csv([named[:1], named[1:]]))
    assert content.count(b"\xef\xbb\xbf") == 1
    lines = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [(line["issuer"], line["subject"]) for line in lines] == [(one.issuer, one.subject) for one in named]
    assert {(one.issuer, one.subject) for one in find_audit(store) if one.by != "A. Administrator"} == {("", "")}


def test_what_a_person_did_is_found_by_their_subject_whatever_their_name(store: Store) -> None:
    filled(store, 2)
    assert [one.kind for one in find_audit(store, AuditAsked(text="evil-7"))] == ["roles", "download"]
    assert find_audit(store, AuditAsked(text="evil")) == ()  # a part of it may be a part of anybody's


def test_a_text_that_looks_like_a_sign_in_is_not_taken_for_one(store: Store) -> None:
    false = '"signed_in": {"issuer": "i", "subject": "boss"}'
    said = Commentary("thefts", Quarter.of(2019, 1), happened=false, why="", action="")
    store.add_commentary(said, by=false, based_on=0)
    store.add_definitions([], by="A", summary="s", details={"words": false, "more": [false]})
    assert [(one.issuer, one.subject) for one in find_audit(store)] == [("", ""), ("", "")]


def test_the_log_tells_who_it_was(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "measures.audit"):
        filled(store, 1)
        note_audit(store, AuditKind.BACKUP, by="local", summary="x")
    told = [(record.by, getattr(record, "issuer", ""), getattr(record, "subject", "")) for record in caplog.records]  # type: ignore[attr-defined]
    assert told[-1] == ("local", "", "")
    assert told[-5:-1] == [("A. Administrator", ISSUER, one) for one in ("admin-1", "admin-1", "evil-7", "evil-7")]
    assert json.dumps(told)
