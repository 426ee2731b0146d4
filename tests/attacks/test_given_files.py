"""Whose a file of a page is, where public measures are open to anyone and where they are not."""

import pytest
from starlette.datastructures import Headers
from streamlit.runtime.media_file_storage import MediaFileKind
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from measures.model.access import ANYONE, Role
from measures.settings import settings
from measures.widgets import given_files
from measures.widgets.signed_cookie import is_of_whose_it_is
from tests.access import person
from tests.provider import sign_in_settings

NOBODY = Headers({})


def address(content: bytes) -> str:
    """Where Streamlit serves a file."""
    storage = MemoryMediaFileStorage("/media")
    return storage.get_url(storage.load_and_get_id(content, "text/csv", MediaFileKind.DOWNLOADABLE, "f.csv"))


@pytest.mark.parametrize("public", [True, False])
def test_who_has_not_signed_in_may_have_what_such_readers_were_given(
    monkeypatch: pytest.MonkeyPatch, public: bool
) -> None:
    for name, value in sign_in_settings("https://id.example.org", "https://measures.example.org").items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("MEASURES_PUBLIC", str(public))
    settings.cache_clear()
    given_files.give(b"open", "f.csv", "text/csv", ANYONE)
    given_files.give(b"restricted", "f.csv", "text/csv", person(Role.OFFICER))
    assert is_of_whose_it_is(NOBODY, address(b"open")) is public
    for path in (address(b"restricted"), address(b"never given"), "/media/", "/media/../x", "/_stcore/upload_file/a/b"):
        assert not is_of_whose_it_is(NOBODY, path)
    settings.cache_clear()


def test_what_is_kept_of_files_has_an_end_and_the_newest_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(given_files, "_MOST", 3)
    for number in range(5):
        given_files.give(b"%d" % number, "f.csv", "text/csv", ANYONE)
        given_files.give(b"0", "f.csv", "text/csv", ANYONE)  # given again at every run of its page
    held = [number for number in range(5) if given_files.was_given(address(b"%d" % number), ANYONE)]
    assert held == [0, 3, 4]
