"""Recording a break, an event or a rebase, or taking one back: fill in, see what it would move, record."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import streamlit as st

from measures.errors import MeasuresError
from measures.model.access import Permission
from measures.model.measure import Break, BreakType, Event, Measure
from measures.model.quarter import Quarter
from measures.model.register import RegisterChange, RegisterEntry
from measures.services import register
from measures.services.access import may
from measures.storage.store import Store
from measures.views.register_view import what, when
from measures.widgets.fault_words import sentence_of
from measures.widgets.parts import told_html
from measures.widgets.register_html import change_html
from measures.widgets.session import person, show, tell_of_lost
from measures.widgets.told import tell, told

BREAK, EVENT, REBASE, TAKE_BACK = "Counting changed", "An event", "Limits set anew", "Take one back"
_CHANGE = "register_change"
_EARLIEST = date(2000, 4, 1)

_Make = Callable[[str], RegisterChange]


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen from: the measures by id, the quarters with figures, what stands on the register."""

    measures: Mapping[str, Measure]
    quarters: Sequence[Quarter]
    entries: Sequence[RegisterEntry]


def register_form(store: Store, choices: Choices) -> None:
    """The form; what it records shows on the next run. It is open where the address names a measure."""
    asked = st.query_params.get("m", "")
    if said := told(_CHANGE):
        show(said)
    if not may(store, Permission.DEFINE):
        tell_of_lost(store, Permission.DEFINE, _CHANGE)
        return
    with st.container(key="register_form"), st.expander("Record a change, or take one back", expanded=bool(asked)):
        kinds = [BREAK, EVENT, REBASE, TAKE_BACK]
        kind = st.radio("What to record", kinds, index=2 if asked else 0, key="register_kind", on_change=_forget)
        make = {BREAK: _break, EVENT: _event, REBASE: _rebase, TAKE_BACK: _taking_back}[kind](store, choices, asked)
        reason = st.text_input("Why, and who decided it", key="register_reason", max_chars=1000, on_change=_forget)
        if st.button("See what it would move", disabled=make is None) and make is not None:
            _preview(make, reason)
        _confirm(store, choices)


def _break(store: Store, choices: Choices, asked: str) -> _Make | None:
    measure = _measure(choices, asked)
    day = st.date_input("Date on which counting changed", None, _EARLIEST, format="YYYY-MM-DD", key="register_day",
                        on_change=_forget)  # fmt: skip
    kind = st.selectbox("What changed", [one.value for one in BreakType], key="register_type", on_change=_forget)
    comparable = st.checkbox("Figures before and after may still be compared, with the note", key="register_comparable",
                             on_change=_forget)  # fmt: skip
    note = st.text_area("What changed, as readers will see it", key="register_note", on_change=_forget)
    if measure is None or not isinstance(day, date):
        return None
    one = Break(measure, day, BreakType(kind), comparable, note)
    return lambda reason: register.plan_break(store, one, reason=reason)


def _event(store: Store, choices: Choices, _asked: str) -> _Make | None:
    first = _quarter("First quarter that it touches", choices.quarters, "register_first")
    last = _quarter("Last quarter", choices.quarters, "register_last")
    note = st.text_area("What happened, as readers will see it", key="register_happened", on_change=_forget)
    if first is None:
        return None
    one = Event(first, last or first, note)
    return lambda reason: register.plan_event(store, one, reason=reason)


def _rebase(store: Store, choices: Choices, asked: str) -> _Make | None:
    measure = _measure(choices, asked)
    quarter = _quarter("First quarter of the new normal", choices.quarters, "register_quarter")
    if measure is None or quarter is None:
        return None
    return lambda reason: register.plan_rebase(store, measure, quarter, reason=reason)


def _taking_back(store: Store, choices: Choices, _asked: str) -> _Make | None:
    labels = {f"{when(e)}: {what(e)}, {e.measure_title or 'every measure'}": e for e in choices.entries}
    chosen = st.selectbox("Which", list(labels), index=None, key="register_which", on_change=_forget)
    if not chosen:
        return None
    return lambda reason: register.plan_taking_back(store, labels[chosen].what, reason=reason)


def _measure(choices: Choices, asked: str) -> str | None:
    names = list(choices.measures)
    chosen: str | None = st.selectbox(
        "Measure", names, index=names.index(asked) if asked in names else None, key="register_measure",
        format_func=lambda one: choices.measures[one].title if one in choices.measures else one, on_change=_forget,
    )  # fmt: skip
    return chosen


def _quarter(label: str, quarters: Sequence[Quarter], key: str) -> Quarter | None:
    chosen: Quarter | None = st.selectbox(
        label, quarters, index=None, key=key, format_func=lambda one: f"{one.label}: {one.months}", on_change=_forget
    )
    return chosen


def _preview(make: _Make, reason: str) -> None:
    _forget()
    try:
        st.session_state[_CHANGE] = make(reason)
    except MeasuresError as error:
        show(told_html(sentence_of(error), refused=True))


def _confirm(store: Store, choices: Choices) -> None:
    """What the change would move, and the button that records it."""
    change: RegisterChange | None = st.session_state.get(_CHANGE)
    if change is None:
        return
    show(change_html(change, {one: measure.title for one, measure in choices.measures.items()}))
    by = person()
    if st.button("Record this", type="primary", disabled=not by):
        tell(_CHANGE, partial(_record, store, change, by))
        _forget()
        st.rerun()


def _record(store: Store, change: RegisterChange, by: str) -> str:
    register.record_change(store, change, by=by)
    return f"Recorded. {change.sentence}"


def _forget() -> None:
    """A preview holds for what was filled in when it was made, and for nothing else."""
    st.session_state.pop(_CHANGE, None)
