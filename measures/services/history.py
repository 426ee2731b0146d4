"""What was done, and every figure that was ever stated."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pandas as pd

from measures.model.access import Permission
from measures.model.measure import Comparator
from measures.model.quarter import Quarter
from measures.model.rating import Rating, RatingMove, ReasonCode
from measures.model.record import Act, ActKind, Revision, Upload
from measures.services.access import need
from measures.services.differences import compare_figures
from measures.storage.nearest import not_found
from measures.storage.store import Store

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class FoundActs:
    """One page of the acts that were asked for, newest first, and the uploads among them by the id of their act.

    `total` counts all that were found, `pages` at least one.
    """

    acts: tuple[Act, ...]
    uploads: Mapping[int, Upload]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class ActRecord:
    """One act in full: what it moved, what was confirmed, what changed, what that was published it restated.

    `upload` is the file that it brought or took out (None for definitions).
    """

    act: Act
    upload: Upload | None
    ratings_moved: tuple[RatingMove, ...]
    confirmed: tuple[str, ...]
    changes: tuple[str, ...]
    restates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UploadRecord:
    """One upload in full.

    `figures` holds what it stated beside what stood before it was accepted: the values frame's columns with `line`,
    `data_to`, `note`, the figure before under `before_…`, and `change` (added, changed or unchanged); those that it
    changed first, then those that it added, each in the order of the file. `withdrawal` is the act that took it out,
    None while it stands.
    """

    accepted: ActRecord
    upload: Upload
    figures: pd.DataFrame = field(repr=False, compare=False)
    withdrawal: ActRecord | None


def recorded_acts(store: Store) -> tuple[Act, ...]:
    """Uploads, withdrawals and changes of definitions, newest first: who, when, what, why."""
    need(store, Permission.SEE_WORK)
    return store.acts()


def find_acts(store: Store, *, kind: ActKind | None = None, text: str = "", page: int = 1) -> FoundActs:
    """The acts of a kind in which every word of a text occurs, newest first, a page at a time.

    Looked through are the act's own words, who and why, and the file's name, SHA-256, number and how it was read. A
    page beyond the last is the last.
    """
    need(store, Permission.SEE_WORK)
    uploads = {upload.act_id: upload for upload in store.uploads()}
    words = text.casefold().split()
    found = [
        act.id
        for act in store.acts(details=False)
        if kind in (None, act.kind) and _all_in(words, _said_of(act, uploads.get(act.id)))
    ]
    pages = max(-(-len(found) // PER_PAGE), 1)
    page = min(max(page, 1), pages)
    shown = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    kept = {number: uploads[number] for number in shown if number in uploads}
    return FoundActs(store.acts(shown), kept, len(found), page, pages)


def _said_of(act: Act, upload: Upload | None) -> str:
    of_file = (upload.name, upload.sha256, upload.read_as, f"upload {upload.id}") if upload else ()
    return " ".join((act.summary, act.by, act.reason, act.kind.words, *of_file)).casefold()


def _all_in(words: Sequence[str], text: str) -> bool:
    return all(word in text for word in words)


def act_record(store: Store, act_id: int) -> ActRecord:
    """One act in full; raises NotFound."""
    need(store, Permission.SEE_WORK)
    act = store.act(act_id)
    number = act.details.get("upload")
    return _record(act, store.upload(number) if isinstance(number, int) else None)


def _record(act: Act, upload: Upload | None) -> ActRecord:
    return ActRecord(
        act, upload, moves_of(act), _texts(act, "confirmed"), _texts(act, "changes"), _texts(act, "restates")
    )


def upload_record(store: Store, upload_id: int) -> UploadRecord:
    """One upload in full, whether it stands or not; raises NotFound. The file itself is not read."""
    need(store, Permission.SEE_WORK)
    upload = store.upload(upload_id)
    stated = store.upload_figures(upload_id)
    before = store.values(
        stated["measure_id"].cat.categories, area=None, as_at=upload.at - timedelta(microseconds=1)
    )  # the act before it is at least that much earlier
    figures = compare_figures(before, stated).assign(data_to=stated["data_to"], note=stated["note"])
    rank = figures["change"].map({"changed": 0, "added": 1, "unchanged": 2}).astype("int64")  # of categories, numbers
    return UploadRecord(
        accepted=_record(store.act(upload.act_id), upload),
        upload=upload,
        figures=figures.iloc[rank.argsort(kind="stable")].reset_index(drop=True),
        withdrawal=None if upload.withdrawn_act_id is None else _record(store.act(upload.withdrawn_act_id), upload),
    )


def measure_titles(store: Store) -> dict[str, str]:
    """The title of every measure by its id, as the newest plan that has it says."""
    return {measure_id: measure.title for measure_id, measure in store.measures().items()}


def stored_file(store: Store, upload_id: int) -> bytes:
    """The file of an upload as it was sent, byte for byte; raises NotFound."""
    need(store, Permission.SAVE_FILES)
    return store.upload_file(upload_id)


def revisions_of(store: Store, measure_id: str, area: str = "") -> tuple[Revision, ...]:
    """Every figure that was ever accepted for a measure, newest first; those of withdrawn uploads too.

    Empty for a measure without figures; raises NotFound, naming the nearest, for one that no plan has.
    """
    revisions = store.revisions(measure_id, area)
    if not revisions and measure_id not in (known := store.measures()):
        raise not_found("measure", measure_id, known)
    return revisions


def moves_as_rows(moves: Iterable[RatingMove]) -> list[list[str]]:
    """Moved ratings as the act that moved them keeps them; a full file moves thousands.

    A row is plan, measure, quarter, comparator ("" for the headline), then rating and reason code before and after,
    of which one is "".
    """
    labels: dict[int, str] = {}
    return [
        [
            move.plan_id,
            move.measure_id,
            labels.get(move.quarter.ordinal) or labels.setdefault(move.quarter.ordinal, move.quarter.label),
            move.comparator or "",
            move.before or "",
            move.before_reason_code or "",
            move.after or "",
            move.after_reason_code or "",
        ]
        for move in moves
    ]


def moves_of(act: Act) -> tuple[RatingMove, ...]:
    """The ratings that an act moved, as they were recorded with it; the other way round of `moves_as_rows`."""
    recorded = act.details.get("ratings_moved", ())
    return tuple(map(_move, recorded)) if isinstance(recorded, list) else ()


def counts_moved(act: Act) -> tuple[int, int]:
    """How many headlines an act moved from one colour to another, to none or from none, and how many comparisons."""
    headlines = comparisons = 0
    recorded = act.details.get("ratings_moved", ())
    for kept in recorded if isinstance(recorded, list) else ():
        if isinstance(kept, dict):  # as the first databases have them
            comparator, before, after = kept["comparator"], kept["before"]["rating"], kept["after"]["rating"]
        else:
            comparator, before, after = kept[3], kept[4], kept[6]
        comparisons += bool(comparator)
        headlines += not comparator and (before or "") != (after or "")
    return headlines, comparisons


def _move(kept: list[str] | dict[str, Any]) -> RatingMove:
    if isinstance(kept, dict):  # as the first databases have them
        sides = [kept[side][of] for side in ("before", "after") for of in ("rating", "reason_code")]
        kept = [kept["plan"], kept["measure"], kept["quarter"], kept["comparator"], *sides]
    plan_id, measure_id, quarter, comparator, *sides = kept
    before, after = (
        (Rating(rating) if rating else None, ReasonCode(code) if code else None)
        for rating, code in (sides[:2], sides[2:])
    )
    compared = Comparator(comparator) if comparator else None
    return RatingMove(plan_id, measure_id, Quarter.parse(quarter), compared, *before, *after)


def _texts(act: Act, name: str) -> tuple[str, ...]:
    """What an act keeps in words: findings that were confirmed, changes of definitions."""
    kept = act.details.get(name, ())
    return tuple(map(str, kept)) if isinstance(kept, list) else ()
