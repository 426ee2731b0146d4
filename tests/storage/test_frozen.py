"""What a publication freezes: the same content is the same bytes, and comes back as it was."""

import json
from dataclasses import replace
from datetime import date

import pytest

from measures.model.publication import FORMAT, Content
from measures.model.quarter import Quarter
from measures.services.publications import draft
from measures.storage.frozen import NotReadable, freeze, thaw
from measures.storage.store import Store


@pytest.fixture(scope="module")
def content(sample_store: Store) -> Content:
    return draft(sample_store, "2016-2021", Quarter.of(2019, 3), today=date(2020, 3, 1))


def test_the_whole_sample_quarter_comes_back_as_it_was(content: Content) -> None:
    frozen = freeze(content)
    back = thaw(frozen)
    assert back == content
    assert freeze(back) == frozen
    sentences = [[one.reason for one in rating.comparisons] for rating in content.status.measures]
    assert [[one.reason for one in rating.comparisons] for rating in back.status.measures] == sentences
    assert any(sentences)


def test_a_person_can_read_it_without_this_program(content: Content) -> None:
    plain = json.loads(freeze(content))
    rating = next(one for one in plain["status"]["measures"] if one["headline"] == "red")
    assert plain["status"]["quarter"] == "2019/20 Q3"
    assert rating["comparisons"][0]["reason"].endswith(("Amber.", "Green.", "Red.", "before."))
    assert isinstance(rating["value"], str)


def test_what_is_no_content_and_what_a_newer_program_froze_are_refused(content: Content) -> None:
    with pytest.raises(NotReadable, match=f"form {FORMAT + 1}; this program knows up to {FORMAT}"):
        thaw(freeze(replace(content, form=FORMAT + 1)))
    for damaged in (b"", b"{}", b"[1]", freeze(content)[:-100], freeze(content).replace(b'"red"', b'"pink"', 1)):
        with pytest.raises(NotReadable):
            thaw(damaged)


def test_what_this_program_froze_once_is_still_read(content: Content) -> None:
    """A part that is added later needs a default: so a document without the newest parts must be read."""
    plain = json.loads(freeze(content))
    for name in ("incomplete", "by"):
        del plain[name]
    for name in ("questions", "promises", "rules", "moved", "restated"):
        del plain["review"][name]
    assert thaw(json.dumps(plain).encode()).status == content.status
