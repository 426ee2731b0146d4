"""Small trend pictures for tables: about twelve quarters in 132 by 34 pixels, as an SVG, with its finding in words."""

from collections.abc import Sequence

from measures.charts.theme import LINE, MUTED, as_address

WIDTH, HEIGHT = 132, 34
_LEFT, _RIGHT, _TOP, _BOTTOM = 4.0, WIDTH - 6.0, 5.0, HEIGHT - 5.0


def spark_svg(values: Sequence[float | None], usual: tuple[float, float] | None = None) -> str:
    """A line through the values, the last marked with a dot; a gap stays a gap; `usual` is shaded if given.

    A value between two gaps is a dot of its own. No value at all: an empty string.
    """
    held = [value for value in values if value is not None]
    if not held:
        return ""
    low, high = min(held), max(held)
    if usual:
        low, high = min(low, usual[0]), max(high, usual[1])
    band = _band(usual, low, high) if usual else ""
    points = _points(values, low, high)
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {HEIGHT}' width='{WIDTH}' height='{HEIGHT}'>"
        f"{band}{_lines(points)}{_last_dot(points)}</svg>"
    )


def spark_address(values: Sequence[float | None], usual: tuple[float, float] | None = None) -> str:
    """The picture as a `data:` address for an `<img>`; empty where there is nothing to draw."""
    svg = spark_svg(values, usual)
    return as_address(svg) if svg else ""


def _height(value: float, low: float, high: float) -> float:
    return (_TOP + _BOTTOM) / 2 if high == low else _BOTTOM - (value - low) / (high - low) * (_BOTTOM - _TOP)


def _points(values: Sequence[float | None], low: float, high: float) -> list[tuple[float, float] | None]:
    step = (_RIGHT - _LEFT) / max(len(values) - 1, 1)
    return [
        None if value is None else (_LEFT + place * step, _height(value, low, high))
        for place, value in enumerate(values)
    ]


def _band(usual: tuple[float, float], low: float, high: float) -> str:
    top, bottom = _height(usual[1], low, high), _height(usual[0], low, high)
    return (
        f"<rect x='0' y='{top:.1f}' width='{WIDTH}' height='{max(bottom - top, 1):.1f}' fill='{MUTED}' "
        f"fill-opacity='.2'/>"
    )


def _lines(points: Sequence[tuple[float, float] | None]) -> str:
    runs: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    drawn = []
    for run in runs:
        if len(run) == 1:
            drawn.append(f"<circle cx='{run[0][0]:.1f}' cy='{run[0][1]:.1f}' r='1.8' fill='{LINE}'/>")
        elif run:
            path = " ".join(f"{x:.1f},{y:.1f}" for x, y in run)
            drawn.append(
                f"<polyline points='{path}' fill='none' stroke='{LINE}' stroke-width='2' stroke-linejoin='round' "
                f"stroke-linecap='round'/>"
            )
    return "".join(drawn)


def _last_dot(points: Sequence[tuple[float, float] | None]) -> str:
    last = points[-1]
    return "" if last is None else f"<circle cx='{last[0]:.1f}' cy='{last[1]:.1f}' r='3.6' fill='{LINE}'/>"
