"""The history as HTML: the list of acts, one act or upload in full, what taking a file out would do."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from measures.model.moment import in_words
from measures.model.record import ActKind
from measures.services.act_subject import Subject
from measures.services.history import PER_PAGE, ActRecord, FoundActs, UploadRecord
from measures.services.withdrawals import Withdrawal
from measures.views.figures import counted
from measures.views.history_view import (
    CHANGE_HEADINGS,
    FIGURE_HEADINGS,
    ActLine,
    act_lines,
    change_rows,
    done_in_words,
    figure_lines,
    figures_finding,
    list_finding,
    upload_facts,
    upload_finding,
    withdrawal_finding,
    withdrawn_in_words,
)
from measures.views.markup import esc, tag
from measures.views.moves_view import QuarterMoves
from measures.widgets.act_html import subject_html
from measures.widgets.markup import Cell, folded, link, table
from measures.widgets.moves_html import moves_html
from measures.widgets.parts import facts_html, fault_html, page_head, told_html
from measures.widgets.restatement_html import restated_html

Titles = Mapping[str, str]
Moves = Sequence[QuarterMoves]

_FINAL = (
    "Taking a file out restores exactly what stood without it. It is recorded like any other act, and the file stays "
    "in the history. It cannot itself be taken back, but the same file can be uploaded again."
)

_OPEN, _OPEN_FIGURES = 8, 25  # rows of a long table that are seen without unfolding it


def address(**asked: object) -> str:
    """A relative address on the history: `history?upload=16`; what is empty is left out."""
    given = {name: value for name, value in asked.items() if value not in ("", None)}
    return "history" + (f"?{urlencode(given)}" if given else "")


def nothing_there(sentence: str) -> str:
    """Why there is nothing to show, and the way back."""
    return fault_html("History", sentence) + tag("div", _back(), class_="pc")


# ---- the list


def list_head(found: FoundActs, *, asked: bool) -> str:
    """How much there is, and what this list is."""
    return page_head(
        esc(list_finding(found, asked=asked)),
        "Every file that was taken in, every withdrawal, every change of definitions, every text, meeting and "
        "publication, the newest first. Nothing here is ever altered or deleted. Times are UTC.",
    )


def list_body(found: FoundActs, kind: str, text: str) -> str:
    """The acts of one page as a table, and the way to the other pages."""
    lines = act_lines(found)
    if not lines:
        nothing = "No act fits. Take a word out of the search, or choose every kind." if kind or text else (
            "Load definitions with “measures define FILE” and figures on the Upload page; each will be listed here."
        )  # fmt: skip
        return told_html(nothing)
    first = (found.page - 1) * PER_PAGE + 1
    caption = f"Acts {first:,} to {first + len(lines) - 1:,} of {found.total:,}, the newest first"
    headings = ("What was done", "When (UTC)", "By", "Figures", "Ratings moved", "Note or reason")
    rows = [_act_cells(line) for line in lines]
    return tag("div", table(caption, headings, rows, "pc-plain pc-acts"), _pages(found, kind, text), class_="pc")


def _act_cells(line: ActLine) -> list[Cell | str]:
    to = address(upload=line.upload_id) if line.upload_id else address(act=line.act_id)
    what = link(to, esc(line.title)) + tag("span", esc(line.sub), class_="unit")
    if line.withdrawn:
        what += tag("strong", esc(line.withdrawn[0].upper() + line.withdrawn[1:]), class_="sum")
    note = esc(line.note) + (tag("span", esc(line.confirmed), class_="unit") if line.confirmed else "")
    when = esc(line.when.removesuffix(" (UTC)"))
    return [what, when, esc(line.by), esc(line.figures), esc(line.ratings), note]


def _pages(found: FoundActs, kind: str, text: str) -> str:
    if found.pages == 1:
        return ""

    def to(page: int, words: str) -> str:
        return link(address(kind=kind, q=text, page=page if page > 1 else ""), words)

    parts = [
        to(found.page - 1, "Newer acts") if found.page > 1 else "",
        f"Page {found.page:,} of {found.pages:,}",
        to(found.page + 1, "Older acts") if found.page < found.pages else "",
    ]
    return tag("nav", tag("p", " · ".join(filter(None, parts))), aria_label="Pages of the history", class_="pc-screen")


# ---- one act


def act_html(record: ActRecord, moved: Moves, subject: Subject | None = None) -> str:
    """One act in full; `subject` is what it wrote or published."""
    act, upload = record.act, record.upload
    facts = [("When", in_words(act.at)), ("By", act.by), ("Reason", act.reason)]
    of_file = link(address(upload=upload.id), f"Upload {upload.id}: ", esc(upload.name)) if upload else ""
    first, rest = record.changes[:_OPEN_FIGURES], record.changes[_OPEN_FIGURES:]
    changes = tag("h2", "What changed") + _list(first) if first else ""
    changes += folded(len(rest), _list(rest))
    done = tag("p", esc(done_in_words(record))) if act.kind is ActKind.WITHDRAWAL else ""
    return tag(
        "div",
        tag("div", tag("h1", esc(act.summary)), tag("p", f"Act {act.id}: {esc(act.kind.words)}", class_="pc-when"),
            _back(), class_="pc-head"),
        facts_html(facts),
        tag("p", of_file) if of_file else "",
        done,
        changes,
        subject_html(subject),
        _restated(record),
        tag("h2", "The ratings it moved") + moves_html(moved, "moved") if act.kind.moves_ratings else "",
        class_="pc",
    )  # fmt: skip


def _restated(record: ActRecord) -> str:
    """What had been published and was changed by the act."""
    first, rest = record.restates[:_OPEN], record.restates[_OPEN:]
    return tag("h2", "What was published and restated") + _list(first) + folded(len(rest), _list(rest)) if first else ""


def _back() -> str:
    return tag("p", link("history", "The whole history"), class_="pc-screen")


def _list(texts: Sequence[str]) -> str:
    return tag("ul", *(tag("li", esc(text)) for text in texts), class_="pc-list")


# ---- one upload


def upload_head(record: UploadRecord) -> str:
    """The finding and all that is kept of the upload."""
    upload = record.upload
    confirmed = record.accepted.confirmed
    gone = f"This file was {withdrawn_in_words(upload)}. Its figures count no longer." if not upload.stands else ""
    return tag(
        "div",
        tag("div", tag("h1", esc(upload_finding(record))),
            tag("p", f"Upload {upload.id}, accepted on {esc(in_words(upload.at))} by {esc(upload.by)}",
                class_="pc-when"),
            _back(), class_="pc-head"),
        tag("p", esc(gone), class_="pc-notice") if gone else "",
        facts_html(upload_facts(record)),
        tag("h2", "Confirmed when it was accepted") + _list(confirmed) if confirmed else "",
        _restated(record.accepted),
        class_="pc",
    )  # fmt: skip


def upload_moves(record: UploadRecord, moved: Moves, moved_back: Moves) -> str:
    """The ratings that the upload moved, and those that its withdrawal moved (none where it stands)."""
    parts = [tag("h2", "The ratings it moved"), moves_html(moved, "moved")]
    gone = record.withdrawal
    if gone is not None:
        of_act = link(address(act=gone.act.id), "That withdrawal in full")
        parts += [
            tag("h2", "What taking it out did"),
            tag("p", esc(done_in_words(gone)), " ", of_act),
            moves_html(moved_back, "moved", where="that withdrawal’s own page") if moved_back else "",
        ]
    return tag("div", *parts, class_="pc")


def upload_figures(record: UploadRecord, titles: Titles, measure_id: str = "") -> str:
    """The figures that the upload brought, of all its measures or of one, beside what stood before each."""
    lines, many = figure_lines(record, titles, measure_id)
    upload = record.upload
    if not lines and measure_id:
        lead = tag("p", f"This file has no figure of “{esc(titles.get(measure_id, measure_id))}”. ",
                   link(address(upload=upload.id), "All its figures"))  # fmt: skip
        return tag("div", tag("h2", "The figures it brought"), lead, class_="pc")
    if measure_id:
        lead = tag("p", f"Those of {esc(titles.get(measure_id, measure_id))} alone. ",
                   link(address(upload=upload.id), "All its figures"))  # fmt: skip
    else:
        lead = tag("p", esc(figures_finding(record)))
    shown = f"The first {len(lines):,} of {many:,} figures" if many > len(lines) else counted(many, "figure")
    rows = [
        [Cell(esc(line.title)), *(Cell(esc(text), number=place == 0) for place, text in enumerate(line.texts))]
        for line in lines
    ]
    more = tag("p", f"The other {many - len(lines):,} are in the download.") if many > len(lines) else ""
    most = len(rows) if measure_id else _OPEN_FIGURES
    made = _long_table(f"{shown}, with what stood before", FIGURE_HEADINGS, rows, "pc-plain pc-figures", most)
    return tag("div", tag("h2", "The figures it brought"), lead, made, more, class_="pc")


def take_out_link(record: UploadRecord) -> str:
    """How a standing upload is taken out again; for one that was, how it can come back."""
    upload = record.upload
    if upload.stands:
        words = _FINAL
        step = link(address(upload=upload.id, withdraw="yes"), "See what taking it out would do")
    else:
        words = "A withdrawal cannot be taken back, but the same file can be uploaded again: download it here first."
        step = link("upload", "Upload a file")
    head = "Take this file out again" if upload.stands else "Bring it back"
    return tag("div", tag("h2", head), tag("p", words), tag("p", step, class_="pc-screen"), class_="pc")


# ---- taking it out


def withdrawal_html(planned: Withdrawal, titles: Titles, moves: Moves) -> str:
    """What taking a file out would do: the finding, the figures, every rating."""
    upload, many = planned.upload, len(planned.changes)
    rows = [[Cell(esc(cell)) for cell in row] for row in change_rows(planned.changes, titles)]
    shown = f"The first {len(rows):,} of {many:,} figures" if many > len(rows) else counted(many, "figure")
    figures = _long_table(f"{shown}, as each stands and as it would", CHANGE_HEADINGS, rows, "pc-plain")
    return tag(
        "div",
        tag("div", tag("h1", esc(withdrawal_finding(planned))),
            tag("p", f"Upload {upload.id}, accepted on {esc(in_words(upload.at))} by {esc(upload.by)}. "
                     "<strong>Nothing has been changed yet.</strong>", class_="pc-when"),
            tag("p", link(address(upload=upload.id), "Leave it as it is"), class_="pc-screen"), class_="pc-head"),
        tag("h2", "Ratings that would move"),
        moves_html(moves, "would move"),
        tag("h2", "Figures that would change") + figures if rows else "",
        restated_html(planned.restates, level=2),
        class_="pc",
    )  # fmt: skip


def last_word(planned: Withdrawal) -> str:
    """What stands over the form that takes a file out."""
    return tag("div", tag("h2", f"Take {esc(planned.upload.name)} out"), tag("p", _FINAL), class_="pc")


def _long_table(
    caption: str, headings: Sequence[str], rows: Sequence[Sequence[Cell | str]], class_: str, most: int = _OPEN
) -> str:
    """A table whose first rows stand open; the others are folded up on screen, and on paper not."""
    if len(rows) <= most + 2:
        return table(caption, headings, rows, class_)
    rest = len(rows) - most
    behind = table(f"{caption}: the next {rest:,}", headings, rows[most:], class_)
    return table(f"{caption}: the first {most}", headings, rows[:most], class_) + folded(rest, behind)
