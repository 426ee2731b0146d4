"""What was awarded for each priority of a plan in a financial year, to whom, and how much of it is paid."""

from functools import partial

import streamlit as st

from measures.model.access import Permission
from measures.model.funding import StandingYear, YearOfFunding, standing, year_slug
from measures.services.access import may
from measures.services.funding import kept_lists, list_file
from measures.views.funding_view import awards_csv
from measures.views.safe_names import safe_name
from measures.widgets import choosing, session
from measures.widgets import funding_html as html
from measures.widgets.funding_choosing import choose_funding, pick_year
from measures.widgets.funding_form import FUNDING, funding_forms
from measures.widgets.told import told

at = choosing.open_page("Funding", with_plans=True)
store, (funding, missing) = at.store, choose_funding(at)
lists = kept_lists(store, funding.plan.id) if may(store, Permission.SEE_WORK) else ()


def show_year(sums: YearOfFunding, year: StandingYear) -> None:
    """The year by priority, then each award, and where they are from."""
    if figure := html.funding_figure(sums):
        session.show(html.figure_head(figure))
        session.draw(figure.drawing, figure.alt)
    session.show(html.portions_html(sums))
    session.show(html.awards_html(sums, year.awards, funding.plan))
    session.show(html.source_html(year.of))
    with st.container(horizontal=True):
        awards = partial(awards_csv, year.awards)
        session.download("Download these awards (CSV)", awards, f"funding-{year_slug(year.year)}.csv")
        if may(store, Permission.SAVE_FILES):
            name = safe_name(year.of.name, f"list-{year.of.id}")
            session.download("Download the list as it was loaded", partial(list_file, store, year.of.id), name)


if said := told(FUNDING):
    session.show(said)
choosing.head_with(missing or html.funding_head(funding), lambda: pick_year(store, funding))
if funding.sums and funding.standing and not missing:
    show_year(funding.sums, funding.standing)
session.show(html.lists_html(lists, standing(lists, funding.plan.id)))
if not funding.years and not may(store, Permission.UPLOAD):
    session.show(html.format_html(funding.plan))
funding_forms(store, funding.plan, lists)
session.foot(at)
