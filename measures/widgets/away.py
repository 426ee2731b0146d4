"""While the database is away: the page looks again by itself, and is made anew as soon as it is back."""

import streamlit as st

from measures.errors import MeasuresError
from measures.settings import settings
from measures.storage.store import open_store
from measures.widgets.parts import told_html

#: How often a page asks, and for how long all readers of a process share one answer.
LOOK_SECONDS, SHARED_SECONDS = 10, 2


def look_again() -> None:
    """Ask every few seconds whether the database is back, and make the page anew then."""
    st.html(told_html(f"This page asks every {LOOK_SECONDS} seconds whether it is back, and then shows itself anew."))
    just_found = [True]

    @st.fragment(run_every=LOOK_SECONDS)
    def look() -> None:
        if just_found:  # by the run that shows the sentence
            just_found.clear()
        elif _is_back(settings().database_url):
            st.rerun()

    look()


@st.cache_data(ttl=SHARED_SECONDS, show_spinner=False)
def _is_back(url: str) -> bool:
    try:
        with open_store(url, upgrade=False) as store:
            store.data_version()
    except MeasuresError:
        return False
    return True
