"""A correction to a published figure is a restatement: it is said before it is stored, and needs a reason."""

from dataclasses import replace
from datetime import date

import pytest

from measures.errors import ChangedMeanwhile, NotAllowed
from measures.model.issue import Severity
from measures.model.meeting import Meeting
from measures.services.confirming import accept_confirmed, asked_of, lacking
from measures.services.definitions import load_plans
from measures.services.history import act_record
from measures.services.loading import load_upload
from measures.services.publications import publish
from measures.services.published import open_publication
from measures.services.uploads import Preview, accept_upload, preview_upload
from measures.services.withdrawals import withdraw_upload, withdrawal_preview
from measures.storage.frozen import NotReadable, thaw_figures
from measures.storage.store import Store
from tests.builders import a_measure
from tests.services.published import FIGURES, HEADER, PLAN, TODAY, Q, load, now, open_office, publish_office

MEETING = "for the meeting of 12 December 2016"


@pytest.fixture
def office(store: Store) -> Store:
    return open_office(store)


def look(store: Store, *lines: str, header: str = HEADER) -> Preview:
    return preview_upload(store, "late.csv", "\n".join([header, *lines, ""]).encode(), today=TODAY)


def found(preview: Preview) -> list[tuple[str, str, str, list[int]]]:
    return [(one.figure, one.reported, one.becomes, [head.id for head in one.publications]) for one in preview.restates]


def finding(preview: Preview) -> str:
    [issue] = [one for one in preview.issues if one.code == "published_figure"]
    assert issue.severity is Severity.CONFIRM
    return issue.message


def test_before_anything_is_published_a_changed_figure_is_no_restatement(office: Store) -> None:
    preview = look(office, "burglary,2016/17 Q1,115,")
    assert preview.restates == () and [one.code for one in preview.issues] == ["restated"]


def test_a_changed_figure_names_what_was_reported_what_it_becomes_and_where(office: Store) -> None:
    publish_office(office)
    preview = look(office, "burglary,2016/17 Q1,115,r", "theft,2016/17 Q2,1040,")
    assert found(preview) == [("Burglary, 2016/17 Q1", "100", "115", [1]), ("Theft, 2016/17 Q2", "104", "1,040", [1])]
    assert finding(preview) == (
        "2 figures were published and become others: Burglary, 2016/17 Q1: reported 100, becomes 115; Theft, 2016/17 "
        f"Q2: reported 104, becomes 1,040. Shown in publication 1 ({MEETING})."
    )
    assert "published_figure" in [asked.code for asked in asked_of(preview)]


def test_of_many_figures_the_first_three_are_named_and_the_others_counted(office: Store) -> None:
    publish_office(office)
    one = look(office, "burglary,2016/17 Q1,115,r")
    assert finding(one).startswith("One figure was published and becomes another: Burglary, 2016/17 Q1: reported 100,")
    three = [f"{name},2016/17 Q1,115,r" for name in ("burglary", "theft", "drugs")]
    assert "more" not in finding(look(office, *three))
    five = finding(look(office, *three, "theft,2016/17 Q2,116,r", "drugs,2016/17 Q2,117,r"))
    assert five.startswith("5 figures were published and become others: Burglary, 2016/17 Q1: ")
    assert "; and 2 more. Shown in publication 1" in five
    assert "116" not in five


def test_a_ratio_is_told_by_its_parts(store: Store) -> None:
    plan = replace(PLAN, measures=(a_measure("outcomes", kind="ratio", unit="offences"), *PLAN.measures))
    load_plans(store, [plan], by="A. Officer")
    header = "measure_id,quarter,numerator,denominator,status"
    quarters = [f"{year} Q{n}" for year in ("2015/16", "2016/17") for n in (1, 2)]
    load(store, *(f"outcomes,{one},37,67," for one in quarters), header=header)
    load(store, *FIGURES, name="others.csv")
    publish_office(store)
    assert found(look(store, "outcomes,2016/17 Q2,1037,1067,r", header=header)) == [
        ("Outcomes, 2016/17 Q2", "37 of 67", "1,037 of 1,067", [1])
    ]


def test_a_later_quarter_another_area_and_the_same_figure_restate_nothing(office: Store) -> None:
    publish_office(office)
    assert look(office, "burglary,2016/17 Q3,115,").restates == ()
    assert look(office, "burglary,2016/17 Q1,100.0,r").restates == ()
    elsewhere = look(office, "burglary,2016/17 Q1,115,,Elsewhere", header=f"{HEADER},area")
    assert elsewhere.added == 1 and elsewhere.restates == ()


def test_a_figure_that_is_withheld_or_taken_away_is_restated_in_words(office: Store) -> None:
    publish_office(office)
    assert found(look(office, "burglary,2016/17 Q2,,c")) == [
        ("Burglary, 2016/17 Q2", "100", "no figure (confidential)", [1])
    ]


def test_a_figure_that_was_not_available_or_missing_then_restates_nothing_when_it_comes(office: Store) -> None:
    load(office, "burglary,2016/17 Q2,,x", name="none.csv", note="Not in.")
    publish_office(office, incomplete="The system was down.")
    assert look(office, "burglary,2016/17 Q2,90,").restates == ()
    assert look(office, "drugs,2014/15 Q1,5,").restates == ()  # no publication said anything of it


def test_a_restated_figure_that_is_changed_once_more_still_differs_from_what_was_published(office: Store) -> None:
    publish_office(office)
    load(office, "burglary,2016/17 Q1,115,", name="one.csv", note="First.")
    assert found(look(office, "burglary,2016/17 Q1,116,")) == [("Burglary, 2016/17 Q1", "100", "116", [1])]
    assert look(office, "burglary,2016/17 Q1,100,").restates == ()  # back to what was published


