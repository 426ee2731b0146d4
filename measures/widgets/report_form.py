"""The forms of the report: its meeting, its texts. What a person has typed stays until it is stored."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from measures.errors import MeasuresError
from measures.ingest.columns import read_day
from measures.ingest.findings import Fault
from measures.model.meeting import LONGEST_TEXT, LONGEST_TITLE, Meeting, ReportText
from measures.services.meetings import call_off, record_meeting
from measures.services.report_texts import write_text
from measures.services.reporting import PlaceText
from measures.widgets import session
from measures.widgets.parts import told_html
from measures.widgets.report_html import before_text_html, text_html
from measures.widgets.session import Chosen

DAY = "Day of the meeting (day/month/year)"
TITLE = "Title of the meeting"
WHY = "Why it is changed or called off"


def tell(about: str) -> None:
    """What came of the last press of a button, once, where it was pressed."""
    told = st.session_state.pop(f"told {about}", None)
    if told:
        refused, sentence = told
        session.show(told_html(sentence, refused=refused))


def keep_told(about: str, sentence: str, *, refused: bool = False) -> None:
    """A sentence for `tell` on the next run."""
    st.session_state[f"told {about}"] = (refused, sentence)


def meeting_form(chosen: Chosen, meeting: Meeting | None, by: str) -> None:
    """Record the meeting, or move it, give it another title, call it off."""
    place = chosen.place
    about = f"meeting {place.plan_id} {place.quarter.slug}"
    tell(about)
    new = Meeting(place.plan_id, place.quarter, place.quarter.end)
    with session.folded("Record the meeting" if meeting is None else "Move, rename or call off the meeting"):
        with st.form(about, border=False, enter_to_submit=False):
            given = f"{meeting.day:%d/%m/%Y}" if meeting else ""
            day = st.text_input(DAY, given, max_chars=10, key=f"day {about}")
            title = st.text_input(TITLE, (meeting or new).title, max_chars=LONGEST_TITLE, key=f"title {about}")
            why = "" if meeting is None else st.text_input(WHY, max_chars=300, key=f"why {about}")
            with st.container(horizontal=True):
                stores = st.form_submit_button("Store the meeting", key=f"store {about}")
                calls_off = meeting is not None and st.form_submit_button("Call it off", key=f"off {about}")
        if calls_off and meeting is not None:
            _done(about, lambda: _call_off(chosen, meeting, by, why))
        elif stores:
            read = read_day(day.strip())
            if isinstance(read, Fault) or read is None:
                said = f"{read.message} {read.remedy}" if isinstance(read, Fault) else "The day is missing."
                keep_told(about, f"{DAY}: {said} Nothing was stored.", refused=True)
                st.rerun()
            typed = replace(meeting or new, day=read, title=title)
            _done(about, lambda: _record(chosen, typed, by, why))


def _record(chosen: Chosen, meeting: Meeting, by: str, why: str) -> str:
    stored = record_meeting(chosen.store, meeting, by=by, reason=why)
    return f"{stored.words[0].upper()}{stored.words[1:]} stands on record."


def _call_off(chosen: Chosen, meeting: Meeting, by: str, why: str) -> str:
    call_off(chosen.store, meeting, by=by, reason=why)
    return f"{meeting.words[0].upper()}{meeting.words[1:]} is called off."


def _done(about: str, act: Callable[[], str]) -> None:
    """Do it and say so on the next run, or say why not."""
    try:
        keep_told(about, act())
    except MeasuresError as error:
        keep_told(about, str(error), refused=True)
    st.rerun()


def text_section(chosen: Chosen, one: PlaceText, by: str) -> None:
    """A text as it will look, and folded beneath it the box, with last quarter's text beside it."""
    place = chosen.place
    about = f"{one.place} {place.plan_id} {place.quarter.slug}"
    session.show(text_html(one))
    tell(about)
    with session.folded(f"Write or change: {one.heading}"):
        left, right = st.columns([3, 2], gap="medium")
        with left:
            _text_form(chosen, one, by, about)
        with right:
            session.show(before_text_html(one))
    st.session_state[f"seen {about}"] = one.stands.id if one.stands else 0


def _text_form(chosen: Chosen, one: PlaceText, by: str, about: str) -> None:
    stands = one.stands.said.text if one.stands else ""
    with st.form(f"text {about}", border=False, enter_to_submit=False):
        typed = st.text_area(one.heading, stands, max_chars=LONGEST_TEXT, key=f"text of {about}", height=260)
        pressed = st.form_submit_button("Store this text", key=f"store {about}")
    if pressed:
        said = ReportText(chosen.place.plan_id, chosen.place.quarter, one.place, typed or "")
        _done(about, lambda: _write(chosen, said, by, about))


def _write(chosen: Chosen, said: ReportText, by: str, about: str) -> str:
    written = write_text(chosen.store, said, by=by, based_on=st.session_state.get(f"seen {about}", 0))
    return "The text is stored." if written else "Nothing differs from what stands: nothing was stored."
