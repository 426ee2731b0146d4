"""The page of the audit, driven as an administrator would."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from measures.model.audit import AuditKind
from measures.model.quarter import day_in_words
from measures.services.audit import note_audit
from measures.settings import settings
from measures.storage.store import open_store
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
    assert "Nothing fits" in reader.html and titles(reader) == ["Audit: nothing fits what is asked for"]
