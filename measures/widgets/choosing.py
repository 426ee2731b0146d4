"""What a page is about, from its address: plan, quarter, and the measure or priority.

The address is the truth: `plan`, `quarter`, `m` for a measure, `p` for a priority, `g` for a group of forces. A picker
writes it, every run reads it. (Streamlit's own binding of a widget would write labels such as `2016/17 Q1` and leave
out what is the default, so that a link to today's view would show another one tomorrow.)
"""

from collections.abc import Callable, Sequence
from datetime import date
from difflib import get_close_matches
from typing import NoReturn

import streamlit as st

from measures.errors import MeasuresError
from measures.model.desk import QuarterDesk
from measures.model.forces import GroupStanding
from measures.model.measure import PlanHead, Priority
from measures.model.quarter import Quarter
from measures.model.rating import MeasureRating
from measures.model.status import MeasureSeries, QuarterStatus
from measures.services.forces import GroupQuarter, group_quarter
from measures.services.outstanding import quarter_desk
from measures.services.ratings import measure_series, measure_status, rated_plan, some_plans
from measures.storage.store import Store
from measures.widgets.markup import Place
from measures.widgets.parts import fault_html, no_figures
from measures.widgets.session import (
    AtDesk,
    Chosen,
    Opened,
    foot,
    kept,
    kept_as,
    name_page,
    show,
    the_store,
    through_app,
)


def choose(page: str, *parameters: str) -> Chosen:
    """The plan and quarter that the address asks for.

    `page` names it in messages and, with the quarter, in the tab; `parameters` are the further parts of the address
    that the page needs. Where nothing can be shown the page says why and what to do, and the run ends.
    """
    through_app()
    store = None
    try:
        store = the_store()
        version = store.data_version()
        status = _status(store, version, st.query_params.get("m", "") if "m" in parameters else "")
    except MeasuresError as error:
        _stop(page, str(error), store)
    place = Place(status.plan.head.id, status.quarter)
    _remember(place, parameters)
    if not parameters:  # a page about a measure or a priority is named after it, once it is found
        name_page(f"{page}, {place.quarter.label}")
    return Chosen(store, version, place, status)


def choose_desk(page: str) -> AtDesk:
    """The plan and quarter for the quarter desk: without a quarter in the address the newest that has ended.

    That quarter has often no figures yet; so it is remembered for the desk alone, and the other pages stay where
    they were.
    """
    through_app()
    name_page(page)
    store = None
    try:
        store = the_store()
        version = store.data_version()
        desk = _desk(store, version)
    except MeasuresError as error:
        _stop(page, str(error), store)
    place = Place(desk.plan.head.id, desk.quarter)
    _remember_desk(place)
    name_page(f"{page}, {place.quarter.label}")
    return AtDesk(store, version, place, desk)


def _desk(store: Store, version: int) -> QuarterDesk:
    today = date.today()  # noqa: DTZ011 (the office's own day)
    plan_id = _asked("plan")
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
    _write(st.session_state["desk_at"])


def open_page(page: str, *, with_plans: bool = False) -> Opened:
    """The store, for a page that is about no one quarter; where it cannot be opened the page says why and ends.

    So it does `with_plans` where there is no plan yet.
    """
    through_app()
    name_page(page)
    try:
        store = the_store()
        if with_plans:
            some_plans(store)
        return Opened(store, store.data_version())
    except MeasuresError as error:
        _stop(page, str(error))


def _status(store: Store, version: int, measure_id: str) -> QuarterStatus:
    """The status asked for. A measure's address without a plan leads to the newest plan that has the measure."""
    plan_id, slug = _asked("plan"), _asked("quarter")
    named = "plan" in st.query_params

    def make() -> QuarterStatus:
        quarter = Quarter.parse(slug) if slug else None
        rated = kept_as(lambda: rated_plan(store, plan_id or None), store.url, str(version), "rated plan", plan_id)
        status = rated.status(quarter)
        if named or not measure_id or any(one.measure.id == measure_id for one in status.measures):
            return status
        try:
            return measure_status(store, measure_id)[0]
        except MeasuresError:
            return status  # the measure's page says that there is no such measure

    return kept_as(make, store.url, str(version), "status", plan_id, slug, "" if named else measure_id)


