"""The faults of one upload as they are found: a few hundred of each kind are listed, the rest are counted.

A file of 100,000 rows can hold 100,000 faults of one kind; a person needs the first ones and the number.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from measures.model.issue import Issue, Severity

#: How many faults of one kind are listed one by one.
LISTED = 200
#: How many lines a note names.
NAMED = 3


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell or row, before it is known where it stands."""

    code: str
    message: str
    remedy: str
    expected: str | None = None


class Findings:
    """The issues of one file, and which of its rows they stop.

    `stopped` are the numbers of the rows (not lines) that a fault refuses; `lost` counts the lines of which no
    row could be made at all.
    """

    def __init__(self) -> None:
        self._issues: list[Issue] = []
        self._more: dict[tuple[Severity, str, str | None], int] = {}
        self._listed: dict[tuple[Severity, str, str | None], int] = {}
        self.stopped: set[int] = set()
        self.lost = 0

    def add(self, issue: Issue) -> None:
        """List one issue, or count it where enough of its kind are listed."""
        key = (issue.severity, issue.code, issue.column)
        if self._listed.setdefault(key, 0) < LISTED:
            self._listed[key] += 1
            self._issues.append(issue)
        else:
            self._more[key] = self._more.get(key, 0) + 1

    def file(self, code: str, message: str, remedy: str, **place: str | int | None) -> None:
        """A fault that refuses the whole file."""
        self.add(replace(Issue(Severity.STOP, code, message, remedy), **place))  # type: ignore[arg-type]

    def rows(
        self,
        severity: Severity,
        code: str,
        column: str | None,
        rows: Sequence[int],
        make: Callable[[int], Issue],
        *,
        stops: bool = True,
    ) -> None:
        """One issue for each of these rows; `make` is asked only for those that are listed.

        With `stops` false the rows are none that were read, and are counted elsewhere.
        """
        if not len(rows):
            return
        key = (severity, code, column)
        room = max(LISTED - self._listed.get(key, 0), 0)
        self._listed[key] = self._listed.get(key, 0) + min(room, len(rows))
        self._issues.extend(make(int(row)) for row in rows[:room])
        if len(rows) > room:
            self._more[key] = self._more.get(key, 0) + len(rows) - room
        if stops and severity is Severity.STOP:
            self.stopped.update(int(row) for row in rows)

    def reword(self, code: str, remedy: str, expected: str) -> None:
        """Give the findings of one code another remedy: the table is of another sort than figures."""
        self._issues = [
            replace(one, remedy=remedy, expected=expected) if one.code == code else one for one in self._issues
        ]

    @property
    def issues(self) -> list[Issue]:
        """What refuses the file, then what needs a word, then the notes; each in the order of the file."""
        return in_order([*self._issues, *(_more(key, count) for key, count in self._more.items())])


def with_cells(issues: Iterable[Issue], letters: Mapping[str, str]) -> list[Issue]:
    """The issues with the cell named, where `letters` has their column's letter in the sheet."""
    return [
        replace(issue, message=f"Cell {letters[issue.column]}{issue.line}: {issue.message}")
        if issue.line and issue.column and issue.column in letters and issue.severity is not Severity.NOTE
        else issue
        for issue in issues
    ]


def in_order(issues: Iterable[Issue]) -> list[Issue]:
    """What refuses the file, then what needs a word, then the notes; each in the order of the file, counts last."""
    rank = {Severity.STOP: 0, Severity.CONFIRM: 1, Severity.NOTE: 2}
    return sorted(issues, key=lambda issue: (rank[issue.severity], issue.counts > 0, issue.line or 0))


def _more(key: tuple[Severity, str, str | None], count: int) -> Issue:
    severity, code, column = key
    return Issue(
        severity,
        code,
        f"… and {count:,} more like it" + (f" in {column}." if column else "."),
        f"The first {LISTED} are listed. One cause often makes many faults: mend those and load the file again.",
        column=column,
        counts=count,
    )


def lines_in_words(lines: Iterable[int]) -> str:
    """`line 4`, `lines 2, 3, 4 and 9 more`.

    >>> lines_in_words([2, 3, 4, 5, 6])
    'lines 2, 3, 4 and 2 more'
    """
    found = list(lines)
    if len(found) == 1:
        return f"line {found[0]:,}"
    named = ", ".join(f"{line:,}" for line in found[:NAMED])
    return f"lines {named}" + (f" and {len(found) - NAMED:,} more" if len(found) > NAMED else "")
