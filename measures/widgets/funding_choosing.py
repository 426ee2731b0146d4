"""Which plan and year the Funding page is about, from its address: `plan` and `year` (2025-26)."""

import streamlit as st

from measures.errors import MeasuresError, NotFound
from measures.model.funding import year_label, year_of_slug, year_slug
from measures.services.funding import PlanFunding, plan_funding
from measures.storage.store import Store
from measures.widgets import choosing
from measures.widgets.fault_words import sentence_of
from measures.widgets.funding_html import not_held_html
from measures.widgets.session import Opened, kept_as, name_page

PAGE = "Funding"


def choose_funding(at: Opened) -> tuple[PlanFunding, str]:
    """The plan's awards in the year asked for, and "" or why that year has none, as HTML.

    Without a year it is the newest that has a list; the address is completed. Ends the run where there is no such plan.
    """
    plan_id, slug = choosing.asked_for("plan"), st.query_params.get("year", "").strip()
    try:
        funding, missing = _asked(at, plan_id, slug), ""
    except MeasuresError as error:
        if not slug:
            choosing.stop(PAGE, error, at.store)
        missing = not_held_html(sentence_of(error))
        try:
            funding = _asked(at, plan_id, "")
        except MeasuresError as other:
            choosing.stop(PAGE, other, at.store)
    if missing or funding.standing is None:
        name_page(PAGE)
        return funding, missing
    if st.session_state.get("looked_at", {}).get("plan") != funding.plan.id:  # its newest quarter, on other pages
        st.session_state["looked_at"] = {"plan": funding.plan.id}
    choosing.write_address({"plan": funding.plan.id, "year": year_slug(funding.standing.year)})
    name_page(f"{PAGE}, {year_label(funding.standing.year)}")
    return funding, ""


def _asked(at: Opened, plan_id: str, slug: str) -> PlanFunding:
    def make() -> PlanFunding:
        year = year_of_slug(slug) if slug else None
        if slug and year is None:
            raise NotFound(f"“{slug[:40]}” is not a financial year, such as 2025-26.")
        return plan_funding(at.store, plan_id or None, year)

    return kept_as(make, at.store.url, str(at.version), "funding", plan_id, slug)


def pick_year(store: Store, funding: PlanFunding) -> None:
    """The pickers of the plan and, where lists are held, of the year."""
    choosing.pick_plan(store.plan_heads(), funding.plan.id)
    if funding.years:
        years = {year_slug(year): year_label(year) for year in funding.years}
        current = funding.standing.year if funding.standing else funding.years[0]
        choosing.pick("Financial year", "year", years, year_slug(current))
