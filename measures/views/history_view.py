"""The history as tables and facts: what was done, one upload in full, and what taking it out would do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from measures.model.moment import in_words
from measures.model.record import Act, ActKind, Upload
from measures.services.history import ActRecord, FoundActs, UploadRecord, counts_moved
from measures.services.withdrawals import Withdrawal
from measures.views.figures import counted
from measures.views.moves_view import moved_in_words, words_of_moves
from measures.views.stated import records_of, stated, stated_quarter

#: So many lines of a long table are shown; the rest is in the download.
MOST_FIGURES = 300


@dataclass(frozen=True, slots=True)
class ActLine:
    """One act in the list. `upload_id` is that of the file that it brought; `changes` are those of definitions."""

    act_id: int
    upload_id: int | None
    title: str
    sub: str
    withdrawn: str
    when: str
    by: str
    figures: str
    ratings: str
    note: str
    confirmed: str
    changes: tuple[str, ...]


def act_lines(found: FoundActs) -> tuple[ActLine, ...]:
    """Each act of a page of the list, newest first."""
    return tuple(_line(act, found.uploads.get(act.id)) for act in found.acts)


def _line(act: Act, upload: Upload | None) -> ActLine:
    colours, comparisons = counts_moved(act)
    confirmed, changes = (_listed(act, name) for name in ("confirmed", "changes"))
    return ActLine(
        act_id=act.id,
        upload_id=upload.id if upload else None,
        title=upload.name if upload else act.summary,
        sub=f"{act.kind.words}, upload {upload.id}, SHA-256 {upload.sha256[:12]}…" if upload else act.kind.words,
        withdrawn=withdrawn_in_words(upload) if upload else "",
        when=in_words(act.at),
        by=act.by,
        figures=rows_in_words(upload) if upload else going_back_in_words(act),
        ratings=moved_in_words(colours, comparisons).replace("no rating", "none") if act.kind.moves_ratings else "",
        note=act.reason,
        confirmed=f"{counted(len(confirmed), 'finding')} confirmed" if confirmed else "",
        changes=changes,
    )


def _listed(act: Act, name: str) -> tuple[str, ...]:
    kept = act.details.get(name, ())
    return tuple(map(str, kept)) if isinstance(kept, list) else ()


def withdrawn_in_words(upload: Upload) -> str:
    """`withdrawn on 2 August 2026 at 14:05 (UTC) by A. Officer: wrong file`; empty while it stands."""
    if upload.withdrawn_at is None:
        return ""
    return f"withdrawn on {in_words(upload.withdrawn_at)} by {upload.withdrawn_by}: {upload.withdrawn_reason}"


def rows_in_words(upload: Upload) -> str:
    """`9 changed, 400 new, 3 as they stood`."""
    parts = ((upload.changed, "changed"), (upload.added, "new"), (upload.unchanged, "as they stood"))
    return ", ".join(f"{many:,} {words}" for many, words in parts if many) or "none"


def going_back_in_words(act: Act) -> str:
    """What a withdrawal did to the figures, as far as it was recorded; empty for other acts."""
    if act.kind is not ActKind.WITHDRAWAL:
        return ""
    parts = [(act.details.get(name), name) for name in ("restored", "removed")]
    return ", ".join(f"{many:,} {name}" for many, name in parts if isinstance(many, int) and many)


def list_finding(found: FoundActs, *, asked: bool) -> str:
    """The list's title: how much there is, or how much of what was asked for."""
    if asked:
        return f"History: {counted(found.total, 'act')} found"
    if not found.total:
        return "History: nothing was stored yet"
    return f"History: {counted(found.total, 'act')}, the newest on {in_words(found.acts[0].at).split(' at ')[0]}"


def upload_finding(record: UploadRecord) -> str:
    """`q4.csv brought 6 figures and moved 4 colours, in 8 comparisons`."""
    upload = record.upload
    figures = upload.added + upload.changed + upload.unchanged
    ratings = f"moved {words_of_moves(record.accepted.ratings_moved)}"
    since = "" if upload.stands else "; it was taken out since"
    return f"{upload.name} brought {counted(figures, 'figure')} and {ratings}{since}"


