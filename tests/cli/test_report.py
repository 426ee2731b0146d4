"""`measures report`: of a published quarter the publication, of any other a draft, however it is asked for."""

import pytest

ASKED = (
    [],
    ["--quarter", "2016/17 Q1"],
    ["--meeting", "2016-09-12"],
    ["--publication", "1"],
)


def test_of_a_published_quarter_the_publication_is_written_whichever_way_it_is_asked_for(published, tmp_path):
    written = set()
    for place, asked in enumerate(ASKED):
        path = tmp_path / f"{place}.zip"
        ran = published("report", "--output", path, *asked)
        assert (ran.status, ran.err) == (0, ""), asked
        assert "), Publication 1 · " in ran.out, asked
        written.add(path.read_bytes())
    assert len(written) == 1


def test_of_a_quarter_that_was_not_published_a_draft_is_written(published, tmp_path):
    path = tmp_path / "draft.html"
    ran = published("report", "--output", path, "--quarter", "2015/16 Q4")
    assert (ran.status, ran.err) == (0, "")
    assert ", a draft: Report on 2015/16 Q4" in ran.out
    assert "Draft: not published" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("asked", [["--quarter", "2016/17 Q1", "--publication", "1"], ["--meeting", "2016-09-13"]])
def test_what_does_not_go_together_or_is_not_there_is_told_and_nothing_is_written(published, tmp_path, asked):
    path = tmp_path / "none.html"
    ran = published("report", "--output", path, *asked)
    assert (ran.status, ran.out) == (2, "")
    assert "do not go together" in ran.err or "No meeting is recorded on 13 September 2016" in ran.err
    assert not path.exists()
