"""As reported and now: every way in which what was shown to a meeting may have become another, with why."""

from fractions import Fraction

from measures.model.measure import Comparator
from measures.model.quarter import Quarter
from measures.model.rating import Rating, ReasonCode
from measures.model.review import SincePublication
from measures.model.value import Basis
from measures.services.definitions import load_plans
from measures.services.published import open_publication
from measures.services.since import since_publication
from measures.services.withdrawals import withdraw_upload
from measures.storage.store import Store
from tests.builders import a_measure, a_plan
from tests.services.publishing import MEASURES, QUARTER, load, publish_ready

LATER = "measure_id,quarter,value\nburglary,2016/17 Q1,104\n"


def since(store: Store) -> SincePublication:
    return since_publication(store, open_publication(store, 1))


def test_nothing_has_changed_right_after_publishing_and_after_the_next_quarter(store: Store) -> None:
    publish_ready(store)
    load(store, "measure_id,quarter,value\nburglary,2016/17 Q2,104\n")
    found = since(store)
    assert (found.figures, found.ratings, found.rules, found.colours_changed) == ((), (), (), 0)


def test_a_restated_figure_is_told_with_both_figures_the_reason_and_the_colour(store: Store) -> None:
    publish_ready(store)
    load(store, LATER, "restated.csv", note="Sixteen were counted twice")
    found = since(store)
    (figure,) = found.figures
    assert (figure.measure.id, figure.quarter, figure.basis) == ("burglary", QUARTER, Basis.QUARTER)
    assert (figure.reported, figure.now, figure.difference) == (120, 104, -16)
    assert figure.why[0].startswith("Upload 2 (restated.csv) by A. Officer on ")
    assert figure.why[0].endswith(": Sixteen were counted twice.")
    headline, *compared = found.ratings
    assert (headline.comparator, headline.reported.headline, headline.now.headline) == (None, Rating.RED, Rating.AMBER)
    assert {one.comparator for one in compared} == {Comparator.LAST_YEAR, Comparator.BASELINE}
    assert all(one.colour and one.why == figure.why for one in compared)
    assert compared[0].reported_figures == (120, 100)
    assert compared[0].now_figures == (104, 100)
    assert "20 more (20.0% worse)" in compared[0].reported_sum
    assert "4 more (4.0% worse)" in compared[0].now_sum
    assert found.colours_changed == 1


def test_a_restated_comparative_is_told_where_the_colour_stays(store: Store) -> None:
    publish_ready(store)
    load(store, "measure_id,quarter,value\nburglary,2015/16 Q1,110\n", note="Found in a drawer")
    found = since(store)
    assert [(one.quarter.label, one.reported, one.now) for one in found.figures] == [("2015/16 Q1", 100, 110)]
    assert [(one.comparator, one.colour) for one in found.ratings] == [(None, False), (Comparator.LAST_YEAR, False)]
    assert found.colours_changed == 0


def test_a_withdrawn_upload_is_told_as_such(store: Store) -> None:
    publish_ready(store)
    withdraw_upload(store, 1, reason="The wrong force’s file", by="B. Officer")
    found = since(store)
    assert {one.now for one in found.figures} == {None}
    assert all(one.difference is None for one in found.figures)
    why = found.figures[0].why
    assert len(why) == 1
    assert why[0].startswith("Upload 1 (figures.csv) was withdrawn by B. Officer on ")
    assert why[0].endswith(": The wrong force’s file.")
    burglary = found.ratings[0]
    assert (burglary.now.headline, burglary.now.reason_code) == (None, ReasonCode.NO_VALUE)


def test_a_withdrawal_of_what_came_after_the_publication_leaves_nothing(store: Store) -> None:
    publish_ready(store)
    load(store, LATER)
    withdraw_upload(store, 2, reason="No", by="B. Officer")
    assert since(store).figures == ()


def test_a_figure_that_is_the_same_number_in_another_upload_is_no_change(store: Store) -> None:
    publish_ready(store)
    load(store, "measure_id,quarter,value,note\nburglary,2016/17 Q1,120.0,checked\nburglary,2016/17 Q2,9,\n")
    assert since(store).figures == ()


def test_a_rule_that_is_changed_back_to_before_the_quarter_recolours_nothing_shown_but_is_told(store: Store) -> None:
    publish_ready(store)
    plan = a_plan(*MEASURES, tolerance_pct="25")
    load_plans(store, [plan], from_quarter=Quarter.of(2013, 1), reason="The panel asked", by="B. Officer")
    found = since(store)
    assert [(one.title, one.what, one.before, one.now) for one in found.rules] == [("", "Tolerance", "5.0%", "25%")]
    assert found.rules[0].why[0].endswith(": The panel asked.")
    assert found.ratings[0].now.headline is Rating.AMBER
    assert found.ratings[0].why == found.rules[0].why


def test_a_rule_from_a_later_quarter_is_no_change_of_this_one(store: Store) -> None:
    publish_ready(store)
    plan = a_plan(*MEASURES, tolerance_pct="25")
    load_plans(store, [plan], from_quarter=Quarter.of(2016, 2), reason="From now on", by="B. Officer")
    assert since(store) == SincePublication(store.publication(1), (), (), ())


def test_a_break_a_polarity_and_a_measure_that_is_left_out_are_told(store: Store) -> None:
    publish_ready(store)
    plan = a_plan(a_measure(owner="The registrar", polarity="context"), MEASURES[2], breaks=[
        {"measure": "solved", "day": "2016-04-01", "note": "Another system."}])  # fmt: skip
    load_plans(store, [plan], from_quarter=Quarter.of(2013, 1), reason="Decided in May", by="B. Officer")
    found = since(store)
    told = {(one.measure_id, one.what): (one.before, one.now) for one in found.rules}
    assert told["burglary", "Which way is better"] == ("lower", "neither, shown for context")
    assert told["solved", "In the plan"] == ("yes", "no")
    gone = next(one for one in found.ratings if one.measure.id == "solved" and one.comparator is None)
    assert (gone.reported.headline, gone.now.headline, gone.now.words) == (Rating.GREEN, None, "Not in the plan")


def test_a_break_that_was_added_since_is_told_in_its_own_words(store: Store) -> None:
    publish_ready(store)
    plan = a_plan(*MEASURES, breaks=[{"day": "2016-04-01", "note": "Another system."}])
    load_plans(store, [plan], from_quarter=Quarter.of(2013, 1), reason="Seen late", by="B. Officer")
    found = since(store)
    assert [(one.title, one.what, one.now) for one in found.rules] == [
        ("Burglary", "Counted differently", "1 April 2016 (not comparable): Another system.")
    ]
    assert found.rules[0].why[0].endswith(": Seen late.")
    assert found.ratings[0].now.reason_code is ReasonCode.SERIES_BREAK


def test_the_samples_publication_shows_the_home_office_revision(sample_store: Store) -> None:
    found = since(sample_store)
    damage = next(one for one in found.figures if one.measure.id == "criminal-damage-and-arson")
    assert (damage.quarter.label, damage.reported, damage.now) == ("2023/24 Q1", Fraction(3972), Fraction(3926))
    assert "the Home Office revised earlier quarters" in damage.why[0]
    assert len(found.figures) == 65
    assert found.colours_changed == 0
