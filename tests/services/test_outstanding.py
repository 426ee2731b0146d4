"""The quarter desk: what has arrived of each measure, from where, and what is still owed by whom."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from measures.errors import NotFound
from measures.model.desk import QuarterDesk, Receipt, by_owner
from measures.model.quarter import Quarter
from measures.model.value import Status
from measures.services.definitions import load_plans
from measures.services.outstanding import BARE, FROM_YTD, YTD_ALONE, quarter_desk
from measures.services.ratings import quarter_status
from measures.services.uploads import accept_upload, preview_upload
from measures.services.withdrawals import withdraw_upload
from measures.storage.store import Store
from tests.builders import a_measure, a_plan

TODAY = date(2018, 1, 31)
NOW = Quarter.parse("2017/18 Q3")
HEADER = "measure_id,quarter,value,numerator,denominator,basis,status\n"


@pytest.fixture
def office(store: Store) -> Store:
    plan = a_plan(
        a_measure("burglary", owner="Crime registrar"),
        a_measure("robbery", owner="Crime registrar"),
        a_measure("solved", kind="ratio", owner="Criminal justice"),
        a_measure("answered", kind="mean"),
        a_measure("officers", kind="stock", owner="Human resources"),
        a_measure("old", last_quarter="2016/17 Q4"),
        a_measure("new", first_quarter="2018/19 Q1"),
        a_measure("work", kind="narrative", owner="The office"),
        id="plan",
    )
    load_plans(store, [plan], by="A. Officer")
    return store


def load(store: Store, *lines: str, name: str = "figures.csv") -> int:
    content = (HEADER + "\n".join(lines) + "\n").encode()
    return accept_upload(store, preview_upload(store, name, content), by="A. Officer", confirm=True).upload_id


def desk(store: Store, quarter: Quarter | None = NOW, today: date = TODAY) -> QuarterDesk:
    return quarter_desk(store, "plan", quarter, today=today)


def receipts(store: Store, quarter: Quarter = NOW) -> dict[str, tuple[Receipt, str]]:
    return {line.measure.id: (line.receipt, line.reason) for line in desk(store, quarter).lines}


def test_before_any_figure_all_that_is_collected_is_outstanding_and_the_rest_says_why_not(office: Store) -> None:
    told = receipts(office)
    assert [name for name, (receipt, _) in told.items() if receipt is Receipt.MISSING] == [
        "burglary", "robbery", "solved", "answered", "officers",
    ]  # fmt: skip
    assert told["old"] == (Receipt.NOT_APPLICABLE, "Collected until 2016/17 Q4")
    assert told["new"] == (Receipt.NOT_APPLICABLE, "Collected from 2018/19 Q1 on")
    assert told["work"] == (Receipt.NOT_APPLICABLE, "Comment only: it takes no figures")


def test_a_figure_is_received_from_its_upload_and_line(office: Store) -> None:
    number = load(office, "robbery,2017/18 Q3,7,,,,p", "burglary,2017/18 Q3,0,,,,")
    line = next(line for line in desk(office).lines if line.measure.id == "burglary")
    assert (line.receipt, line.reason) == (Receipt.RECEIVED, "")
    (held,) = line.held
    assert (held.upload_id, held.line, held.file_name, held.value) == (number, 3, "figures.csv", Decimal(0))


@pytest.mark.parametrize(
    ("letter", "receipt"),
    [("c", Receipt.WITHHELD), ("x", Receipt.NOT_AVAILABLE), ("z", Receipt.NOT_APPLICABLE)],
)
def test_a_status_that_says_there_is_no_figure_leaves_nothing_outstanding(
    office: Store, letter: str, receipt: Receipt
) -> None:
    load(office, f"burglary,2017/18 Q3,,,,,{letter}")
    told, reason = receipts(office)["burglary"]
    assert told is receipt
    assert f"({letter})" in reason


def test_a_bare_figure_without_its_parts_is_there_in_part(office: Store) -> None:
    load(office, "solved,2017/18 Q3,17.5,,,,", "answered,2017/18 Q3,,120,60,,")
    told = receipts(office)
    assert told["solved"] == (Receipt.PARTLY, BARE)
    assert told["answered"] == (Receipt.RECEIVED, "")


def test_a_year_to_date_counts_once_the_quarter_follows_from_it(office: Store) -> None:
    load(office, "burglary,2017/18 Q3,30,,,ytd,")
    assert receipts(office)["burglary"] == (Receipt.PARTLY, YTD_ALONE)
    load(office, "burglary,2017/18 Q2,20,,,ytd,", name="earlier.csv")
    assert receipts(office)["burglary"] == (Receipt.RECEIVED, FROM_YTD)
    assert receipts(office, Quarter.parse("2017/18 Q1"))["burglary"][0] is Receipt.MISSING


def test_the_newest_upload_that_stands_is_the_one_named(office: Store) -> None:
    first = load(office, "burglary,2017/18 Q3,30,,,,p")
    second = load(office, "burglary,2017/18 Q3,31,,,,", name="second.csv")
    assert [held.upload_id for held in desk(office).lines[0].held] == [second]
    withdraw_upload(office, second, reason="wrong file", by="A. Officer")
    assert [held.upload_id for held in desk(office).lines[0].held] == [first]
    withdraw_upload(office, first, reason="that too", by="A. Officer")
    assert desk(office).lines[0].receipt is Receipt.MISSING


def test_figures_of_other_forces_are_owed_by_nobody_here(office: Store) -> None:
    content = b"measure_id,quarter,value,area\nburglary,2017/18 Q3,30,cumbria\n"
    accept_upload(office, preview_upload(office, "f.csv", content), by="A. Officer", confirm=True)
    assert receipts(office)["burglary"] == (Receipt.MISSING, "")


def test_the_last_figure_and_last_years_stand_beside_with_their_parts(office: Store) -> None:
    load(
        office,
        "burglary,2016/17 Q3,100,,,,",
        "burglary,2017/18 Q1,110,,,,r",
        "solved,2016/17 Q3,,10,60,,",
        "solved,2017/18 Q2,,,,,x",
        "robbery,2016/17 Q3,,,,,c",
    )
    lines = {line.measure.id: line for line in desk(office).lines}
    assert (lines["burglary"].last_year, lines["burglary"].last_figure) != (None, None)
    burglary, solved, robbery = (lines[name] for name in ("burglary", "solved", "robbery"))
    assert burglary.last_year is not None and burglary.last_year.value == 100
    assert burglary.last_figure is not None
    assert (burglary.last_figure.quarter.label, burglary.last_figure.status) == ("2017/18 Q1", Status.REVISED)
    assert solved.last_year is not None
    assert (solved.last_year.value, solved.last_year.numerator, solved.last_year.denominator) == (
        Fraction(50, 3), Decimal(10), Decimal(60),
    )  # fmt: skip
    assert solved.last_figure == solved.last_year
    assert robbery.last_year is not None
    assert (robbery.last_year.value, robbery.last_year.status) == (None, Status.CONFIDENTIAL)
    assert robbery.last_figure is None


def test_who_still_owes_what_is_grouped_by_owner_and_those_without_one_stand_last(office: Store) -> None:
    load(office, "robbery,2017/18 Q3,7,,,,")
    owed = {owner: [line.measure.id for line in lines] for owner, lines in by_owner(desk(office).outstanding).items()}
    assert list(owed.items()) == [
        ("Crime registrar", ["burglary"]),
        ("Criminal justice", ["solved"]),
        ("Human resources", ["officers"]),
        ("", ["answered"]),
    ]


def test_without_a_quarter_it_is_the_newest_that_has_ended_though_it_has_no_figure_yet(office: Store) -> None:
    load(office, "burglary,2017/18 Q1,30,,,,")
    shown = desk(office, None)
    assert shown.quarter == NOW
    assert (shown.quarters[0], shown.quarters[-1].label) == (NOW, "2013/14 Q1")
    assert shown.with_figures == {Quarter.parse("2017/18 Q1")}
    assert shown.days_since_end == 31


@pytest.mark.parametrize(("today", "newest"), [(date(2018, 3, 31), "2017/18 Q3"), (date(2018, 4, 1), "2017/18 Q4")])
def test_a_quarter_has_ended_on_the_day_after_its_last(office: Store, today: date, newest: str) -> None:
    assert desk(office, None, today).quarter.label == newest


def test_after_the_plan_its_last_quarter_is_the_newest(office: Store) -> None:
    assert desk(office, None, date(2026, 11, 1)).quarter.label == "2020/21 Q4"


def test_the_plan_is_the_one_that_the_quarter_lies_in(sample_store: Store) -> None:
    asked = {"2016/17 Q4": "2016-2021", "2014/15 Q1": "2013-2018", "2025/26 Q4": "2024-2029"}
    for label, plan_id in asked.items():
        found = quarter_desk(sample_store, quarter=Quarter.parse(label), today=date(2026, 11, 26))
        assert found.plan.head.id == plan_id
    with pytest.raises(NotFound, match="No plan runs in 2035/36 Q1"):
        quarter_desk(sample_store, quarter=Quarter.parse("2035/36 Q1"), today=date(2026, 11, 26))


def test_the_figures_beside_are_those_that_the_status_is_made_of(sample_store: Store) -> None:
    for label in ("2019/20 Q4", "2020/21 Q2"):
        status = quarter_status(sample_store, "2016-2021", Quarter.parse(label))
        rated = {one.measure.id: one.quarter_value for one in status.measures if one.quarter_value is not None}
        later = quarter_desk(sample_store, "2016-2021", status.quarter.shift(4), today=date(2026, 11, 26))
        beside = {one.measure.id: one.last_year.value for one in later.lines if one.last_year}
        assert len(rated) > 15
        assert {name: value for name, value in beside.items() if value is not None} == rated


def test_a_plan_in_no_quarter_of_which_anything_can_be_outstanding_says_so(office: Store) -> None:
    with pytest.raises(NotFound, match="starts on 1 April 2013: no quarter of it has ended yet"):
        desk(office, None, date(2013, 6, 30))
    with pytest.raises(NotFound, match="plan"):
        quarter_desk(office, "plann", today=TODAY)


def test_an_empty_database_says_how_to_begin(store: Store) -> None:
    with pytest.raises(NotFound, match="measures define FILE"):
        quarter_desk(store, today=TODAY)


def test_the_measures_are_those_of_the_plan_in_force_at_the_quarter(office: Store) -> None:
    plan = a_plan(a_measure("burglary", tolerance_pct=1), id="plan")
    load_plans(office, [plan], by="A. Officer", from_quarter=NOW, reason="agreed")
    assert {line.measure.id for line in desk(office).lines} == {"burglary"}
    assert len(desk(office, NOW.shift(-1)).lines) == 8
