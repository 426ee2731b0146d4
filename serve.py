"""The web application for a server, as `measures serve` starts it; Streamlit looks for the call of `st.App` here."""

import streamlit as st

from measures.widgets import server

app = st.App(server.PAGES, **server.around())
