"""The form that publishes a quarter. A second click, or a page that is loaded again, publishes nothing twice."""

from dataclasses import dataclass, field
from threading import Lock

import streamlit as st

from measures.errors import MeasuresError
from measures.model.access import Permission
from measures.model.meeting import Meeting, PublicationHead
from measures.services.access import may
from measures.services.reporting import ReportState, approve
from measures.storage.store import Store
from measures.widgets import session
from measures.widgets.fault_words import sentence_of
from measures.widgets.parts import told_html
from measures.widgets.report_html import Pointed, before_publishing, publish_head, published_html
from measures.widgets.session import Chosen

APPROVER = "Your name, as the approver"
TICK = "I have looked at the report as it stands, and it is to be kept like that for good"
ALTHOUGH = "Why it is published although something is not ready"
AGAIN = "Why it is published again: the earlier publication stays"


@dataclass(slots=True)
class _Publishing:
    """What one session's approving came to. It is altered in place, in the same step in which it happens.

    Streamlit starts the run of a second click while that of the first is still at work: that one waits, finds what
    the first one did, and leaves it at that. `done` are the forms, each by what it stood on, that have published.
    """

    done: dict[str, PublicationHead] = field(default_factory=dict)
    told: tuple[bool, str] | None = None
    one_at_a_time: Lock = field(default_factory=Lock, repr=False)


def _publishing() -> _Publishing:
    kept: _Publishing = st.session_state.setdefault("publishing", _Publishing())
    return kept


def publishing(chosen: Chosen, state: ReportState, pointed: Pointed) -> None:
    """What was published for the quarter's meeting, and the form that publishes it, or publishes it again."""
    work = _publishing()
    told, work.told = work.told, None
    head = published_html(state.published) if state.published else publish_head(state)
    session.show(head + (told_html(told[1], refused=told[0]) if told else ""))
    if state.meeting is None or not may(chosen.store, Permission.PUBLISH):
        return
    if state.published is None:
        _form(chosen, state, state.meeting, pointed)
    else:
        with session.folded("Publish again for the same meeting"):
            _form(chosen, state, state.meeting, pointed)


def _form(chosen: Chosen, state: ReportState, meeting: Meeting, pointed: Pointed) -> None:
    """The boxes keep what is typed; the tick holds for the state of the data that it was given at, and for no other."""
    about = f"{meeting.plan_id} {meeting.quarter.slug}"
    seen = f"{about} {chosen.version}"
    with st.form(f"publish {about}", border=False, enter_to_submit=False):
        if state.unready:
            st.text_area(ALTHOUGH, max_chars=600, key=f"although {about}", height=90)
        if state.published is not None:
            st.text_area(AGAIN, max_chars=600, key=f"again {about}", height=90)
        session.show(before_publishing(pointed, chosen.status, chosen.place))
        session.signature(APPROVER, f"approver {about}")
        st.checkbox(TICK, key=f"approved {seen}")
        st.form_submit_button(
            f"Publish {meeting.quarter} for {meeting.words}", type="primary", on_click=_publish, key=f"press {about}",
            args=(chosen.store, meeting, chosen.version, about, seen),
        )  # fmt: skip


def _publish(store: Store, meeting: Meeting, version: int, about: str, seen: str) -> None:
    """Do it before the page is made again, on the state that the approver saw, and note what came of it."""
    work = _publishing()
    texts = {name: str(st.session_state.get(f"{name} {about}") or "") for name in ("although", "again", "approver")}
    ticked = bool(st.session_state.get(f"approved {seen}"))
    with work.one_at_a_time:
        if seen in work.done:
            return
        try:
            done = approve(
                store, meeting, seen=version, by=texts["approver"], ticked=ticked, incomplete=texts["although"],
                reason=texts["again"],
            )  # fmt: skip
        except MeasuresError as error:
            work.told = (True, sentence_of(error))
        else:
            work.done[seen] = done
            work.told = (False, f"Done: {done.meeting.quarter} is published for {done.meeting.words}.")
