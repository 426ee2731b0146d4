"""What came of a hostile text on a page or in a file, where it did not stay a text."""

import csv
import io
import re
from collections.abc import Iterator

import lxml.html

from tests.hostile import EVIL_ATTRIBUTES, EVIL_TAGS, marked
from tests.pages.conftest import Reader


def faults_of_html(html: str) -> Iterator[str]:
    """What of a page's HTML is not text that should be."""
    if not html.strip():
        return
    tree = lxml.html.fragment_fromstring(html, create_parent="div")
    for one in tree.iter(lxml.etree.Element):
        if one.tag in EVIL_TAGS - {"img"} or (one.tag == "img" and not one.get("src", "").startswith("data:")):
            yield f"an element <{one.tag}>"
        yield from (f"an attribute {name}" for name in one.attrib if name in EVIL_ATTRIBUTES)
        address = one.get("href", "") + one.get("src", "")
        if re.match(r"\s*(javascript|vbscript|data:text)", address, re.IGNORECASE) or "evil.example/" in address:
            yield f"an address {address}"


#: Fields of Streamlit's elements in which Markdown is read.
MARKDOWN = ("label", "body", "help", "caption", "placeholder")


def faults_of_elements(reader: Reader) -> Iterator[str]:
    """Labels in which a text of ours would be read as Markdown."""
    for one in reader.app.main:
        proto = one.proto
        if one.type in ("html", "code"):
            continue
        for name in MARKDOWN:
            told = str(getattr(proto, name, ""))
            if marked(told) and re.search(r"(?<!\\)[<!\[`$]", told):
                yield f"{one.type}.{name} reads Markdown: {told[:80]}"


def cells_of(content: bytes) -> Iterator[str]:
    for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))):
        yield from row


def is_formula(cell: str) -> bool:
    return cell.startswith(("=", "+", "-", "@", "\t", "\r")) and not re.fullmatch(r"[+-]?[\d.,]+%?", cell)
