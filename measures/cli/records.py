"""`measures history` and `measures check`: what was done, and whether what is stored is whole."""

from measures.cli import documents
from measures.cli.arguments import TextOrJson
from measures.cli.printing import add_row, as_json, complain, new_table, say, show
from measures.services.history import recorded_acts
from measures.services.integrity import check
from measures.storage.store import open_store
from measures.views.figures import counted

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


def print_faults() -> int:
    """`measures check`."""
    with open_store(upgrade=False) as store:
        faults = check(store)
        place = store.url
    if not faults:
        say("sound")
        return DONE
    say(*faults)
    complain(f"{counted(len(faults), 'fault')} in {place}. Put back the last sound backup.")
    return REFUSED
