"""The Upload page's words: its finding, its steps, each fault in its place, each tick that is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from measures.model.issue import Issue, Severity
from measures.model.moment import in_words
from measures.model.record import Act, Upload
from measures.model.words import listed
from measures.services.confirming import Asked, asked_of
from measures.services.uploads import Preview
from measures.views.figures import counted
from measures.views.moves_view import headlines_moved

SEVERITY_WORDS = {Severity.STOP: "Fault", Severity.CONFIRM: "To confirm", Severity.NOTE: "Note"}


def of_severity(issues: Sequence[Issue], severity: Severity) -> int:
    """How many findings of a severity there are, those that are only counted among them."""
    return sum(issue.counts or 1 for issue in issues if issue.severity is severity)


def issues_in_words(issues: Sequence[Issue]) -> str:
    """`2 faults, 1 finding to confirm, 3 notes`; empty for none."""
    names = {
        Severity.STOP: ("fault", ""),
        Severity.CONFIRM: ("finding to confirm", "findings to confirm"),
        Severity.NOTE: ("note", ""),
    }
    many = {severity: of_severity(issues, severity) for severity in names}
    return ", ".join(counted(many[severity], *words) for severity, words in names.items() if many[severity])


@dataclass(frozen=True, slots=True)
class Finding:
    """What the top of the page says: the title is the finding, the lead what it means and what to do."""

    title: str
    lead: str


STEPS = ("Choose", "Checks", "Preview", "Confirm")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a file has come: what each step says of itself, and the number of the one that is open (from 1)."""

    said: tuple[str, str, str, str]
    open: int


def progress_of(preview: Preview | None, faults: Sequence[Issue]) -> Progress:
    """Where a file stands among the four steps. `faults` are those of its mapping file."""
    if preview is None:
        return Progress(("a file", "every fault at once", "what would change", "one button"), 1)
    if faults:
        return Progress((preview.name, f"the mapping: {issues_in_words(faults)}", "", ""), 2)
    if preview.duplicate_of:
        return Progress((preview.name, "already uploaded", "", ""), 2)
    checks = issues_in_words(preview.issues) or "nothing found"
    if not preview.storable:
        return Progress((preview.name, checks, "", ""), 2)
    many = preview.added + preview.changed
    asked = len(asked_of(preview))
    words = [*([counted(asked, "tick")] if asked else []), "your name", *(["a note"] if preview.changed else [])]
    confirm = listed(words)
    return Progress((preview.name, checks, f"{counted(many, 'figure')} would differ", confirm), 4)


START = Finding(
    "Upload a quarter’s figures",
    "Choose a file below. You then see every fault at once, what would change and which colours would move. "
    "Nothing is stored before you confirm it in step 4.",
)


def finding_of_preview(preview: Preview) -> Finding:
    """What a file comes to."""
    faults = of_severity(preview.issues, Severity.STOP)
    if preview.duplicate_of:
        earlier = preview.duplicate_of
        said = f"{earlier.by} uploaded it on {in_words(earlier.at)} as {earlier.name}. It is upload {earlier.id}."
        return Finding("Already uploaded: nothing would change", said)
    if preview.refused:
        verb = "keeps" if faults == 1 else "keep"
        lead = "Nothing can be stored until they are mended. Each is listed below with what to do."
        return Finding(
            f"{counted(faults, 'fault')} {verb} this file out",
            lead.replace("they are", "it is" if faults == 1 else "they are"),
        )
    if not preview.lines_read:
        return Finding("This file holds no figures", "There is nothing to store.")
    if not preview.added and not preview.changed:
        lead = "Storing it would only record that these figures were stated again."
        return Finding(f"Nothing in this file is new: {_stand(preview.unchanged)} already", lead)
    return Finding(
        _what_changes(preview.added, preview.changed, headlines_moved(preview.ratings_moved), "would move"),
        _lead(preview),
    )


def finding_of_stop(faults: Sequence[Issue]) -> Finding:
    """What a mapping file with faults comes to."""
    return Finding(f"{issues_in_words(faults)} in the mapping file", "The table is read once they are mended.")


def _stand(unchanged: int) -> str:
    return "its one figure stands" if unchanged == 1 else f"all its {unchanged:,} figures stand"


