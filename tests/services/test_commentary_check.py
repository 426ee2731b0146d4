"""The commentary check on what is stored: it points to words and blocks nothing."""

from datetime import date
from functools import partial

import pytest

from measures.model.access import Actor, Role
from measures.model.commentary import Commentary
from measures.model.measure import Publication
from measures.model.meeting import Meeting, ReportText
from measures.model.quarter import Quarter
from measures.model.remark import RemarkCode
from measures.services.commentary_check import check_measure, check_narrative, check_quarter, check_text
from measures.services.definitions import load_plans
from measures.services.meetings import record_meeting
from measures.services.panel import panel_review
from measures.services.ratings import measure_series, quarter_status
from measures.services.report_texts import write_text
from measures.settings import settings
from measures.storage.store import Store
from tests.builders import a_measure, a_plan
from tests.provider import sign_in_settings
from tests.services.publishing import FIGURES, MEASURES, QUARTER, TODAY, filled, load, say

NEXT = Quarter.of(2016, 2)


def codes(store: Store, quarter: Quarter = QUARTER, today: date = TODAY) -> dict[str, list[RemarkCode]]:
    found = check_quarter(store, quarter_status(store, "plan", quarter), partial(measure_series, store), today=today)
    return {name: [one.code for one in remarks] for name, remarks in found.items()}


def test_a_commentary_that_agrees_with_the_figures_has_no_remark(store: Store) -> None:
    filled(store)
    say(store, "burglary", "120 offences, 20 more (20%) than a year before, which is a concern.")
    assert codes(store) == {}


def test_each_measure_has_its_own_remarks(store: Store) -> None:
    filled(store)
    say(store, "burglary", "Burglary fell to 87.")
    say(store, "solved", "60 were solved.")
    assert codes(store) == {
        "burglary": [RemarkCode.NUMBER_NOT_IN_DATA, RemarkCode.SAYS_FELL, RemarkCode.ONLY_GOOD_NEWS]
    }


def test_a_figure_of_years_ago_may_be_spoken_of_and_one_that_was_corrected_may_not(store: Store) -> None:
    filled(store)
    load(store, "measure_id,quarter,value\nburglary,2014/15 Q2,93\n", "corrected.csv")
    say(store, "burglary", "A concern: 93 in the summer of 2014.")
    assert codes(store) == {}
    say(store, "burglary", "A concern: 9,999 in the summer of 2014.")
    assert codes(store)["burglary"] == [RemarkCode.NUMBER_NOT_IN_DATA]


def test_an_action_is_past_on_the_day_of_the_meeting_else_of_the_reading(store: Store) -> None:
    filled(store)
    say(store, "solved", "", action="Patrols", action_due=date(2016, 9, 1))
    assert codes(store, today=date(2016, 8, 1)) == {}
    assert codes(store, today=date(2016, 9, 2)) == {"solved": [RemarkCode.DAY_PAST]}
    record_meeting(store, Meeting("plan", QUARTER, date(2016, 9, 12)), by="B")
    assert codes(store, today=date(2016, 8, 1)) == {"solved": [RemarkCode.DAY_PAST]}


def test_last_quarters_wording_is_found_again(store: Store) -> None:
    filled(store)
    load(store, "measure_id,quarter,value\nsolved,2016/17 Q2,60\n")
    say(store, "solved", "More victims came forward than before.")
    say(store, "solved", "More victims came forward than before.", NEXT)
    assert codes(store, NEXT) == {"solved": [RemarkCode.SAME_WORDS]}
    assert codes(store) == {}


def test_a_text_that_is_not_stored_yet_can_be_checked_and_one_of_another_plan_has_no_remark(store: Store) -> None:
    filled(store)
    status = quarter_status(store, "plan", QUARTER)
    check = partial(check_measure, store, status, series_of=partial(measure_series, store), today=TODAY)
    assert [one.code for one in check(Commentary("solved", QUARTER, happened="37 arrests"))] == [
        RemarkCode.NUMBER_NOT_IN_DATA
    ]
    assert check(Commentary("gone", QUARTER, happened="37 arrests")) == ()


def test_a_text_that_names_a_measure_that_its_readers_may_not_see_is_pointed_to(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = a_measure("informants", title="Use of informants", publication=Publication.RESTRICTED)
    official = a_measure("raids", title="Raids", publication=Publication.OFFICIAL)
    load_plans(store, [a_plan(*MEASURES, hidden, official)], by="A. Officer")
    load(store, FIGURES)
    say(store, "solved", "The USE of informants rose; raids did not. Some raiding.")
    say(store, "raids", "Raids with use of informants.")
    status = quarter_status(store, "plan", QUARTER)
    (one,) = check_quarter(store, status, partial(measure_series, store), today=TODAY)["solved"]
    assert (one.code, one.words) == (RemarkCode.NAMES_HIDDEN, ("Use of informants",))
    assert one.text == (
        "The text names “Use of informants”. Not all of its readers may see that measure, and it is shown as it "
        "is written. Is it meant for all of them?"
    )
    check = partial(check_text, store, "Raids, and the use of informants.")
    assert [one.words for one in check()] == [("Use of informants",)]
    assert check_text(store, "Informants") == ()
    for name, value in sign_in_settings("https://id.example.org", "https://measures.example.org").items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("MEASURES_PUBLIC", "True")  # anyone may read it then
    settings.cache_clear()
    assert [one.words for one in check()] == [("Use of informants", "Raids")]
    assert [one.words for one in check(level=Publication.OFFICIAL)] == [("Use of informants",)]
    assert check(level=Publication.RESTRICTED) == ()
    settings.cache_clear()


def test_the_narrative_of_a_priority_may_speak_of_any_of_its_measures(store: Store) -> None:
    filled(store)
    status = quarter_status(store, "plan", QUARTER)
    check = partial(check_narrative, store, status, "safety", series_of=partial(measure_series, store))
    assert check(text="2 of 3 measures are rated: 120 burglaries, 60 solved.") == ()
    write_text(store, ReportText("plan", QUARTER.shift(-2), "priority:safety", "It was a quiet quarter."), by="B")
    found = check(text="It was a quiet quarter. 37 arrests.")
    assert [one.code for one in found] == [RemarkCode.NUMBER_NOT_IN_DATA, RemarkCode.SAME_WORDS]
    assert "that of 2015/16 Q3" in found[1].text


@pytest.mark.parametrize(("role", "told"), [(Role.VIEWER, False), (Role.OFFICER, True)])
def test_the_panel_review_points_for_who_works_on_the_report_alone(store: Store, role: Role, told: bool) -> None:
    filled(store)
    say(store, "burglary", "Burglary was 4,321, a good result.")
    reader = store.acting(Actor("A person", role, issuer="https://id.example.org", subject="1"))
    status = quarter_status(reader, "plan", QUARTER)
    review = panel_review(reader, status, partial(measure_series, reader), today=TODAY)
    assert ("burglary" in review.remarks) is told
    assert "burglary" in review.said
