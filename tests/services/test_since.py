"""As reported and now: what differs from a publication, why, and whether a colour changed."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from measures.model.measure import Comparator, Event, Plan
from measures.model.rating import Rating, ReasonCode
from measures.model.review import SincePublication
from measures.services.areas import load_areas
from measures.services.definitions import load_plans
from measures.services.published import open_publication
from measures.services.register import plan_break, plan_event, record_change
from measures.services.withdrawals import withdraw_upload
from measures.storage.store import Store
from tests.builders import a_break, a_measure, a_plan, quarter
from tests.services.published import BURGLARY, PLAN, Q, load, now, open_office, publish_office


@pytest.fixture
def office(store: Store) -> Store:
    return open_office(store)


def define(store: Store, plan: Plan, from_: str | None, reason: str = "The panel asked for it") -> None:
    start = quarter(from_) if from_ else None
    loaded = load_plans(store, [plan], from_quarter=start, reason=reason, by="A. Admin")
    assert loaded.stored, loaded.issues


def other(**given: object) -> Plan:
    """The plan with another burglary."""
    return replace(PLAN, measures=(a_measure("burglary", **given), *PLAN.measures[1:]))


def figures(since: SincePublication) -> list[tuple[str, str, Fraction | None, Fraction | None, Fraction | None]]:
    return [(one.measure.id, one.quarter.label, one.reported, one.now, one.difference) for one in since.figures]


def headlines(since: SincePublication) -> list[tuple[str, Rating | None, Rating | None, bool]]:
    return [
        (one.measure.id, one.reported.headline, one.now.headline, one.colour)
        for one in since.ratings
        if one.comparator is None
    ]


def nothing(since: SincePublication) -> bool:
    return since.figures == () and since.ratings == () and since.rules == () and since.colours_changed == 0


def test_nothing_differs_as_long_as_nothing_is_revised(office: Store) -> None:
    publish_office(office)
    assert nothing(now(office))


def test_a_later_quarter_and_the_same_figures_again_change_nothing_of_what_was_published(office: Store) -> None:
    publish_office(office)
    load(office, "burglary,2016/17 Q3,400,", name="q3.csv")
    load(office, "burglary,2016/17 Q2,100.0,", "theft,2016/17 Q2,104,p", name="again.csv")
    assert nothing(now(office))


def test_a_restated_figure_is_shown_with_its_difference_its_upload_and_its_colour(office: Store) -> None:
    publish_office(office)
    load(office, "burglary,2016/17 Q1,115,r", name="late.csv", note="Late recording in June.")
    since = now(office)
    assert figures(since) == [("burglary", "2016/17 Q1", Fraction(100), Fraction(115), Fraction(15))]
    [why] = since.figures[0].why
    assert why.startswith("Upload 2 (late.csv) by A. Officer on ") and why.endswith(": Late recording in June.")
    assert headlines(since) == [("burglary", Rating.GREEN, Rating.RED, True)]
    assert since.colours_changed == 1
    [headline, comparison] = since.ratings
    assert headline.why == comparison.why == (why,)
    assert comparison.comparator is Comparator.LAST_YEAR and comparison.colour
    assert (comparison.reported_figures, comparison.now_figures) == (
        (Fraction(200), Fraction(200)), (Fraction(215), Fraction(200)))  # fmt: skip
    assert comparison.reported_sum.startswith("200 offences") and "Green." in comparison.reported_sum
    assert comparison.now_sum.startswith("215 offences") and "Red" in comparison.now_sum


def test_a_figure_can_change_without_its_colour(office: Store) -> None:
    publish_office(office)
    load(office, "theft,2016/17 Q2,103,", name="late.csv", note="Recount.")
    since = now(office)
    assert figures(since) == [("theft", "2016/17 Q2", Fraction(104), Fraction(103), Fraction(-1))]
    assert headlines(since) == [("theft", Rating.AMBER, Rating.AMBER, False)]
    assert since.colours_changed == 0 and not any(one.colour for one in since.ratings)


def test_a_comparative_figure_that_is_restated_moves_the_colour_too(office: Store) -> None:
    publish_office(office)
    load(office, "burglary,2015/16 Q1,50,", name="late.csv", note="Recount.")
    since = now(office)
    assert figures(since) == [("burglary", "2015/16 Q1", Fraction(100), Fraction(50), Fraction(-50))]
    assert headlines(since) == [("burglary", Rating.GREEN, Rating.RED, True)]


def test_an_upload_that_was_published_and_then_withdrawn_names_the_withdrawal_alone(office: Store) -> None:
    later = load(office, "burglary,2016/17 Q2,120,", name="later.csv", note="More came in.")
    publish_office(office, incomplete="The commentary follows.")
    withdraw_upload(office, later.upload_id, reason="Wrong file", by="B. Officer")
    since = now(office)
    assert figures(since) == [("burglary", "2016/17 Q2", Fraction(120), Fraction(100), Fraction(-20))]
    [why] = since.figures[0].why
    assert why.startswith("Upload 2 (later.csv) was withdrawn by B. Officer on ") and why.endswith(": Wrong file.")
    assert headlines(since) == [("burglary", Rating.RED, Rating.GREEN, True)]


def test_a_figure_that_is_gone_is_newly_missing(office: Store) -> None:
    brought = load(office, "burglary,2016/17 Q2,90,", name="later.csv", note="-")
    first = office.uploads()[-1]
    publish_office(office)
    withdraw_upload(office, brought.upload_id, reason="Wrong", by="B. Officer")
    withdraw_upload(office, first.id, reason="Wrong too", by="B. Officer")
    since = now(office)
    gone = {(one.measure.id, one.quarter): one for one in since.figures}
    one = gone["burglary", Q]
    assert (one.reported, one.now, one.difference) == (Fraction(90), None, None)
    assert one.why[0].startswith("Upload 2 (later.csv) was withdrawn")
    assert {row[2] for row in headlines(since)} == {None} and since.colours_changed == 2  # one was for context


def test_a_figure_that_is_withheld_now_is_missing_with_its_reason(office: Store) -> None:
    publish_office(office)
    load(office, "burglary,2016/17 Q2,,c", name="late.csv", note="Small numbers of victims.")
    since = now(office)
    [figure] = since.figures
    assert (figure.reported, figure.now, figure.difference) == (Fraction(100), None, None)
    [headline, _] = since.ratings
    assert (headline.now.headline, headline.now.reason_code) == (None, ReasonCode.WITHHELD)
    assert headline.colour


def test_a_figure_that_came_in_later_was_not_reported(office: Store) -> None:
    load(office, "burglary,2016/17 Q2,,x", name="gone.csv", note="Not in yet.")
    publish_office(office, incomplete="The system was down.")
    load(office, "burglary,2016/17 Q2,100,", name="late.csv", note="In now.")
    since = now(office)
    [figure] = since.figures
    assert (figure.reported, figure.now, figure.difference) == (None, Fraction(100), None)
    assert headlines(since) == [("burglary", None, Rating.GREEN, True)]


def test_a_restatement_of_a_restatement_is_set_beside_what_was_published(office: Store) -> None:
    publish_office(office)
    load(office, "burglary,2016/17 Q1,115,", name="late.csv", note="First.")
    load(office, "burglary,2016/17 Q1,100,", name="later.csv", note="Second.")
    assert nothing(now(office))
    load(office, "burglary,2016/17 Q1,101,", name="last.csv", note="Third.")
    [figure] = now(office).figures
    assert (figure.reported, figure.now) == (Fraction(100), Fraction(101))
    assert [why.rpartition(": ")[2] for why in figure.why] == ["Third."]


def test_another_tolerance_from_that_quarter_on_is_a_rule_and_may_move_the_colour(office: Store) -> None:
    publish_office(office)
    define(office, replace(PLAN, measures=(BURGLARY, a_measure("theft", tolerance_pct=2), PLAN.measures[2])), str(Q))
    since = now(office)
    assert since.figures == ()
    assert headlines(since) == [("theft", Rating.AMBER, Rating.RED, True)]
    [rule] = since.rules
    assert (rule.measure_id, rule.what, rule.before, rule.now) == ("theft", "Tolerance", "the plan’s", "2%")
    assert rule.why == since.ratings[0].why and rule.why[0].endswith(": The panel asked for it.")


def test_a_rule_that_applies_from_a_later_quarter_says_nothing_of_an_earlier_one(office: Store) -> None:
    publish_office(office)
    define(office, other(polarity="context"), "2016/17 Q3")
    assert nothing(now(office))


def test_another_polarity_and_another_definition_are_said_each_with_its_own_reason(office: Store) -> None:
    publish_office(office)
    define(office, other(polarity="context"), str(Q), "Recording changes with reporting")
    define(office, other(polarity="context", definition="Burglary as now counted."), str(Q), "Wording")
    since = now(office)
    told = {rule.what: (rule.before, rule.now) for rule in since.rules}
    assert told == {
        "Which way is better": ("lower", "neither, shown for context"),
        "Definition": ("", "Burglary as now counted."),
    }
    assert headlines(since) == [("burglary", Rating.GREEN, None, True)]
    assert {why.rpartition(": ")[2] for why in since.ratings[0].why} == {
        "Recording changes with reporting.",
        "Wording.",
    }


def test_the_plans_own_tolerance_is_a_rule_of_the_plan_and_the_reason_of_each_measure(office: Store) -> None:
    publish_office(office)
    define(office, replace(PLAN, head=replace(PLAN.head, tolerance_pct=PLAN.head.tolerance_pct / 5)), str(Q))
    since = now(office)
    assert [(rule.title, rule.what, rule.before, rule.now) for rule in since.rules if not rule.measure_id] == [
        ("", "Tolerance", "5%", "1%")
    ]
    [headline] = [one for one in since.ratings if one.comparator is None]
    assert headline.measure.id == "theft" and headline.why == since.rules[0].why != ()


def test_a_measure_that_left_the_plan_is_said_to_have_left_it(office: Store) -> None:
    publish_office(office)
    define(office, replace(PLAN, measures=PLAN.measures[1:]), str(Q))
    since = now(office)
    assert [(rule.what, rule.before, rule.now) for rule in since.rules] == [("In the plan", "yes", "no")]
    assert since.rules[0].title == "Burglary"
    headline = since.ratings[0]
    assert (headline.measure.id, headline.now.words, headline.colour) == ("burglary", "Not in the plan", True)
    assert headline.why == since.rules[0].why != ()
    assert since.figures == ()


def test_a_measure_that_joined_the_plan_is_a_rule_and_no_restated_figure(office: Store) -> None:
    publish_office(office)
    define(office, replace(PLAN, measures=(*PLAN.measures, a_measure("robbery"))), None)
    load(office, "robbery,2016/17 Q2,7,", name="robbery.csv")
    since = now(office)
    assert [(rule.measure_id, rule.what, rule.before, rule.now) for rule in since.rules] == [
        ("robbery", "In the plan", "no", "yes")
    ]
    assert since.figures == () and since.ratings == ()


def test_a_break_between_the_periods_takes_the_colour_away(office: Store) -> None:
    publish_office(office)
    change = plan_break(office, a_break(day=date(2016, 4, 1)), reason="The counting rules changed")
    record_change(office, change, by="A. Officer")
    since = now(office)
    [rule] = since.rules
    assert (rule.what, rule.before) == ("Counted differently", "") and "1 April 2016" in rule.now
    headline = since.ratings[0]
    assert (headline.now.headline, headline.now.reason_code) == (None, ReasonCode.SERIES_BREAK)
    assert headline.why == rule.why and headline.why[0].endswith(": The counting rules changed.")


def test_a_break_and_an_event_after_the_quarter_say_nothing_of_it(office: Store) -> None:
    publish_office(office)
    later = plan_break(office, a_break(day=date(2017, 4, 1)), reason="The counting rules changed")
    record_change(office, later, by="A. Officer")
    event = Event(quarter("2020/21 Q1"), quarter("2020/21 Q1"), "First national lockdown")
    record_change(office, plan_event(office, event, reason="Known"), by="A. Officer")
    assert nothing(now(office))


def test_the_publication_itself_stays_as_it_was(office: Store) -> None:
    head = publish_office(office)
    before = open_publication(office, head.id)
    load(office, "burglary,2016/17 Q1,115,r", name="late.csv", note="Late recording in June.")
    define(office, other(polarity="context"), str(Q))
    assert open_publication(office, head.id).content == before.content
    assert office.faults() == []


def test_the_samples_publication_shows_the_home_office_revision(sample_store: Store) -> None:
    found = now(sample_store)
    damage = next(one for one in found.figures if one.measure.id == "criminal-damage-and-arson")
    assert (damage.quarter.label, damage.reported, damage.now) == ("2023/24 Q1", Fraction(3972), Fraction(3926))
    assert "the Home Office revised earlier quarters" in damage.why[0]
    assert len(found.figures) == 65
    assert found.colours_changed == 0


def test_the_figures_of_other_forces_and_their_groups_are_why_a_rating_beside_them_moved(store: Store) -> None:
    load_plans(store, [a_plan(a_measure(kind="rate"), comparators=["similar_forces"])], by="A. Officer")
    areas = b"area_id,title,population,year\nlancashire,Lancashire,1000,2016\nkent,Kent,1000,2016\n"
    groups = b"group_id,title,area_id,from_quarter,to_quarter\na,A,lancashire,,\na,A,kent,,\n"
    load_areas(store, [("a.csv", areas), ("g.csv", groups)], by="A. Officer")
    header = "measure_id,quarter,numerator,denominator,area"
    rows = [f"burglary,2015/16 Q{n},10,1000,{area}" for n in (3, 4) for area in ("", "kent")]
    rows += [f"burglary,2016/17 Q{n},10,1000,{area}" for n in (1, 2) for area in ("", "kent")]
    load(store, *rows, header=header)
    publish_office(store)
    load(store, *(f"burglary,2016/17 Q{n},1,1000,kent" for n in (1, 2)), name="kent.csv", note="Kent", header=header)
    since = now(store)
    assert since.figures == ()
    assert headlines(since) == [("burglary", Rating.GREEN, Rating.RED, True)]
    [why] = since.ratings[0].why
    assert why.startswith("Upload 2 (kent.csv) by A. Officer on ") and why.endswith(": Kent.")
