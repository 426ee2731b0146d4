"""The elements of a Word document, as strings. Every text passes `fit` and the escaping of XML here, nowhere else."""

import re
from collections.abc import Iterable, Sequence
from html import escape

from measures.reports.blocks import Run, Text
from measures.reports.characters import fit

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)
_PIECES = re.compile("[\n\t]|[^\n\t]+")


def xml(text: str) -> str:
    """A text made safe to stand in XML, in attributes too."""
    return escape(fit(text), quote=True).replace("\n", "&#10;").replace("\t", "&#9;")


def run(text: str, *, strong: bool = False, emphasis: bool = False, style: str = "") -> str:
    """A run of text: line ends and tabs become those of Word."""
    if not text:
        return ""
    dress = (f'<w:rStyle w:val="{style}"/>' if style else "") + "<w:b/>" * strong + "<w:i/>" * emphasis
    properties = f"<w:rPr>{dress}</w:rPr>" if dress else ""
    return f"<w:r>{properties}{''.join(_piece(piece) for piece in _PIECES.findall(fit(text)))}</w:r>"


def _piece(piece: str) -> str:
    if piece == "\n":
        return "<w:br/>"
    if piece == "\t":
        return "<w:tab/>"
    return f'<w:t xml:space="preserve">{escape(piece, quote=False)}</w:t>'


def runs(text: Text) -> str:
    """The runs of a text."""
    return "".join(map(_run, text))


def _run(one: Run) -> str:
    return run(one.text, strong=one.strong, emphasis=one.emphasis)


def paragraph(style: str, *content: str, properties: str = "") -> str:
    """A paragraph in a style of `pack_styles.xml`; `properties` in the order that Word wants them."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{"".join(content)}</w:p>'


def field(code: str, shown: str = "1") -> str:
    """A field such as a page number, with what is shown until Word works it out."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {xml(code)} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(shown)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def bookmark(number: int, name: str, content: str) -> str:
    """A place that the contents lead to."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{number}"/>'


def drawing(relation: str, number: int, width: float, height: float, alt: str | None) -> str:
    """A picture in a run, its size in points; without a text (None) it is marked as decoration."""
    size = f'cx="{round(width * 12700)}" cy="{round(height * 12700)}"'
    about = f'id="{number}" name="Picture {number}"' + (f' descr="{xml(alt)}"' if alt is not None else ' descr=""')
    decoration = _DECORATIVE if alt is None else ""
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f"<wp:docPr {about}>{decoration}</wp:docPr>"
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic><a:graphicData uri="{PIC}"><pic:pic><pic:nvPicPr><pic:cNvPr {about}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def table(style: str, caption: str, widths: Sequence[int], rows: Iterable[str], *, headed: bool = True) -> str:
    """A table; `widths` of its columns in twentieths of a point. `headed`: its first row and column are headings."""
    head = f'w:firstRow="{int(headed)}" w:lastRow="0" w:firstColumn="{int(headed)}" w:lastColumn="0"'
    about = f'<w:tblCaption w:val="{xml(caption)}"/>' if caption else ""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="{"0660" if headed else "0600"}" {head} w:noHBand="1" '
        f'w:noVBand="1"/>{about}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def row(cells: Iterable[str], *, head: bool = False, cut: bool = False) -> str:
    """A row: a head is repeated on each page; none is cut at the foot of one unless it has to be (`cut`)."""
    properties = ("" if cut else "<w:cantSplit/>") + ("<w:tblHeader/>" if head else "")
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{''.join(cells)}</w:tr>"


def cell(width: int, *paragraphs: str, low: bool = False) -> str:
    """A cell of paragraphs, at the top of its row or at its foot (`low`)."""
    side = '<w:vAlign w:val="bottom"/>' if low else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{side}</w:tcPr>{"".join(paragraphs)}</w:tc>'