def _asked(name: str) -> str:
    """What the address says, else what was last looked at in this session; an address with a plan stands alone."""
    given = st.query_params.get(name, "").strip()
    if given or "plan" in st.query_params:
        return given
    remembered: dict[str, str] = st.session_state.get("looked_at", {})
    return remembered.get(name, "")


def _remember(place: Place, parameters: Sequence[str]) -> None:
    """Complete the address, so that it opens this very view again, and keep it for the next page."""
    st.session_state["looked_at"] = {"plan": place.plan_id, "quarter": place.quarter.slug}
    given = {name: st.query_params[name] for name in parameters if name in st.query_params}
    _write(given | st.session_state["looked_at"])


def _write(address: dict[str, str]) -> None:
    if st.query_params.to_dict() != address:
        st.query_params.from_dict(address)


def choose_priority(chosen: Chosen) -> Priority:
    """The priority in the address, else the plan's first."""
    priorities = chosen.status.plan.head.priorities
    asked = st.query_params.get("p", "")
    found = next((one for one in priorities if one.id == asked), None) if asked else next(iter(priorities), None)
    if found is None:
        known = [one.id for one in priorities]
        _stop_beside(chosen, "Priority", _unknown("priority", asked, known), lambda: pick_priority(chosen, ""))
    _write({"p": found.id} | st.session_state["looked_at"])
    name_page(f"{found.title}, {chosen.place.quarter.label}")
    return found


def choose_measure(chosen: Chosen) -> MeasureRating:
    """The measure in the address, else the plan's first."""
    asked = st.query_params.get("m", "")
    ratings = chosen.status.measures
    found = next((one for one in ratings if one.measure.id == asked), None) if asked else next(iter(ratings), None)
    if found is None:
        known = [one.measure.id for one in ratings]
        _stop_beside(chosen, "Measure", _unknown("measure", asked, known), lambda: pick_measure(chosen, ""))
    _write({"m": found.measure.id} | st.session_state["looked_at"])
    name_page(f"{found.measure.title}, {chosen.place.quarter.label}")
    return found


def choose_group(chosen: Chosen) -> tuple[GroupQuarter, GroupStanding]:
    """The group and measure in the address, else the plan's group and the first measure that stands in it."""
    asked, group_id = st.query_params.get("m", ""), st.query_params.get("g", "")
    page, status = "Similar forces", chosen.status
    try:
        found = kept(lambda: group_quarter(chosen.store, status, group_id or None), chosen, "group", group_id)
    except MeasuresError as error:
        _stop_beside(chosen, page, str(error), lambda: None)
    standing = found.of(asked) if asked else next(iter(found.standings), None)
    if standing is None:
        _stop_beside(chosen, page, _no_standing(found, asked), lambda: pick_in_group(found, ""))
    _write({"m": standing.measure.id, "g": found.group.id} | st.session_state["looked_at"])
    name_page(f"{standing.measure.title} beside other forces, {chosen.place.quarter.label}")
    return found, standing


def _no_standing(found: GroupQuarter, asked: str) -> str:
    if asked:
        known = [one.id for one in found.plan.measures]
        reason = next((f"{one.title}: {reason}" for one, reason in found.others if one.id == asked), "")
        return reason or _unknown("measure", asked, known)
    return (
        f"For the 12 months to the end of {found.quarter} no figures of other forces are held for any measure of this "
        "plan. Choose another quarter or plan, or load such figures: a file with an “area” column."
    )


def _unknown(noun: str, asked: str, known: Sequence[str]) -> str:
    near = get_close_matches(asked, known, n=1, cutoff=0.5)
    meant = f" Did you mean “{near[0]}”?" if near else ""
    return f"This plan has no {noun} “{asked}”.{meant} Choose one from the list."


def series_of(chosen: Chosen, measure_id: str) -> MeasureSeries:
    """A measure's whole series beside the plan, which is the same at every quarter."""
    store, plan_id = chosen.store, chosen.place.plan_id
    make = lambda: measure_series(store, measure_id, plan_id=plan_id)  # noqa: E731
    return kept_as(make, store.url, str(chosen.version), "series", plan_id, measure_id)


