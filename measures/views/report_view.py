"""The report that is being written, in words: how far it has come, which measures want a commentary."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from measures.model.commentary import WrittenCommentary
from measures.model.measure import Kind
from measures.model.publication import Lack
from measures.model.quarter import day_in_words
from measures.model.rating import Rating
from measures.model.remark import Remark
from measures.model.status import QuarterStatus
from measures.services.readiness import needs_commentary
from measures.services.reporting import ReportState
from measures.views.figures import counted

COMMENTARY_HEADINGS = ("Measure", "Why", "Commentary")
NOT_WRITTEN = "Not written yet"


def report_finding(state: ReportState, status: QuarterStatus) -> str:
    """`Report on 2025/26 Q2: ready to publish`, or what is still to be done."""
    name = f"Report on {status.quarter}"
    if state.published is not None:
        return f"{name}: published for {state.published.meeting.words}"
    open_ = len(state.unready)
    if not open_ and state.meeting:
        return f"{name}: ready to publish for {state.meeting.words}"
    if not open_:
        return f"{name}: ready, but no meeting is set"
    return f"{name}: {counted(open_, 'thing')} {_are(open_)} not ready"


def progress(state: ReportState, status: QuarterStatus) -> str:
    """`Written: 3 of 9 texts, 2 of 5 commentaries that are needed. 1 figure is missing.`"""
    texts = f"{sum(one.written is not None for one in state.places)} of {counted(len(state.places), 'text')}"
    wanted = [one.measure.id for one in status.measures if needs_commentary(one)]
    said = f"{sum(one in state.commentaries for one in wanted)} of {counted(len(wanted), 'commentary', 'commentaries')}"
    needed = f", {said} that {_are(len(wanted))} needed" if wanted else "; no commentary is needed"
    missing = sum(one.lack is Lack.NO_FIGURE for one in state.unready)
    figures = f"{counted(missing, 'figure')} {_are(missing)} missing" if missing else "No figure is missing"
    return f"Written: {texts}{needed}. {figures}."


def _are(many: int) -> str:
    return "is" if many == 1 else "are"


@dataclass(frozen=True, slots=True)
class CommentaryLine:
    """One measure in the table of commentaries: its rating, why it needs one ("" where it need not), what is there.

    `remarks` says how many words of it a check points to, "" where it points to none.
    """

    measure_id: str
    title: str
    rating: Rating | None
    why: str
    written: str
    remarks: str = ""


def commentary_lines(
    status: QuarterStatus, said: Mapping[str, WrittenCommentary], remarks: Mapping[str, Sequence[Remark]]
) -> tuple[CommentaryLine, ...]:
    """The measures that need a commentary, those without one first, then those that have one all the same."""
    lines = []
    for one in status.measures:
        written, needed = said.get(one.measure.id), needs_commentary(one)
        if not needed and written is None:
            continue
        why = "" if not needed else "Comment only" if one.measure.kind is Kind.NARRATIVE else "Worse (red)"
        told = f"Written by {written.by} on {day_in_words(written.at.date())}" if written else NOT_WRITTEN
        pointed = remarks.get(one.measure.id, ())
        found = counted(len(pointed), "remark") if pointed else ""
        lines.append(CommentaryLine(one.measure.id, one.measure.title, one.headline, why, told, found))
    return tuple(sorted(lines, key=lambda line: (not line.why, line.written != NOT_WRITTEN)))
