"""The ground of a chart on paper: axes of quarters and of figures, and the few shapes that are drawn on them, as SVG.

Everything can be told apart without colour: by dash, by shape, by a halo of paper. Numbers are written with one
decimal, so that the same figures give the same bytes.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape

from measures.charts.notes import Note, Span
from measures.charts.theme import INK, PALETTE, PAPER

WIDTH, HEIGHT = 255, 118
FONT = "Inter, Arial, Helvetica, sans-serif"
STRONG, QUIET, FAINT, SHADE = PALETTE[0], "#505a5f", "#d5d9dc", "#e6e9eb"
SMALL, LABEL = 6.8, 7.8
#: The width of a figure or letter beside its height, a little more than the widest digits take.
_WIDE = 0.63

Points = Sequence[tuple[float, float | None]]


@dataclass(frozen=True, slots=True)
class PaperChart:
    """A finished chart: SVG, its size in points, what its letters and signs stand for, where its axis starts."""

    svg: str
    width: float
    height: float
    notes: tuple[Note, ...] = ()
    axis_note: str = ""


@dataclass(slots=True)
class Sheet:
    """A chart in the making, over the quarters `first` to `last` (ordinals) and figures from `low` to `high`."""

    first: int
    last: int
    ticks: tuple[float, ...]
    decimals: int
    sign: str = ""
    right: float = 34
    top: float = 22
    parts: list[str] = field(default_factory=list)

    @property
    def left(self) -> float:
        """Where the plot begins: right of the widest figure of the axis."""
        return 5 + SMALL * _WIDE * max(len(self.words(tick)) for tick in self.ticks)

    @property
    def floor(self) -> float:
        """The height of the axis of quarters."""
        return HEIGHT - 14.0

    def words(self, figure: float) -> str:
        """A figure as the chart writes it."""
        return f"{figure:,.{self.decimals}f}{self.sign}"

    def x(self, place: float) -> float:
        """Where a quarter is; its first day is half before it."""
        span = self.last - self.first + 1
        return self.left + (place - self.first + 0.5) / span * (WIDTH - self.right - self.left)

    def y(self, figure: float) -> float:
        """Where a figure is."""
        low, high = self.ticks[0], self.ticks[-1]
        return self.floor - (figure - low) / (high - low) * (self.floor - self.top)

    def axes(self) -> None:
        """Lines at round figures, financial years along the foot; two strokes on an axis that starts above zero."""
        start, end = self.x(self.first - 0.5), self.x(self.last + 0.5)
        tick_decimals = max(_decimals(tick) for tick in self.ticks)
        for tick in self.ticks:
            base = tick == self.ticks[0]
            self.line([(start, self.y(tick)), (end, self.y(tick))], QUIET if base else FAINT, 0.7 if base else 0.5)
            self.text(start - 3, self.y(tick) + 2.4, f"{tick:,.{tick_decimals}f}{self.sign}", anchor="end")
        if self.ticks[0] > 0:
            for across in (2.0, 4.6):
                foot = (start + across, self.floor + 2.6)
                self.line([foot, (foot[0] + 2.4, self.floor - 2.6)], INK, 0.7)
        self._years()

    def _years(self) -> None:
        """A stroke at each first of April, the financial year in the middle of its quarters where there is room."""
        begins = self.first
        step = max(1, math.ceil(30 / max(self.x(4) - self.x(0), 1)))  # years from one name to the next
        while begins <= self.last:
            year, ends = begins // 4, min(begins - begins % 4 + 3, self.last)
            left, right = self.x(begins - 0.5), self.x(ends + 0.5)
            if begins % 4 == 0:
                self.line([(left, self.floor), (left, self.floor + 4)], QUIET, 0.7)
            name = f"{year}/{(year + 1) % 100:02d}"
            if right - left >= 24 and (self.last // 4 - year) % step == 0:
                self.text((left + right) / 2, HEIGHT - 4.5, name, anchor="middle")
            begins = ends + 1

    def spans(self, spans: Iterable[Span]) -> None:
        """Events as shaded quarters, breaks as dashed lines from top to foot, each with its letter above."""
        for one in spans:
            left = self.x(one.start)
            if one.end > one.start:
                self.box(left, self.top, self.x(one.end) - left, self.floor - self.top, SHADE)
            else:
                self.line([(left, self.top - 6), (left, self.floor)], INK, 0.8, "3 2")
        for one in spans:
            beside = 0 if one.end > one.start else 2
            self.text(self.x(one.start) + beside, self.top - 1, one.note.letter, LABEL, weight=600, ink=INK, halo=True)

    def curve(self, points: Points, ink: str = STRONG, width: float = 1.7, dash: str = "") -> None:
        """A line through the figures: a gap stays a gap, a figure between two gaps is a dot of its own."""
        piece: list[tuple[float, float]] = []
        for place, figure in (*points, (0.0, None)):
            if figure is not None:
                piece.append((self.x(place), self.y(figure)))
                continue
            if len(piece) == 1:
                self.parts.append(f"<circle cx='{piece[0][0]:.1f}' cy='{piece[0][1]:.1f}' r='2' fill='{ink}'/>")
            elif piece:
                self.line(piece, ink, width, dash)
            piece = []

    def line(self, points: Sequence[tuple[float, float]], ink: str, width: float, dash: str = "") -> None:
        """A line through points of the sheet."""
        d = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        dashed = f" stroke-dasharray='{dash}'" if dash else ""
        self.parts.append(
            f"<path d='{d}' fill='none' stroke='{ink}' stroke-width='{width:g}' stroke-linejoin='round'{dashed}/>"
        )

    def box(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        """A filled box."""
        self.parts.append(f"<rect x='{x:.1f}' y='{y:.1f}' width='{width:.1f}' height='{height:.1f}' fill='{fill}'/>")

    def sign_at(self, x: float, y: float, shape: str, fill: str, stroke: str, size: float = 3.1) -> None:
        """A shape with a halo of paper around its centre: circle, square, diamond, triangle-up or triangle-down."""
        d = outline(shape, x, y, size)
        self.parts.append(f"<path d='{d}' fill='{PAPER}' stroke='{PAPER}' stroke-width='3'/>")
        self.parts.append(f"<path d='{d}' fill='{fill}' stroke='{stroke}' stroke-width='1.3'/>")

    def text(
        self, x: float, y: float, words: str, size: float = SMALL, anchor: str = "start", weight: int = 400,
        ink: str = QUIET, *, halo: bool = False,
    ) -> None:  # fmt: skip
        """Words, `y` their foot; on a halo of paper where they stand on what is drawn."""
        place = f"x='{x:.1f}' y='{y:.1f}' font-size='{size:g}'"
        given = f"{place} fill='{ink}'" + (f" text-anchor='{anchor}'" if anchor != "start" else "")
        on = f" stroke='{PAPER}' stroke-width='2.2' stroke-linejoin='round' paint-order='stroke'" if halo else ""
        bold = f" font-weight='{weight}'" if weight != 400 else ""
        self.parts.append(f"<text {given}{bold}{on}>{escape(words)}</text>")

    def svg(self) -> str:
        """The whole drawing."""
        return (
            f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {HEIGHT}' width='{WIDTH}' height='{HEIGHT}' "
            f"font-family='{FONT}'>{''.join(self.parts)}</svg>"
        )

    def finished(self, spans: Sequence[Span], key: Sequence[Note] = ()) -> PaperChart:
        """The chart with the words that go beside it."""
        low = self.ticks[0]
        note = "" if low <= 0 else f"The axis starts at {low:,.{_decimals(low)}f}{self.sign}, not at zero."
        return PaperChart(self.svg(), WIDTH, HEIGHT, (*(one.note for one in spans), *key), note)


def outline(shape: str, x: float, y: float, size: float) -> str:
    """The path of a shape, `size` from its centre to its edge."""
    match shape:
        case "circle":
            turn = f"a{size:g} {size:g} 0 0 0"
            return f"M{x - size:.1f} {y:.1f}{turn} {2 * size:g} 0{turn} {-2 * size:g} 0Z"
        case "square":
            side = size * 0.9
            return f"M{x - side:.1f} {y - side:.1f}h{2 * side:.1f}v{2 * side:.1f}h{-2 * side:.1f}Z"
        case "diamond":
            far = size * 1.25
            return f"M{x:.1f} {y - far:.1f}l{far:.1f} {far:.1f} {-far:.1f} {far:.1f} {-far:.1f} {-far:.1f}Z"
        case _:
            up = -1 if shape == "triangle-up" else 1
            far = size * 1.2
            return f"M{x:.1f} {y + up * far:.1f}L{x + far:.1f} {y - up * far * 0.8:.1f}H{x - far:.1f}Z"


def ticks_for(figures: Iterable[float]) -> tuple[float, ...]:
    """Three to six round figures that enclose those given; from zero where the lowest is less than half of the highest.

    >>> ticks_for([1104, 1242])
    (1100.0, 1150.0, 1200.0, 1250.0)
    """
    held = list(figures)
    low, high = min(held), max(held)
    if 0 <= low < high / 2:
        low = 0.0
    if high == low:
        low, high = (low * 0.9, high * 1.1) if low > 0 else (low, low + 1)
    rough = (high - low) / 4
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * nice for nice in (1, 2, 2.5, 5, 10) if size * nice >= rough * 0.999)
    begins, ends = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(round(n * step, 10) for n in range(begins, ends + 1))


def _decimals(figure: float) -> int:
    """How many decimals a round figure needs."""
    text = f"{figure:.6f}".rstrip("0")
    return len(text.split(".")[1])
