"""A quarter's figures: preview a file, accept it. Nothing is stored before a person's word."""

import hashlib
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from measures.errors import ChangedMeanwhile, NotAllowed
from measures.ingest.checks import check_upload
from measures.ingest.findings import in_order
from measures.ingest.reading import Reading, read_upload
from measures.model.access import Permission
from measures.model.issue import Issue, stops, to_confirm
from measures.model.quarter import Quarter
from measures.model.rating import RatingMove
from measures.model.record import Upload
from measures.services.access import need
from measures.services.differences import apply_figures, compare_figures, differing, tally
from measures.services.history import moves_as_rows
from measures.services.mappings import ChosenMapping
from measures.services.meanwhile import overtaken
from measures.services.ratings import is_beside_others, rating_moves
from measures.services.restating import Restated, restated, restated_in_words, restated_issue
from measures.services.written import LONGEST_REASON, kept_name, refuse_nameless, refuse_unfit, tidy
from measures.settings import settings, this_day
from measures.storage.records import NewUpload
from measures.storage.store import Store


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would do. Nothing is stored.

    `lines_read` counts figures (in the long form one a line, in the wide form several) and is the sum of `added`,
    `changed` and `unchanged`, against the figures that stand, and `stopped`, those that a fault refuses.
    `changes` has one row per figure that is added or changed: the values frame's columns, `change` ("added" or
    "changed"), `line`, and the figure that stands now under `before_…`. `duplicate_of` is the standing upload of
    the same bytes, read in the same way (`read_as`: which sheet, by which mapping). `based_on` is the version
    of the figures that it was compared with; `frame` what would be stored (of a refused file, the rows that have no
    fault). `sheet` is the sheet of a workbook that was read; `restates` are the figures that were published and would
    change. `sha256` is the file's, in lower case hexadecimal.
    """

    name: str
    content: bytes = field(repr=False)
    sha256: str
    issues: tuple[Issue, ...]
    lines_read: int
    added: int
    changed: int
    unchanged: int
    stopped: int
    changes: pd.DataFrame = field(repr=False, compare=False)
    ratings_moved: tuple[RatingMove, ...]
    duplicate_of: Upload | None
    based_on: int
    frame: pd.DataFrame = field(repr=False, compare=False)
    read_as: str = ""
    sheet: str = ""
    restates: tuple[Restated, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether a fault keeps the file out."""
        return bool(stops(list(self.issues)))

    @property
    def storable(self) -> bool:
        """Whether it can be stored once a person has given their word: no fault, figures, not stored already."""
        return not self.refused and self.duplicate_of is None and not self.frame.empty

    @property
    def needs_confirming(self) -> bool:
        """Whether a finding needs a person's word."""
        return bool(to_confirm(list(self.issues)))


@dataclass(frozen=True, slots=True)
class Accepted:
    """What accepting came to. `stored` is False where the same bytes stand already: `upload` is then that one."""

    upload: Upload
    stored: bool

    @property
    def upload_id(self) -> int:
        """The upload's number."""
        return self.upload.id


def preview_upload(
    store: Store,
    name: str,
    content: bytes,
    *,
    sheet: str | None = None,
    mapping: ChosenMapping | None = None,
    today: date | None = None,
) -> Preview:
    """Read and check a file and compare it with what stands; every fault is in `issues`, nothing is raised for one.

    `sheet` names that of a workbook (without it, the only visible one with figures), `mapping` says which categories
    of a published table make which measure; `today` decides which quarters lie in the future (default: this day).
    """
    need(store, Permission.UPLOAD)
    name = kept_name(name)
    based_on, measures = store.figures_version(), store.measures()
    reading = read_upload(
        content,
        name,
        max_bytes=settings().upload_max_bytes,
        measures=measures,
        sheet=sheet,
        mapping=mapping.mapping if mapping else None,
    )
    read_as = _read_as(reading, mapping)
    sha256 = hashlib.sha256(content).hexdigest()
    duplicate = store.upload_by_hash(sha256, read_as)
    current = store.values(reading.measure_ids, area=reading.areas)
    checked = check_upload(reading, measures, current, today or this_day(), store.breaks())
    refused, frame = bool(stops(checked.issues)), checked.sound
    compared = compare_figures(current, frame)
    counts = tally(compared)
    nothing_moves = refused or duplicate is not None or not (counts["added"] or counts["changed"])
    moved = () if nothing_moves else _moves(store, current, frame)
    changes = differing(compared)
    restates = () if nothing_moves else restated(store, changes)
    finding = restated_issue(restates)
    return Preview(
        name=name,
        content=content,
        sha256=sha256,
        issues=tuple(in_order([*checked.issues, *([finding] if finding else [])])),
        lines_read=reading.rows_read,
        added=counts["added"],
        changed=counts["changed"],
        unchanged=counts["unchanged"],
        stopped=checked.stopped,
        changes=changes,
        ratings_moved=moved,
        duplicate_of=duplicate,
        based_on=based_on,
        frame=frame,
        read_as=read_as,
        sheet=reading.sheet,
        restates=restates,
    )


