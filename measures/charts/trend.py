"""The charts of a measure: rows for a finished template, the text that states the finding, and the key to its letters.

A chart of quarters may start its axis above zero, as lines may; the drawing then says so.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from urllib.parse import quote

from measures.charts.notes import Note, spans_of
from measures.charts.templates import Spec, over_time, through_a_year
from measures.model.measure import Break, Event, Measure, Plan, Rebase
from measures.model.quarter import Quarter
from measures.model.rating import Signal
from measures.model.status import MeasureSeries, SeriesPoint

Row = dict[str, Any]
SHOWN = 17  # quarters of a trend: four years and the quarter they lead to


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished Vega-Lite chart. `axis_note` says where the axis starts, if not at zero."""

    spec: Spec
    notes: tuple[Note, ...] = ()
    axis_note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its name for the label at its end, and a figure (None: a gap) at each place of the x axis."""

    name: str
    figures: Sequence[tuple[float, float | None, str]]  # place, figure, the quarter's label
    ink: str = "muted"
    dash: str = "solid"
    decimals: int = 0
    series: str = ""  # what holds its points together, where the name is another's too
    unnamed: bool = False
    key: str | None = None  # what stands above the plot on a phone, where that is not its label; "" for nothing

    @property
    def is_seen(self) -> bool:
        """Whether anything of it is drawn: of the measure itself each figure, of another line only its steps."""
        held = [figure is not None for _, figure, _ in self.figures]
        return any(held) if self.ink == "strong" else any(map(all, pairwise(held)))

    @property
    def label(self) -> str:
        """What stands at its end: the name, and for the measure itself the last figure."""
        return f"{self.name}: {self.end[1]:,.{self.decimals}f}" if self.ink == "strong" else self.name

    @property
    def end(self) -> tuple[float, float]:
        """Its last place and figure."""
        return [(place, figure) for place, figure, _ in self.figures if figure is not None][-1]


def by_quarter(figures: Sequence[tuple[float, float | None, str]], decimals: int) -> Line:
    """The line of the measure itself, called by the quarter of its last figure, which may be an earlier one."""
    last = [label for _, figure, label in figures if figure is not None][-1:]
    return Line("".join(last), figures, "strong", decimals=decimals)


def trend_chart(series: MeasureSeries, measure: Measure, plan: Plan, quarter: Quarter, decimals: int) -> Drawing | None:
    """The quarters up to `quarter`, with those a year before and those of the baseline year; None without a figure."""
    points = [p for p in series.points if quarter.ordinal - SHOWN < p.quarter.ordinal <= quarter.ordinal]
    if not any(p.value is not None for p in points):
        return None
    held = {p.quarter.ordinal: p.value for p in series.points}
    base = plan.head.baseline
    start = base.year_start().ordinal
    lines = [
        Line("a year before", [_place(p, held.get(p.quarter.ordinal - 4)) for p in points]),
        Line(
            f"baseline {base.financial_year}",
            [_place(p, held.get(start + p.quarter.ordinal % 4 if measure.kind.is_combined else base.ordinal))
             for p in points],
            dash="dashed",
        ),
        by_quarter([_place(p, p.value) for p in points], decimals),
    ]  # fmt: skip
    return _over_time(lines, series, decimals)


def quarters_chart(series: MeasureSeries, signal: Signal | None, quarter: Quarter, decimals: int) -> Drawing | None:
    """Every quarter by itself up to `quarter`, its usual range shaded from where counting last changed.

    None without a figure.
    """
    points = [p for p in series.points if p.quarter <= quarter]
    if not any(p.value is not None for p in points):
        return None
    usual = None
    if signal and signal.lower is not None and signal.upper is not None:
        usual = (signal.lower, signal.upper, signal.n)
    line = by_quarter([_place(p, p.value) for p in points], decimals)
    return _over_time([line], series, decimals, usual)


def twelve_months_chart(series: MeasureSeries, quarter: Quarter, decimals: int) -> Drawing | None:
    """The twelve months to each quarter up to `quarter`, which have no seasons; None with fewer than two."""
    points = [p for p in series.points if p.twelve_months is not None and p.quarter <= quarter]
    if len(points) < 2:
        return None
    inside = [p for p in series.points if points[0].quarter <= p.quarter <= points[-1].quarter]
    line = Line("12 months", [_place(p, p.twelve_months) for p in inside], "strong", decimals=decimals)
    return _over_time([line], series, decimals)


def year_to_date_chart(series: MeasureSeries, plan: Plan, quarter: Quarter, decimals: int) -> Drawing | None:
    """This year to date, from April, beside last year and the baseline; None before a first figure of the year."""
    known = {p.quarter: p for p in series.points}
    year = [Quarter(o) for o in range(quarter.year_start().ordinal, quarter.ordinal + 1)]
    whole = [quarter.year_start().shift(n) for n in range(4)]

    def figures(quarters: Sequence[Quarter], name: str, label: str = "") -> list[tuple[float, float | None, str]]:
        found = [(q, known.get(q)) for q in quarters]
        return [(float(q.number), getattr(p, name) if p else None, f"{label}{q.label}") for q, p in found]

    this_year = figures(year, "ytd")
    if all(figure is None for _, figure, _ in this_year):
        return None
    last, baseline = figures([q.shift(-4) for q in whole], "ytd"), figures(whole, "baseline", "baseline for ")
    lines = [
        Line(f"last year, {quarter.shift(-4).financial_year}", last),
        Line(f"baseline {plan.head.baseline.financial_year}", baseline, dash="dashed"),
        Line(f"this year, {quarter.financial_year}", this_year, "strong", decimals=decimals),
    ]
    return draw(through_a_year(), lines, [], (), decimals, (1, 4))


def lines_over_time(
    lines: Sequence[Line], bands: Sequence[tuple[int, float, float]], decimals: int, ends: tuple[int, int]
) -> Drawing:
    """Lines by quarter over shaded bands, each (the quarter's ordinal, lower, upper); `ends` are ordinals."""
    rows: list[Row] = [
        {"kind": "band", "x": place - 0.5, "x2": place + 0.5, "y": lower, "y2": upper} for place, lower, upper in bands
    ]
    return draw(over_time(), lines, rows, (), decimals, ends)


def _place(point: SeriesPoint, figure: float | None) -> tuple[float, float | None, str]:
    return float(point.quarter.ordinal), figure, point.quarter.label


def _over_time(
    lines: Sequence[Line], series: MeasureSeries, decimals: int, usual: tuple[float, float, int] | None = None
) -> Drawing:
    places = [int(place) for line in lines for place, figure, _ in line.figures if line.ink == "strong"]
    first, last = min(places), max(places)
    notes, rows = notes_of(series.breaks, series.events, first, last)
    if usual:
        lower, upper, n = usual
        start = max(last - n + 1, first)
        rows.append({"kind": "band", "x": start - 0.5, "x2": last + 0.5, "y": lower, "y2": upper})
    return draw(over_time(), lines, rows, notes, decimals, (first, last))


def notes_of(
    breaks: Sequence[Break], events: Sequence[Event], first: int, last: int, rebases: Sequence[Rebase] = ()
) -> tuple[tuple[Note, ...], list[Row]]:
    """The breaks, events and rebases between two quarters, lettered in order of time, with what draws them."""
    spans = spans_of(breaks, events, first, last, rebases)
    rows: list[Row] = []
    for one in spans:
        rows.append({"kind": "event" if one.end > one.start else "break", "x": one.start, "x2": one.end})
        rows.append({"kind": "mark", "x": one.start, "text": one.note.letter, "ink": "muted"})
    return tuple(one.note for one in spans), rows


def draw(
    template: Spec, lines: Sequence[Line], rows: list[Row], notes: Sequence[Note], decimals: int,
    ends: tuple[int, int],
) -> Drawing:  # fmt: skip
    """Put lines and further rows into a template; `ends` are the first and last place of its x axis."""
    drawn = [line for line in lines if line.is_seen]
    figures = [f for line in drawn for _, f, _ in line.figures if f is not None]
    figures += [row[key] for row in rows if row["kind"] == "band" for key in ("y", "y2")]
    low, high = _domain(figures)
    for line in drawn:
        rows += _line_rows(line, decimals)
    rows += _label_rows(drawn, low, high)
    values = {"first": ends[0], "last": ends[1], "low": low, "high": high}
    params = [p | {"value": values[p["name"]]} for p in template["params"]]
    spec = template | {"params": params, "data": {"url": as_data(rows + _key_rows(drawn)), "format": {"type": "json"}}}
    axis_note = "" if low <= 0 else f"The axis starts at {low:,.{decimals}f}, not at zero."
    return Drawing(spec, tuple(notes), axis_note)


def _domain(figures: Iterable[float]) -> tuple[float, float]:
    """The ends of the y axis: from zero where the lowest figure is less than half of the highest, else close by."""
    held = list(figures)
    low, high = min(held), max(held)
    if 0 <= low < high / 2 or high == 0:
        return 0.0, high * 1.12 or 1.0
    room = (high - low) * 0.15 or abs(high) * 0.1 or 1.0
    step = 10.0 ** (len(str(int(room))) - 1) if room >= 1 else 0.1
    return (low - room) // step * step, high + room


def _line_rows(line: Line, decimals: int) -> list[Row]:
    held = [place for place, figure, _ in line.figures if figure is not None]
    return [
        {
            "kind": "line", "series": line.series or line.name, "name": line.name, "ink": line.ink, "dash": line.dash,
            "x": place, "y": figure, "quarter": label, "text": "" if figure is None else f"{figure:,.{decimals}f}",
            "last": line.ink == "strong" and place == held[-1],
        }
        for place, figure, label in line.figures
    ]  # fmt: skip


def _label_rows(lines: Sequence[Line], low: float, high: float) -> list[Row]:
    """A label at the end of each line, moved apart where two would touch; below the end of one that stops early."""
    lines = [line for line in lines if not line.unnamed]
    right = max(line.end[0] for line in lines)
    beside = sorted((line for line in lines if line.end[0] > right - 1), key=lambda line: line.end[1])
    apart, heights = (high - low) * 0.085, [line.end[1] for line in beside]
    for place in range(1, len(heights)):
        heights[place] = max(heights[place], heights[place - 1] + apart)
    over = max(heights[-1] - high, 0)
    rows = [_label("label", line, right, height - over) for line, height in zip(beside, heights, strict=True)]
    return rows + [_label("below", line, *line.end) for line in lines if line not in beside]


_DRAWN_AS = {"solid": "—", "dashed": "- -", "dotted": "···"}


def _key_rows(lines: Sequence[Line]) -> list[Row]:
    """The key above the plot on a phone, from the lowest line to the highest: the measure itself on top."""
    named = [(line, line.label if line.key is None else line.key) for line in lines if not line.unnamed]
    drawn = [(line, words, "●" if line.ink == "strong" else _DRAWN_AS[line.dash]) for line, words in named if words]
    return [
        {"kind": "key", "place": place, "name": f"{sign} {words}", "ink": line.ink}
        for place, (line, words, sign) in enumerate(sorted(drawn, key=lambda one: one[0].ink == "strong"))
    ]


def _label(kind: str, line: Line, x: float, y: float) -> Row:
    return {"kind": kind, "x": x, "y": y, "ink": line.ink, "name": line.label}


def as_data(rows: list[Row]) -> str:
    """The rows as a `data:` address: no conversion on the way to the browser, no request."""
    return "data:application/json," + quote(json.dumps(rows, separators=(",", ":")), safe=" ,:[]{}\"'()/")
