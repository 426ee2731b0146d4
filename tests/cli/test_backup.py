import pytest

from tests.cli.conftest import write


def filled(command, plan, figures):
    command("define", plan, "--by", "A")
    command("load", figures, "--confirm", "--by", "B")


def test_a_backup_is_written_and_restored_and_answers_as_before(
    command, plan, figures, tmp_path, database_url, monkeypatch
):
    filled(command, plan, figures)
    before = command("status", "--format", "json").out
    path = tmp_path / "backup.zip"
    ran = command("backup", path)
    assert (ran.status, ran.err) == (0, "")
    first, second = ran.out.splitlines()
    assert first.startswith(f"Written: {path}, ") and first.endswith(" rows, up to act 2.")
    assert len(second.removeprefix("SHA-256 ")) == 64
    monkeypatch.setenv("MEASURES_DATABASE_URL", f"sqlite:///{tmp_path / 'other.db'}")
    ran = command("restore", path)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith(f"Restored into sqlite:///{tmp_path / 'other.db'}: ")
    assert ran.out.endswith("(UTC).\nIt is sound.\n")
    assert command("status", "--format", "json").out == before
    assert command("check").out.startswith("sound\n")


def test_a_database_in_use_is_not_restored_into(command, plan, figures, tmp_path):
    filled(command, plan, figures)
    command("backup", tmp_path / "backup.zip")
    ran = command("restore", tmp_path / "backup.zip")
    assert (ran.status, ran.out) == (1, "")
    assert "is in use: its table act is not empty" in ran.err


def test_a_file_that_is_no_backup_is_refused_in_a_sentence(sqlite, tmp_path):
    path = write(tmp_path / "figures.csv", "measure_id,quarter,value\n")
    ran = sqlite("restore", path)
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == f"“{path}” is no backup of this program. “measures backup FILE” makes one.\n"
    assert not (tmp_path / "measures.db").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("restore", "{}/nowhere.zip"), "There is no file “{}/nowhere.zip”."),
        (("restore", "{}"), "“{}” is a folder. Name the file in it."),
        (("backup", "{}/nowhere/b.zip"), "There is no folder “{}/nowhere”."),
        (("backup", "{}/figures.csv"), "“{}/figures.csv” is there already and was left as it is. Name another file."),
    ],
)
def test_a_place_that_cannot_be_used_is_named(sqlite, tmp_path, figures, arguments, said):
    sqlite("init")
    ran = sqlite(*(argument.format(tmp_path) for argument in arguments))
    assert (ran.status, ran.out, ran.err) == (2, "", said.format(tmp_path) + "\n")


def test_there_is_nothing_to_back_up_where_there_is_no_database(sqlite, tmp_path):
    ran = sqlite("backup", tmp_path / "backup.zip")
    assert (ran.status, ran.out) == (2, "")
    assert "There is no database" in ran.err
    assert not (tmp_path / "backup.zip").exists()
