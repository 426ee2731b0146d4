"""The page of the audit, driven as an administrator would."""

from collections.abc import Callable

import pytest

from measures.model.audit import AuditKind
from measures.services.audit import note_audit
from measures.settings import settings
from measures.storage.store import open_store
from tests.pages.conftest import Reader


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


def test_it_can_be_narrowed_to_a_kind_and_to_words(reader: Reader) -> None:
    reader.app.selectbox(key="audit_kind").select("upload")
    reader.run()
    assert "1 entry, the newest first" in reader.html
    reader.app.text_input(key="audit_text").input("nowhere")
    reader.run()
    assert "Nothing fits" in reader.html
