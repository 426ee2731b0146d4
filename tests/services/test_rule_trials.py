"""Another rule, tried before it is set: what would move, from which quarter on, and that nothing else does."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from measures.errors import ChangedMeanwhile, NotAllowed, NotFound, NotPermitted
from measures.model.access import ANYONE
from measures.model.measure import Comparator, Polarity, Tolerance, ToleranceUnit
from measures.model.meeting import Meeting
from measures.model.quarter import Quarter
from measures.model.rating import Rating, ReasonCode
from measures.model.rule_trial import RuleWish
from measures.services.definitions import load_plans
from measures.services.publications import publish
from measures.services.ratings import rated_plan
from measures.services.rule_trials import rule_versions, set_rule, try_rule
from measures.storage.store import Store, open_store
from tests.access import load
from tests.builders import a_measure, a_plan

Q1, Q2 = Quarter.of(2016, 1), Quarter.of(2016, 2)
#: 4% worse than a year before in the first quarter, 8% in the second.
FIGURES = """measure_id,quarter,value
burglary,2015/16 Q1,1000
burglary,2015/16 Q2,1000
burglary,2016/17 Q1,1040
burglary,2016/17 Q2,1120
robbery,2015/16 Q1,1000
robbery,2016/17 Q1,1040
"""
PLAN = a_plan(a_measure(), a_measure("robbery", tolerance_pct=6), comparators=("last_year",))


@pytest.fixture
def office() -> Iterator[Store]:
    with open_store("sqlite://") as opened:
        yield filled(opened)


def filled(store: Store) -> Store:
    assert load_plans(store, [PLAN], by="A. Officer", reason="The first").stored
    load(store, FIGURES, "f.csv", "")
    return store


def pct(amount: str) -> tuple[Tolerance, ...]:
    return (Tolerance(ToleranceUnit.PCT, Decimal(amount)),)


def headlines(store: Store, measure_id: str = "burglary") -> list[Rating | None]:
    rated = rated_plan(store, "plan")
    found = [rated.status(quarter).measures for quarter in (Q1, Q2)]
    return [one.headline for measures in found for one in measures if one.measure.id == measure_id]


def test_a_trial_tells_what_would_move_and_stores_nothing(office: Store) -> None:
    assert headlines(office) == [Rating.AMBER, Rating.RED]
    trial = try_rule(office.acting(ANYONE), "plan", RuleWish("burglary", Q1, pct("3.5")))
    assert [(one.what, one.before, one.now) for one in trial.changes] == [("Tolerance", "the plan’s", "3.5%")]
    moved = {(one.quarter, one.comparator, one.before, one.after) for one in trial.moves}
    assert moved == {(Q1, None, Rating.AMBER, Rating.RED), (Q1, Comparator.LAST_YEAR, Rating.AMBER, Rating.RED)}
    assert [(one.quarter, one.now, one.then) for one in trial.tallies] == [
        (Q2, (1, 0, 0, 1), (1, 0, 0, 1)),
        (Q1, (0, 2, 0, 0), (1, 1, 0, 0)),
    ]
    assert headlines(office) == [Rating.AMBER, Rating.RED]
    assert office.data_version() == 2


def test_a_quarter_before_the_one_it_is_from_keeps_its_rule(office: Store) -> None:
    trial = try_rule(office, "plan", RuleWish("burglary", Q2, pct("8")))
    assert {one.quarter for one in trial.moves} == {Q2}
    assert [one.quarter for one in trial.tallies] == [Q2]


def test_the_plans_own_rule_moves_the_measures_that_have_none_and_names_the_others(office: Store) -> None:
    trial = try_rule(office, "plan", RuleWish("", Q1, pct("3")))
    assert {one.measure_id for one in trial.moves} == {"burglary"}
    assert trial.untouched == ("Robbery",)


def test_another_comparison_and_another_direction_can_be_tried(office: Store) -> None:
    compared = try_rule(office, "plan", RuleWish("burglary", Q1, comparators=(Comparator.BASELINE,)))
    assert {(one.comparator, one.after, one.after_reason_code) for one in compared.moves if one.quarter == Q1} == {
        (None, None, ReasonCode.NEW_MEASURE),
        (Comparator.LAST_YEAR, None, None),
    }
    turned = try_rule(office, "plan", RuleWish("burglary", Q1, polarity=Polarity.HIGHER))
    assert {one.after for one in turned.moves} == {Rating.GREEN}


def test_what_else_changes_from_a_later_quarter_still_changes_there_and_not_before(office: Store) -> None:
    context = replace(PLAN, measures=(replace(PLAN.measures[0], polarity=Polarity.CONTEXT), PLAN.measures[1]))
    assert load_plans(office, [context], from_quarter=Q2, reason="No colour from here", by="A").stored
    trial = try_rule(office, "plan", RuleWish("burglary", Q1, pct("3")))
    assert {(one.quarter, one.after) for one in trial.moves} == {(Q1, Rating.RED)}
    set_rule(office, trial, by="A", reason="r")
    assert headlines(office) == [Rating.RED, None]
    assert office.own_plan("plan").measures[0].tolerance == pct("3")[0]


def test_a_rule_that_is_set_holds_from_its_quarter_with_who_and_why(store: Store) -> None:
    office = filled(store)
    trial = try_rule(office, "plan", RuleWish("burglary", Q2, pct("8")))
    act = set_rule(office, trial, by="A. Admin", reason=" Agreed by the panel ")
    assert (act.by, act.reason) == ("A. Admin", "Agreed by the panel")
    assert act.summary == "The rule of plan was changed from 2016/17 Q2 on: Burglary, tolerance: the plan’s → 8%"
    assert headlines(office) == [Rating.AMBER, Rating.AMBER]
    newest, *others = [one for one in rule_versions(office, "plan") if one.measure_id == "burglary"]
    assert (newest.from_quarter, newest.by, newest.reason) == (Q2, "A. Admin", "Agreed by the panel")
    assert [(one.before, one.now) for one in newest.changes] == [("the plan’s", "8%")]
    assert [(one.first, one.by, one.reason) for one in others] == [(True, "A. Officer", "The first")]


def test_what_was_published_is_named_where_its_ratings_would_move(office: Store) -> None:
    publish(office, Meeting("plan", Q1, date(2016, 9, 12)), by="A", incomplete="All of it")
    assert [one.id for one in try_rule(office, "plan", RuleWish("burglary", Q1, pct("3"))).published] == [1]
    assert try_rule(office, "plan", RuleWish("burglary", Q2, pct("8"))).published == ()


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (RuleWish("burglary", Q1, pct("5"), None, Polarity.LOWER), None),
        (RuleWish("burglary", Q1), "That is the rule as it stands"),
        (RuleWish("robbery", Q1, pct("6")), "That is the rule as it stands"),
        (RuleWish("burglary", Q1, comparators=()), "Choose one comparison at least"),
        (RuleWish("burglary", Q1, (Tolerance(ToleranceUnit.POINTS, Decimal(2)),)), "^Percentage points are for"),
        (RuleWish("", Q1, polarity=Polarity.HIGHER), "choose the measure"),
    ],
)
def test_a_rule_that_is_none_or_that_no_file_could_hold_is_refused(
    office: Store, wish: RuleWish, said: str | None
) -> None:
    if said is None:  # the plan's rule as the measure's own: it moves nothing
        assert try_rule(office, "plan", wish).moves == ()
        return
    with pytest.raises(NotAllowed, match=said):
        try_rule(office, "plan", wish)


def test_an_unknown_measure_is_told_with_the_nearest(office: Store) -> None:
    with pytest.raises(NotFound, match="burglary"):
        try_rule(office, "plan", RuleWish("burglry", Q1, pct("3")))


def test_only_an_administrator_sets_a_rule_with_a_name_and_a_reason_and_as_it_was_seen(office: Store) -> None:
    trial = try_rule(office, "plan", RuleWish("burglary", Q1, pct("3")))
    with pytest.raises(NotPermitted):
        set_rule(office.acting(ANYONE), trial, by="A", reason="r")
    with pytest.raises(NotAllowed, match="The reason is blank"):
        set_rule(office, trial, by="A", reason=" ")
    with pytest.raises(NotAllowed, match="“The reason” holds a character that cannot be seen"):
        set_rule(office, trial, by="A", reason="Agreed\u202e by the panel")
    with pytest.raises(NotAllowed, match=r"“The reason” has 2,001 characters"):
        set_rule(office, trial, by="A", reason="r" * 2001)
    with pytest.raises(NotAllowed, match="name"):
        set_rule(office, trial, by=" ", reason="r")
    load(office, "measure_id,quarter,value\nburglary,2016/17 Q3,1\n", "later.csv", "")
    with pytest.raises(ChangedMeanwhile):
        set_rule(office, trial, by="A", reason="r")
    assert len(rule_versions(office, "plan")) == 3
