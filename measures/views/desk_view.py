"""The quarter desk in words: how far the quarter has come, who still owes what, and every measure with its source."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from measures.model.desk import DeskLine, QuarterDesk, Receipt, by_owner
from measures.model.quarter import day_in_words
from measures.model.record import Revision
from measures.model.status import Arrival
from measures.model.value import Basis
from measures.views.figures import counted
from measures.views.measure_view import supplied
from measures.views.template import TemplateRow, earlier_in_words, template_csv, template_name, template_rows
from measures.views.template_xlsx import template_xlsx

NO_OWNER = "No owner named"
IN = (Receipt.RECEIVED, Receipt.PARTLY)


@dataclass(frozen=True, slots=True)
class File:
    """A file to save: the words on its button, its name, its bytes."""

    label: str
    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Owed:
    """What one owner still owes: which measures, the text of an e-mail, and the template that goes with it."""

    heading: str
    titles: tuple[str, ...]
    text: str
    template: File


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One measure in the table; what there is nothing to say of is "".

    `held` is the figure that stands, `upload` the one it came from, with file, line and day in `source`; `before` the
    last figure where none stands. `days` after the quarter's end it came, or has been waited for.
    """

    line: DeskLine
    held: str
    upload: int | None
    source: str
    before: str
    days: str
    owner: str
    commentary: str


@dataclass(frozen=True, slots=True)
class DeskView:
    """The whole page. `shares` are how many measures have each receipt, of those that a figure is expected of."""

    title: str
    progress: str
    notes: tuple[str, ...]
    shares: tuple[tuple[Receipt, int], ...]
    templates: tuple[File, ...]
    owed: tuple[Owed, ...]
    rows: tuple[DeskRow, ...]


def desk_view(desk: QuarterDesk) -> DeskView:
    """What the quarter desk shows."""
    order = list(Receipt)
    return DeskView(
        title=_title(desk),
        progress=progress(desk),
        notes=_notes(desk),
        shares=tuple(
            (one, len(desk.of(one))) for one in (*IN, Receipt.WITHHELD, Receipt.NOT_AVAILABLE, Receipt.MISSING)
        ),
        templates=_templates(desk),
        owed=tuple(
            _owed(desk, number, owner, lines)
            for number, (owner, lines) in enumerate(by_owner(desk.outstanding).items(), start=1)
        ),
        rows=tuple(_row(desk, line) for line in sorted(desk.lines, key=lambda line: order.index(line.receipt))),
    )


def _expected(desk: QuarterDesk) -> int:
    return len(desk.lines) - len(desk.of(Receipt.NOT_APPLICABLE))


def _title(desk: QuarterDesk) -> str:
    owed, expected = len(desk.outstanding), _expected(desk)
    if not expected:
        return f"No figure is expected for {desk.quarter}"
    if not owed:
        return f"Nothing is outstanding for {desk.quarter}"
    if owed == expected:
        return f"No figure is in yet for {desk.quarter}"
    return f"{counted(owed, 'figure')} {_is(owed)} still outstanding for {desk.quarter}"


def progress(desk: QuarterDesk) -> str:
    """How far the quarter has come: `18 of 23 figures are in; 5 are outstanding, 32 days after the quarter's end`."""
    expected, there, owed = _expected(desk), len(desk.of(*IN)), len(desk.outstanding)
    said = [f"{there} of {counted(expected, 'figure')} {_is(there)} in"]
    for receipt, words in ((Receipt.WITHHELD, "withheld"), (Receipt.NOT_AVAILABLE, "not available")):
        if number := len(desk.of(receipt)):
            said.append(f"{number} {_is(number)} {words}")
    return f"{', '.join(said)}; {owed or 'none'} {_is(owed or 2)} outstanding, {_days(desk)}"


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def how_far(arrival: Arrival) -> str:
    """`7 of 28 figures are in`, of a quarter that is not finished."""
    there = arrival.there
    return f"{there or 'none'} of {counted(arrival.expected, 'figure')} {_is(there or 1)} in"


def _days(desk: QuarterDesk) -> str:
    days, end = desk.days_since_end, day_in_words(desk.quarter.end)
    if days > 0:
        return f"{counted(days, 'day')} after the quarter’s end on {end}"
    return f"and the quarter {'ends today' if days == 0 else f'runs until {end}'}"


