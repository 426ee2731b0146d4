"""`measures history` and `measures check`: what was done, and whether what is stored is whole."""

from collections.abc import Sequence
from pathlib import Path

from measures.cli import documents
from measures.cli.arguments import CalledWrongly, TextOrJson, write_new
from measures.cli.findings import MOST_ROWS, show_changes, show_moves
from measures.cli.printing import add_row, as_json, complain, new_table, say, show
from measures.errors import NotAllowed
from measures.model.moment import in_words
from measures.services.history import recorded_acts, stored_file, upload_record
from measures.services.integrity import check, noted_ends, record_end
from measures.storage.store import open_store
from measures.views.figures import counted
from measures.views.history_view import upload_facts, upload_finding, withdrawn_in_words
from measures.views.safe_names import safe_name

DONE, REFUSED = 0, 1


def print_history(form: TextOrJson) -> int:
    """`measures history`."""
    with open_store(upgrade=False) as store:
        acts, uploads = recorded_acts(store), store.uploads()
    if form is TextOrJson.JSON:
        as_json(documents.history_document(acts, uploads))
        return DONE
    if not acts:
        say("Nothing was stored yet.")
        return DONE
    by_act = {upload.act_id: upload for upload in uploads}
    table = new_table("Upload", "When (UTC)", "By", "What was done", "Note or reason", right=("Upload",))
    for act in acts:
        upload = by_act.get(act.id)
        what = act.summary + (" (withdrawn since)" if upload and not upload.stands else "")
        add_row(table, upload.id if upload else None, f"{act.at:%Y-%m-%d %H:%M}", act.by, what, act.reason)
    show(table)
    return DONE


def print_upload(upload_id: int, form: TextOrJson) -> int:
    """`measures history --upload`."""
    with open_store(upgrade=False) as store:
        record = upload_record(store, upload_id)
    if form is TextOrJson.JSON:
        as_json(documents.upload_document(record))
        return DONE
    upload = record.upload
    say(f"Upload {upload.id}: {upload_finding(record)}.", f"Accepted on {in_words(upload.at)} by {upload.by}")
    say(*(f"{term}: {words}" for term, words in upload_facts(record)))
    if not upload.stands:
        say(f"It was {withdrawn_in_words(upload)}")
    if record.accepted.confirmed:
        say("", "Confirmed when it was accepted:", *(f"- {text}" for text in record.accepted.confirmed))
    say("")
    show_changes(record.figures, lines=True)
    say("")
    show_moves(record.accepted.ratings_moved, "moved", MOST_ROWS)
    return DONE


def write_upload(upload_id: int, path: Path) -> int:
    """`measures history --upload UPLOAD --file PATH`; in a folder under the file's own name, made safe."""
    with open_store(upgrade=False) as store:
        upload, content = store.upload(upload_id), stored_file(store, upload_id)
    place = path / safe_name(upload.name, f"upload-{upload_id}") if path.is_dir() else path
    write_new(place, content)
    say(f"Written: {place}, {counted(len(content), 'byte')}, SHA-256 {upload.sha256}")
    return DONE


def print_faults(noted: Sequence[str]) -> int:
    """`measures check`."""
    with open_store(upgrade=False) as store:
        try:
            faults = check(store, [end for text in noted for end in noted_ends(text)])
        except NotAllowed as error:
            raise CalledWrongly(str(error)) from None
        place, end = store.url, record_end(store)
    if not faults:
        say("sound", *filter(None, [end]))
        return DONE
    say(*faults)
    complain(f"{counted(len(faults), 'fault')} in {place}. Put back the last sound backup.")
    return REFUSED