def upload_facts(record: UploadRecord) -> tuple[tuple[str, str], ...]:
    """What is kept of an upload, as (term, words); empty answers are left out."""
    upload = record.upload
    given = (
        ("File", upload.name),
        ("Note", upload.note),
        ("Read as", upload.read_as),
        ("Figures", f"{counted(upload.lines_read, 'line')} read: {rows_in_words(upload)}"),
        ("Size", counted(upload.size, "byte")),
        ("SHA-256", upload.sha256),
    )
    return tuple((term, words) for term, words in given if words)


FIGURE_HEADINGS = ("Measure", "Quarter", "Figure", "What stood before", "What it did", "Line", "Note")
_DID = {"added": "New", "changed": "Changed", "unchanged": "As it stood"}


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure of an upload: its measure, and the texts under `FIGURE_HEADINGS` after the first."""

    measure_id: str
    title: str
    texts: tuple[str, ...]


def figure_lines(
    record: UploadRecord, titles: Mapping[str, str], measure_id: str = ""
) -> tuple[tuple[FigureLine, ...], int]:
    """The first figures of an upload, or of one of its measures, and how many there are in all."""
    figures = record.figures
    if measure_id:
        figures = figures[figures["measure_id"] == measure_id].sort_values("line", kind="stable")
    shown = records_of(figures.head(MOST_FIGURES))
    lines = tuple(
        FigureLine(
            row["measure_id"],
            _named(row, titles),
            (
                stated_quarter(row),
                stated(row),
                stated(row, "before_"),
                _DID[row["change"]],
                "" if row["line"] != row["line"] else str(int(row["line"])),
                row["note"] or "",
            ),
        )
        for row in shown
    )
    return lines, len(figures)


def _named(row: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    title = titles.get(row["measure_id"], row["measure_id"])
    return f"{title}, {row['area']}" if row["area"] else title


def figures_finding(record: UploadRecord) -> str:
    """What the figures of an upload did, in a sentence."""
    upload = record.upload
    said = [
        f"{upload.changed:,} took the place of another figure" if upload.changed else "",
        f"{upload.added:,} {'is' if upload.added == 1 else 'are'} new: no figure stood there" if upload.added else "",
        f"{upload.unchanged:,} repeated what stood" if upload.unchanged else "",
    ]
    told = "; ".join(filter(None, said))
    return (
        f"{told}. The changed ones come first." if upload.changed and (upload.added or upload.unchanged) else f"{told}."
    )


def withdrawal_finding(planned: Withdrawal) -> str:
    """`Taking out q4.csv would remove 6 figures and move 4 colours, in 8 comparisons`."""
    parts = [
        f"restore {counted(planned.restored, 'earlier figure')}" if planned.restored else "",
        f"remove {counted(planned.removed, 'figure')}" if planned.removed else "",
        f"move {words_of_moves(planned.ratings_moved)}",
    ]
    said = [part for part in parts if part]
    if len(planned.changes) == 0:
        return f"Taking out {planned.upload.name} would change no figure: later files have replaced them all"
    return f"Taking out {planned.upload.name} would {', '.join(said[:-1])} and {said[-1]}"


CHANGE_HEADINGS = ("Measure", "Quarter", "Stands now", "Would stand", "What happens")


def change_rows(changes: pd.DataFrame, titles: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    """The first figures that a withdrawal would change, under `CHANGE_HEADINGS`."""
    return tuple(
        (
            _named(row, titles),
            stated_quarter(row),
            stated(row, "before_"),
            stated(row),
            row["change"].capitalize(),
        )
        for row in records_of(changes.head(MOST_FIGURES))
    )


def done_sentence(done: Withdrawal) -> str:
    """`q4.csv was taken out: 6 figures removed. It moved 4 colours, in 8 comparisons.`"""
    parts = ((done.restored, "figure", "restored"), (done.removed, "figure", "removed"))
    said = [f"{counted(many, noun)} {what}" for many, noun, what in parts if many] or ["no figure changed"]
    return f"{done.upload.name} was taken out: {', '.join(said)}. It moved {words_of_moves(done.ratings_moved)}."


def done_in_words(record: ActRecord) -> str:
    """What a withdrawal did, in a sentence."""
    figures = going_back_in_words(record.act)
    moved = f"It moved {words_of_moves(record.ratings_moved)}."
    return f"Figures: {figures}. {moved}" if figures else moved
