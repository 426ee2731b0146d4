"""Loading a list of awards, or taking one out: look at what it would change, then one button. Not for every reader."""

from functools import partial

import streamlit as st

from measures.errors import MeasuresError
from measures.ingest.funding_file import MAX_BYTES
from measures.model.access import Permission
from measures.model.funding import FundingList
from measures.model.measure import PlanHead
from measures.services import funding
from measures.services.access import may
from measures.storage.store import Store
from measures.views.markup import tag
from measures.widgets import funding_html as html
from measures.widgets.fault_words import sentence_of
from measures.widgets.parts import told_html
from measures.widgets.session import person, show
from measures.widgets.told import tell, typed

FUNDING = "funding"
_ROUND = "funding_round"  # another key for each file that was stored, so that the box is empty again
_NOTE, _REASON, _WHICH = "funding_note", "funding_reason", "funding_which"


def funding_forms(store: Store, plan: PlanHead, lists: tuple[FundingList, ...]) -> None:
    """What an officer may do here; nothing for anybody else. What was done shows on the next run."""
    kept = {one.id: one for one in lists if one.is_kept}
    loads, takes_out = may(store, Permission.UPLOAD), may(store, Permission.WITHDRAW) and bool(kept)
    if not loads and not takes_out:
        return
    show(tag("div", tag("h2", "For the office"), class_="pc pc-screen"))
    with st.container(key="funding_form"):
        by = person()
        if loads:
            with st.expander("Load a list of awards", expanded=not kept):
                _load(store, plan, by)
        if takes_out:
            with st.expander("Take a list out"):
                _take_out(store, kept, by)


def _load(store: Store, plan: PlanHead, by: str) -> None:
    show(html.format_html(plan))
    most = MAX_BYTES // 1_000_000
    key = f"funding_file_{st.session_state.get(_ROUND, 0)}"
    given = st.file_uploader(f"List of awards: CSV or Excel (.xlsx), at most {most} MB", key=key, max_upload_size=most)
    if given is None:
        return
    name, content = given.name, given.getvalue()
    try:
        looked = funding.load_funding(store, plan.id, name, content, dry_run=True)
    except MeasuresError as error:
        show(told_html(sentence_of(error), refused=True))
        return
    show(html.issues_html(looked.issues))
    if looked.refused:
        show(told_html("Nothing was stored: mend the file and choose it again.", refused=True))
        return
    show(html.preview_html(looked.years))
    if not looked.years:
        return
    st.text_input("Note: where the list is from, in a sentence", key=_NOTE, max_chars=1000)
    st.button("Store this list", type="primary", disabled=not by, key="funding_store", on_click=_stored,
              args=(store, plan.id, name, content, looked.based_on))  # fmt: skip


def _stored(store: Store, plan_id: str, name: str, content: bytes, seen: int) -> None:
    """Store the list, keep a sentence on what came of it, and empty the box."""

    def act() -> str:
        done = funding.load_funding(store, plan_id, name, content, by=typed("person"), note=typed(_NOTE), seen=seen)
        if done.stored is None:
            return f"{name}: these very awards stand already. Nothing was stored."
        st.query_params.from_dict({"plan": plan_id})
        return f"Stored: {name} is list {done.stored.id}, with {done.stored.awards:,} awards."

    if tell(FUNDING, act):
        st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
        st.session_state.pop(_NOTE, None)


def _take_out(store: Store, kept: dict[int, FundingList], by: str) -> None:
    number = st.selectbox("Which list", list(kept), index=None, key=_WHICH, placeholder="Choose a list",
                          format_func=lambda one: f"{one}: {kept[one].name}" if one in kept else str(one))  # fmt: skip
    if number not in kept:
        return
    try:
        planned = funding.list_withdrawal(store, number)
    except MeasuresError as error:
        show(told_html(sentence_of(error), refused=True))
        return
    show(html.withdrawal_html(planned))
    st.text_input("Why it no longer counts", key=_REASON, max_chars=1000)
    st.button("Take this list out", type="primary", disabled=not by, key="funding_take_out",
              on_click=partial(_taken_out, store, planned))  # fmt: skip


def _taken_out(store: Store, planned: funding.ListWithdrawal) -> None:
    def act() -> str:
        number = planned.of.id
        funding.withdraw_list(store, number, reason=typed(_REASON), by=typed("person"), seen=planned.based_on)
        st.query_params.from_dict({"plan": planned.of.plan_id})
        return f"Done: list {number} ({planned.of.name}) was taken out."

    if tell(FUNDING, act):
        st.session_state.pop(_REASON, None)
        st.session_state.pop(_WHICH, None)