def test_publications_that_reported_different_figures_are_told_apart(office: Store) -> None:
    first = publish_office(office)
    load(office, "burglary,2016/17 Q1,90,", name="one.csv", note="First.")
    publish(office, first.meeting, by="An Approver", reason="Revised")
    load(office, *(f"{name},2016/17 Q3,100," for name in ("burglary", "theft", "drugs")), name="q3.csv")
    third = Meeting("plan", Q.shift(1), date(2017, 3, 3))
    publish(office, third, by="An Approver", incomplete="The commentary follows.")
    preview = look(office, "burglary,2016/17 Q1,80,")
    assert found(preview) == [("Burglary, 2016/17 Q1", "90", "80", [3, 2]), ("Burglary, 2016/17 Q1", "100", "80", [1])]
    assert "publication 3 (for the meeting of 3 March 2017), publication 2" in finding(preview)


def test_without_a_reason_nothing_is_stored_with_one_it_is_and_the_history_keeps_it(office: Store) -> None:
    publish_office(office)
    preview = look(office, "burglary,2016/17 Q1,115,")
    for note in ("", "  \n"):
        with pytest.raises(
            NotAllowed, match=r"late\.csv changes 1 figure that was published: a restatement"
        ) as refused:
            accept_upload(office, preview, by="A. Officer", note=note, confirm=True)
        assert "Nothing was stored: say why in the note" in str(refused.value)
    assert lacking(preview, by="A. Officer", note="", ticks=[one.key for one in asked_of(preview)]) == (
        "A figure that was published would change: say why in the note.",
    )
    assert len(office.uploads()) == 1
    ticks = [one.key for one in asked_of(preview)]
    done = accept_confirmed(office, preview, by="A. Officer", note="Late recording.", ticks=ticks)
    act = act_record(office, done.upload.act_id)
    assert act.restates == (f"Burglary, 2016/17 Q1: reported 100, becomes 115; publication 1 ({MEETING}).",)
    assert any("Shown in publication 1" in one for one in act.confirmed)
    assert now(office).figures[0].why[0].endswith(": Late recording.")


def test_a_restatement_needs_its_tick_and_its_reason_also_where_the_figure_stands_no_longer(office: Store) -> None:
    publish_office(office)
    withdraw_upload(office, 1, reason="All wrong", by="B. Officer")
    preview = look(office, "burglary,2016/17 Q1,115,")
    assert (preview.added, preview.changed) == (1, 0)
    assert found(preview) == [("Burglary, 2016/17 Q1", "100", "115", [1])]
    with pytest.raises(NotAllowed, match="to confirm"):
        accept_upload(office, preview, by="A. Officer", note="Late.")
    with pytest.raises(NotAllowed, match="a restatement"):
        accept_upload(office, preview, by="A. Officer", confirm=True)
    assert look(office, *FIGURES).restates == ()  # brings back exactly what was published


def test_loading_in_one_go_is_held_up_without_a_note_and_stores_with_one(office: Store) -> None:
    publish_office(office)

    def make() -> Preview:
        return look(office, "burglary,2016/17 Q1,115,")

    held = load_upload(office, make, by="A. Officer", confirm=True)
    assert (held.held_up, held.unexplained, held.upload) == (True, True, None)
    assert load_upload(office, make, by="A. Officer", confirm=True, dry_run=True).held_up is False
    assert load_upload(office, make, by="A. Officer", note="Late.", confirm=True).upload is not None


def test_a_quarter_that_is_published_between_preview_and_acceptance_is_told(office: Store) -> None:
    preview = look(office, "burglary,2016/17 Q1,115,")
    assert preview.restates == ()
    publish_office(office)
    with pytest.raises(ChangedMeanwhile, match=r"2016/17 Q2 \(plan\) was published for the meeting"):
        accept_upload(office, preview, by="A. Officer", note="Late.", confirm=True)
    assert len(office.uploads()) == 1


def test_a_withdrawal_says_what_it_restates_and_keeps_it_with_its_reason(office: Store) -> None:
    later = load(office, "burglary,2016/17 Q2,99,", "burglary,2016/17 Q3,99,", name="later.csv", note="More.")
    publish_office(office)
    planned = withdrawal_preview(office, later.upload_id)
    assert [(one.figure, one.reported, one.becomes) for one in planned.restates] == [
        ("Burglary, 2016/17 Q2", "99", "100")
    ]
    done = withdraw_upload(office, later.upload_id, reason="Wrong file", by="B. Officer")
    assert done.act is not None
    record = act_record(office, done.act.id)
    assert record.restates == (f"Burglary, 2016/17 Q2: reported 99, becomes 100; publication 1 ({MEETING}).",)
    gone = withdrawal_preview(office, 1)
    assert {one.becomes for one in gone.restates} == {"no figure"}


def test_an_upload_says_nothing_of_a_publication_that_ends_before_its_quarters(office: Store) -> None:
    publish_office(office)
    load(office, "burglary,2016/17 Q3,100,", name="q3.csv")
    assert look(office, "burglary,2016/17 Q3,101,").restates == ()


def test_the_figures_of_a_publication_are_read_alone_exactly_as_with_the_rest(office: Store) -> None:
    head = publish_office(office)
    figures = office.published_figures(head.id)
    assert figures == open_publication(office, head.id).content.figures != ()
    for damaged in (b"", b"{}", b'{"figures": [{"value": "x"}]}'):
        with pytest.raises(NotReadable, match="cannot be read back"):
            thaw_figures(damaged)
