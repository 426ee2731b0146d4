"""What the page of similar forces is about: the group and measure in its address, and their pickers."""

import streamlit as st

from measures.errors import MeasuresError
from measures.model.forces import GroupStanding
from measures.services.forces import GroupQuarter, group_quarter
from measures.widgets.choosing import pick, stop_beside, unknown, write_address
from measures.widgets.session import Chosen, kept, name_page


def choose_group(chosen: Chosen) -> tuple[GroupQuarter, GroupStanding]:
    """The group and measure in the address, else the plan's group and the first measure that stands in it."""
    asked, group_id = st.query_params.get("m", ""), st.query_params.get("g", "")
    page, status = "Similar forces", chosen.status
    try:
        found = kept(lambda: group_quarter(chosen.store, status, group_id or None), chosen, "group", group_id)
    except MeasuresError as error:
        stop_beside(chosen, page, str(error), lambda: None)
    standing = found.of(asked) if asked else next(iter(found.standings), None)
    if standing is None:
        stop_beside(chosen, page, _no_standing(found, asked), lambda: pick_in_group(found, ""))
    write_address({"m": standing.measure.id, "g": found.group.id} | st.session_state["looked_at"])
    name_page(f"{standing.measure.title} beside other forces, {chosen.place.quarter.label}")
    return found, standing


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
