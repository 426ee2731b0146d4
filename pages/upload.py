"""A new quarter's file: choose, checks, preview, confirm; then what was stored stands here.

Nothing is stored but by the button of step 4. What became of the file in the uploader is noted as it happens, so that
a second click finds it; its number goes into the address, so that a reload does, and the uploader is emptied.
"""

import streamlit as st

from measures.errors import MeasuresError
from measures.views.upload_view import START, finding_of_preview, finding_of_stop, progress_of
from measures.widgets import choosing, session, upload_html, upload_steps
from measures.widgets.upload_choosing import choose_file, read_chosen
from measures.widgets.upload_work import ChosenFile, work

opened = choosing.open_page("Upload", with_plans=True)
store, mine = opened.store, work()
head, result, choice = st.container(), st.container(), st.container()


def show_result(number: int | str) -> None:
    """What was stored as the upload of that number."""
    with head:
        try:
            upload_id = choosing.number_in(str(number), "upload")
            finding = upload_steps.stored_finding(store, upload_id)
        except MeasuresError as error:
            session.show(upload_html.no_upload(error))
            return
        session.show(upload_html.head_html(finding))
    with result:
        upload_steps.show_stored(store, upload_id)


def show_steps(chosen: ChosenFile) -> None:
    """Steps 2 to 4 for the file that was chosen."""
    measures = store.measures()
    with choice:
        chosen, preview, faults = read_chosen(mine, opened, chosen)
    with head:
        finding = finding_of_stop(faults) if faults else finding_of_preview(preview)
        session.show(upload_html.head_html(finding, progress_of(preview, faults)))
        upload_steps.show_meanwhile(mine, store, chosen, preview)
    if preview.duplicate_of and not faults:
        session.show(upload_html.duplicate_html(preview.duplicate_of))
        return
    upload_steps.show_checks(faults or preview.issues, None if faults else preview)
    if faults:
        return
    upload_steps.show_preview(store, preview, measures)
    upload_steps.show_confirm(mine, opened, chosen, preview, measures)


with choice:
    heading = st.container()
    chosen = choose_file(mine)
number = mine.stored(chosen) if chosen else st.query_params.get("stored", mine.result)
if chosen and isinstance(number, int):  # the uploader is for the next file
    st.query_params.from_dict({"stored": str(number)})
    mine.empty_uploader(number)
    st.rerun()
with heading:
    session.show(upload_html.choose_html(again=number is not None))
if number is not None:
    st.query_params.from_dict({"stored": str(number)})
    show_result(number)
elif chosen is not None:
    mine.result = None
    st.query_params.clear()
    show_steps(chosen)
else:
    with head:
        session.show(upload_html.head_html(START, progress_of(None, ())))
session.foot(opened)