def _read_as(reading: Reading, mapping: ChosenMapping | None) -> str:
    """What the bytes alone do not say of how they were read: a workbook may hold a quarter on each of its sheets."""
    by = mapping.words if mapping and reading.format_name == "home-office" else ""
    return ", ".join(part for part in (f"sheet “{reading.sheet}”" if reading.sheet else "", by) if part)


def _moves(store: Store, current: pd.DataFrame, frame: pd.DataFrame) -> tuple[RatingMove, ...]:
    """The ratings of this force that a file would move; what it holds of other areas moves those against them alone."""
    if is_beside_others(store):  # an average is of every force, also of those that the file has not
        current = store.values(frame["measure_id"].cat.categories, area=None)
    else:
        current, frame = (figures[figures["area"] == ""] for figures in (current, frame))
    return rating_moves(store, current, apply_figures(current, frame)) if len(frame) else ()


def accept_upload(store: Store, preview: Preview, *, by: str, note: str = "", confirm: bool = False) -> Accepted:
    """Store a previewed file, all of it or nothing.

    The same bytes as a standing upload, read in the same way, store nothing, even if that upload came in while this
    one was waiting. The findings that were confirmed are kept with the act. Raises NotAllowed for a file with a
    fault, with nothing to store, without a name, (without `confirm`) with a finding that needs a person's word, or
    (without a note) that restates what was published; ChangedMeanwhile if anything else was stored since the preview,
    saying what it was and how many of this file's figures it touched.
    """
    need(store, Permission.UPLOAD)
    standing = store.upload_by_hash(preview.sha256, preview.read_as)
    if standing is not None:
        return Accepted(standing, stored=False)
    _refuse_unfit(preview, confirm, note)
    by = refuse_nameless(by)
    refuse_unfit("The note", tidy(note), LONGEST_REASON)
    confirmed = [_with_line(issue) for issue in to_confirm(list(preview.issues))]
    new = NewUpload(
        name=preview.name,
        content=preview.content,
        by=by,
        note=tidy(note),
        lines_read=preview.lines_read,
        added=preview.added,
        changed=preview.changed,
        unchanged=preview.unchanged,
        read_as=preview.read_as,
        details={
            "ratings_moved": moves_as_rows(preview.ratings_moved),
            "confirmed": confirmed,
            "quarters": quarters_of(preview.frame),
            "restates": restated_in_words(preview.restates),
        },
    )
    try:
        upload = store.add_upload(preview.frame, new, expected_version=preview.based_on)
    except ChangedMeanwhile as error:
        standing = store.upload_by_hash(preview.sha256, preview.read_as)
        if standing is None:
            raise overtaken(store, preview.frame, preview.based_on, error) from error
        return Accepted(standing, stored=False)
    return Accepted(upload, stored=True)


def quarters_of(frame: pd.DataFrame) -> list[str]:
    """The quarters of this force's figures in a values frame, newest first: `2025/26 Q4`."""
    own = frame.loc[frame["area"] == "", "quarter"]
    return [Quarter(ordinal).label for ordinal in sorted(set(own.tolist()), reverse=True)]


def _with_line(issue: Issue) -> str:
    return f"Line {issue.line}: {issue.message}" if issue.line else issue.message


def _refuse_unfit(preview: Preview, confirm: bool, note: str) -> None:
    faults = len(stops(list(preview.issues)))
    if faults:
        raise NotAllowed(f"{preview.name} has {_count(faults, 'fault')}. Nothing was stored: mend the file.")
    findings = len(to_confirm(list(preview.issues)))
    if findings and not confirm:
        raise NotAllowed(
            f"{preview.name} has {_count(findings, 'finding')} to confirm. Nothing was stored: look at each of them, "
            "then accept the file with your confirmation (measures load FILE --confirm)."
        )
    if preview.frame.empty:
        raise NotAllowed(f"{preview.name} holds no figures. Nothing was stored.")
    if preview.restates and not note.strip():
        raise NotAllowed(needs_reason(preview))


def needs_reason(preview: Preview) -> str:
    """Why a file that restates what was published is not stored without a note."""
    many = _count(len(preview.restates), "figure")
    was = "that was" if len(preview.restates) == 1 else "that were"
    return (
        f"{preview.name} changes {many} {was} published: a restatement, which needs a reason. Nothing was stored: say "
        "why in the note (measures load FILE --note TEXT)."
    )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
