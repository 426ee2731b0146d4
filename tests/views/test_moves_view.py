"""The ratings that a change moves: their order, their words, the file of them, and how a page folds a long list."""

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime

from measures.model.measure import Comparator
from measures.model.rating import Rating, RatingMove, ReasonCode
from measures.model.record import Act, ActKind
from measures.services.history import counts_moved, moves_as_rows
from measures.views.moves_view import (
    MOVE_COLUMNS,
    QuarterMoves,
    grouped_moves,
    headlines_moved,
    moves_csv,
    words_of_moves,
)
from measures.widgets.moves_html import MOST, OPEN, moves_html
from tests.builders import a_measure, a_plan, quarter

HEADS = [a_plan(a_measure("burglary"), id="plan").head]
TITLES = {"burglary": "Burglary", "solved": "Solved"}


def a_move(where: str, measure: str, comparator: Comparator | None, plan: str = "plan") -> RatingMove:
    return RatingMove(plan, measure, quarter(where), comparator, None, ReasonCode.NO_VALUE, Rating.RED, None)


MOVES = [
    a_move("2016/17 Q1", "burglary", Comparator.BASELINE, "older"),
    a_move("2016/17 Q2", "burglary", Comparator.BASELINE),
    a_move("2016/17 Q2", "solved", None),
    a_move("2016/17 Q2", "solved", Comparator.LAST_YEAR),
    a_move("2016/17 Q1", "burglary", None),
]


def grouped(moves: Sequence[RatingMove]) -> tuple[QuarterMoves, ...]:
    return grouped_moves(moves, TITLES, HEADS)


def test_moves_stand_by_quarter_the_newest_first_and_in_each_those_with_a_headline_first() -> None:
    groups = grouped(MOVES)
    assert [(group.quarter.label, group.plan_id, group.plan) for group in groups] == [
        ("2016/17 Q2", "plan", HEADS[0].title), ("2016/17 Q1", "plan", HEADS[0].title),
        ("2016/17 Q1", "older", "older"),
    ]  # fmt: skip
    assert [(line.title, line.headline is not None, len(line.comparisons)) for line in groups[0].measures] == [
        ("Solved", True, 1), ("Burglary", False, 1),
    ]  # fmt: skip
    assert (groups[0].headlines, headlines_moved(MOVES)) == (1, 2)


def test_colours_and_comparisons_are_counted_apart() -> None:
    assert words_of_moves(MOVES) == "2 colours, in 3 comparisons"
    assert words_of_moves(MOVES[:2]) == "no colour, but 2 comparisons"
    assert (words_of_moves(MOVES[2:3]), words_of_moves(())) == ("1 colour", "no rating")
    act = Act(
        1, datetime(2026, 8, 2, tzinfo=UTC), ActKind.UPLOAD, "A", "s", "", {"ratings_moved": moves_as_rows(MOVES)}, ""
    )
    assert counts_moved(act) == (2, 3)


def test_the_first_colour_of_a_new_quarter_stands_beside_that_of_the_quarter_before() -> None:
    earlier = {("plan", quarter("2016/17 Q2")): {"solved": Rating.GREEN, "burglary": Rating.GREEN}}
    html = moves_html(grouped_moves(MOVES, TITLES, HEADS, earlier), "moved")
    assert "At or better in 2016/17 Q1 → <strong>Worse</strong>" in html
    assert html.count("in 2016/17 Q1 →") == 1
    assert "At or better" not in moves_html(grouped(MOVES), "moved")


def test_the_file_has_every_move_in_codes_and_in_words() -> None:
    lines = list(csv.reader(io.StringIO(moves_csv(grouped(MOVES)).decode("utf-8-sig"))))
    assert tuple(lines[0]) == MOVE_COLUMNS
    assert len(lines) == 1 + len(MOVES)
    words = (ReasonCode.NO_VALUE.words, Rating.RED.words)
    assert lines[1] == ["plan", "2016/17 Q2", "solved", "Solved", "", "Headline", "", "no_value", words[0], "red", "",
                        words[1]]  # fmt: skip
    assert lines[2][4:6] == ["last_year", "A year before"]


def test_each_measure_is_shown_with_both_marks_and_the_words_of_both_sides() -> None:
    html = moves_html(grouped(MOVES), "moved")
    assert html.count('class="mark ') == 2 * html.count('class="pc-move"') == 2 * len(MOVES)
    assert html.count("Not rated: no data yet → <strong>") == len(MOVES)
    assert html.count("Stays as it is") == 2
    assert "<details" not in html
    assert moves_html((), "would move") == "<p>No rating would move.</p>"


def many(measures: int, quarters: int) -> list[RatingMove]:
    return [
        a_move(f"{2000 + place}/{(place + 1) % 100:02} Q1", f"m{number:03}", None)
        for place in range(quarters)
        for number in range(measures)
    ]


def test_one_or_two_more_than_stand_open_are_not_folded() -> None:
    assert "<details" not in moves_html(grouped(many(OPEN + 2, 1)), "moved")


def test_a_long_list_is_folded_after_the_first_measures_even_within_a_quarter() -> None:
    html = moves_html(grouped(many(10, 2)), "moved")
    seen, behind = html.split("<details>")
    assert (seen.count('rowheader"'), behind.count('rowheader"')) == (OPEN, 20 - OPEN)
    assert f"Show {20 - OPEN} more" in behind
    assert "10 measures, 10 with another headline; 2 of them here" in seen
    assert "10 measures, 10 with another headline; 8 of them here" in behind
    assert "has them all" not in html


def test_what_a_page_has_no_room_for_is_counted_and_where_it_is_said() -> None:
    html = moves_html(grouped(many(51, 2)), "moved", where="the history")
    assert html.count('rowheader"') == MOST
    assert html.endswith("the first 100 of 102, the newest quarters first; the history has them all.</p>")
