"""Colours and rating marks, drawn once for screen, paper and charts (docs: DESIGN, rating marks).

A mark is an SVG of its own with a dark outline and a white halo, so that it reads on any ground, in greyscale and
without colour vision. A page names it by a class (`mark red`); `pictures_css` holds the pictures once for all.
"""

from functools import cache
from urllib.parse import quote

from measures.model.issue import Severity
from measures.model.rating import Rating

#: The Government Analysis Function's categorical palette, and the grey of everything that is not the measure.
PALETTE = ("#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1")
INK, PAPER = "#0b0c0c", "#ffffff"

#: These two keep a contrast of 3 to 1 or more on the grounds of both modes, so one picture serves light and dark.
LINE, MUTED = "#2d7fc4", "#767c82"

#: On a control chart the shape is the rule and the fill its side: worse solid, better hollow, neither grey. On a dark
#: page the style sheet fills the hollow ones with its ground.
SIGN_SHAPES = {
    "outside": "diamond",
    "trend_up": "triangle-up",
    "trend_down": "triangle-down",
    "two_in_three": "circle",
    "shift": "square",
}
SIGN_INKS = {"worse": ("#c4500a", "#c4500a"), "better": (PAPER, LINE), "neither": (MUTED, MUTED)}

FILLS = {Rating.GREEN: "#3fa07f", Rating.AMBER: "#ffb000", Rating.RED: "#b00020"}

#: What a rating adds to sorting: the worst first, without a colour last.
WORST_FIRST: tuple[Rating | None, ...] = (Rating.RED, Rating.AMBER, Rating.GREEN, None)

_SHAPES: dict[Rating | None, str] = {
    Rating.RED: "<path d='M12 2 22 12 12 22 2 12Z' {paint}/>",
    Rating.AMBER: "<path d='M12 2.6 22.4 21.2H1.6Z' {paint}/>",
    Rating.GREEN: "<circle cx='12' cy='12' r='9.8' {paint}/>",
    None: "<rect x='3' y='3' width='18' height='18' rx='1' {paint}/>",
}
_LETTERS: dict[Rating | None, tuple[str, str, float]] = {
    Rating.RED: ("R", PAPER, 16.2),
    Rating.AMBER: ("A", INK, 18.8),
    Rating.GREEN: ("G", INK, 16.2),
    None: ("–", MUTED, 16.4),
}


@cache
def mark_svg(rating: Rating | None, font: str = "Arial,Helvetica,sans-serif") -> str:
    """The mark of a rating (None: not rated) as an SVG of 24 by 24, its letter in `font`."""
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' width='24' height='24'>"
        f"{mark_shapes(rating, font)}</svg>"
    )


def mark_shapes(rating: Rating | None, font: str = "Arial,Helvetica,sans-serif") -> str:
    """What is inside that SVG, to stand as a `<symbol>` that a page draws many times."""
    shape = _SHAPES[rating]
    letter, ink, baseline = _LETTERS[rating]
    if rating:
        halo = shape.format(paint=f"fill='{PAPER}' stroke='{PAPER}' stroke-width='4' stroke-linejoin='round'")
        paint = f"fill='{FILLS[rating]}' stroke='{INK}' stroke-width='1.4' stroke-linejoin='round'"
    else:
        halo, paint = "", f"fill='none' stroke='{MUTED}' stroke-width='1.8' stroke-dasharray='3.2 2.4'"
    size = 10.5 if rating is Rating.AMBER else 12
    text = (
        f"<text x='12' y='{baseline}' text-anchor='middle' font-family='{font}' "
        f"font-weight='700' font-size='{size}' fill='{ink}'>{letter}</text>"
    )
    return f"{halo}{shape.format(paint=paint)}{text}"


ARROW = (
    f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 14 14' width='14' height='14'><path d='M1 7H12M8 3 12 7 "
    f"8 11' fill='none' stroke='{MUTED}' stroke-width='1.8'/></svg>"
)


def class_of(rating: Rating | None) -> str:
    """The name of a rating's class in the style sheet: `red`, `amber`, `green`, `none`."""
    return str(rating.value) if rating else "none"


def pictures_css() -> str:
    """The rules that give marks, arrows and trend pictures their look, to go with the pages' style sheet."""
    marks = [f".pc .mark.{class_of(rating)} {{ {_drawn(mark_svg(rating))} }}" for rating in WORST_FIRST]
    inks = f".pc .spark {{ --ink-of-line: {LINE}; --ink-of-band: {MUTED}; }}"
    return "\n".join([*marks, f".pc .arrow {{ {_drawn(ARROW)} }}", inks])


def _drawn(svg: str) -> str:
    return f'background-image: url("{as_address(svg)}");'


def as_address(svg: str) -> str:
    """An SVG as a `data:` address that may stand between double quotes."""
    return "data:image/svg+xml," + quote(svg, safe=" ='/:;,.()-")


_SEVERITIES = {
    Severity.STOP: ("<path d='M8 2h8l6 6v8l-6 6H8l-6-6V8Z' fill='#b00020' stroke='{ink}'/>", "!", PAPER),
    Severity.CONFIRM: ("<rect x='2.5' y='2.5' width='19' height='19' rx='3' fill='#ffb000' stroke='{ink}'/>", "?", INK),
    Severity.NOTE: ("<circle cx='12' cy='12' r='9.5' fill='none' stroke='{muted}' stroke-width='1.8'/>", "i", MUTED),
}


@cache
def severity_address(severity: Severity) -> str:
    """The mark of a finding in a file, as an address: an eight-sided stop, a square question, a round note."""
    shape, letter, ink = _SEVERITIES[severity]
    return as_address(
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' width='24' height='24'>"
        f"{shape.format(ink=INK, muted=MUTED)}<text x='12' y='17' text-anchor='middle' "
        f"font-family='Arial,Helvetica,sans-serif' font-weight='700' font-size='14' fill='{ink}'>{letter}</text></svg>"
    )