def head(html: str, chosen: Chosen, more: Callable[[], None] | None = None) -> None:
    """The head of a page: the finding, and the pickers beside it (beneath it on a phone)."""
    if chosen.place.quarter not in chosen.status.quarters:
        html += no_figures(chosen.status)

    def beside() -> None:
        pickers(chosen)
        if more:
            more()

    _head(html, beside)


def desk_head(html: str, at: AtDesk) -> None:
    """The same for the quarter desk, where every quarter that has ended can be chosen."""

    def beside() -> None:
        _pick_plan(at.desk.plans, at.place.plan_id)
        quarters = sorted({*at.desk.quarters, at.place.quarter}, reverse=True)
        told = {quarter: "" if quarter in at.desk.with_figures else "no figures yet, " for quarter in quarters}
        labels = {quarter.slug: f"{quarter.label}: {told[quarter]}{quarter.months}" for quarter in quarters}
        _pick("Quarter", "quarter", labels, at.place.quarter.slug)

    _head(html, beside)


def _head(html: str, beside: Callable[[], None]) -> None:
    with st.container(key="head"):
        left, right = st.columns([7, 3], gap="medium")
        with left:
            show(html)
        with right:
            beside()


def pickers(chosen: Chosen) -> None:
    """The plan and quarter pickers."""
    _pick_plan(chosen.status.plans, chosen.place.plan_id)
    quarters = sorted({*chosen.status.quarters, chosen.place.quarter}, reverse=True)
    labels = {quarter.slug: f"{quarter.label}: {quarter.months}" for quarter in quarters}
    _pick("Quarter", "quarter", labels, chosen.place.quarter.slug)


def _pick_plan(heads: Sequence[PlanHead], current: str) -> None:
    _pick("Plan", "plan", {head.id: f"{head.start.year} to {head.end.year}: {head.title}" for head in heads}, current)


def pick_priority(chosen: Chosen, current: str) -> None:
    """The priority picker."""
    _pick("Priority", "p", {one.id: one.title for one in chosen.status.plan.head.priorities}, current)


def pick_measure(chosen: Chosen, current: str) -> None:
    """The measure picker."""
    _pick("Measure", "m", {one.measure.id: one.measure.title for one in chosen.status.measures}, current)


def pick_in_group(found: GroupQuarter, current: str) -> None:
    """The pickers of a measure that is set beside other forces, and of the group."""
    _pick("Measure", "m", {one.measure.id: one.measure.title for one in found.standings}, current)
    _pick("Group of forces", "g", {one.id: one.title for one in found.groups}, found.group.id)


def _pick(label: str, name: str, options: dict[str, str], current: str) -> None:
    """A picker that writes `name` into the address. `options` are labels by what the address holds."""
    key, known = f"pick_{name}", current in options
    st.session_state[key] = current if known else None
    st.selectbox(label, list(options), index=0 if known else None, key=key, on_change=_picked, args=(name,),
                 format_func=lambda one: options.get(one, one), placeholder=f"Choose a {label.lower()}")  # fmt: skip


def _picked(name: str) -> None:
    value = st.session_state.get(f"pick_{name}")
    if value:
        address = st.query_params.to_dict() | {name: str(value)}
        if name == "plan":  # another plan: its newest quarter, its first priority, the measure if it has it
            address = {"plan": str(value)} | {key: address[key] for key in ("m", "g") if key in address}
        st.query_params.from_dict(address)


def _stop(page: str, sentence: str, store: Store | None = None) -> NoReturn:
    """Say why there is nothing to show, with the plans to choose from if there are any, and end the run."""
    name_page(page)
    show(fault_html(page, sentence))
    if heads := _heads(store):
        _pick_plan(heads, "")
    st.stop()


def _heads(store: Store | None) -> Sequence[PlanHead]:
    try:
        return store.plan_heads() if store else ()
    except MeasuresError:
        return ()


def _stop_beside(chosen: Chosen, page: str, sentence: str, more: Callable[[], None]) -> NoReturn:
    """Say what is not there, with the pickers to choose something else, and end the run."""
    name_page(page)
    head(fault_html(page, sentence), chosen, more)
    foot(chosen)
    st.stop()
