"""The text of an uploaded file: its encoding found, and what is no text refused."""

import re

from measures.ingest.findings import Findings
from measures.model.issue import Issue, Severity

_CONTROLS = bytes(set(range(32)) - {9, 10, 13} | {127})
_PART = 1 << 20  # a large file is not copied whole
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
#: In Windows-1252 these bytes stand for nothing.
_UNUSED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")


def is_readable(content: bytes, max_bytes: int, findings: Findings) -> bool:
    """Whether there is something to read, and not too much; else a finding says so."""
    if len(content) > max_bytes:
        findings.file(
            "file_too_large",
            f"The file has {_megabytes(len(content))}, more than the {_megabytes(max_bytes)} that are read.",
            "Split it into several files, or ask for the limit (MEASURES_UPLOAD_MAX_MB) to be raised.",
            expected=f"at most {_megabytes(max_bytes)}",
        )
        return False
    if not content.strip():
        findings.file(
            "empty_file", "The file is empty.", "Check that the right file was chosen, and that it was saved."
        )
        return False
    return True


def read_text(content: bytes, findings: Findings) -> str | None:
    """The file as text, or None where a finding says why not."""
    if _is_other_kind(content, findings):
        return None
    text = _decoded(content, findings)
    if text is None or _has_control(content, text, findings):
        return None
    return text


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB" if size >= 100_000 else f"{size:,} bytes"


def _is_other_kind(content: bytes, findings: Findings) -> bool:
    """Files that are recognised by how they start, and are not text in one byte or UTF-8."""
    if content.startswith(b"%PDF"):
        findings.file("not_text", "This is a PDF, not CSV.", "Load the table it was made from, saved as CSV.")
        return True
    odd, even = content[1:400:2], content[0:400:2]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or (
        len(content) > 3 and (odd.count(0) * 3 > len(odd) * 2 or even.count(0) * 3 > len(even) * 2)
    ):
        findings.file(
            "wrong_encoding",
            "The file is in UTF-16 (Excel's “Unicode text”), which is not read.",
            "Save it again as “CSV UTF-8 (Comma delimited)”.",
            expected="UTF-8 or Windows-1252",
        )
        return True
    return False


def _decoded(content: bytes, findings: Findings) -> str | None:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        bad = error.start
    unused = _UNUSED.search(content)
    if unused is None and not _controls_in(content):
        line = _line_of(content, bad)
        findings.add(
            Issue(
                Severity.NOTE,
                "windows_1252",
                "The file is not in UTF-8; it was read as Windows-1252, which Excel's plain “CSV” writes.",
                "Check that pounds signs, dashes and accents in the notes look right.",
                line=line,
            )
        )
        return content.decode("cp1252")
    at = unused.start() if unused else bad
    findings.file(
        "wrong_encoding",
        "The file is neither in UTF-8 nor in Windows-1252.",
        "Open it in Excel and save it as “CSV UTF-8 (Comma delimited)”.",
        line=_line_of(content, at),
        expected="UTF-8 or Windows-1252",
    )
    return None


def _controls_in(content: bytes) -> bool:
    parts = (content[start : start + _PART] for start in range(0, len(content), _PART))
    return any(len(part.translate(None, _CONTROLS)) != len(part) for part in parts)


def _has_control(content: bytes, text: str, findings: Findings) -> bool:
    if content.isascii() and not _controls_in(content):
        return False
    match = CONTROL.search(text)
    if match is None:
        return False
    before = text[: match.start()]
    findings.file(
        "control_character",
        f"The file holds a character that cannot be seen (U+{ord(match[0]):04X}).",
        "Save the table again as CSV; if it stays, type the text of that line again.",
        line=len(re.findall(r"\r\n|\r|\n", before)) + 1,
        expected="visible characters",
    )
    return True


def _line_of(content: bytes, at: int) -> int:
    return len(re.findall(rb"\r\n|\r|\n", content[:at])) + 1
