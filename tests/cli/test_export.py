import pytest

from tests.cli.conftest import ROOT, write


def test_what_is_exported_loads_again_and_says_the_same(on_sample, tmp_path, monkeypatch):
    ran = on_sample("export", tmp_path / "open", "--plan", "2013-2018")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith(
        f"Written: {tmp_path / 'open'}, 19 files: 2,962 figures of 30 measures, rated at 21 quarters"
    )
    asked = ("status", "--plan", "2013-2018", "--quarter", "2016/17 Q1", "--format", "json")
    before = on_sample(*asked).out
    assert '"headline": "red"' in before
    monkeypatch.setenv("MEASURES_DATABASE_URL", f"sqlite:///{tmp_path / 'other.db'}")
    on_sample("define", *sorted((ROOT / "data" / "definitions").glob("*.toml")), "--by", "A")
    ran = on_sample("load", tmp_path / "open" / "figures.csv", "--confirm", "--by", "A")
    assert (ran.status, ran.err) == (0, "")
    assert "2,962 lines read; 2,962 added, 0 changed, 0 unchanged, 0 stopped." in ran.out
    assert on_sample(*asked).out == before


def test_who_gives_it_out_and_under_which_licence_can_be_said(command, plan, figures, tmp_path):
    command("define", plan, "--by", "A")
    command("load", figures, "--confirm", "--by", "B")
    ran = command("export", tmp_path / "o", "--publisher", "The Office", "--licence", "https://example.org/ours")
    assert (ran.status, ran.err) == (0, "")
    said = (tmp_path / "o" / "README.txt").read_text(encoding="utf-8-sig")
    assert "Published by: The Office. Licence: https://example.org/ours. Some" in said.replace("\n", " ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("{}/full",), "“{}/full” is not empty: it holds “a” and 1 more. Name a new or an empty folder. Nothing was"),
        (("{}/full/a",), "“{}/full/a” is there already and is no folder. Name a new or an empty folder."),
        (("{}/nowhere/o",), "There is no folder “{}/nowhere”."),
        (("{}/o", "--plan", "2031"), "There is no plan “2031”"),
        (("{}/o", "--licence", "OGL"), "“OGL” is not the address of a licence. Write one that begins with https://."),
    ],
)
def test_what_cannot_be_written_is_said_and_nothing_is(on_sample, tmp_path, arguments, said):
    (tmp_path / "full").mkdir()
    write(tmp_path / "full" / "a", "a")
    write(tmp_path / "full" / "b", "b")
    ran = on_sample("export", *(one.format(tmp_path) for one in arguments))
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(said.format(tmp_path))
    assert sorted(one.name for one in tmp_path.rglob("*")) == ["a", "b", "full"]
