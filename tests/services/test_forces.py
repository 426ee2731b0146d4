"""Where a plan's measures stand among other forces, on the sample and on stores of both kinds."""

from datetime import datetime
from fractions import Fraction

import pytest

from measures.errors import NotFound
from measures.model.measure import Comparator
from measures.model.rating import Rating, ReasonCode
from measures.services.areas import load_areas
from measures.services.definitions import export_plan, load_definitions, load_plans
from measures.services.forces import beside_others, group_history, group_quarter, measure_in_group
from measures.services.ratings import quarter_status
from measures.services.uploads import Preview, accept_upload, preview_upload
from measures.services.withdrawals import withdraw_upload
from measures.storage.store import Store
from tests.builders import a_measure, a_plan, quarter

Q = quarter("2025/26 Q3")


@pytest.mark.parametrize(
    ("measure", "rank", "events"),
    [
        ("all-recorded-crime", 16, 127150),
        ("residential-burglary", 14, None),
        ("vehicle-offences", 18, None),
        ("robbery", 18, 1269),
        ("violence-with-injury", 4, 16554),
    ],
)
def test_lancashire_among_the_42_forces_with_a_rate(
    sample_store: Store, measure: str, rank: int, events: int | None
) -> None:
    _, standing = measure_in_group(sample_store, measure, quarter=Q)
    assert standing.this is not None
    assert (standing.n, standing.this.rank) == (42, rank)
    assert [one.title for one in standing.without] == ["City of London"]
    assert standing.without[0].note == "too few residents for a rate for each 1,000 people"
    assert standing.this.population == 1_601_645
    if events is not None:
        assert standing.this.events == events
        assert standing.this.rate == Fraction(1000 * events, 1_601_645)


def test_the_sum_of_12_months_is_that_of_the_four_quarters_published(sample_store: Store) -> None:
    _, standing = measure_in_group(sample_store, "robbery", quarter=Q, group_id="north-west")
    figures = sample_store.values(["robbery"], area=None)
    for force in standing.forces:
        area = "" if force.area_id == "lancashire" else force.area_id
        own = figures[(figures["area"] == area) & figures["quarter"].between(Q.ordinal - 3, Q.ordinal)]
        assert force.events == own["value_units"].sum()
    assert standing.n == 5


def test_every_measure_of_the_plan_has_a_standing_or_a_reason(sample_store: Store) -> None:
    status = quarter_status(sample_store, "2024-2029", Q)
    found = group_quarter(sample_store, status)
    named = {one.measure.id for one in found.standings} | {measure.id for measure, _ in found.others}
    assert named == {measure.id for measure in status.plan.measures}
    assert len(found.standings) == 5
    reasons = {measure.id: reason for measure, reason in found.others}
    assert reasons["officers"].startswith("Only counts and rates")
    assert "“area” column" in reasons["shoplifting"]
    assert reasons["vawg-comment"].startswith("It is a comment")


def test_over_time_goes_back_to_the_first_12_months_that_are_held(sample_store: Store) -> None:
    status = quarter_status(sample_store, "2024-2029", Q)
    found = group_quarter(sample_store, status)
    history = group_history(found, "robbery")
    assert [one.quarter for one in history] == [Q.shift(n) for n in range(-8, 1)]
    assert group_history(found, "officers") == ()


def test_a_group_that_does_not_exist_is_named_with_the_nearest(sample_store: Store) -> None:
    with pytest.raises(NotFound, match="Did you mean “north-west”"):
        measure_in_group(sample_store, "robbery", group_id="north-wets")


def test_before_other_forces_have_figures_the_reason_says_how_they_come_in(sample_store: Store) -> None:
    with pytest.raises(NotFound, match="12 months to 30 June 2016"):
        measure_in_group(sample_store, "robbery", quarter=quarter("2016/17 Q1"))


def a_store_with_peers(store: Store, **plan: object) -> Store:
    load_plans(store, [a_plan(a_measure(), **plan)])
    areas = b"area_id,title,population,year\nlancashire,Lancashire,1000,2016\nkent,Kent,2000,2016\n"
    groups = b"group_id,title,area_id,from_quarter,to_quarter\na,A,lancashire,,\na,A,kent,,\nb,B,lancashire,,\n"
    load_areas(store, [("a.csv", areas), ("g.csv", groups)])
    rows = "".join(f"burglary,2016/17 Q{n},{n},\nburglary,2016/17 Q{n},{2 * n},kent\n" for n in (1, 2, 3, 4))
    preview = preview_upload(store, "f.csv", f"measure_id,quarter,value,area\n{rows}".encode())
    accept_upload(store, preview, by="A test", confirm=True)
    return store


def test_figures_come_in_as_ordinary_uploads_and_this_force_has_the_blank_area(store: Store) -> None:
    _, standing = measure_in_group(a_store_with_peers(store), "burglary")
    assert [(one.title, one.events, one.rate, one.rank) for one in standing.forces] == [
        ("Kent", 20, 10, 1), ("Lancashire", 10, 10, 1),
    ]  # fmt: skip
    assert standing.group.id == "a"
    upload = store.uploads()[0]
    store.withdraw(upload.id, reason="A trial", by="A test")
    status = quarter_status(store, "plan", quarter("2016/17 Q4"))
    assert group_quarter(store, status).standings == ()


