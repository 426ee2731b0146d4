"""The pages, in their order, and what is done once per process."""

import streamlit as st

from measures.widgets import session, signed_in
from measures.widgets.process import PROCESS
from measures.widgets.signed_in import shown

PROCESS.run_begins()
signed_in.give_secrets()
session.dress()
page = st.navigation(
    [
        st.Page("pages/status.py", title="Status", default=True),
        st.Page("pages/exceptions.py", title="Exceptions", url_path="exceptions"),
        st.Page("pages/review.py", title="Panel review", url_path="review"),
        st.Page("pages/priority.py", title="Priority", url_path="priority"),
        st.Page("pages/measure.py", title="Measure", url_path="measure"),
        st.Page("pages/forces.py", title="Similar forces", url_path="forces"),
        st.Page("pages/national.py", title="National measures", url_path="national"),
        st.Page("pages/funding.py", title="Funding", url_path="funding"),
        st.Page("pages/upload.py", title="Upload", url_path="upload", visibility=shown("Upload")),
        st.Page("pages/desk.py", title="Quarter desk", url_path="desk", visibility=shown("Quarter desk")),
        st.Page("pages/report.py", title="Report", url_path="report", visibility=shown("Report")),
        st.Page("pages/publications.py", title="Publications", url_path="publications"),
        st.Page("pages/history.py", title="History", url_path="history", visibility=shown("History")),
        st.Page("pages/register.py", title="Breaks and events", url_path="register"),
        st.Page("pages/rules.py", title="Definitions and rules", url_path="rules"),
        st.Page("pages/audit.py", title="Audit", url_path="audit", visibility=shown("Audit")),
        st.Page("pages/people.py", title="People", url_path="people", visibility=shown("People")),
        st.Page("pages/method.py", title="Method", url_path="method"),
    ],
    position="top",
)
with session.speaking_plainly():
    page.run()
