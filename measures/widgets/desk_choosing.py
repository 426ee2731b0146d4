"""What the quarter desk is about: the plan and quarter in its address, and the pickers that write them."""

import streamlit as st

from measures.errors import MeasuresError
from measures.model.desk import QuarterDesk
from measures.model.quarter import Quarter
from measures.services.outstanding import quarter_desk
from measures.settings import this_day
from measures.storage.store import Store
from measures.widgets.choosing import asked_for, head_with, pick, pick_plan, standing_of_quarter, stop, write_address
from measures.widgets.markup import Place
from measures.widgets.session import AtDesk, kept_as, name_page, through_app
from measures.widgets.signed_in import the_store


def choose_desk(page: str) -> AtDesk:
    """The plan and quarter for the quarter desk: without a quarter in the address the newest that has ended.

    That quarter has often no figures yet; so it is remembered for the desk alone, and the other pages stay where
    they were.
    """
    through_app()
    name_page(page)
    store = None
    try:
        store = the_store(page)
        version = store.data_version()
        desk = _desk(store, version)
    except MeasuresError as error:
        stop(page, error, store)
    place = Place(desk.plan.head.id, desk.quarter)
    _remember_desk(place)
    name_page(f"{page}, {place.quarter.label}")
    return AtDesk(store, version, place, desk)


def _desk(store: Store, version: int) -> QuarterDesk:
    today = this_day()
    plan_id = asked_for("plan")
    at: dict[str, str] = st.session_state.get("desk_at", {})
    before = at.get("quarter", "") if "plan" not in st.query_params and at.get("plan") == plan_id else ""
    slug = st.query_params.get("quarter", "").strip() or before

    def make() -> QuarterDesk:
        return quarter_desk(store, plan_id or None, Quarter.parse(slug) if slug else None, today=today)

    return kept_as(make, store.url, str(version), "desk", plan_id, slug, today.isoformat())


def _remember_desk(place: Place) -> None:
    """Complete the address; keep the quarter for the desk, and the plan for every page."""
    st.session_state["desk_at"] = {"plan": place.plan_id, "quarter": place.quarter.slug}
    if st.session_state.get("looked_at", {}).get("plan") != place.plan_id:
        st.session_state["looked_at"] = {"plan": place.plan_id}
    write_address(st.session_state["desk_at"])


def head(html: str, at: AtDesk) -> None:
    """The head of the page, and the pickers beside it: every quarter that has ended can be chosen."""

    def beside() -> None:
        pick_plan(at.desk.plans, at.place.plan_id)
        quarters = sorted({*at.desk.quarters, at.place.quarter}, reverse=True)
        told = {quarter: "" if quarter in at.desk.with_figures else "no figures yet, " for quarter in quarters}
        labels = {quarter.slug: f"{quarter.label}: {told[quarter]}{quarter.months}" for quarter in quarters}
        pick("Quarter", "quarter", labels, at.place.quarter.slug)

    head_with(html + standing_of_quarter(at), beside)
