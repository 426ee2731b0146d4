"""Steps 2 to 4 of the Upload page, and what was stored: each asks the views for words and puts them on the page."""

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from measures.errors import ChangedMeanwhile, MayBeStored, MeasuresError
from measures.model.issue import Issue
from measures.model.measure import Measure
from measures.model.quarter import Quarter
from measures.services.history import act_record
from measures.services.outlook import plan_at, still_missing
from measures.services.uploads import Preview
from measures.storage.store import Store
from measures.views.difference_view import SHOWN, difference_csv, difference_rows
from measures.views.moves_view import headlines_moved, moves_csv
from measures.views.problem_file import problem_file
from measures.views.upload_view import (
    Finding,
    finding_of_upload,
    finding_rows,
    issues_in_words,
    meanwhile_words,
    store_label,
    ticks_of,
)
from measures.widgets import session, upload_html
from measures.widgets.fault_words import sentence_of
from measures.widgets.markup import Place
from measures.widgets.moves_shown import moves_shown
from measures.widgets.parts import plain_label
from measures.widgets.restatement_html import restated_html
from measures.widgets.session import Opened
from measures.widgets.upload_work import ChosenFile, Work

NOTE = "Change note: why these figures, in a sentence"
NOTE_HELP = (
    "The history keeps it beside the upload. Left blank, nobody will know later why the figures came in or changed; "
    "where a figure that stands would change it may not be blank."
)


def show_checks(issues: Sequence[Issue], preview: Preview | None) -> None:
    """Every finding, and the officer's own file with a column that says them."""
    session.show(upload_html.step_heading(2))
    rows = finding_rows(issues)
    session.show(upload_html.checks_html(rows, issues_in_words(issues)))
    copy = problem_file(preview) if preview else None
    if copy:
        session.download("Download your file with a problem column", copy.make, copy.name)


def show_preview(store: Store, preview: Preview, measures: dict[str, Measure]) -> None:
    """What would change, which colours would move, what the quarter would still lack."""
    session.show(upload_html.step_heading(3))
    session.show(upload_html.counts_html(preview))
    if preview.refused:
        session.show(upload_html.preview_waits())
        return
    rows = difference_rows(preview.changes, measures, SHOWN)
    session.show(upload_html.difference_html(rows, len(preview.changes)))
    if len(preview.changes):
        session.download(
            "Download every difference (CSV)", lambda: difference_csv(preview.changes, measures), "difference.csv"
        )
    if preview.restates:
        session.show(restated_html(preview.restates))
    _show_moves(store, preview)
    session.show(upload_html.missing_html(still_missing(store, preview)))


def _show_moves(store: Store, preview: Preview) -> None:
    groups = moves_shown(store, preview.ratings_moved)
    session.show(upload_html.colours_html(groups, stored=False))
    if groups:
        session.download("Download every rating that would move (CSV)", lambda: moves_csv(groups), "ratings.csv")


def show_confirm(
    work: Work, opened: Opened, chosen: ChosenFile, preview: Preview, measures: dict[str, Measure]
) -> None:
    """The ticks, the name, the note, and the one button that stores; all of them anew for each state of the data."""
    session.show(upload_html.confirm_html(preview))
    if not preview.storable:
        return
    state = f"{preview.based_on}-{chosen.key}"
    with st.form("upload_confirm", border=False, enter_to_submit=False):
        ticks = _ask(preview, measures, state)
        by = session.person()
        note = st.text_area(NOTE, key=f"upload_note_{chosen.file_key}", max_chars=1000, help=NOTE_HELP, height=80)
        pressed = st.form_submit_button(store_label(preview), type="primary", key=f"upload_store_{state}")
    if not pressed:
        return
    try:
        with st.spinner("Storing the figures …"):
            work.accept(opened.store, chosen, preview, by=by, note=note, ticks=ticks)
    except ChangedMeanwhile:
        st.rerun()  # at the new state of the data, which says what moved
    except MeasuresError as error:
        title = "Perhaps stored" if isinstance(error, MayBeStored) else "Not stored yet"
        session.show(upload_html.notice_html(title, [sentence_of(error)]))
        return
    st.rerun()


def _ask(preview: Preview, measures: dict[str, Measure], state: str) -> list[str]:
    """One tick after the other, under the heading of their kind; the keys of those that are given."""
    given = []
    for kind, ticks in groupby(ticks_of(preview), key=lambda tick: tick.kind):
        session.show(upload_html.kind_html(kind))
        given += [tick.key for tick in ticks if st.checkbox(plain_label(tick.label), key=f"upload_{state}_{tick.key}")]
    return given


def show_meanwhile(work: Work, store: Store, chosen: ChosenFile, preview: Preview) -> None:
    """What others did since the person first looked at the file."""
    acts = work.meanwhile(store, chosen, preview)
    if acts:
        session.show(upload_html.meanwhile_html(meanwhile_words(acts)))


def stored_finding(store: Store, upload_id: int) -> Finding:
    """What the upload of that number came to; raises NotFound."""
    upload = store.upload(upload_id)
    return finding_of_upload(upload, headlines_moved(act_record(store, upload.act_id).ratings_moved))


def show_stored(store: Store, upload_id: int) -> None:
    """What was stored, which colours moved, and where to go from here."""
    upload = store.upload(upload_id)
    record = act_record(store, upload.act_id)
    quarters = record.act.details.get("quarters")
    place = _place(store, quarters[0]) if isinstance(quarters, list) and quarters else None
    session.show(upload_html.stored_html(upload))
    if upload.stands:
        groups = moves_shown(store, record.ratings_moved)
        session.show(upload_html.colours_html(groups, stored=True))
    session.show(upload_html.onward_html(upload, place))


def _place(store: Store, label: str) -> Place | None:
    quarter = Quarter.parse(label)
    head = plan_at(store, quarter)
    return Place(head.id, quarter) if head else None
