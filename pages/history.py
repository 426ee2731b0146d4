"""Every upload and act, each in full, and the withdrawal of an upload."""

from measures.errors import MeasuresError
from measures.services.act_subject import subject_of
from measures.services.history import act_record, find_acts, measure_titles, upload_record
from measures.services.withdrawals import withdrawal_preview
from measures.views.history_csv import figures_csv
from measures.views.moves_view import QuarterMoves, moves_csv
from measures.widgets import choosing, history_parts, session
from measures.widgets import history_html as html
from measures.widgets.fault_words import sentence_of
from measures.widgets.moves_shown import moves_shown
from measures.widgets.told import told

opened = choosing.open_page("History")
store, version = opened.store, str(opened.version)


def offer(label: str, moves: tuple[QuarterMoves, ...], name: str) -> None:
    """A download of moved ratings, where there are any."""
    if moves:
        session.download(label, lambda: moves_csv(moves), name)


def list_of_acts(asked: history_parts.Asked) -> None:
    """The acts that are asked for, a page at a time."""
    kind, text = asked.kind.value if asked.kind else "", asked.text
    found = session.kept_as(
        lambda: find_acts(store, kind=asked.kind, text=text, page=asked.page),
        store.url, version, "history", kind, text, str(asked.page),
    )  # fmt: skip
    session.show(html.list_head(found, asked=bool(kind or text)))
    history_parts.filters(asked)
    session.show(html.list_body(found, kind, text))


def one_act(act_id: int) -> None:
    """One act in full: a withdrawal, a change of definitions, what was written or published."""
    record = act_record(store, act_id)
    moved = moves_shown(store, record.ratings_moved)
    session.name_page(record.act.summary)
    session.show(html.act_html(record, moved, subject_of(store, record.act)))
    offer("Download the ratings (CSV)", moved, f"act-{act_id}-ratings.csv")


def one_upload(upload_id: int, measure_id: str) -> None:
    """An upload in full: what is kept of it, the ratings it moved, its figures, how to take it out."""
    record = session.kept_as(lambda: upload_record(store, upload_id), store.url, version, "upload", str(upload_id))
    titles, moved = measure_titles(store), moves_shown(store, record.accepted.ratings_moved)
    moved_back = moves_shown(store, record.withdrawal.ratings_moved) if record.withdrawal else ()
    session.name_page(f"Upload {upload_id}: {record.upload.name}")
    session.show(html.upload_head(record))
    history_parts.file_button(store, record.upload)
    session.show(html.upload_moves(record, moved, moved_back))
    offer("Download the ratings it moved (CSV)", moved, f"upload-{upload_id}-ratings.csv")
    session.show(html.upload_figures(record, titles, measure_id))
    session.download(
        "Download its figures (CSV)", lambda: figures_csv(record, titles), f"upload-{upload_id}-figures.csv"
    )
    session.show(html.take_out_link(record))


def taking_out(upload_id: int) -> None:
    """What taking an upload out would do, and the form that does it."""
    planned = session.kept_as(
        lambda: withdrawal_preview(store, upload_id), store.url, version, "withdrawal", str(upload_id)
    )
    session.name_page(f"Take upload {upload_id} out")
    moves = moves_shown(store, planned.ratings_moved)
    session.show(html.withdrawal_html(planned, measure_titles(store), moves))
    offer("Download the ratings that would move (CSV)", moves, f"upload-{upload_id}-ratings-would-move.csv")
    session.show(html.last_word(planned))
    history_parts.withdrawal_form(store, planned)


if said := told(history_parts.HISTORY):
    session.show(said)
try:
    asked = history_parts.asked()
    if asked.upload_id is not None and asked.withdraw and store.upload(asked.upload_id).stands:
        taking_out(asked.upload_id)
    elif asked.upload_id is not None:
        one_upload(asked.upload_id, asked.measure_id)
    elif asked.act_id is not None:
        one_act(asked.act_id)
    else:
        list_of_acts(asked)
except MeasuresError as error:
    session.show(html.nothing_there(sentence_of(error)))
session.foot(opened)
