"""A fault found in a file: what it is, where it stands, what was read and what to do about it (SPEC section 10)."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """What a fault means for the file: it is refused, it needs a person's word, or it is only told."""

    STOP = "stop"
    CONFIRM = "confirm"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Issue:
    """One fault.

    `code` is a fixed key, explained in docs/issues.md. `line` counts from 1 with the header as line 1, and is
    None for a fault of the whole file. `read` is the text as it stands in the file. `counts` is 0, or how many more
    of its kind, not listed themselves, this one stands for.
    """

    severity: Severity
    code: str
    message: str
    remedy: str
    line: int | None = None
    column: str | None = None
    read: str | None = None
    expected: str | None = None
    counts: int = 0


def stops(issues: list[Issue]) -> list[Issue]:
    """Those that refuse the file."""
    return [issue for issue in issues if issue.severity is Severity.STOP]


def to_confirm(issues: list[Issue]) -> list[Issue]:
    """Those that need a person's word."""
    return [issue for issue in issues if issue.severity is Severity.CONFIRM]
