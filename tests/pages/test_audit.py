"""The page of the audit, driven as an administrator would."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from measures.model.access import Role
from measures.model.audit import AuditKind
from measures.model.quarter import day_in_words
from measures.services.access import note_of
from measures.services.audit import note_audit
from measures.settings import settings
from measures.storage import audit_rows
from measures.storage.store import open_store
from tests.access import person
from tests.pages.conftest import Reader
from tests.pages.office import titles


@pytest.fixture
def reader(small: Callable[..., Reader]) -> Reader:
    return small().go("audit")


def test_acts_and_lines_are_listed_and_what_a_person_typed_is_shown_as_typed(reader: Reader) -> None:
    with open_store(settings().database_url) as store:
        note_audit(store, AuditKind.REFUSAL, by="<b>X</b>", summary="Refused: upload")
    reader.run()
    assert "&lt;b&gt;X&lt;/b&gt;" in reader.html
    assert "<b>X</b>" not in reader.html
    assert "Figures uploaded" in reader.html and "Refused: upload" in reader.html
    assert "measures check" in reader.html
    day = day_in_words(datetime.now(UTC).date())
    assert titles(reader) == [f"Audit: 3 entries, the newest on {day}"]
    assert re.search(rf">{day} at \d\d:\d\d:\d\d<", reader.html)


def test_it_can_be_narrowed_to_a_kind_and_to_words(reader: Reader) -> None:
    reader.app.selectbox(key="audit_kind").select("upload")
    reader.run()
    assert "1 entry, the newest first" in reader.html
    assert titles(reader) == ["Audit: 1 entry fits what is asked for"]
    reader.app.text_input(key="audit_text").input("nowhere")
    reader.run()
    assert "Nothing fits" in reader.html


def test_a_name_that_a_person_chose_stands_above_who_they_are(reader: Reader) -> None:
    with open_store(settings().database_url) as store:
        one = store.acting(person(Role.ADMINISTRATOR, "A. Administrator", "<i>evil-7"))
        note_of(one, AuditKind.DOWNLOAD, "figures.csv was taken")
    reader.run()
    who = '<span class="sum who" title="https://id.example.org">&lt;i&gt;evil-7 at id.example.org</span>'
    assert f"<div>A. Administrator{who}</div>" in reader.html
    assert "<i>evil-7" not in reader.html


def test_of_many_entries_a_hundred_are_shown_and_older_ones_are_pages_away(reader: Reader) -> None:
    with open_store(settings().database_url) as store, store._engine.begin() as connection:
        for number in range(205):
            audit_rows.add(connection, AuditKind.SIGN_IN, f"Person no. {number}", "Signed in", {})
    reader.app.selectbox(key="audit_kind").select("sign_in")
    reader.run()
    assert "205 entries, the newest first; the newest 100 are shown, the file has them all" in reader.html
    assert reader.html.count("Person no. ") == 100
    assert "Person no. 204" in reader.html and "Person no. 104" not in reader.html
    reader.app.number_input(key="audit_page").set_value(3)
    reader.run()
    assert "201 to 205 are shown" in reader.html
    assert reader.html.count("Person no. ") == 5 and "Person no. 0<" in reader.html
    reader.app.text_input(key="audit_text").input("no. 17")
    reader.run()
    assert "entries, the newest first" in reader.html and "Nothing fits" not in reader.html
