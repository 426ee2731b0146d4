"""Each format read back with another library than the one that wrote it: its words as one long text without spaces.

Where a line ends is the format's own matter, and a PDF knows no spaces at a line's end, so that words are compared
without any.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator

import docx
import lxml.etree
import lxml.html
import pypdf
import python_calamine

from measures.reports.blocks import Block, Bullets, Cell, Pack, Paragraph, Pictures, Table, Terms, Tiles, plain_text
from measures.reports.characters import fit, fit_for_fonts

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


#: A page: its text, and in its last line the foot with the page's number.
FOOT = re.compile(r"(.*?)([^\n]*)page \d+ of \d+\s*", re.DOTALL)


def bare(text: str) -> str:
    """A text without white space and marks that are never drawn."""
    return re.sub(r"[\s\u200b-\u200f\u202a-\u202e]", "", text)


def words_of(ending: str, content: bytes) -> str:
    """Every word that a reader of the file meets, in the order of the file."""
    return bare("\n".join(READERS[ending](content)))


def read_html(content: bytes) -> Iterator[str]:
    tree = lxml.html.document_fromstring(content.decode("utf-8"))
    for unread in tree.xpath("//style | //*[local-name()='symbol']"):
        unread.drop_tree()
    yield tree.text_content()
    yield from tree.xpath("//@aria-label")


def read_docx(content: bytes) -> Iterator[str]:
    document = docx.Document(io.BytesIO(content))
    parts = [document.element.body, document.sections[0].header._element, document.sections[0].footer._element]
    for part in parts:
        for paragraph in part.iter(f"{W}p"):
            yield "".join(
                run.text or "" if run.tag == f"{W}t" else "\n" for run in paragraph.iter(f"{W}t", f"{W}br", f"{W}tab")
            )
        yield from (one.get("descr") for one in part.iter(f"{WP}docPr"))


def read_pdf(content: bytes) -> Iterator[str]:
    reader = pypdf.PdfReader(io.BytesIO(content))
    foot = ""
    for page in reader.pages:
        text, foot = FOOT.match(page.extract_text()).groups()
        yield text
    yield foot
    yield from alts_of(reader)


def alts_of(reader: pypdf.PdfReader) -> Iterator[str]:
    """The alternative texts of the figures in a PDF's structure."""
    waiting = [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        one = waiting.pop().get_object()
        if isinstance(one, list):
            waiting += reversed(one)
        elif isinstance(one, dict):
            if "/Alt" in one:
                yield str(one["/Alt"])
            if "/K" in one:
                waiting.append(one["/K"])


def read_xlsx(content: bytes) -> Iterator[str]:
    for _, rows in sheets_in(content):
        for row in rows:
            yield from (str(cell) for cell in row)


def sheets_in(content: bytes) -> Iterator[tuple[str, list[list[object]]]]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    for name in book.sheet_names:
        yield name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def read_zip(content: bytes) -> Iterator[str]:
    for name, text in files_in(content).items():
        yield name
        if name.endswith(".csv"):
            for row in csv.reader(io.StringIO(text, newline="")):
                yield from (cell.removeprefix("'") for cell in row)
        else:
            yield text


def files_in(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}


READERS = {".html": read_html, ".docx": read_docx, ".pdf": read_pdf, ".xlsx": read_xlsx, ".zip": read_zip}


def said_in(pack: Pack, ending: str) -> Iterator[str]:
    """Every text of a pack as a format has to say it; figures as a spreadsheet holds them where it is one."""
    as_written = fit_for_fonts if ending == ".pdf" else fit
    yield from map(as_written, (pack.title, pack.subtitle))
    for term, text in pack.facts:
        yield from map(as_written, (term, plain_text(text)))
    for _, section in pack.walk():
        yield as_written(section.title)
        for block in section.blocks:
            for text in texts_of(block, ending):
                yield as_written(text)
    if ending != ".xlsx":
        yield as_written(pack.foot)


def texts_of(block: Block, ending: str) -> Iterable[str]:
    match block:
        case Paragraph(text):
            return [plain_text(text)]
        case Bullets(items):
            return map(plain_text, items)
        case Terms(pairs):
            return (part for term, text in pairs for part in (term, plain_text(text)))
        case Tiles(tiles):
            shown = "{}" if ending == ".xlsx" else "{:,}"
            return (part for one in tiles for part in (one.word, shown.format(one.number), one.meaning, one.since))
        case Pictures(pictures):
            return (part for one in pictures for part in (one.caption, one.alt, *one.notes))
        case Table():
            cells = (cell_text(cell, ending) for row in block.rows for cell in row)
            return (block.caption, *(column.heading for column in block.columns), *cells)


def cell_text(cell: Cell, ending: str) -> str:
    if cell.number is None or ending not in (".xlsx", ".zip"):
        return cell.text
    return str(int(cell.number)) if cell.number.denominator == 1 else str(float(cell.number))
