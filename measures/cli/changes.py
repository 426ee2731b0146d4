"""`measures init`, `define`, `load` and `withdraw`: what alters the database, each all or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from measures.cli import documents
from measures.cli.arguments import CalledWrongly, TextOrJson, person, read_file
from measures.cli.findings import MOST_ROWS, show_changes, show_issues, show_moves, show_restated
from measures.cli.printing import as_json, complain, out, say, under_way
from measures.model.issue import Issue
from measures.model.moment import in_words
from measures.model.quarter import Quarter
from measures.model.rating import RatingMove
from measures.model.record import Upload
from measures.services.areas import AreasLoaded, load_areas
from measures.services.definitions import DefinitionsLoaded, export_plan, load_definitions
from measures.services.loading import Loaded, load_upload
from measures.services.mappings import ChosenMapping, choose_mapping
from measures.services.sample import SampleRefused, is_wanted, load_sample
from measures.services.uploads import Preview, needs_reason, preview_upload
from measures.services.withdrawals import withdraw_upload, withdrawal_preview
from measures.settings import settings
from measures.storage.store import open_store
from measures.views.figures import counted
from measures.views.upload_view import issues_in_words

DONE, REFUSED = 0, 1
_ROWS = ("added", "changed", "unchanged", "stopped")


def prepare(*, sample: bool, sample_if_empty: bool) -> int:
    """`measures init`."""
    with open_store() as store:
        say(f"The database is ready: {store.url}")
        if sample or (sample_if_empty and is_wanted(store)):
            try:
                with under_way("Loading the sample …"):
                    load_sample(store)
            except SampleRefused as error:
                complain(str(error))
                return REFUSED
        plans, uploads = len(store.plan_heads()), sum(upload.stands for upload in store.uploads())
    if plans or uploads:
        say(f"It holds {counted(plans, 'plan')} and {counted(uploads, 'file')} of figures.")
    else:
        say("It holds no plan yet. Load one with “measures define FILE”, or the sample with “measures init --sample”.")
    return DONE


def export(plan_id: str) -> int:
    """`measures define --export`."""
    with open_store(upgrade=False) as store:
        out(export_plan(store, plan_id).removesuffix("\n"))
    return DONE


def define(files: Sequence[Path], from_quarter: Quarter | None, reason: str, by: str | None, *, dry_run: bool) -> int:
    """`measures define FILE...`."""
    read, name = _named(files), person(by)
    with open_store() as store, under_way("Reading the definitions …"):
        loaded = load_definitions(store, read, from_quarter=from_quarter, reason=reason, by=name, dry_run=dry_run)
    return _tell_definitions(loaded, dry_run=dry_run)


def define_areas(files: Sequence[Path], reason: str, by: str | None, *, dry_run: bool) -> int:
    """`measures define AREAS.csv GROUPS.csv`."""
    read, name = _named(files), person(by)
    with open_store() as store, under_way("Reading the areas …"):
        loaded = load_areas(store, read, reason=reason, by=name, dry_run=dry_run)
    return _tell_definitions(loaded, dry_run=dry_run)


def _named(files: Sequence[Path]) -> list[tuple[str, bytes]]:
    """The files with their names; with the whole path where two have one name."""
    alike = len({path.name for path in files}) < len(files)
    return [(str(path) if alike else path.name, read_file(path)) for path in files]


def _tell_definitions(loaded: DefinitionsLoaded | AreasLoaded, *, dry_run: bool) -> int:
    show_issues(loaded.issues)
    if loaded.refused:
        complain(f"Refused: {issues_in_words(loaded.issues)}. Nothing was stored.")
        return REFUSED
    if not loaded.changes:
        say("Nothing differs from what is stored. Nothing was changed.")
        return DONE
    say(*(one if isinstance(one, str) else one.sentence for one in loaded.changes), "")
    show_moves(loaded.ratings_moved, "would move" if dry_run else "moved", None if dry_run else MOST_ROWS)
    many = counted(len(loaded.changes), "change")
    say(f"This was a dry run: nothing was stored. {many} would be." if dry_run else f"Stored: {many}.")
    return DONE


@dataclass(frozen=True, slots=True)
class ReadAs:
    """How a file is to be read where it does not say so itself."""

    sheet: str | None = None
    mapping: Path | None = None
    all_forces: bool = False


def load(
    path: Path, read_as: ReadAs, by: str | None, note: str, form: TextOrJson, *, dry_run: bool, confirm: bool
) -> int:
    """`measures load`."""
    content = read_file(path, settings().upload_max_bytes)
    name = person(by)
    mapping, faults = _mapping(read_as)
    if faults:
        return _refuse_mapping(faults, form)
    with open_store() as store, under_way(f"Reading {path.name} …"):

        def make() -> Preview:
            return preview_upload(store, path.name, content, sheet=read_as.sheet, mapping=mapping)

        loaded = load_upload(store, make, by=name, note=note, confirm=confirm, dry_run=dry_run)
    if form is TextOrJson.JSON:
        as_json(_load_document(loaded.preview, loaded.upload))
    else:
        _tell_load(loaded, dry_run=dry_run)
    if loaded.overtaken is not None:
        complain(f"{loaded.overtaken} What the file would do now is shown above; load it again if that is right.")
    return REFUSED if loaded.held_up else DONE


def _mapping(read_as: ReadAs) -> tuple[ChosenMapping | None, tuple[Issue, ...]]:
    if read_as.mapping is None:
        return None, ()
    content = read_file(read_as.mapping, settings().upload_max_bytes)
    return choose_mapping(read_as.mapping.name, content, all_forces=True if read_as.all_forces else None)


def _refuse_mapping(faults: Sequence[Issue], form: TextOrJson) -> int:
    if form is TextOrJson.JSON:
        as_json(_document((), None, 0, dict.fromkeys(_ROWS, 0), faults))
    else:
        show_issues(faults)
        complain(f"The mapping was refused: {issues_in_words(faults)}. Nothing was read or stored.")
    return REFUSED


def _load_document(preview: Preview, upload: Upload | None) -> documents.Document:
    """The form of SPEC section 11."""
    rows = {name: getattr(preview, name) for name in _ROWS}
    issues = preview.issues
    earlier = preview.duplicate_of
    if earlier is not None:  # whatever its rows would be today: nothing is asked of them, nothing is done
        rows, issues = {**dict.fromkeys(rows, 0), "unchanged": sum(rows.values())}, ()
    document = _document(preview.ratings_moved, upload or earlier, preview.lines_read, rows, issues)
    return {**document, "accepted": upload is not None}


def _document(
    moved: Sequence[RatingMove], upload: Upload | None, lines_read: int, rows: dict[str, int], issues: Sequence[Issue]
) -> documents.Document:
    return {
        "accepted": False,
        "upload": upload.id if upload else None,
        "lines_read": lines_read,
        "rows": rows,
        "ratings_moved": documents.moved_ratings(moved),
        "issues": [documents.issue(one) for one in issues],
    }


def _tell_load(loaded: Loaded, *, dry_run: bool) -> None:
    preview, upload = loaded.preview, loaded.upload
    earlier = preview.duplicate_of
    if earlier is not None:
        when = in_words(earlier.at)
        say(f"{preview.name}: already uploaded on {when} by {earlier.by}: nothing changed. It is upload {earlier.id}.")
        return
    say(
        f"{preview.name}: {counted(preview.lines_read, 'line')} read; {preview.added:,} added, "
        f"{preview.changed:,} changed, {preview.unchanged:,} unchanged, {preview.stopped:,} stopped."
    )
    show_issues(preview.issues)
    if preview.refused:
        complain(f"{preview.name} was refused: {issues_in_words(preview.issues)}. Nothing was stored.")
        return
    show_moves(preview.ratings_moved, "moved" if upload else "would move", MOST_ROWS if upload else None)
    if upload is not None:
        say(f"Stored as upload {upload.id}.")
    elif loaded.unconfirmed:
        complain(
            f"{preview.name} was not stored: {issues_in_words(preview.issues)}. Look at each of them; "
            "if the figures are right, load the file again with --confirm."
        )
    elif loaded.unexplained:
        complain(needs_reason(preview))
    elif dry_run:
        say("This was a dry run: nothing was stored.")


def withdrawal_dry_run(upload_id: int) -> int:
    """`measures withdraw --dry-run`."""
    with open_store() as store, under_way("Looking …"):
        planned = withdrawal_preview(store, upload_id)
    say(
        f"Withdrawing upload {planned.upload.id} ({planned.upload.name}) would restore "
        f"{counted(planned.restored, 'figure')} to what stood before and remove {counted(planned.removed, 'figure')}."
    )
    show_changes(planned.changes)
    show_moves(planned.ratings_moved, "would move")
    show_restated(planned.restates)
    say("This was a dry run: nothing was changed.")
    return DONE


def withdraw(upload_id: int, reason: str, by: str | None) -> int:
    """`measures withdraw`."""
    if not reason.strip():
        raise CalledWrongly("The reason is missing. Say why the figures no longer count: --reason TEXT.")
    name = person(by)
    with open_store() as store, under_way("Withdrawing …"):
        done = withdraw_upload(store, upload_id, reason=reason, by=name)
    say(
        f"Upload {done.upload.id} ({done.upload.name}) was withdrawn: "
        f"{counted(done.restored, 'figure')} restored to what stood before, {counted(done.removed, 'figure')} removed."
    )
    show_changes(done.changes)
    show_moves(done.ratings_moved, "moved", MOST_ROWS)
    show_restated(done.restates)
    return DONE