def _notes(desk: QuarterDesk) -> tuple[str, ...]:
    """What the line of progress leaves out."""
    partly, none = len(desk.of(Receipt.PARTLY)), len(desk.of(Receipt.NOT_APPLICABLE))
    notes = []
    if partly:
        notes.append(f"{partly} of those that are in came only in part; the table says what is lacking.")
    if none:
        notes.append(f"{counted(none, 'further measure')} {'takes' if none == 1 else 'take'} no figure this quarter.")
    said = sum(line.measure.id in desk.commentaries for line in desk.lines)
    notes.append(f"A commentary is written on {said or 'none'} of {counted(len(desk.lines), 'measure')}.")
    return tuple(notes)


def _templates(desk: QuarterDesk) -> tuple[File, ...]:
    """All rows that are outstanding, as an Excel workbook and as CSV; none where nothing is."""
    rows = template_rows(desk.outstanding, desk.quarter)
    if not rows:
        return ()
    whose = desk.plan.head.id
    return (
        File(f"Template for {counted(len(rows), 'row')} (Excel)", template_name(desk.quarter, "xlsx", whose),
             template_xlsx(rows, desk.quarter, desk.today)),
        File("The same (CSV)", template_name(desk.quarter, "csv", whose), template_csv(rows)),
    )  # fmt: skip


def _owed(desk: QuarterDesk, number: int, owner: str, lines: Sequence[DeskLine]) -> Owed:
    rows = template_rows(lines, desk.quarter)
    name = template_name(desk.quarter, "xlsx", f"{number} {owner}")
    return Owed(
        f"{owner or NO_OWNER}: {counted(len(rows), 'figure')}",
        tuple(line.measure.title for line in lines),
        _letter(desk, owner, lines, rows, name),
        File(f"Template for {'this' if len(rows) == 1 else 'these'} {counted(len(rows), 'row')} (Excel)", name,
             template_xlsx(rows, desk.quarter, desk.today)),
    )  # fmt: skip


def _letter(
    desk: QuarterDesk, owner: str, lines: Sequence[DeskLine], rows: Sequence[TemplateRow], file_name: str
) -> str:
    """The text of an e-mail that asks for the figures; plain text."""
    of = f"outstanding from {owner}" if owner else "outstanding; no owner is named for them"
    verb = "is" if len(rows) == 1 else "are"
    return "\n".join(
        [
            f"Figures for {desk.quarter}, {desk.quarter.months}",
            desk.plan.head.title,
            "",
            f"{counted(len(rows), 'figure')} {verb} still {of}, {_days(desk)}:",
            "",
            *(_item(line, row) for line, row in zip(lines, rows, strict=True)),
            "",
            f"Please fill in what you have in the attached template, {file_name}, and send it back. Rows that you have "
            "no figure for yet can stay blank. Write 0 where something was counted and there were none; where there "
            "will be no figure, choose the status x (not available), c (confidential) or z (not applicable).",
        ]
    )


def _item(line: DeskLine, row: TemplateRow) -> str:
    last = earlier_in_words(line.last_figure, line.measure)
    return f"- {row.measure.title} ({row.measure.unit})" + (f"; the last was {last}" if last else "")


def _row(desk: QuarterDesk, line: DeskLine) -> DeskRow:
    held = line.held[0] if line.held else None
    last = earlier_in_words(line.last_figure, line.measure)
    return DeskRow(
        line,
        held=_figure(held, line) if held else "",
        upload=held.upload_id if held else None,
        source=_source(held) if held else "",
        before=f"The last was {last}" if last and line.receipt is Receipt.MISSING else "",
        days=_row_days(desk, line),
        owner=line.measure.owner or NO_OWNER,
        commentary=_commentary(desk, line),
    )


def _commentary(desk: QuarterDesk, line: DeskLine) -> str:
    """Whether anything is said of the quarter, and by whom."""
    written = desk.commentaries.get(line.measure.id)
    return f"Written by {written.by}" if written else "None yet"


def _figure(one: Revision, line: DeskLine) -> str:
    if one.value is None and one.numerator is None:
        return ""
    basis = "year to date" if one.basis is Basis.YTD else ""
    return ", ".join(filter(None, (supplied(one, line.measure), basis, one.status.words)))


def _source(one: Revision) -> str:
    line = f", line {one.line:,}" if one.line else ""
    return f"{line}, {day_in_words(one.accepted_at.date())}, {one.file_name}"


def _row_days(desk: QuarterDesk, line: DeskLine) -> str:
    """How long after the quarter's end it came, or how long it has been waited for."""
    if line.held:
        return f"{(line.held[0].accepted_at.date() - desk.quarter.end).days:,}"
    is_due = line.receipt is Receipt.MISSING and desk.days_since_end > 0
    return f"{desk.days_since_end:,} so far" if is_due else ""
