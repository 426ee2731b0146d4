"""The forms of the report: its meeting, its texts. What a person has typed stays until it is stored.

What is pressed is done before the page is made again: it goes by what the person saw, and the other boxes of the page
keep what is typed in them.
"""

from dataclasses import replace
from functools import partial

import streamlit as st

from measures.ingest.columns import read_day
from measures.ingest.findings import Fault
from measures.model.access import Permission
from measures.model.meeting import LONGEST_TEXT, LONGEST_TITLE, Meeting, ReportText
from measures.model.remark import Remark
from measures.services.access import may
from measures.services.commentary_check import check_narrative, check_quarter, check_text
from measures.services.meetings import call_off, record_meeting
from measures.services.report_texts import write_text
from measures.services.reporting import PlaceText, ReportState
from measures.settings import this_day
from measures.storage.store import Store
from measures.widgets import choosing, session
from measures.widgets.parts import plain_label
from measures.widgets.report_html import Pointed, anchor_of, before_text_html, meeting_html, text_html
from measures.widgets.session import Chosen
from measures.widgets.told import keep_told, news_of, tell, told, typed

DAY = "Day of the meeting (day/month/year)"
TITLE = "Title of the meeting"
WHY = "Why it is changed or called off"


# ---- the meeting


def meeting_form(chosen: Chosen, meeting: Meeting | None) -> None:
    """The meeting, and folded beneath it the form that records it, moves it, gives it another title, calls it off."""
    place, store = chosen.place, chosen.store
    about = f"meeting {place.plan_id} {place.quarter.slug}"
    session.show(meeting_html(meeting) + told(about))
    if not may(store, Permission.PUBLISH):
        return
    stands = meeting or Meeting(place.plan_id, place.quarter, place.quarter.end)
    with (
        session.folded("Record the meeting" if meeting is None else "Move, rename or call off the meeting"),
        st.form(about, border=False, enter_to_submit=False),
    ):
        st.text_input(DAY, f"{meeting.day:%d/%m/%Y}" if meeting else "", max_chars=10, key=f"day {about}")
        st.text_input(TITLE, stands.title, max_chars=LONGEST_TITLE, key=f"title {about}")
        if meeting is not None:
            st.text_input(WHY, max_chars=300, key=f"why {about}")
        with st.container(horizontal=True):
            given = (store, stands, about)
            st.form_submit_button("Store the meeting", key=f"store {about}", on_click=_record, args=given)
            if meeting is not None:
                st.form_submit_button("Call it off", key=f"off {about}", on_click=_call_off, args=given)


def _record(store: Store, meeting: Meeting, about: str) -> None:
    day = read_day(typed(f"day {about}").strip())
    if isinstance(day, Fault) or day is None:
        said = f"{day.message} {day.remedy}" if isinstance(day, Fault) else "The day is missing."
        keep_told(about, f"{DAY}: {said} Nothing was stored.", refused=True)
        return
    changed = replace(meeting, day=day, title=typed(f"title {about}"))

    def act() -> str:
        seen = meeting if meeting.number else None
        stored = record_meeting(store, changed, by=typed("person"), reason=typed(f"why {about}"), seen=seen)
        return f"{stored.words[0].upper()}{stored.words[1:]} stands on record."

    tell(about, act)


def _call_off(store: Store, meeting: Meeting, about: str) -> None:
    def act() -> str:
        call_off(store, meeting, by=typed("person"), reason=typed(f"why {about}"))
        return f"{meeting.words[0].upper()}{meeting.words[1:]} is called off."

    tell(about, act)


# ---- the texts


def text_section(chosen: Chosen, one: PlaceText) -> None:
    """A text as it will look, and folded beneath it the box, with what was written there last beside it."""
    place = chosen.place
    said = ReportText(place.plan_id, place.quarter, one.place, one.stands.said.text if one.stands else "")
    about = f"{one.place} {place.plan_id} {place.quarter.slug}"
    remarks, news = text_remarks(chosen, one), news_of(about)
    session.show(text_html(one, remarks) + news.html)
    with session.folded(f"Write or change: {plain_label(one.heading)}"):
        left, right = st.columns([3, 2], gap="medium")
        with left:
            with st.form(f"text {about}", border=False, enter_to_submit=False):
                label = plain_label(one.heading)
                st.text_area(label, said.text, max_chars=LONGEST_TEXT, key=f"text of {about}", height=260)
                given = (chosen.store, said, one.stands.id if one.stands else 0, about)
                st.form_submit_button("Store this text", key=f"store {about}", on_click=_write, args=given)
            session.show(news.beside(len(remarks), anchor_of(one.place)))
        with right:
            session.show(before_text_html(one))


def text_remarks(chosen: Chosen, one: PlaceText) -> tuple[Remark, ...]:
    """What a check of the text points to; those that are no priority’s narrative are about no measure in particular."""
    priority_id = ReportText.priority_of(one.place)
    if one.written is None:
        return ()
    store, text = chosen.store, one.written.said.text
    check = partial(check_text, store, text)
    if priority_id is not None:
        check = partial(check_narrative, store, chosen.status, priority_id, text, partial(choosing.series_of, chosen))
    return session.kept(check, chosen, "remarks", one.place)


def pointed(chosen: Chosen, state: ReportState) -> Pointed:
    """What a check of every commentary and every text points to, on the day of the meeting or today."""
    today = this_day()
    check = partial(check_quarter, chosen.store, chosen.status, partial(choosing.series_of, chosen), today=today)
    commentaries = session.kept(check, chosen, "remarks of the quarter", today.isoformat())
    return Pointed(commentaries, {one.heading: text_remarks(chosen, one) for one in state.places})


def _write(store: Store, said: ReportText, based_on: int, about: str) -> None:
    def act() -> str:
        changed = replace(said, text=typed(f"text of {about}"))
        written = write_text(store, changed, by=typed("person"), based_on=based_on)
        return "The text is stored." if written else "Nothing differs from what stands: nothing was stored."

    tell(about, act)
