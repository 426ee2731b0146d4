"""Small trend pictures for tables: about twelve quarters in 132 by 34 pixels, as two shapes that CSS can cut out.

A browser sets up a document of its own for every SVG that stands in an `<img>`, which took most of the time of a page
of 25 of them. A shape of CSS costs it next to nothing and is as sharp on paper.
"""

from collections.abc import Sequence
from math import hypot

WIDTH, HEIGHT = 132, 34
_LEFT, _RIGHT, _TOP, _BOTTOM = 4.0, WIDTH - 6.0, 5.0, HEIGHT - 5.0
_HALF, _LONE, _LAST = 1.0, 1.8, 3.6  # half the width of the line, the radius of a lone figure and of the last

Point = tuple[float, float]


def spark_style(values: Sequence[float | None], usual: tuple[float, float] | None = None) -> str:
    """The picture as a CSS style: `--line` is the shape of line and dots, `--band` that of the usual range if given.

    A line through the values, the last marked with a dot; a gap stays a gap; a value between two gaps is a dot of its
    own. No value at all: an empty string.
    """
    held = [value for value in values if value is not None]
    if not held:
        return ""
    low, high = min(held), max(held)
    if usual:
        low, high = min(low, usual[0]), max(high, usual[1])
    line = f"--line:path('{_outline(_points(values, low, high))}')"
    return f"{line};--band:{_band(usual, low, high)}" if usual else line


def _height(value: float, low: float, high: float) -> float:
    return (_TOP + _BOTTOM) / 2 if high == low else _BOTTOM - (value - low) / (high - low) * (_BOTTOM - _TOP)


def _points(values: Sequence[float | None], low: float, high: float) -> list[Point | None]:
    step = (_RIGHT - _LEFT) / max(len(values) - 1, 1)
    return [
        None if value is None else (_LEFT + place * step, _height(value, low, high))
        for place, value in enumerate(values)
    ]


def _band(usual: tuple[float, float], low: float, high: float) -> str:
    """What is to be cut off above and below the band, which is at least a pixel high."""
    top = _height(usual[1], low, high)
    bottom = max(_height(usual[0], low, high), top + 1)
    return f"inset({top:.1f}px 0 {HEIGHT - bottom:.1f}px)"


def _outline(points: Sequence[Point | None]) -> str:
    """A stroke for each step between two neighbours, a dot for who has none, and the dot of the last."""
    around = [None, *points, None]
    parts = []
    for before, here, after in zip(around, around[1:], around[2:], strict=False):
        if here and after:
            parts.append(_stroke(here, after))
        elif here and not before:
            parts.append(_dot(here, _LONE))
    last = points[-1]
    return "".join(parts) + (_dot(last, _LAST) if last else "")


def _stroke(start: Point, end: Point) -> str:
    """A step of the line with round ends. It runs round the same way as a dot: shapes that overlap add up."""
    across, down = end[0] - start[0], end[1] - start[1]
    length = hypot(across, down)
    x, y = -down / length * _HALF, across / length * _HALF
    turn = f"a{_HALF:g} {_HALF:g} 0 0 0"
    return (
        f"M{start[0] + x:.1f} {start[1] + y:.1f}l{across:.1f} {down:.1f}{turn} {-2 * x:.1f} {-2 * y:.1f}"
        f"l{-across:.1f} {-down:.1f}{turn} {2 * x:.1f} {2 * y:.1f}Z"
    )


def _dot(centre: Point, radius: float) -> str:
    turn = f"a{radius:g} {radius:g} 0 0 0"
    return f"M{centre[0] - radius:.1f} {centre[1]:.1f}{turn} {2 * radius:g} 0{turn} {-2 * radius:g} 0Z"