def _what_changes(added: int, changed: int, moved: int, verb: str) -> str:
    """`6 figures are new, 1 changes; 12 colours would move`."""
    figures = []
    if added:
        figures.append(f"{counted(added, 'figure')} {'is' if added == 1 else 'are'} new")
    if changed:
        word = "change" if verb == "would move" else "changed"
        noun = f"{changed:,}" if added else counted(changed, "figure")
        figures.append(f"{noun} {word + 's' if changed == 1 and word == 'change' else word}")
    return f"{', '.join(figures)}; {counted(moved, 'colour') if moved else 'no colour'} {verb}"


def _lead(preview: Preview) -> str:
    asked = of_severity(preview.issues, Severity.CONFIRM)
    if asked:
        many = counted(asked, "finding needs", "findings need")
        return f"There is no fault. {many} your word before the figures can be stored. Nothing is stored yet."
    return "There is no fault and nothing to confirm. Nothing is stored yet."


def finding_of_upload(upload: Upload, moved: int) -> Finding:
    """What a stored file came to."""
    if not upload.stands:
        assert upload.withdrawn_at is not None
        return Finding(
            f"Upload {upload.id} was withdrawn",
            f"{upload.withdrawn_by} withdrew it on {in_words(upload.withdrawn_at)}: {upload.withdrawn_reason}",
        )
    if not upload.added and not upload.changed:
        return Finding(f"Stored as upload {upload.id}: {_stand(upload.unchanged)} as before", _stored_by(upload))
    return Finding(f"Stored: {_what_changes(upload.added, upload.changed, moved, 'moved')}", _stored_by(upload))


def _stored_by(upload: Upload) -> str:
    return f"{upload.name} is upload {upload.id}, stored by {upload.by} on {in_words(upload.at)}."


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding as the table of checks has it: texts, in the order of its columns."""

    severity: Severity
    word: str
    line: str
    column: str
    read: str
    expected: str
    message: str
    remedy: str
    code: str


def finding_rows(issues: Sequence[Issue]) -> list[FindingRow]:
    """Every finding, stops first."""
    return [
        FindingRow(
            issue.severity,
            SEVERITY_WORDS[issue.severity],
            f"{issue.line:,}" if issue.line else "",
            issue.column or "",
            issue.read or "",
            issue.expected or "",
            issue.message,
            issue.remedy,
            issue.code,
        )
        for issue in issues
    ]


KIND_WORDS = {
    "negative_count": "Below zero",
    "ytd_below_last": "Year to date below the last one",
    "out_of_line": "Out of line with its history",
    "unit_jump": "Perhaps in another unit",
    "restated": "A figure that stands would change",
    "published_figure": "A figure that was published would change",
    "same_as_last_quarter": "The same as the quarter before",
    "odd_comparator": "The year before was itself odd",
    "percent_cell": "Cells shown as percentages",
}


@dataclass(frozen=True, slots=True)
class Tick:
    """A tick as it is asked for: its key, the heading of its kind, and what it says."""

    key: str
    kind: str
    label: str


def ticks_of(preview: Preview) -> list[Tick]:
    """Every tick that a file needs, in the words that stand beside it."""
    return [
        Tick(asked.key, KIND_WORDS.get(asked.code, asked.code.replace("_", " ").capitalize()), _label(asked))
        for asked in asked_of(preview)
    ]


def _label(asked: Asked) -> str:
    issue = asked.issues[0]
    if asked.is_rest:
        where = f" in {issue.column}" if issue.column else ""
        return (
            f"{issue.counts:,} more like these{where}, which are not listed: I have looked through them in the "
            "download of every difference (step 3), and they are right."
        )
    if len(asked.issues) > 1:
        return f"I have looked at each of the {len(asked.issues):,} listed under Checks, and they are right."
    return f"Line {issue.line:,}, {issue.message}" if issue.line else issue.message


def store_label(preview: Preview) -> str:
    """The words of the one button that stores: `Store 6 figures`."""
    many = preview.added + preview.changed
    return f"Store {counted(many, 'figure')}" if many else "Store this file, though no figure changes"


def meanwhile_words(acts: Sequence[Act]) -> list[str]:
    """Who did what since a preview was made, newest first, a sentence each."""
    return [f"{act.summary} by {act.by} on {in_words(act.at)}." for act in acts]
