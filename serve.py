"""The web application as `measures serve` and `measures dashboard` start it: Streamlit looks for the `st.App` here."""

import sys

import streamlit as st

from measures.widgets import server

app = st.App(server.PAGES, **server.around(at_home=server.AT_HOME in sys.argv[1:]))
