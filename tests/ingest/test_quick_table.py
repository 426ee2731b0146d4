"""The quick way of reading a table gives what the csv module gives, or leaves it to the csv module."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.ingest.findings import Findings
from measures.ingest.quick_table import quick_cells
from measures.ingest.table import SEPARATORS, careful_table, read_table

CELLS = st.text(
    st.sampled_from("ab1 ,;\t\"'\\-.é\u00a0\u2028\ufeff\x0b\x85\x00") | st.characters(codec="utf-8"), max_size=4
)
PLAIN = st.text(st.sampled_from("ab1 '\\-.é\u00a0\u2028"), max_size=4)
ENDS = st.sampled_from(["\n", "\r\n", "\n\n", "\r", ""])


@st.composite
def texts(draw: st.DrawFn, cells: st.SearchStrategy[str]) -> tuple[str, str]:
    """A text of lines, most of one width, and its separator."""
    separator, width = draw(st.sampled_from(list(SEPARATORS))), draw(st.integers(1, 4))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    lines = draw(st.lists(st.lists(cells, min_size=width, max_size=width) | st.lists(cells, max_size=5), max_size=8))
    text = end.join(separator.join(line) for line in lines)
    return text + draw(ENDS), separator


def both_ways(text: str, separator: str) -> None:
    """Where the quick way answers, the careful one gives the same and has nothing to tell."""
    quick, findings = quick_cells(text, separator), Findings()
    careful = careful_table(text, separator, findings)
    if quick is None:
        return
    header, columns = quick
    assert findings.issues == [] and findings.lost == 0 and careful is not None
    assert tuple(cell.strip() for cell in header) == careful.header and careful.header_line == 1
    assert careful.lines.tolist() == list(range(2, len(columns[0]) + 2))
    assert [list(column) for column in columns] == [list(column) for column in careful.columns]
    assert all(len(set(column.words)) == len(column.words) for column in columns)


@given(texts(CELLS))
def test_any_text_is_read_alike_both_ways(case: tuple[str, str]) -> None:
    both_ways(*case)


@given(texts(PLAIN))
def test_plain_lines_are_read_alike_both_ways(case: tuple[str, str]) -> None:
    both_ways(*case)


@given(st.text(st.sampled_from('a,\n\r";\t 1'), max_size=40), st.sampled_from(list(SEPARATORS)))
def test_any_run_of_separators_quotes_and_line_ends_is_read_alike_both_ways(text: str, separator: str) -> None:
    both_ways(text, separator)


def test_an_ordinary_file_is_read_the_quick_way() -> None:
    text = "measure_id,quarter,value\r\na,2019/20 Q1,1\r\nb,2019/20 Q1,\r\na,2019/20 Q2,1"
    quick = quick_cells(text, ",")
    assert quick is not None
    assert [column.words for column in quick[1]] == [["a", "b"], ["2019/20 Q1", "2019/20 Q2"], ["1", ""]]
    both_ways(text, ",")


@pytest.mark.parametrize(
    "text",
    [
        "a,b\n1,2\n\n3,4\n",
        "a,b\n1,2\n , \n",
        "a,b\n1,2,3\n",
        "a,b\n1\n",
        'a,b\n"1",2\n',
        "a,b\n1,2\r3,4\n",
        "\na,b\n1,2\n",
        "a,b\n",
        "a,b",
        "\n",
        "\ufeffa,b\n1,2\n",
        f"a,b\n1,{'2' * (csv.field_size_limit() + 1)}\n",
    ],
)
def test_what_has_faults_or_blank_lines_is_left_to_the_csv_module(text: str) -> None:
    assert quick_cells(text, ",") is None


def test_a_long_file_is_read_alike_both_ways_beyond_any_buffer() -> None:
    lines = [f"m{n % 200:03},{n},{'x' * (n % 50)},é{n}" for n in range(60_000)]
    both_ways("a,b,c,d\n" + "\n".join(lines), ",")


def test_the_lines_of_a_file_read_the_quick_way_start_at_two() -> None:
    table = read_table("measure_id,value\na,1\nb,2\n", ["measure_id", "value"], Findings())
    assert table is not None and table.lines.tolist() == [2, 3]