def test_a_plan_may_name_its_group(store: Store) -> None:
    a_store_with_peers(store, similar_group="b")
    status = quarter_status(store, "plan")
    assert group_quarter(store, status).group.id == "b"
    assert group_quarter(store, status, "a").group.id == "a"
    assert beside_others(store, status, "burglary") is None  # alone in its group: nothing to say


def test_without_groups_a_measure_has_nothing_to_say_and_the_page_says_what_to_load(store: Store) -> None:
    load_plans(store, [a_plan(a_measure())])
    preview = preview_upload(store, "f.csv", b"measure_id,quarter,value\nburglary,2016/17 Q1,1\n")
    accept_upload(store, preview, by="A test", confirm=True)
    status = quarter_status(store, "plan")
    assert beside_others(store, status, "burglary") is None
    with pytest.raises(NotFound, match="measures define"):
        group_quarter(store, status)


def a_rated_store(store: Store) -> Store:
    return a_store_with_peers(store, comparators=["similar_forces"])


def verdict(store: Store, as_at: datetime | None = None) -> tuple[object, Fraction | None, Fraction | None]:
    (found,) = quarter_status(store, "plan", quarter("2016/17 Q4"), as_at=as_at).measures
    (one,) = found.comparisons
    return one.rating or one.reason_code, one.current, one.value


def load_more(store: Store, figures: str) -> Preview:
    preview = preview_upload(store, "more.csv", f"measure_id,quarter,value,area\n{figures}".encode())
    accept_upload(store, preview, by="A test", confirm=True)
    return preview


def test_the_comparator_uses_the_populations_and_figures_that_are_held(store: Store) -> None:
    assert verdict(a_rated_store(store)) == (ReasonCode.SMALL_NUMBERS, 10, 10)
    load_more(store, "burglary,2016/17 Q4,400,\nburglary,2016/17 Q4,700,kent\n")
    assert verdict(store) == (Rating.RED, 406, (406 + Fraction(712, 2)) / 2)


def test_a_file_of_other_forces_lists_the_ratings_it_moves_and_as_at_before_nothing_has(store: Store) -> None:
    load_more(a_rated_store(store), "burglary,2016/17 Q4,400,\n")
    before = store.acts()[0].at
    assert verdict(store)[0] is Rating.RED
    preview = load_more(store, "burglary,2016/17 Q4,900,kent\n")
    moved = [(move.quarter, move.comparator, move.before, move.after) for move in preview.ratings_moved]
    assert (quarter("2016/17 Q4"), Comparator.SIMILAR_FORCES, Rating.RED, Rating.GREEN) in moved
    assert verdict(store)[0] is Rating.GREEN
    assert verdict(store, before)[0] is Rating.RED
    withdrawn = withdraw_upload(store, store.uploads()[0].id, reason="A trial", by="A test")
    assert [move.after for move in withdrawn.ratings_moved if move.comparator] == [Rating.RED]


def test_another_population_lists_the_ratings_it_moves(store: Store) -> None:
    load_more(a_rated_store(store), "burglary,2016/17 Q4,400,\nburglary,2016/17 Q4,800,kent\n")
    assert verdict(store)[0] is Rating.GREEN
    areas = b"area_id,title,population,year\nkent,Kent,4000,2016\n"
    tried = load_areas(store, [("a.csv", areas)], dry_run=True)
    assert {(move.before, move.after) for move in tried.ratings_moved} == {(Rating.GREEN, Rating.RED)}
    assert load_areas(store, [("a.csv", areas)]).ratings_moved == tried.ratings_moved
    assert verdict(store)[0] is Rating.RED


def test_where_no_plan_is_set_beside_other_forces_their_figures_move_no_rating(store: Store) -> None:
    a_store_with_peers(store)
    assert load_more(store, "burglary,2016/17 Q4,9000,kent\n").ratings_moved == ()


def test_on_the_sample_the_comparison_says_what_the_page_says(sample_copy: Store) -> None:
    text = export_plan(sample_copy, "2024-2029").replace(
        'comparators = ["last_year", "baseline"]', 'comparators = ["last_year", "baseline", "similar_forces"]', 1
    )
    loaded = load_definitions(
        sample_copy, [("p.toml", text.encode())], from_quarter=quarter("2025/26 Q1"), reason="A trial"
    )
    assert loaded.stored, loaded.issues
    status = quarter_status(sample_copy, "2024-2029", Q)
    standings = {one.measure.id: one for one in group_quarter(sample_copy, status).standings}
    for rated in status.measures:
        one = next((c for c in rated.comparisons if c.comparator is Comparator.SIMILAR_FORCES), None)
        standing = standings.get(rated.measure.id)
        if standing and one and standing.this:
            assert (one.current, one.value) == (standing.this.rate, standing.average)
            assert one.rating is not None
    assert len(standings) == 5
    robbery = next(one for one in status.measures if one.measure.id == "robbery")
    assert robbery.comparisons[2].reason.startswith(
        "0.8 offences per 1,000 people in the 12 months to December 2025, 0.1 lower (12.2% better) than 0.9, the "
        "average of similar forces. Lower is better; up to 5% worse is Amber. Green."
    )
    earlier = quarter_status(sample_copy, "2024-2029", quarter("2024/25 Q4"))
    assert all(len(one.comparisons) <= 2 for one in earlier.measures)
