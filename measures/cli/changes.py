"""`measures init`, `define`, `load` and `withdraw`: what alters the database, each all or nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from measures.cli import documents
from measures.cli.arguments import CalledWrongly, TextOrJson, person, read_file
from measures.cli.findings import MOST_ROWS, counted_issues, show_changes, show_issues, show_moves
from measures.cli.printing import as_json, complain, out, say, under_way
from measures.errors import ChangedMeanwhile
from measures.model.issue import Issue
from measures.model.quarter import Quarter, day_in_words
from measures.model.rating import RatingMove
from measures.model.record import Upload
from measures.services.areas import AreasLoaded, load_areas
from measures.services.definitions import DefinitionsLoaded, export_plan, load_definitions
from measures.services.history import moves_as_dicts
from measures.services.mappings import ChosenMapping, choose_mapping
from measures.services.sample import SampleRefused, is_wanted, load_sample
from measures.services.uploads import Preview, accept_upload, preview_upload, withdraw_upload
from measures.settings import settings
from measures.storage.store import Store, open_store
from measures.views.figures import counted

DONE, REFUSED = 0, 1
_ATTEMPTS = 3
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
    show_issues(loaded.issues)
    if loaded.refused:
        complain(f"Refused: {counted_issues(loaded.issues)}. Nothing was stored.")
        return REFUSED
    _tell_definitions(loaded, dry_run=dry_run)
    return DONE


def define_areas(files: Sequence[Path], reason: str, by: str | None, *, dry_run: bool) -> int:
    """`measures define AREAS.csv GROUPS.csv`."""
    read, name = _named(files), person(by)
    with open_store() as store, under_way("Reading the areas …"):
        loaded = load_areas(store, read, reason=reason, by=name, dry_run=dry_run)
    show_issues(loaded.issues)
    if loaded.refused:
        complain(f"Refused: {counted_issues(loaded.issues)}. Nothing was stored.")
        return REFUSED
    _tell_definitions(loaded, dry_run=dry_run)
    return DONE


def _named(files: Sequence[Path]) -> list[tuple[str, bytes]]:
    """The files with their names; with the whole path where two have one name."""
    alike = len({path.name for path in files}) < len(files)
    return [(str(path) if alike else path.name, read_file(path)) for path in files]


def _tell_definitions(loaded: DefinitionsLoaded | AreasLoaded, *, dry_run: bool) -> None:
    if not loaded.changes:
        say("Nothing differs from what is stored. Nothing was changed.")
        return
    say(*(one if isinstance(one, str) else one.sentence for one in loaded.changes), "")
    if dry_run:
        show_moves(loaded.ratings_moved, "would move")
        say(f"This was a dry run: nothing was stored. {counted(len(loaded.changes), 'change')} would be.")
        return
    show_moves(loaded.ratings_moved, "moved", MOST_ROWS)
    say(f"Stored: {counted(len(loaded.changes), 'change')}.")


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

        preview, upload = _take(store, make, name, note, dry_run=dry_run, confirm=confirm)
    held_up = preview.duplicate_of is None and (preview.refused or (preview.needs_confirming and not confirm))
    if form is TextOrJson.JSON:
        as_json(_load_document(preview, upload))
    else:
        _tell_load(preview, upload, confirm=confirm, dry_run=dry_run)
    return REFUSED if held_up else DONE


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
        complain(f"The mapping was refused: {counted_issues(faults)}. Nothing was read or stored.")
    return REFUSED


def _take(
    store: Store, make: Callable[[], Preview], by: str, note: str, *, dry_run: bool, confirm: bool
) -> tuple[Preview, Upload | None]:
    """Preview a file and, where nothing holds it up, accept it: the upload is None where nothing was stored.

    Nobody has seen the preview yet, so where another upload comes in between it is simply made again.
    """
    for attempt in range(_ATTEMPTS):
        preview = make()
        held_up = preview.refused or (preview.needs_confirming and not confirm)
        if dry_run or held_up or preview.duplicate_of is not None:
            break
        try:
            accepted = accept_upload(store, preview, by=by, note=note, confirm=confirm)
        except ChangedMeanwhile:
            if attempt == _ATTEMPTS - 1:
                raise
        else:
            return preview, accepted.upload if accepted.stored else None
    return preview, None


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
        "ratings_moved": moves_as_dicts(moved),
        "issues": [documents.issue(one) for one in issues],
    }


def _tell_load(preview: Preview, upload: Upload | None, *, confirm: bool, dry_run: bool) -> None:
    earlier = preview.duplicate_of
    if earlier is not None:
        when = f"{day_in_words(earlier.at.date())} at {earlier.at:%H:%M} (UTC)"
        say(f"{preview.name}: already uploaded on {when} by {earlier.by}: nothing changed. It is upload {earlier.id}.")
        return
    say(
        f"{preview.name}: {counted(preview.lines_read, 'line')} read; {preview.added:,} added, "
        f"{preview.changed:,} changed, {preview.unchanged:,} unchanged, {preview.stopped:,} stopped."
    )
    show_issues(preview.issues)
    if preview.refused:
        complain(f"{preview.name} was refused: {counted_issues(preview.issues)}. Nothing was stored.")
        return
    show_moves(preview.ratings_moved, "moved" if upload else "would move", MOST_ROWS if upload else None)
    if upload is not None:
        say(f"Stored as upload {upload.id}.")
    elif preview.needs_confirming and not confirm:
        complain(
            f"{preview.name} was not stored: {counted_issues(preview.issues)}. Look at each of them; "
            "if the figures are right, load the file again with --confirm."
        )
    elif dry_run:
        say("This was a dry run: nothing was stored.")


def withdraw(upload_id: int, reason: str, by: str | None) -> int:
    """`measures withdraw`."""
    if not reason.strip():
        raise CalledWrongly("The reason is blank. Say why the figures no longer count: --reason TEXT.")
    name = person(by)
    with open_store() as store, under_way("Withdrawing …"):
        done = withdraw_upload(store, upload_id, reason=reason, by=name)
    say(
        f"Upload {done.upload.id} ({done.upload.name}) was withdrawn: "
        f"{counted(done.restored, 'figure')} restored to what stood before, {counted(done.removed, 'figure')} removed."
    )
    show_changes(done.changes)
    show_moves(done.ratings_moved, "moved", MOST_ROWS)
    return DONE
