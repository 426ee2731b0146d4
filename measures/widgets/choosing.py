"""What a page is about, from its address: plan, quarter, and the measure or priority.

The address is the truth: `plan`, `quarter`, `m` for a measure, `p` for a priority, `g` for a group of forces. A picker
writes it, every run reads it. (Streamlit's own binding of a widget would write labels such as `2016/17 Q1` and leave
out what is the default, so that a link to today's view would show another one tomorrow.)
"""

from collections import Counter
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from functools import partial
from typing import NoReturn

import streamlit as st

from measures.errors import CannotReachDatabase, MeasuresError, NotFound
from measures.model.access import Permission
from measures.model.measure import PlanHead, Priority
from measures.model.quarter import Quarter
from measures.model.rating import MeasureRating
from measures.model.status import Arrival, MeasureSeries, QuarterStatus
from measures.services.ratings import RatedPlan, measure_series, measure_status, rated_plan, some_plans
from measures.services.standing import standing_of
from measures.settings import this_day
from measures.storage.store import Store
from measures.widgets.away import look_again
from measures.widgets.fault_words import sentence_of
from measures.widgets.markup import Place
from measures.widgets.parts import fault_html, late_html, no_figures
from measures.widgets.session import (
    Chosen,
    Opened,
    Placed,
    foot,
    kept,
    kept_as,
    name_page,
    show,
    through_app,
)
from measures.widgets.signed_in import the_store
from measures.widgets.standing_html import standing_html

WAITED_FOR = 366  # days after a quarter's end in which figures may still come


def choose(page: str, *parameters: str) -> Chosen:
    """The plan and quarter that the address asks for.

    `page` names it in messages and, with the quarter, in the tab; `parameters` are the further parts of the address
    that the page needs. Where nothing can be shown the page says why and what to do, and the run ends.
    """
    through_app()
    store = None
    try:
        store = the_store(page)
        version = store.data_version()
        status = _status(store, version, st.query_params.get("m", "") if "m" in parameters else "")
    except MeasuresError as error:
        stop(page, error, store)
    place = Place(status.plan.head.id, status.quarter)
    _remember(place, parameters)
    if not parameters:  # a page about a measure or a priority is named after it, once it is found
        name_page(f"{page}, {place.quarter.label}")
    return Chosen(store, version, place, status)


def open_page(page: str, *, with_plans: bool = False) -> Opened:
    """The store, for a page that is about no one quarter; where it cannot be opened the page says why and ends.

    So it does `with_plans` where there is no plan yet.
    """
    through_app()
    name_page(page)
    try:
        store = the_store(page)
        if with_plans:
            some_plans(store)
        return Opened(store, store.data_version())
    except MeasuresError as error:
        stop(page, error)


def _status(store: Store, version: int, measure_id: str) -> QuarterStatus:
    """The status asked for. A measure's address without a plan leads to the newest plan that has the measure."""
    plan_id, slug = asked_for("plan"), asked_for("quarter")
    named = "plan" in st.query_params

    def make() -> QuarterStatus:
        quarter = Quarter.parse(slug) if slug else None
        status = rated(store, version, plan_id).status(quarter)
        if named or not measure_id or any(one.measure.id == measure_id for one in status.measures):
            return status
        try:
            return measure_status(store, measure_id)[0]
        except MeasuresError:
            return status  # the measure's page says that there is no such measure

    return kept_as(make, store.url, str(version), "status", plan_id, slug, "" if named else measure_id)


def rated(store: Store, version: int, plan_id: str) -> RatedPlan:
    """A plan with all its quarters rated, once for a data version."""
    return kept_as(partial(rated_plan, store, plan_id or None), store.url, str(version), "rated plan", plan_id)


def asked_for(name: str) -> str:
    """What the address says, else what was last looked at in this session; an address with a plan stands alone."""
    given = st.query_params.get(name, "").strip()
    if given or "plan" in st.query_params:
        return given
    remembered: dict[str, str] = st.session_state.get("looked_at", {})
    return remembered.get(name, "")


def number_asked_for(name: str) -> int | None:
    """The number that the address gives under a name, None where it gives none; raises NotFound for what is none."""
    text = st.query_params.get(name, "").strip()
    return number_in(text, name) if text else None


def number_in(text: str, name: str) -> int:
    """The number of an upload, an act or a publication that an address gives; raises NotFound for what is none."""
    if not (text.isascii() and text.isdigit() and len(text) < 11 and 0 < int(text) < 2**31):
        of = f"{'an' if name[0] in 'aeiou' else 'a'} {name}"
        raise NotFound(f"“{text[:40]}” is not the number of {of}, such as 12.")
    return int(text)


def _remember(place: Place, parameters: Sequence[str]) -> None:
    """Complete the address, so that it opens this very view again, and keep it for the next page."""
    st.session_state["looked_at"] = {"plan": place.plan_id, "quarter": place.quarter.slug}
    given = {name: st.query_params[name] for name in parameters if name in st.query_params}
    write_address(given | st.session_state["looked_at"])


def write_address(address: dict[str, str]) -> None:
    """Make the address ask for this and nothing else."""
    if st.query_params.to_dict() != address:
        st.query_params.from_dict(address)


def choose_priority(chosen: Chosen) -> Priority:
    """The priority in the address, else the plan's first."""
    priorities = chosen.status.plan.head.priorities
    asked = st.query_params.get("p", "")
    found = next((one for one in priorities if one.id == asked), None) if asked else next(iter(priorities), None)
    if found is None:
        known = [one.id for one in priorities]
        stop_beside(chosen, "Priority", unknown("priority", asked, known), lambda: pick_priority(chosen, ""))
    write_address({"p": found.id} | st.session_state["looked_at"])
    name_page(f"{found.title}, {chosen.place.quarter.label}")
    return found


