"""The parts of an Excel workbook, taken out of their zip file within limits, and what is no such workbook told.

Nothing is parsed before its size is known. Only the parts that hold cells are taken: macros, links to other
files, drawings and queries are never looked into. Calamine is given a package that is made anew from these parts.
"""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.parsers import expat

from measures.ingest.findings import Findings

#: What is unpacked at most: ten times what a table of 100,000 figures has.
MAX_UNPACKED = 100_000_000
#: The parts that say what there is, which are read as trees.
MAX_LIST = 4_000_000
_LISTS = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml")
MAX_ENTRIES = 5_000
#: Cells of figures shrink to a tenth; a large part that shrinks to a hundredth is blown up, not filled in.
LARGE, SHRINKS = 5_000_000, 100

OLE = b"\xd0\xcf\x11\xe0"
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")

_WANTED = re.compile(r"xl/(?:worksheets/)?[^/]+\.xml|xl/_rels/workbook\.xml\.rels", re.IGNORECASE)
_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-?8[\"'])", re.IGNORECASE)
_OFFICE = "http://schemas.openxmlformats.org"
_WAY_IN = (
    f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{_OFFICE}/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument/2006/relationships/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>'
)
_SAVE = "Open it in Excel, choose File, Save as, “Excel Workbook (*.xlsx)”, and load that file."


@dataclass(frozen=True, slots=True)
class Package:
    """The parts by name, each a well-behaved piece of XML in UTF-8."""

    parts: dict[str, bytes]

    def tree(self, name: str) -> ElementTree.Element | None:
        """One of the small parts, read; None where it is not there. Raises ParseError."""
        part = self.parts.get(name)
        return None if part is None else ElementTree.fromstring(part)

    def packed_again(self, sheet: str) -> bytes:
        """A package of these parts with one sheet, not compressed."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as made:
            made.writestr("_rels/.rels", _WAY_IN)
            for name, part in self.parts.items():
                if not name.lower().startswith("xl/worksheets/") or name == sheet:
                    made.writestr(name, part)
        return out.getvalue()


def is_workbook(content: bytes) -> bool:
    """Whether a file starts as workbooks and other packed files do."""
    return content.startswith((*ZIP, OLE))


def unpack(content: bytes, findings: Findings) -> Package | None:
    """The parts of a workbook, or None where a finding says why not."""
    if content.startswith(OLE):
        _tell_ole(content, findings)
        return None
    if content.count(b"PK\x01\x02") > MAX_ENTRIES:
        tell_too_large(findings)
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = packed.infolist()
            if _is_other_kind([entry.filename for entry in entries], findings):
                return None
            wanted = [entry for entry in entries if _WANTED.fullmatch(entry.filename)]
            if any(entry.flag_bits & 1 for entry in wanted):
                _tell_encrypted(findings)
                return None
            if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in wanted):
                tell_corrupt(findings)
                return None
            if _is_too_large(wanted):
                tell_too_large(findings)
                return None
            parts = {entry.filename: packed.read(entry) for entry in wanted}
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, RuntimeError, LookupError):
        tell_corrupt(findings)
        return None
    lists = [part for name, part in parts.items() if not name.lower().startswith("xl/worksheets/")]
    if any(_is_odd(part) for part in parts.values()) or not all(map(is_well_formed, lists)):
        tell_corrupt(findings)
        return None
    return Package(parts)


def _is_too_large(entries: list[zipfile.ZipInfo]) -> bool:
    """By the sizes that the package states; what it holds beyond them is not unpacked."""
    return sum(entry.file_size for entry in entries) > MAX_UNPACKED or any(
        entry.file_size > (MAX_LIST if entry.filename in _LISTS else max(LARGE, SHRINKS * entry.compress_size))
        for entry in entries
    )


def _is_odd(part: bytes) -> bool:
    """XML that no workbook needs: entities (which could grow without end), or another encoding than UTF-8."""
    return b"<!DOCTYPE" in part or b"<!ENTITY" in part or b"\x00" in part or bool(_ENCODING.match(part[:200]))


def is_well_formed(xml: bytes) -> bool:
    """Whether a piece of XML is whole: the library that reads the cells goes on where tags do not match."""
    try:
        expat.ParserCreate(namespace_separator=" ").Parse(xml, True)
    except expat.ExpatError:
        return False
    return True


def _is_other_kind(names: list[str], findings: Findings) -> bool:
    lower = {name.lower() for name in names}
    if "xl/vbaproject.bin" in lower:
        _tell_other(findings, "This is a workbook with macros (.xlsm); macros are never run, and such files not read.")
    elif "xl/workbook.bin" in lower:
        _tell_other(findings, "This is a binary workbook (.xlsb), which is not read.")
    elif "xl/workbook.xml" in lower:
        return False
    elif "content.xml" in lower or "mimetype" in lower:
        _tell_other(findings, "This is an OpenDocument file (.ods), which is not read.")
    elif any(name.startswith(("word/", "ppt/")) for name in lower):
        _tell_other(findings, "This is a Word or PowerPoint file, not a workbook.")
    else:
        _tell_other(findings, "This is a packed file (zip), not a workbook.")
    return True


def _tell_ole(content: bytes, findings: Findings) -> None:
    if "EncryptedPackage".encode("utf-16-le") in content:
        _tell_encrypted(findings)
    else:
        _tell_other(findings, "This is a file of an older Office, such as an Excel workbook of before 2007 (.xls).")


def _tell_other(findings: Findings, message: str) -> None:
    findings.file("other_file", message, _SAVE, expected="an Excel workbook (.xlsx) or a CSV file")


def _tell_encrypted(findings: Findings) -> None:
    findings.file(
        "encrypted_workbook",
        "The workbook is protected by a password to open it.",
        "In Excel choose File, Info, Protect Workbook, Encrypt with Password, empty the password, and save it again.",
        expected="a workbook without a password",
    )


def tell_corrupt(findings: Findings) -> None:
    """A workbook that cannot be taken apart."""
    findings.file("corrupt_workbook", "The workbook is damaged, or not as Excel writes it.", _SAVE)


def tell_too_large(findings: Findings) -> None:
    """A workbook that would unpack to more than any table of figures."""
    findings.file(
        "workbook_too_large",
        "The workbook unpacks to more than is read.",
        "Copy the table's cells alone to a new workbook, or save the sheet as “CSV UTF-8”.",
        expected=f"at most {MAX_UNPACKED // 1_000_000} MB once unpacked",
    )
