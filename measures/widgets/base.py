"""The database of this process, as the program itself sees it: what pages and the server's guard stand on."""

import streamlit as st

from measures.settings import settings
from measures.storage.store import Store, open_store


def open_base() -> Store:
    """The store at the address in the settings, opened once; raises CannotReachDatabase.

    A page gets its own from `measures.widgets.signed_in.the_store`.
    """
    return _open(settings().database_url)


@st.cache_resource(show_spinner=False)
def _open(url: str) -> Store:
    return open_store(url)
