"""The bundle of plain files: exact figures, harmless texts, an index that names them all."""

import csv
import io
from fractions import Fraction

import pytest

from measures.reports.blocks import Cell, Column, Table, cell, said
from measures.reports.bundle import bundle, exact, table_csv
from tests.reports.builders import HOSTILE, a_hostile_pack, a_pack
from tests.reports.readers import files_in


def rows_of(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def a_table_of(*cells: Cell) -> Table:
    return Table("t", "A table", (Column("Measure"), Column("Figure")), tuple((cell("x"), one) for one in cells))


def test_the_index_names_every_file_with_what_it_holds() -> None:
    files = files_in(bundle(a_pack()))
    index = list(csv.DictReader(io.StringIO(files["index.csv"], newline="")))
    assert [row["file"] for row in index] == [name for name in files if name != "index.csv"]
    assert index[1] == {
        "file": "01-tackle-crime-crime.csv",
        "what it holds": "Measures of this priority, the worst first",
        "section": "Tackle crime and reduce re-offending",
        "rows": "4",
        "publication": "Publication 2013-2018-2016-17-Q2-1",
    }


def test_no_name_of_a_file_leads_out_of_the_folder() -> None:
    names = list(files_in(bundle(a_hostile_pack())))
    assert names == ["index.csv", "words.txt", "01-a-etc-passwd-1.csv", "02-a-long.csv"]


def test_the_words_say_where_each_table_is() -> None:
    words = files_in(bundle(a_pack()))["words.txt"]
    assert "Table: Measures of this priority, the worst first (see 01-tackle-crime-crime.csv)" in words
    assert "\r\n# The quarter at a glance\r\n" in words
    assert "\n" not in words.replace("\r\n", "")


def test_figures_are_exact_and_ungrouped() -> None:
    half = Cell((said("1,172.5"),), number=Fraction(2345, 2), places=1)
    third = Cell((said("66.7%"),), number=Fraction(200, 3), places=1)
    rows = rows_of(table_csv(a_table_of(half, third, cell("–"))))
    assert rows == [["Measure", "Figure"], ["x", "1172.5"], ["x", "66.666666666667"], ["x", "–"]]


def test_a_column_that_says_more_than_its_figures_has_them_beside_it() -> None:
    more = Cell((said("2,610"), said("272 more than 2,338")), number=Fraction(2610))
    rows = rows_of(table_csv(a_table_of(more, cell("No data yet"))))
    assert rows[0] == ["Measure", "Figure", "Figure (figure)"]
    assert rows[1] == ["x", "2,610\n272 more than 2,338", "2610"]
    assert rows[2] == ["x", "No data yet", ""]


def test_no_cell_is_taken_for_a_formula_and_a_minus_stays_with_its_figure() -> None:
    texts = [cell(text) for text in HOSTILE[3:8]]
    minus = Cell((said("−391"),), number=Fraction(-391))
    rows = rows_of(table_csv(a_table_of(*texts)))
    assert [row[1] for row in rows[1:]] == [f"'{text}" for text in HOSTILE[3:8]]
    assert rows_of(table_csv(a_table_of(minus)))[1] == ["x", "-391"]


@pytest.mark.parametrize(
    ("figure", "written"),
    [
        (Fraction(5), "5"),
        (Fraction(1, 8), "0.125"),
        (Fraction(-7, 20), "-0.35"),
        (Fraction(10**15 * 8 + 1, 8), "1000000000000000.125"),
        (Fraction(1, 3), "0.333333333333"),
        (Fraction(1, 2**40), "0.0000000000009094947017729282379150390625"),
    ],
)
def test_a_figure_with_an_end_is_written_to_it(figure: Fraction, written: str) -> None:
    assert exact(figure) == written
    assert table_csv(a_table_of(Cell((said("0"),), number=figure))).decode().splitlines()[1].endswith(f",{written}")
