"""A part of `python -m tests.fuzz` in every run of the tests: one seed that stays, one that is new each time.

In CI, where a failure is to be the change's own, both stay, as hypothesis does it there.
"""

import csv
import io
import random
import zipfile
from datetime import date

import pytest

from tests.conftest import IN_CI
from tests.fuzz import books
from tests.fuzz.figures import Refused, figures_of
from tests.fuzz.mutations import File, mutated
from tests.fuzz.seeds import BOOKS, MEANINGS, TODAY, example_books, texts
from tests.fuzz.trial import Office, Outcome, independent

FILES = 300


class _Plain(random.Random):
    """Chance that leaves every dress out."""

    def random(self) -> float:
        return 0.99


PLAIN = _Plain(1)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory):
    with Office(tmp_path_factory.mktemp("office")) as opened:
        yield opened


@pytest.mark.parametrize("seed", [20260331, None])
def test_a_mutated_file_is_read_as_another_reader_reads_it_or_refused_with_its_reasons(office, seed):
    if seed is None:
        seed = 557179 if IN_CI else random.randrange(10**6)
    wrong = [(number, said) for number in range(FILES) if (said := office.offer(mutated(seed, number)).wrong)]
    assert not wrong, f"again: python -m tests.fuzz --seed {seed} --only {wrong[0][0]}"


def test_the_files_that_are_mutated_are_good_ones(office):
    tables = [io.StringIO(newline="") for _ in texts()]
    for table, grid in zip(tables, texts(), strict=True):
        csv.writer(table).writerows(grid)
    published = [table.getvalue() for table in tables if "Offence Group" in table.getvalue()]
    good = [table.getvalue().encode() for table in tables if table.getvalue() not in published]
    contents = [*good, *example_books(), *(books.workbook(grid, PLAIN, []) for grid in BOOKS)]
    for number, content in enumerate(contents):
        outcome = office.offer(File(number, "good", content, ()))
        assert (outcome.result, outcome.wrong) == ("accepted", "")


def test_a_file_is_the_same_whenever_it_is_made():
    assert [mutated(3, number) for number in range(40)] == [mutated(3, number) for number in range(40)]


@pytest.mark.parametrize(
    "row",
    ["arson,2025/26 Q2,1,23", "arson,2019 Q3,5", "arson,2025/26 Q2,1e5", "arson,2025/26 Q2,", "arson,2026/27 Q4,5"],
)
def test_the_second_reader_refuses_too(row):
    with pytest.raises(Refused):
        independent(f"measure_id,quarter,value\n{row}\n".encode())


def test_the_second_reader_refuses_a_workbook_that_names_a_sheet_of_no_known_kind(office):
    good = books.workbook(BOOKS[0], PLAIN, [])
    assert independent(good)
    damaged = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as read, zipfile.ZipFile(damaged, "w") as made:
        for name in read.namelist():
            made.writestr(name, read.read(name).replace(b'relationships/worksheet"', b'relationships/worksheat"'))
    file = File(0, "damaged.xlsx", damaged.getvalue(), ())
    assert office.offer(file) == Outcome(file, "refused", ("corrupt_workbook",))


def test_the_second_reader_knows_a_figure_when_it_sees_one():
    (figure,) = figures_of([["Measure ID", "30/09/2025"], ["satisfied", " 71.50% "]], MEANINGS, date(2026, 1, 1))
    assert (figure.key, str(figure.value)) == (("satisfied", "", 2025 * 4 + 1, "quarter"), "71.50")
    assert date(2026, 1, 1) < TODAY
