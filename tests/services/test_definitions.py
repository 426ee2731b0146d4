"""Loading definition files: what may change, from when, and what that does to the ratings."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from measures.ingest.definitions_file import read_definitions, write_definitions
from measures.model.measure import Break, Comparator, Measure, Plan, Polarity, in_force
from measures.model.quarter import Quarter
from measures.model.rating import Rating, ReasonCode
from measures.model.signal_options import SignalOptions, TwoInThree
from measures.services.areas import load_areas
from measures.services.definitions import DefinitionsLoaded, export_plan, load_definitions, load_plans
from measures.settings import local_user
from measures.storage.records import NewUpload
from measures.storage.store import Store
from tests.builders import a_break, a_measure, a_plan, values

SAMPLE = sorted((Path(__file__).parents[2] / "data" / "definitions").glob("*.toml"))
FROM = Quarter.of(2017, 1)


def test_every_sample_plan_loads_once_and_reads_back_as_its_file(store: Store) -> None:
    files = [(path.name, path.read_bytes()) for path in SAMPLE]
    first = load_definitions(store, files, by="A. Officer")
    assert first.stored
    assert first.issues == ()
    for name, content in files:
        plan, _ = read_definitions(content, name)
        assert plan is not None
        exported, _ = read_definitions(export_plan(store, plan.head.id), name)
        assert exported == plan
    again = load_definitions(store, files, by="A. Officer")
    assert (again.stored, again.changes, len(store.acts())) == (False, (), 1)
    assert again.issues == ()


def test_a_file_with_a_fault_keeps_all_the_files_out(store: Store) -> None:
    good = write_definitions(a_plan(id="good")).encode()
    loaded = load_definitions(store, [("good.toml", good), ("bad.toml", good.replace(b"polarity", b"polarty"))])
    assert loaded.refused
    assert not loaded.stored
    assert store.data_version() == 0


def test_one_plan_in_two_files_is_refused(store: Store) -> None:
    loaded = load_plans(store, [a_plan(), a_plan()])
    assert _codes(loaded) == ["same_plan_twice"]


def test_a_change_of_rules_without_a_quarter_is_refused_and_says_what_to_type(store: Store) -> None:
    load_plans(store, [a_plan()])
    loaded = load_plans(store, [a_plan(a_measure(polarity="context"))])
    (issue,) = loaded.issues
    assert (issue.code, issue.severity, issue.read) == ("from_quarter_needed", "stop", "burglary")
    assert issue.message.startswith("plan: measure “burglary” changed (polarity): this alters how quarters are rated")
    assert '--from "2017/18 Q1" --reason' in issue.remedy
    assert _polarity(store, FROM) is Polarity.LOWER
    assert len(store.acts()) == 1


def test_a_change_of_rules_without_a_reason_is_refused(store: Store) -> None:
    load_plans(store, [a_plan()])
    loaded = load_plans(store, [a_plan(a_measure(polarity="context"))], from_quarter=FROM, reason="  ")
    assert _codes(loaded) == ["reason_needed"]
    assert len(store.acts()) == 1


def test_t24_a_polarity_set_to_context_leaves_earlier_quarters_their_colours(store: Store) -> None:
    load_plans(store, [a_plan()])
    _figures(store, {"2015/16 Q4": 100, "2016/17 Q4": 50, "2016/17 Q1": 90, "2017/18 Q1": 80})
    change = {"from_quarter": FROM, "reason": "The panel asked."}
    dry = load_plans(store, [a_plan(a_measure(polarity="context"))], dry_run=True, **change)  # type: ignore[arg-type]
    assert not dry.stored
    assert _polarity(store, FROM) is Polarity.LOWER
    done = load_plans(store, [a_plan(a_measure(polarity="context"))], by="A. Officer", **change)  # type: ignore[arg-type]
    assert done.stored
    assert done.ratings_moved == dry.ratings_moved
    assert {move.quarter for move in done.ratings_moved} == {FROM}
    headline = next(move for move in done.ratings_moved if move.comparator is None)
    assert (headline.before, headline.after_reason_code) == (Rating.GREEN, ReasonCode.CONTEXT)
    assert _polarity(store, FROM.shift(-1)) is Polarity.LOWER
    assert _polarity(store, FROM) is Polarity.CONTEXT
    act = store.acts()[0]
    assert (act.by, act.reason) == ("A. Officer", "The panel asked.")
    assert act.details["changes"] == ["plan: measure “burglary” changed (polarity), from 2017/18 Q1"]
    assert len(act.details["ratings_moved"]) == len(done.ratings_moved)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changed",
    [
        {"tolerance_pct": 3},
        {"kind": "stock", "unit": "offences"},
        {"baseline_rule": "rolling12"},
        {"comparators": ["last_year"]},
        {"small_numbers": "rate_anyway"},
        {"first_quarter": "2014/15 Q1"},
        {"last_quarter": "2020/21 Q4"},
        {"scale": 10},
    ],
)
def test_what_a_rating_depends_on_needs_a_quarter(store: Store, changed: dict[str, object]) -> None:
    load_plans(store, [a_plan()])
    assert _codes(load_plans(store, [a_plan(a_measure(**changed))])) == ["from_quarter_needed"]
    assert load_plans(store, [a_plan(a_measure(**changed))], from_quarter=FROM, reason="r").stored
    assert [form.from_quarter for form in store.plan_history("plan")] == [None, FROM]


@pytest.mark.parametrize("changed", [{"baseline": "2015/16 Q4"}, {"tolerance_pct": 4}, {"comparators": ["last_year"]}])
def test_the_terms_of_the_plan_itself_need_a_quarter(store: Store, changed: dict[str, object]) -> None:
    load_plans(store, [a_plan()])
    loaded = load_plans(store, [a_plan(**changed)])
    assert _codes(loaded) == ["from_quarter_needed"]
    assert loaded.changes[0].kind == "plan"


@pytest.mark.parametrize(
    "changed", [{"title": "Break-ins"}, {"unit": "crimes"}, {"owner": "Head of Policy"}, {"tolerance_pct": "5.00"}]
)
def test_words_need_no_quarter_and_hold_from_where_the_version_before_did(
    store: Store, changed: dict[str, object]
) -> None:
    load_plans(store, [a_plan()])
    load_plans(store, [a_plan(a_measure(polarity="context"))], from_quarter=FROM, reason="r")
    loaded = load_plans(store, [a_plan(a_measure(polarity="context", **changed))])
    assert loaded.stored
    assert [(change.rated, change.from_quarter) for change in loaded.changes] == [(False, FROM)]
    assert _polarity(store, FROM.shift(-1)) is Polarity.LOWER


def test_a_measure_that_vanishes_from_the_file_leaves_the_plan_from_a_quarter_on(store: Store) -> None:
    load_plans(store, [a_plan(a_measure("burglary"), a_measure("thefts"))])
    loaded = load_plans(store, [a_plan(a_measure("burglary"))])
    assert _codes(loaded) == ["from_quarter_needed"]
    assert "measure “thefts” removed" in loaded.issues[0].message
    assert load_plans(store, [a_plan(a_measure("burglary"))], from_quarter=FROM, reason="retired").stored
    history = store.plan_history("plan")
    assert [m.id for m in in_force(history, FROM.shift(-1)).measures] == ["burglary", "thefts"]
    assert [m.id for m in in_force(history, FROM).measures] == ["burglary"]
    assert load_plans(store, [a_plan(a_measure("burglary"))]).changes == ()


def test_a_new_measure_needs_no_quarter_and_holds_from_one_if_it_is_given(store: Store) -> None:
    load_plans(store, [a_plan(a_measure("a"))])
    assert load_plans(store, [a_plan(a_measure("a"), a_measure("b"))]).stored
    assert load_plans(store, [a_plan(a_measure("a"), a_measure("b"), a_measure("c"))], from_quarter=FROM).stored
    history = store.plan_history("plan")
    assert [[m.id for m in form.plan.measures] for form in history] == [["a", "b"], ["a", "b", "c"]]


@pytest.mark.parametrize(
    ("changed", "column"),
    [({"unit": "crimes"}, "unit"), ({"kind": "stock", "unit": "offences"}, "kind"), ({"scale": 10}, "scale")],
)
def test_one_id_is_one_series_in_every_plan(store: Store, changed: dict[str, object], column: str) -> None:
    load_plans(store, [a_plan(id="one")])
    loaded = load_plans(store, [a_plan(a_measure(**changed), id="two")])
    (issue,) = loaded.issues
    assert (issue.code, issue.column) == ("plans_disagree", column)
    assert "in the plan one and" in issue.message
    assert [head.id for head in store.plan_heads()] == ["one"]


def test_both_plans_may_be_changed_together(store: Store) -> None:
    load_plans(store, [a_plan(id="one"), a_plan(id="two")])
    changed = [a_plan(a_measure(unit="crimes"), id=plan_id) for plan_id in ("one", "two")]
    assert load_plans(store, changed).stored


def test_a_break_of_a_measure_that_no_plan_has_is_refused(store: Store) -> None:
    loaded = load_plans(store, [replace(a_plan(), breaks=(a_break("burglry"),))])
    assert _codes(loaded) == ["break_of_unknown_measure"]


def test_a_new_break_needs_a_quarter_only_where_it_can_take_a_colour_away(store: Store) -> None:
    load_plans(store, [a_plan()])
    assert load_plans(store, [_with(a_break(day="2014-04-01"))]).stored  # no figures yet
    _figures(store, {"2016/17 Q1": 90, "2017/18 Q1": 80})
    comparable = a_break(day="2015-04-01", comparable=True)
    assert load_plans(store, [_with(a_break(day="2014-04-01"), comparable)]).stored
    broken = _with(a_break(day="2014-04-01"), comparable, a_break(day="2017-04-01"))
    assert _codes(load_plans(store, [broken])) == ["from_quarter_needed"]
    done = load_plans(store, [broken], from_quarter=FROM, reason="recording changed")
    moved = {m.comparator: (m.quarter, m.before, m.after_reason_code) for m in done.ratings_moved}
    assert moved[Comparator.LAST_YEAR] == (FROM, Rating.GREEN, ReasonCode.SERIES_BREAK)
    assert {quarter for quarter, _, _ in moved.values()} == {FROM}
    history = store.plan_history("plan")
    assert len(in_force(history, FROM.shift(-1)).breaks) == 2
    assert len(in_force(history, FROM).breaks) == 3


def test_a_break_that_is_taken_away_needs_a_quarter_too(store: Store) -> None:
    load_plans(store, [_with(a_break())])
    _figures(store, {"2016/17 Q1": 90, "2017/18 Q1": 80})
    assert _codes(load_plans(store, [a_plan()])) == ["from_quarter_needed"]
    turned: Break = replace(a_break(), comparable=True)
    assert _codes(load_plans(store, [_with(turned)])) == ["from_quarter_needed"]
    assert load_plans(store, [_with(replace(a_break(), note="Said better."))]).stored


def test_a_break_in_a_new_plan_of_a_series_that_is_rated_already_needs_a_quarter(store: Store) -> None:
    load_plans(store, [a_plan(id="one")])
    _figures(store, {"2016/17 Q1": 90, "2017/18 Q1": 80})
    second = replace(a_plan(id="two"), breaks=(a_break(),))
    assert _codes(load_plans(store, [second])) == ["from_quarter_needed"]
    assert load_plans(store, [second], from_quarter=FROM, reason="recording changed").stored
    assert [form.from_quarter for form in store.plan_history("two")] == [None, FROM]


def test_an_event_needs_no_quarter(store: Store) -> None:
    load_plans(store, [a_plan()])
    event = {"from": "2020/21 Q1", "to": "2020/21 Q1", "note": "First national lockdown"}
    assert load_plans(store, [a_plan(events=[event])]).stored
    assert [event.note for event in store.plan_history("plan")[0].plan.events] == ["First national lockdown"]
    assert load_plans(store, [a_plan()]).stored
    assert store.events() == ()


def test_definitions_may_come_after_the_figures(store: Store) -> None:
    _figures(store, {"2016/17 Q1": 90, "2017/18 Q1": 80})
    dry = load_plans(store, [_with(a_break(day="2014-04-01"))], dry_run=True)
    assert store.plan_heads() == ()
    done = load_plans(store, [_with(a_break(day="2014-04-01"))])
    assert done.stored
    assert done.ratings_moved == dry.ratings_moved != ()


def test_a_plan_whose_years_have_no_figures_loads_as_well(store: Store) -> None:
    _figures(store, {"2009/10 Q1": 90})
    assert load_plans(store, [a_plan()]).stored


def _codes(loaded: DefinitionsLoaded) -> list[str]:
    assert not loaded.stored
    return [issue.code for issue in loaded.issues]


def _with(*breaks: Break) -> Plan:
    return replace(a_plan(), breaks=breaks)


def _polarity(store: Store, quarter: Quarter) -> Polarity:
    measure: Measure = in_force(store.plan_history("plan"), quarter).measures[0]
    return measure.polarity


def _figures(store: Store, figures: dict[str, object]) -> None:
    frame = values(figures)
    store.add_upload(frame, NewUpload("figures.csv", b"figures", added=len(frame)))


def test_a_tolerance_written_out_as_the_default_is_no_change_of_rules(store: Store) -> None:
    load_plans(store, [a_plan()])
    loaded = load_plans(store, [a_plan(a_measure(tolerance_pct=Decimal(5)))])
    assert [change.rated for change in loaded.changes] == [False]


def test_the_settings_of_the_signal_stand_in_the_file_and_a_change_of_them_is_dated(store: Store) -> None:
    load_plans(store, [a_plan()])
    own = replace(a_plan().head, signal=SignalOptions(6, 8, TwoInThree.ALL_BEYOND, True, 16))
    changed = replace(a_plan(), head=own)
    assert _codes(load_plans(store, [changed])) == ["from_quarter_needed"]
    assert load_plans(store, [changed], from_quarter=FROM, reason="The analysts asked").stored
    assert in_force(store.plan_history("plan"), FROM.shift(-1)).head.signal == SignalOptions()
    assert in_force(store.plan_history("plan"), FROM).head.signal == own.signal
    text = export_plan(store, "plan")
    for line in ("shift = 6", "trend = 8", 'two_in_three = "all_beyond"', "screen = true", "fix_after = 16"):
        assert line in text.splitlines()
    assert read_definitions(text, "x.toml")[0] == changed
    assert "shift" not in write_definitions(a_plan())


@pytest.mark.parametrize(
    ("line", "code"),
    [("shift = 3", "bad_run"), ("trend = 13", "bad_run"), ("fix_after = 8", "bad_fix_after"),
     ('two_in_three = "both"', "unknown_choice"), ('screen = "yes"', "wrong_type"), ("shift = true", "wrong_type")],
)  # fmt: skip
def test_a_setting_of_the_signal_without_meaning_is_refused(store: Store, line: str, code: str) -> None:
    text = write_definitions(a_plan()).replace("[plan]\n", f"[plan]\n{line}\n")
    assert _codes(load_definitions(store, [("plan.toml", text.encode())])) == [code]


def test_nobody_is_nobody_in_the_record(store: Store) -> None:
    load_plans(store, [a_plan()], by="  ")
    load_areas(store, [("a.csv", b"area_id,title,population,year\nkent,Kent,1000,2024\n")])
    assert [act.by for act in store.acts()] == [local_user(), local_user()] != ["", ""]
