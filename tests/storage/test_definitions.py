"""Plans as dated versions: what is in force at which quarter, and what was at an earlier moment."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from measures.errors import NotFound
from measures.model.measure import Break, BreakType, Event, Measure, Plan, Polarity, in_force
from measures.model.quarter import Quarter
from measures.model.record import Act
from measures.storage.definitions import PlanItem, Version, from_json, items_of, to_json
from measures.storage.store import Store
from tests.builders import a_measure, a_plan

Q1, Q3 = Quarter.of(2019, 1), Quarter.of(2019, 3)


def recorded(store: Store, plan: Plan, start: Quarter | None = None) -> Act:
    """Store every item of a plan as holding from a quarter."""
    versions = [Version(*item, content=content, from_quarter=start) for item, content in items_of(plan).items()]
    return store.add_definitions(versions, by="A. Officer", summary="loaded", reason="why")


def full_plan() -> Plan:
    """A plan in which every field of every item says something."""
    measure = a_measure(
        "burglary",
        kind="ratio",
        polarity="higher",
        tolerance_points=Decimal("1.50"),
        small_numbers="absolute:5",
        comparators=["baseline"],
        first_quarter="2014/15 Q1",
        last_quarter="2030/31 Q4",
    )
    words = {"definition": "Æ “quoted”\n", "owner": "Head of Policy", "related": ("thefts",)}
    full = replace(measure, **words, scale=Decimal(100), decimals=1, review_by=date(2027, 1, 31))  # type: ignore[arg-type]
    plan = a_plan(full, a_measure("thefts"))
    return replace(
        plan,
        breaks=(Break("burglary", date(2017, 4, 1), BreakType.DEFINITION, False, "Counted otherwise."),),
        events=(Event(Q1, Q3, "Flood"),),
    )


def test_a_plan_comes_back_as_it_was_stored(store: Store) -> None:
    plan = full_plan()
    recorded(store, plan)
    (form,) = store.plan_history(plan.head.id)
    assert (form.from_quarter, form.plan) == (None, plan)
    assert store.own_plan(plan.head.id) == plan
    assert store.plan_heads() == (plan.head,)
    assert (store.breaks(), store.events()) == (plan.breaks, plan.events)
    assert store.measures() == {measure.id: measure for measure in plan.measures}


def test_every_item_reads_back_from_its_text() -> None:
    for (plan_id, kind, key), content in items_of(full_plan()).items():
        assert from_json(kind, to_json(Version(plan_id, kind, key, content))) == content


def test_a_plan_that_does_not_exist_is_told_with_the_nearest(store: Store) -> None:
    with pytest.raises(NotFound, match="None has been loaded"):
        store.plan_history("2013-2018")
    plan = a_plan(a_measure())
    recorded(store, replace(plan, head=replace(plan.head, id="2013-2018")))
    with pytest.raises(NotFound, match="Did you mean “2013-2018”"):
        store.plan_history("2013-2108")


def test_a_change_holds_from_its_quarter_and_earlier_quarters_keep_theirs(store: Store) -> None:
    plan = a_plan(a_measure("burglary", polarity="lower"))
    recorded(store, plan)
    changed = replace(plan.measures[0], polarity=Polarity.CONTEXT)
    store.add_definitions(
        [Version(plan.head.id, "measure", "burglary", changed, Q3)], by="B", summary="changed", reason="the panel asked"
    )
    history = store.plan_history(plan.head.id)
    assert [form.from_quarter for form in history] == [None, Q3]
    assert in_force(history, Q3.shift(-1)).measures[0].polarity is Polarity.LOWER
    assert in_force(history, Q3).measures[0].polarity is Polarity.CONTEXT
    newest, first = store.definition_versions("burglary")
    assert (newest.from_quarter, newest.changed) == (Q3, ("polarity",))
    assert (newest.by, newest.reason) == ("B", "the panel asked")
    assert (first.from_quarter, first.changed, first.removed) == (None, (), False)


def test_the_version_recorded_last_holds_where_two_would(store: Store) -> None:
    plan = a_plan(a_measure("burglary"))
    recorded(store, plan)
    for title, start in (("from Q3", Q3), ("from Q1, said later", Q1)):
        measure = replace(plan.measures[0], title=title)
        store.add_definitions([Version(plan.head.id, "measure", "burglary", measure, start)], by="B", summary=title)
    history = store.plan_history(plan.head.id)
    titles = [(form.from_quarter, form.plan.measures[0].title) for form in history]
    assert titles == [(None, "Burglary"), (Q1, "from Q1, said later")]


def test_a_measure_taken_out_is_there_before_and_gone_after(store: Store) -> None:
    plan = a_plan(a_measure("burglary"), a_measure("thefts"))
    recorded(store, plan)
    store.add_definitions([Version(plan.head.id, "measure", "thefts", None, Q3)], by="B", summary="removed")
    before, after = store.plan_history(plan.head.id)
    assert [measure.id for measure in before.plan.measures] == ["burglary", "thefts"]
    assert [measure.id for measure in after.plan.measures] == ["burglary"]
    assert store.definition_versions("thefts")[0].removed
    assert store.definition_versions("thefts")[0].title == "Thefts"
    assert list(store.measures()) == ["burglary"]


def test_definitions_can_be_read_as_they_were_at_an_earlier_moment(store: Store) -> None:
    plan = a_plan(a_measure("burglary"))
    first = recorded(store, plan)
    renamed = replace(plan.measures[0], title="Break-ins")
    second = store.add_definitions([Version(plan.head.id, "measure", "burglary", renamed)], by="B", summary="renamed")
    a_moment = timedelta(microseconds=1)
    assert store.plan_heads(first.at - a_moment) == ()
    assert store.measures(first.at)["burglary"].title == "Burglary"
    assert store.measures(second.at - a_moment)["burglary"].title == "Burglary"
    assert store.measures()["burglary"].title == "Break-ins"


def test_breaks_and_events_hold_in_every_plan_and_are_written_back_only_to_their_own(store: Store) -> None:
    one, two = a_plan(a_measure("burglary")), a_plan(a_measure("burglary"), a_measure("thefts"))
    broken = Break("burglary", date(2017, 4, 1), BreakType.DEFINITION, False, "Counted otherwise.")
    other = Break("thefts", date(2018, 4, 1), BreakType.SYSTEM, True, "New system.")
    one = replace(one, head=replace(one.head, id="one"), breaks=(broken,))
    two = replace(two, head=replace(two.head, id="two"), breaks=(other, broken), events=(Event(Q1, Q1, "Flood"),))
    recorded(store, one)
    recorded(store, two)
    (first,), (second,) = store.plan_history("one"), store.plan_history("two")
    assert first.plan.breaks == (broken,)
    assert second.plan.breaks == (broken, other)
    assert first.plan.events == second.plan.events == (Event(Q1, Q1, "Flood"),)
    assert store.own_plan("one") == one
    assert set(store.own_plan("two").breaks) == {broken, other}


def test_the_measures_stand_in_the_order_of_the_file(store: Store) -> None:
    plan = a_plan(a_measure("c"), a_measure("a"), a_measure("b"))
    recorded(store, plan)
    turned = PlanItem(plan.head, ("b", "c", "a"))
    store.add_definitions([Version(plan.head.id, "plan", plan.head.id, turned)], by="B", summary="order")
    assert [measure.id for measure in store.own_plan(plan.head.id).measures] == ["b", "c", "a"]


def test_what_another_session_stored_is_seen_at_once(database_url: str, store: Store) -> None:
    from measures.storage.store import open_store

    plan = a_plan(a_measure("burglary"))
    recorded(store, plan)
    with open_store(database_url) as other:
        assert other.measures()["burglary"].title == "Burglary"
        renamed: Measure = replace(plan.measures[0], title="Break-ins")
        store.add_definitions([Version(plan.head.id, "measure", "burglary", renamed)], by="B", summary="renamed")
        assert other.measures()["burglary"].title == "Break-ins"
