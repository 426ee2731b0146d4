"""What the page of similar forces is about: the group and measure in its address, and their pickers."""

from functools import partial

import streamlit as st

from measures.errors import MeasuresError
from measures.model.forces import GroupStanding
from measures.services.forces import GroupQuarter, figures_of_all, group_quarter, whole_history
from measures.widgets.choosing import pick, stop_beside, unknown, write_address
from measures.widgets.fault_words import sentence_of
from measures.widgets.session import Chosen, kept, kept_as, name_page


def choose_group(chosen: Chosen) -> tuple[GroupQuarter, GroupStanding]:
    """The group and measure in the address, else the plan's group and the first measure that stands in it."""
    asked, group_id = st.query_params.get("m", ""), st.query_params.get("g", "")
    page = "Similar forces"
    try:
        found = kept(lambda: _found(chosen, group_id), chosen, "group", group_id)
    except MeasuresError as error:
        stop_beside(chosen, page, sentence_of(error), lambda: None)
    standing = found.of(asked) if asked else next(iter(found.standings), None)
    if standing is None:
        stop_beside(chosen, page, _no_standing(found, asked), lambda: pick_in_group(found, ""))
    write_address({"m": standing.measure.id, "g": found.group.id} | st.session_state["looked_at"])
    name_page(f"{standing.measure.title} beside other forces, {chosen.place.quarter.label}")
    return found, standing


def _found(chosen: Chosen, group_id: str) -> GroupQuarter:
    """The group at the quarter; the figures of all forces are read once for all quarters."""
    store, plan_id = chosen.store, chosen.place.plan_id
    read = partial(figures_of_all, store, plan_id)
    figures = kept_as(read, store.url, str(chosen.version), "figures of all forces", plan_id)
    return group_quarter(store, chosen.status, group_id or None, figures=figures)


def history_of(chosen: Chosen, found: GroupQuarter, standing: GroupStanding) -> tuple[GroupStanding, ...]:
    """A measure in its group over time up to the quarter; what is held is worked out once for all quarters."""
    measure = standing.measure
    definition = repr((measure, found.plan.parts_of(measure)))  # the plan may have another one at another quarter
    key = (chosen.store.url, str(chosen.version), "group history", found.group.id, definition)
    whole = kept_as(lambda: whole_history(found, measure.id), *key)
    return tuple(one for one in whole if one.quarter <= found.quarter)


def _no_standing(found: GroupQuarter, asked: str) -> str:
    if asked:
        known = [one.id for one in found.plan.measures]
        reason = next((f"{one.title}: {reason}" for one, reason in found.others if one.id == asked), "")
        return reason or unknown("measure", asked, known)
    return (
        f"For the 12 months to the end of {found.quarter} no figures of other forces are held for any measure of this "
        "plan. Choose another quarter or plan, or load such figures: a file with an “area” column."
    )


def pick_in_group(found: GroupQuarter, current: str) -> None:
    """The pickers of a measure that is set beside other forces, and of the group."""
    pick("Measure", "m", {one.measure.id: one.measure.title for one in found.standings}, current)
    pick("Group of forces", "g", {one.id: one.title for one in found.groups}, found.group.id)