def choose_measure(chosen: Chosen) -> MeasureRating:
    """The measure in the address, else the plan's first."""
    asked = st.query_params.get("m", "")
    ratings = chosen.status.measures
    found = next((one for one in ratings if one.measure.id == asked), None) if asked else next(iter(ratings), None)
    if found is None:
        known = [one.measure.id for one in ratings]
        stop_beside(chosen, "Measure", unknown("measure", asked, known), lambda: pick_measure(chosen, ""))
    write_address({"m": found.measure.id} | st.session_state["looked_at"])
    name_page(f"{found.measure.title}, {chosen.place.quarter.label}")
    return found


def unknown(noun: str, asked: str, known: Sequence[str]) -> str:
    """What the plan has not, with the nearest that it has."""
    near = get_close_matches(asked, known, n=1, cutoff=0.5)
    meant = f" Did you mean “{near[0]}”?" if near else ""
    return f"This plan has no {noun} “{asked}”.{meant} Choose one from the list."


def series_of(chosen: Chosen, measure_id: str) -> MeasureSeries:
    """A measure's whole series beside the plan, which is the same at every quarter."""
    store, plan_id = chosen.store, chosen.place.plan_id
    make = partial(measure_series, store, measure_id, plan_id=plan_id)
    return kept_as(make, store.url, str(chosen.version), "series", plan_id, measure_id)


def arrival_of(chosen: Chosen) -> Arrival | None:
    """How far the figures of the quarter have come; None a year after its end, when nobody waits for more."""
    store, place = chosen.store, chosen.place
    if (this_day() - place.quarter.end).days > WAITED_FOR:
        return None

    def make() -> Arrival:
        return rated(store, chosen.version, place.plan_id).arrival(place.quarter)

    return kept(make, chosen, "arrival")


def head(
    html: str,
    chosen: Chosen,
    more: Callable[[], None] | None = None,
    *,
    at_report: bool = False,
    of_rules: bool = False,
) -> None:
    """The head of a page: the finding, draft or published, and the pickers beside it (beneath it on a phone).

    A page that is `of_rules` is no part of a report: it says nothing of its figures being published or late.
    """
    if not of_rules:
        html += standing_of_quarter(chosen, at_report=at_report) + _figures_so_far(chosen, at_report=at_report)

    def beside() -> None:
        pickers(chosen)
        if more:
            more()

    head_with(html, beside)


def _figures_so_far(chosen: Chosen, *, at_report: bool) -> str:
    """A notice where the quarter has no figure, or some are late; the report lists by itself what is still to come."""
    if chosen.place.quarter not in chosen.status.quarters:
        return no_figures(chosen.status)
    if at_report:
        return ""
    return late_html(arrival_of(chosen), chosen.place, leads_on=chosen.store.actor.may(Permission.SEE_WORK))


def standing_of_quarter(chosen: Placed, *, at_report: bool = False) -> str:
    """The line that says whether the quarter is a draft or was published."""
    store, place = chosen.store, chosen.place
    make = partial(standing_of, store, place.plan_id, place.quarter)
    leads_on = store.actor.may(Permission.SEE_WORK)
    return standing_html(kept(make, chosen, "standing"), place, leads_on=leads_on, at_report=at_report)


def head_with(html: str, beside: Callable[[], None]) -> None:
    """The head of a page, and what `beside` puts there."""
    with st.container(key="head"):
        left, right = st.columns([7, 3], gap="medium")
        with left:
            show(html)
        with right:
            beside()


def pickers(chosen: Chosen) -> None:
    """The plan and quarter pickers."""
    pick_plan(chosen.status.plans, chosen.place.plan_id)
    quarters = sorted({*chosen.status.quarters, chosen.place.quarter}, reverse=True)
    labels = {quarter.slug: f"{quarter.label}: {quarter.months}" for quarter in quarters}
    pick("Quarter", "quarter", labels, chosen.place.quarter.slug)


def pick_plan(heads: Sequence[PlanHead], current: str) -> None:
    """The plan picker: by its years, with the title where two plans run in the same."""
    years = {head.id: f"{head.start.year} to {head.end.year}" for head in heads}
    twice = Counter(years.values())
    labels = {one.id: years[one.id] if twice[years[one.id]] == 1 else f"{years[one.id]}: {one.title}" for one in heads}
    pick("Plan", "plan", labels, current)


def pick_priority(chosen: Chosen, current: str) -> None:
    """The priority picker."""
    pick("Priority", "p", {one.id: one.title for one in chosen.status.plan.head.priorities}, current)


def pick_measure(chosen: Chosen, current: str) -> None:
    """The measure picker."""
    pick("Measure", "m", {one.measure.id: one.measure.title for one in chosen.status.measures}, current)


def pick(label: str, name: str, options: dict[str, str], current: str) -> None:
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


def stop(page: str, error: MeasuresError, store: Store | None = None) -> NoReturn:
    """Say why there is nothing to show, with the plans to choose from if there are any, and end the run.

    Of a database that is away nothing more is asked but whether it is back: each question may take its while.
    """
    name_page(page)
    show(fault_html(page, sentence_of(error)))
    if isinstance(error, CannotReachDatabase):
        look_again()
    elif heads := _heads(store):
        pick_plan(heads, "")
    st.stop()


def _heads(store: Store | None) -> Sequence[PlanHead]:
    try:
        return store.plan_heads() if store else ()
    except MeasuresError:
        return ()


def stop_beside(chosen: Chosen, page: str, sentence: str, more: Callable[[], None]) -> NoReturn:
    """Say what is not there, with the pickers to choose something else, and end the run."""
    name_page(page)
    head(fault_html(page, sentence), chosen, more)
    foot(chosen)
    st.stop()
