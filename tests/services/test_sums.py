"""Bridge series in an office: defined with the plans beside it, moved by its parts, never uploaded, never owed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from measures.model.desk import Receipt
from measures.model.measure import Comparator, Plan
from measures.model.meeting import Meeting
from measures.model.quarter import Quarter
from measures.model.rating import Flag, Rating
from measures.rules.restated import restated_figures
from measures.services.areas import load_areas
from measures.services.definitions import export_plan, load_plans
from measures.services.forces import group_history, group_quarter
from measures.services.outlook import still_missing
from measures.services.outstanding import quarter_desk
from measures.services.publications import publish
from measures.services.published import open_publication
from measures.services.ratings import measure_series, measure_status, quarter_status
from measures.services.register import plan_break, plan_rebase, record_change
from measures.services.signals import control_chart_of
from measures.services.since import since_publication
from measures.services.uploads import accept_upload, preview_upload
from measures.services.withdrawals import withdraw_upload
from measures.settings import settings
from measures.storage.store import Store
from tests.builders import a_break, a_measure, a_plan, quarter

TODAY = date(2020, 6, 1)
OLD, NEW = a_measure("old", last_quarter="2016/17 Q4"), a_measure("new", first_quarter="2017/18 Q1")
BRIDGE = a_measure("bridge", sum_of=("old", "new"))
FIGURES = "measure_id,quarter,value\n" + "".join(
    f"{'old' if year < 2017 else 'new'},{year}/{year % 100 + 1} Q{n},{1000 + n}\n"
    for year in range(2013, 2019)
    for n in (1, 2, 3, 4)
)


def two_plans() -> list[Plan]:
    """One with the old series, a later one with the new series and the bridge."""
    earlier, later = a_plan(OLD, id="earlier"), a_plan(BRIDGE, NEW, id="later")
    return [earlier, replace(later, head=replace(later.head, start=date(2016, 4, 1)))]


def load(store: Store, text: str, name: str = "f.csv") -> int:
    preview = preview_upload(store, name, text.encode(), today=TODAY)
    assert not preview.refused, preview.issues
    return accept_upload(store, preview, by="A. Officer", note="As released", confirm=True).upload_id


@pytest.fixture
def office(store: Store) -> Store:
    assert load_plans(store, two_plans(), by="A. Officer").stored
    load(store, FIGURES)
    return store


def codes(store: Store, *plans: Plan) -> list[tuple[str, str | None]]:
    return [(issue.code, issue.read) for issue in load_plans(store, plans).issues]


def test_a_part_that_no_plan_has_is_refused_until_the_plan_that_has_it_comes_along(store):
    earlier, later = two_plans()
    assert codes(store, later) == [("unknown_part", "old")]
    assert load_plans(store, [later, earlier]).stored


def test_parts_of_another_plan_that_cannot_be_added_up_are_refused(store):
    later = two_plans()[1]
    assert codes(store, a_plan(a_measure("old", kind="stock"), id="e"), later) == [("part_of_another_kind", "old")]
    assert codes(store, a_plan(a_measure("old", sum_of=("a", "b")), a_measure("a"), a_measure("b"), id="e"), later) == [
        ("sum_of_sums", "old")
    ]


def test_a_part_cannot_leave_the_only_plan_that_has_it(office):
    loaded = load_plans(office, [a_plan(a_measure("x"), id="earlier")], from_quarter=quarter("2018/19 Q1"), reason="x")
    assert [(issue.code, issue.read) for issue in loaded.issues] == [("unknown_part", "old")]


def test_a_measure_with_figures_does_not_become_a_sum(office):
    later = two_plans()[1]
    changed = replace(later, measures=(BRIDGE, replace(NEW, sum_of=("old", "newer")), a_measure("newer")))
    loaded = load_plans(office, [changed], from_quarter=quarter("2018/19 Q1"), reason="x")
    assert ("sum_has_figures", "new") in [(issue.code, issue.read) for issue in loaded.issues]
    assert not loaded.stored


def test_what_it_is_the_sum_of_is_a_rule_that_changes_from_a_quarter_on(office):
    later = two_plans()[1]
    changed = replace(later, measures=(replace(BRIDGE, sum_of=("old", "new", "more")), NEW, a_measure("more")))
    refused = load_plans(office, [changed])
    assert [issue.code for issue in refused.issues] == ["from_quarter_needed"]
    assert "changed (sum_of)" in refused.issues[0].message
    assert load_plans(office, [changed], from_quarter=quarter("2018/19 Q1"), reason="A third kind").stored
    before, after = (measure_status(office, "bridge", "later", quarter(q))[1] for q in ("2017/18 Q4", "2018/19 Q1"))
    assert before.value == 4010
    assert after.value is None


def test_two_plans_must_make_it_of_the_same_parts(office):
    other = a_plan(a_measure("bridge", sum_of=("new", "old")), id="other")
    assert codes(office, other) == [("plans_disagree", "new, old")]


def test_it_is_rated_across_the_plans_with_its_caveat(office):
    status, rating = measure_status(office, "bridge", "later", quarter("2017/18 Q2"))
    assert (rating.value, rating.comparisons[0].value, rating.headline) == (2003, 2003, Rating.GREEN)
    assert Flag.CAVEAT in rating.flags
    assert "A bridge: the sum of Old to 2016/17 Q4, and of New from 2017/18 Q1." in rating.comparisons[0].reason
    assert [one.id for one in status.plan.parts_of(BRIDGE)] == ["old", "new"]
    series = measure_series(office, "bridge", plan_id="later")
    assert [point.value for point in series.points] == [1001, 1002, 1003, 1004] * 6
    assert control_chart_of(office, status, "bridge").stretches[0].n == 18
    assert "bridge" in {one.measure.id for one in quarter_status(office, "later").measures}


def test_the_export_has_the_sum_and_not_its_parts_of_other_plans(office):
    exported = export_plan(office, "later")
    assert 'sum_of = ["old", "new"]' in exported
    assert 'id = "old"' not in exported
    assert load_plans(office, [office.own_plan("later")]).changes == ()


def test_a_figure_for_it_is_stopped_with_a_sentence(office):
    preview = preview_upload(office, "x.csv", b"measure_id,quarter,value\nbridge,2019/20 Q1,5\n", today=TODAY)
    (issue,) = preview.issues
    assert (issue.code, issue.line, issue.read) == ("figure_of_a_sum", 2, "bridge")
    assert issue.message == "“Bridge” is added up from old and new: it takes no figures of its own."
    assert preview.refused


def test_a_file_with_a_part_says_that_the_sum_moves_too_and_withdrawing_it_moves_it_back(office):
    text = "measure_id,quarter,value\nold,2016/17 Q1,2001\n"
    preview = preview_upload(office, "new.csv", text.encode(), today=TODAY)
    moved = {(one.measure_id, one.quarter.label, one.comparator): one.after for one in preview.ratings_moved}
    assert moved["bridge", "2016/17 Q1", Comparator.LAST_YEAR] is Rating.RED
    assert moved["bridge", "2016/17 Q4", Comparator.LAST_YEAR] is Rating.RED  # three quarters of it are not in the file
    number = load(office, text, "new.csv")
    assert measure_status(office, "bridge", "later", quarter("2016/17 Q1"))[1].headline is Rating.RED
    gone = withdraw_upload(office, number, reason="A trial", by="A. Officer")
    assert {one.measure_id for one in gone.ratings_moved} >= {"bridge", "old"}
    assert measure_status(office, "bridge", "later", quarter("2016/17 Q1"))[1].headline is Rating.GREEN


def test_it_is_never_outstanding(office):
    desk = quarter_desk(office, "later", quarter("2019/20 Q1"), today=TODAY)
    lines = {line.measure.id: line for line in desk.lines}
    assert lines["bridge"].receipt is Receipt.NOT_APPLICABLE
    assert lines["bridge"].reason == "Added up from other measures: it takes no figures"
    assert lines["new"].receipt is Receipt.MISSING
    text = b"measure_id,quarter,value\nnew,2019/20 Q1,5\n"
    assert still_missing(office, preview_upload(office, "x.csv", text, today=TODAY)).measures == ()


def test_a_break_of_its_own_and_a_rebase_can_be_recorded(office):
    change = plan_rebase(office, "bridge", quarter("2016/17 Q1"), reason="A new team")
    record_change(office, change, by="A. Officer")
    assert office.rebases()[0].measure == "bridge"
    planned = plan_break(office, a_break("bridge"), reason="Not comparable after all", plan_id="later")
    assert {(one.measure_id, one.quarter.label) for one in planned.ratings_moved} >= {("bridge", "2017/18 Q1")}
    assert planned.signals_moved


def test_a_break_of_the_sum_in_a_file_needs_a_quarter_because_quarters_were_shown(office):
    later = replace(two_plans()[1], breaks=(a_break("bridge"),))
    assert [issue.code for issue in load_plans(office, [later]).issues] == ["from_quarter_needed"]


AREAS = "area_id,title,population,year\n{home},Home,1000,2015\nkent,Kent,2000,2015\nsurrey,Surrey,1000,2015\n"


def test_other_forces_that_have_the_parts_are_set_beside_it(office):
    home = settings().area.lower().replace(" ", "-")
    areas = AREAS.format(home=home).replace("Home", settings().area)
    rows = "".join(f"all,All,{name},,\n" for name in ("kent", "surrey", home))
    groups = f"group_id,title,area_id,from_quarter,to_quarter\n{rows}"
    files = [("areas.csv", areas.encode()), ("groups.csv", groups.encode())]
    assert load_areas(office, files, by="A. Officer", reason="x").stored
    rows = [f"{'old' if q < quarter('2017/18 Q1') else 'new'},{q},500,kent"
            for q in (Quarter.of(2016, 1).shift(n) for n in range(8))]  # fmt: skip
    load(office, "\n".join(["measure_id,quarter,value,area", *rows]) + "\n", "kent.csv")
    status = quarter_status(office, "later", quarter("2017/18 Q2"))
    found = group_quarter(office, status)
    rates = {one.area_id: one.events for one in found.of("bridge").forces if one.rate is not None}
    assert rates == {home: 4010, "kent": 2000}
    assert [one.quarter.label for one in group_history(found, "bridge")] == [
        "2016/17 Q4", "2017/18 Q1", "2017/18 Q2",
    ]  # fmt: skip


def test_a_publication_keeps_its_parts_and_says_what_moved_it_since(office):
    meeting = Meeting("later", quarter("2016/17 Q4"), date(2017, 6, 1))
    head = publish(office, meeting, by="A. Officer", incomplete="A trial")
    shown = open_publication(office, head.id)
    assert {one.measure_id for one in shown.content.figures} == {"old"}  # a part that only another plan has
    assert [part.id for part in shown.content.status.plan.parts] == ["old"]
    assert since_publication(office, shown).ratings == ()
    load(office, "measure_id,quarter,value\nold,2016/17 Q1,2001\n", "new.csv")
    since = since_publication(office, shown)
    assert [(one.measure.id, one.quarter.label, one.now) for one in since.figures] == [("old", "2016/17 Q1", 2001)]
    change = next(one for one in since.ratings if one.comparator is None)
    assert (change.measure.id, change.reported.headline, change.now.headline) == ("bridge", Rating.GREEN, Rating.RED)
    assert change.why[0].startswith("Upload 2 (new.csv) by A. Officer")
    assert since.rules == ()
    restated = restated_figures(shown.content.status.measures, since, Decimal(1))
    assert [(one.reported, one.now) for one in restated["bridge"] if one.comparator is None] == [(4010, 5010)]
