"""The exceptions of a plan's quarter, from a store of either kind and from the sample."""

from measures.model.exceptional import Cause
from measures.model.quarter import Quarter
from measures.services.definitions import load_plans
from measures.services.exceptions import quarter_exceptions
from measures.services.uploads import accept_upload, preview_upload
from measures.services.withdrawals import withdraw_upload
from measures.storage.store import Store
from tests.builders import a_measure, a_plan

FIGURES = "measure_id,quarter,value\n" + "".join(
    f"burglary,{year}/{year % 100 + 1} Q{n},{figure}\n"
    for year, figure in ((2014, 100), (2015, 100), (2016, 120))
    for n in (1, 2, 3, 4)
)


def test_a_red_is_listed_with_the_quarters_it_has_lasted_and_is_gone_with_its_figures(store: Store) -> None:
    load_plans(store, [a_plan(a_measure(), a_measure("silence"))], by="A. Officer")
    done = accept_upload(store, preview_upload(store, "f.csv", FIGURES.encode()), by="A. Officer", confirm=True)
    found = quarter_exceptions(store, "plan", Quarter.of(2016, 3))
    assert [(one.rating.measure.id, one.causes) for one in found.entries] == [
        ("burglary", (Cause.UNUSUAL_WORSE, Cause.RED)), ("silence", (Cause.NOT_RATED,)),
    ]  # fmt: skip
    assert (found.entries[0].red_since, found.entries[0].red_quarters) == (Quarter.of(2016, 1), 3)
    assert (found.measures, found.since) == (2, "quarter_before")
    assert done.upload is not None
    withdraw_upload(store, done.upload.id, reason="Only a trial", by="A. Officer")
    after = quarter_exceptions(store, "plan", Quarter.of(2016, 3))
    assert {one.causes for one in after.entries} == {(Cause.NOT_RATED,)}
    as_it_was = quarter_exceptions(store, "plan", Quarter.of(2016, 3), as_at=done.upload.at)
    assert Cause.RED in as_it_was.entries[0].causes


def test_violence_in_the_summer_of_2018_is_what_a_panel_would_ask_about_first(sample_store: Store) -> None:
    found = quarter_exceptions(sample_store, "2016-2021", Quarter.of(2018, 2))
    by_id = {one.rating.measure.id: one for one in found.entries}
    violence = by_id["violence-with-injury"]
    assert Cause.UNUSUAL_WORSE in violence.causes
    assert violence.why.endswith("and unusually worse (the quarter lies outside the usual range): look now.")
    recording = by_id["violence-without-injury"]
    assert recording.causes == (Cause.NOT_RATED,)
    assert recording.why == "Not rated: counted differently before and after 1 April 2018."


def test_the_reds_of_the_first_case_are_all_listed_and_nothing_green_and_usual_is(sample_store: Store) -> None:
    found = quarter_exceptions(sample_store, "2013-2018", Quarter.of(2016, 1))
    assert all(one.causes for one in found.entries)
    assert {"domestic-burglary", "robbery-12-months"} <= {one.rating.measure.id for one in found.entries}
    quiet = [one for one in found.entries if one.rating.headline == "green"]
    assert all(Cause.UNUSUAL_WORSE in one.causes for one in quiet)
