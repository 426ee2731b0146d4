"""What holds for every format: nothing is lost, all of it is text, and the same pack is the same bytes."""

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from measures.errors import MeasuresError
from measures.reports.rendering import FORMATS, format_of, render
from tests.reports.builders import HOSTILE, LONG, REPEATED, a_hostile_pack, a_pack
from tests.reports.readers import bare, said_in, words_of

ROOT = Path(__file__).resolve().parents[2]
ENDINGS = [one.ending for one in FORMATS]


@cache
def hostile_words(ending: str) -> str:
    """What is read of the hostile pack: two of its texts are long, so that it is set once."""
    return words_of(ending, render(a_hostile_pack(), ending))


every_format = pytest.mark.parametrize("ending", ENDINGS)

#: Writing from right to left, and marks that combine: a reader of a PDF meets them as they are laid out.
LAID_OUT = ("\N{HEBREW LETTER SHIN}", "\N{COMBINING DOT ABOVE}")

IN_ANOTHER_PROCESS = """
import hashlib
from measures.reports.rendering import FORMATS, render
from tests.reports.builders import a_hostile_pack, a_pack
for one in FORMATS:
    for pack in (a_pack(draft=True), a_hostile_pack()):
        print(one.ending, hashlib.sha256(render(pack, one.ending)).hexdigest())
"""


@every_format
def test_every_text_heading_caption_cell_and_alternative_text_is_found_again(ending: str) -> None:
    pack = a_pack()
    found = words_of(ending, render(pack, ending))
    missing = {text for text in said_in(pack, ending) if bare(text) not in found}
    assert missing == set()
    assert sum(1 for _ in said_in(pack, ending)) > 300


@every_format
def test_hostile_texts_are_found_again_as_the_characters_that_they_are(ending: str) -> None:
    pack, found = a_hostile_pack(), hostile_words(ending)
    texts = {text for text in said_in(pack, ending) if text not in (LONG, "")}
    if ending == ".pdf":  # what is laid out otherwise than it is read has a test of its own
        texts = {text for text in texts if not any(mark in text for mark in LAID_OUT)}
    missing = {text[:80] for text in texts if bare(text) not in found}
    assert missing == set()
    assert len(texts) >= len(HOSTILE)


@every_format
def test_a_hundred_thousand_characters_are_all_there(ending: str) -> None:
    assert len(LONG) > 100_000
    found = hostile_words(ending).replace(REPEATED, "")
    assert found.count("burglary") >= 2 * LONG.count("burglary")
    assert found.count("unbroken") >= 2 * LONG.count("unbroken")


@every_format
def test_the_same_pack_is_the_same_bytes(ending: str) -> None:
    assert render(a_pack(), ending) == render(a_pack(), ending)
    assert render(a_pack(), ending) != render(replace(a_pack(), subtitle="Another"), ending)


def test_another_process_in_another_place_and_time_zone_writes_the_same_bytes(tmp_path: Path) -> None:
    here = [
        f"{ending} {hashlib.sha256(render(pack, ending)).hexdigest()}"
        for ending in ENDINGS
        for pack in (a_pack(draft=True), a_hostile_pack())
    ]
    for seed, zone in (("1", "Pacific/Auckland"), ("2", "America/New_York")):
        settings = {"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT), "LC_ALL": "C"}
        answer = subprocess.run(
            [sys.executable, "-c", IN_ANOTHER_PROCESS],
            cwd=tmp_path,
            env={**os.environ, **settings},
            capture_output=True,
            text=True,
        )
        assert (answer.stdout.splitlines(), answer.stderr) == (here, "")


@every_format
def test_a_draft_says_so_and_what_is_published_does_not(ending: str) -> None:
    draft, published = (words_of(ending, render(a_pack(draft), ending)).lower() for draft in (True, False))
    assert "notpublished,figuresandwordsmaychange" in draft
    assert "draft" not in published


@every_format
def test_no_text_is_cut_where_a_format_has_a_limit_of_its_own(ending: str) -> None:
    long_title = "Police and Crime Plan " * 40
    pack = replace(a_pack(), title=long_title)
    assert bare(long_title) in words_of(ending, render(pack, ending))


@pytest.mark.parametrize("given", [".pdf", "pdf", ".PDF", " Pdf "])
def test_an_ending_is_known_with_or_without_its_dot_in_any_case(given: str) -> None:
    assert format_of(given).mime == "application/pdf"


@pytest.mark.parametrize("given", ["", ".doc", "pack.pdf", "..pdf", ".exe"])
def test_an_unknown_ending_is_refused_in_a_sentence_that_names_those_there_are(given: str) -> None:
    with pytest.raises(MeasuresError, match=r"Give the file one of these endings: .pdf, .docx, .html, .xlsx or .zip\."):
        render(a_pack(), given)


def test_what_a_pdf_lays_out_otherwise_is_there_letter_by_letter() -> None:
    found = hostile_words(".pdf")
    for text in (text for text in HOSTILE if any(mark in text for mark in LAID_OUT)):
        for word in text.split():
            assert set(bare(word)) <= set(found)
            assert not word.isascii() or word in found or word[::-1] in found


def test_the_hostile_texts_are_what_they_are_meant_to_be() -> None:
    joined = "".join(HOSTILE)
    for piece in ("<script>", "](javascript:", "#import", "=1+1", "@SUM", "-2+3", "\u202e", "\u200d", "\u0301", "\x00"):
        assert piece in joined
