"""The form for a commentary. What a person has typed stays in it until it is stored, whatever happens meanwhile."""

from dataclasses import replace
from functools import partial

import streamlit as st

from measures.ingest.columns import read_day
from measures.ingest.findings import Fault
from measures.model.access import Permission
from measures.model.commentary import Commentary, WrittenCommentary
from measures.model.remark import Remark
from measures.services.access import may
from measures.services.commentary import FIELDS, commentary_on, last_action, write_commentary
from measures.services.commentary_check import check_measure
from measures.settings import this_day
from measures.widgets import choosing, session
from measures.widgets.commentary_html import COMMENTARY, before_html, commentary_html, last_action_html
from measures.widgets.session import Chosen
from measures.widgets.told import keep_told, news_of, tell

DUE = "By when (day/month/year)"
FOLDED = "Write or change the commentary"


def commentary(chosen: Chosen, measure_id: str) -> None:
    """What is said of the measure's quarter, and beneath it, folded, the form with the quarter before beside it."""
    quarter = chosen.place.quarter
    stands = commentary_on(chosen.store, measure_id, quarter)
    place = f"{measure_id} {quarter.slug}"
    # In one element: one more would move all that follows, and the browser would fold up what is open.
    remarks, news = _remarks(chosen, stands), news_of(place)
    session.show(commentary_html(stands, quarter, remarks) + news.html)
    if not may(chosen.store, Permission.WRITE):
        session.tell_of_lost(chosen.store, Permission.WRITE, f"seen {place}")
        return
    with session.folded(FOLDED):
        left, right = st.columns([3, 2], gap="medium")
        with left:
            _form(chosen, stands.said if stands else Commentary(measure_id, quarter), place)
            session.show(news.beside(len(remarks), COMMENTARY))
        with right:
            before = quarter.shift(-1)
            session.show(before_html(commentary_on(chosen.store, measure_id, before), before))
    st.session_state[f"seen {place}"] = stands.id if stands else 0


def _remarks(chosen: Chosen, stands: WrittenCommentary | None) -> tuple[Remark, ...]:
    """What a check of the text that stands points to, on the day of the meeting or today."""
    if stands is None:
        return ()
    said, today = stands.said, this_day()
    check = partial(check_measure, chosen.store, chosen.status, said, partial(choosing.series_of, chosen), today=today)
    return session.kept(check, chosen, "remarks", said.measure_id, today.isoformat())


def _form(chosen: Chosen, said: Commentary, place: str) -> None:
    by = session.person()
    named = last_action(chosen.store, said.measure_id, said.quarter)
    with st.form(f"commentary {place}", border=False):
        if named is not None:
            session.show(last_action_html(named))
        asked = named is not None or said.outcome
        outcome = _area("outcome", said.outcome, place) if asked else ""
        happened = _area("happened", said.happened, place)
        why = _area("why", said.why, place)
        action = _area("action", said.action, place)
        title, most = FIELDS["action_by"]
        action_by = st.text_input(title, said.action_by, max_chars=most, key=f"action_by {place}")
        due = f"{said.action_due:%d/%m/%Y}" if said.action_due else ""
        due = st.text_input(DUE, due, max_chars=10, key=f"due {place}")
        unknown = _area("unknown", said.unknown, place)
        if st.form_submit_button("Store the commentary"):
            typed = replace(
                said, happened=happened, why=why, action=action, action_by=action_by, unknown=unknown,
                outcome=outcome, action_due=None,
            )  # fmt: skip
            _store(chosen, typed, due, by, place)


def _area(name: str, text: str, place: str) -> str:
    """A box that counts its characters."""
    title, most = FIELDS[name]
    given: str = st.text_area(title, text, max_chars=most, key=f"{name} {place}", height=110)
    return given


def _store(chosen: Chosen, said: Commentary, due: str, by: str, place: str) -> None:
    """Store it and say so on the next run, or say why not; what was typed stays."""
    day = read_day(due.strip())
    if isinstance(day, Fault):
        keep_told(place, f"{DUE}: {day.message} {day.remedy} Nothing was stored.", refused=True)
        st.rerun()
    meant = replace(said, action_due=day)

    def act() -> str:
        written = write_commentary(chosen.store, meant, by=by, based_on=st.session_state.get(f"seen {place}", 0))
        return "The commentary is stored." if written else "Nothing differs from what stands: nothing was stored."

    tell(place, act)
    st.rerun()
