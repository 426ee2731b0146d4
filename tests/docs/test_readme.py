"""README.md: its examples work when pasted, its pictures and links exist."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from measures.model.quarter import Quarter
from measures.settings import settings

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def measures_commands() -> list[list[str]]:
    lines = "".join(blocks("sh")).splitlines()
    return [shlex.split(line)[3:] for line in lines if line.startswith("python3 run.py measures ")]


def test_the_quarter_of_the_readme_comes_in_is_read_and_goes_out_again(tmp_path, monkeypatch, capsys):
    from measures.cli.run import run

    monkeypatch.setenv("MEASURES_DATABASE_URL", f"sqlite:///{tmp_path / 'measures.db'}")
    (tmp_path / "data").symlink_to(ROOT / "data")  # an example that writes a file leaves none behind
    monkeypatch.chdir(tmp_path)
    settings.cache_clear()
    assert run(["init", "--sample"]) == 0
    said = {}
    for command in measures_commands():
        capsys.readouterr()
        assert run(command) == 0, command
        said[" ".join(command[:2]), len(command)] = capsys.readouterr().out
    settings.cache_clear()
    printed = "\n".join(said.values())
    assert [command[0] for command in measures_commands()] == [
        "load", "load", "show", "withdraw", "review", "publish", "report",
    ]  # fmt: skip
    assert (tmp_path / "pack.pdf").read_bytes().startswith(b"%PDF")
    assert "nothing was stored" in printed
    assert "Stored as upload 19" in printed
    assert "2025/26 Q4, January to March 2026" in printed
    assert "6 figures removed" in printed


def test_the_notebook_example_prints_the_rated_quarter(sample_copy, tmp_path):
    example = blocks("python")[0].replace("sqlite:///data/measures.db", sample_copy.url)
    assert sample_copy.url in example
    done = subprocess.run([sys.executable, "-c", example], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Robbery" in done.stdout
    assert "973 offences in April–December 2025" in done.stdout


@pytest.mark.parametrize("place", re.findall(r"\]\(([^)#:]+)\)", README))
def test_every_picture_and_link_leads_to_a_file(place):
    assert (ROOT / place).is_file()


def test_the_sentence_that_the_readme_quotes_is_what_the_program_says(sample_store):
    from measures.services.ratings import quarter_status

    said = [one.reason for rated in quarter_status(sample_store).measures for one in rated.comparisons]
    quoted = " ".join(re.search(r"“(97,208 .*?)”", README, re.DOTALL)[1].split()).replace(" - ", " ")
    assert quoted in said


def test_what_the_readme_counts_of_the_sample_is_there(sample_store):
    counted = re.search(r"four plans, (\d+) measures, (\S+ Q\d) to\s+(\S+ Q\d)", README)
    heads = sample_store.plan_heads()
    figures = sample_store.values(sample_store.measures())
    first, last = (Quarter(int(end)).label for end in (figures["quarter"].min(), figures["quarter"].max()))
    assert (len(heads), counted.groups()) == (4, (str(len(sample_store.measures())), first, last))
