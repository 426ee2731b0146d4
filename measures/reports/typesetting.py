"""typst, with nothing of the machine: the package's own fonts, no files, no clock. The one module that calls it."""

import json
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

import typst

from measures.reports.characters import FAMILIES, FONTS

#: Dots to an inch of a picture for Word: sharp on paper at twice the width of the screen's.
DOTS = 240.0
#: How many documents typst sets before it forgets what it has not met again.
_KEPT = 11
_PICTURES = """
#set page(margin: 0pt, fill: none)
#set text(font: json(bytes(sys.inputs.pictures)).families, fallback: false)
#for it in json(bytes(sys.inputs.pictures)).pictures {
  page(width: it.width * 1pt, height: it.height * 1pt, image(bytes(it.svg), format: "svg", width: 100%, height: 100%))
}
"""


def to_pdf(layout: bytes, data: dict[str, Any], moment: datetime) -> bytes:
    """A PDF/UA-1 of a layout that finds `data` as JSON in `sys.inputs.pack`; `moment` is when it was made."""
    try:
        pdf: bytes = typst.compile(
            layout,
            format="pdf",
            font_paths=_fonts(),
            ignore_system_fonts=True,
            pdf_standards="ua-1",
            timestamp=moment,
            sys_inputs={"pack": json.dumps(data, ensure_ascii=False)},
        )
        return pdf
    finally:
        _forget()


def to_png(drawings: Sequence[tuple[str, float, float]]) -> list[bytes]:
    """PNG of drawings, each (SVG, width and height in points), `DOTS` to the inch."""
    if not drawings:
        return []
    given = [{"svg": svg, "width": width, "height": height} for svg, width, height in drawings]
    try:
        pictures: bytes | list[bytes] = typst.compile(
            _PICTURES.encode(),
            format="png",
            ppi=DOTS,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"pictures": json.dumps({"families": FAMILIES, "pictures": given}, ensure_ascii=False)},
        )
        return [pictures] if isinstance(pictures, bytes) else pictures
    finally:
        _forget()


def _forget() -> None:
    """Let go of what typst keeps of a document, 70 MB of a large one, until it has set ten others."""
    for _ in range(_KEPT):
        typst.compile(b" ", format="pdf", font_paths=_fonts(), ignore_system_fonts=True)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(font_paths=[FONTS], include_system_fonts=False, include_embedded_fonts=False)
