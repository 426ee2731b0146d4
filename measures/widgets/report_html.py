"""The page on which a report is written, as HTML: how far it has come, its texts, its commentaries, its publication."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from measures.model.meeting import LONGEST_TEXT, Meeting, PublicationHead, WrittenText
from measures.model.moment import in_words
from measures.model.publication import Lack
from measures.model.quarter import day_in_words
from measures.model.remark import Remark
from measures.model.status import QuarterStatus
from measures.services.reporting import PlaceText, ReportState
from measures.views.markup import esc, tag
from measures.views.publication_view import head_facts
from measures.views.report_view import COMMENTARY_HEADINGS, commentary_lines, progress, report_finding
from measures.widgets.commentary_html import COMMENTARY, remarks_html
from measures.widgets.markup import Cell, Place, link, mark, table
from measures.widgets.parts import facts_html, page_head, when_html
from measures.widgets.rich_html import rich_html
from measures.widgets.standing_html import publication_address

NO_MEETING = "No meeting is recorded that reviews this quarter. Record it below: a quarter is published for a meeting."
HOW_TO_WRITE = (
    f"Each text may have {LONGEST_TEXT:,} characters. A blank line begins a paragraph, a line that begins with “- ” or "
    "“1. ” is an item of a list, *one star* is emphasis, **two** are strong. Everything else, links and HTML too, is "
    "shown as it is typed. Each version is kept, with who wrote it and when."
)
WHAT_PUBLISHING_DOES = (
    "Publishing keeps everything that the report shows, as it stands now: figures, comparisons, rules, definitions, "
    "colours, reasons and texts. It is never changed again; what is revised afterwards is shown beside it."
)
LOOK_FIRST = "Before you publish: a check of what is written points to these words. It blocks nothing, you decide."


def report_head(state: ReportState, status: QuarterStatus, place: Place) -> str:
    """The finding, the quarter, how far the report has come."""
    ways = [
        ("#meeting", "Meeting"),
        ("#texts", "Texts"),
        ("#commentaries", "Commentaries"),
        ("#unready", "What is not ready"),
        ("#publish", "Publish"),
        (place.address("desk"), "Quarter desk"),
    ]
    return page_head(
        esc(report_finding(state, status)),
        esc(progress(state, status)),
        tag("p", " · ".join(link(to, words) for to, words in ways), class_="pc-screen"),
        when=when_html(status.quarter, status.plan.head),
    )


def meeting_html(meeting: Meeting | None) -> str:
    """The meeting that reviews the quarter."""
    heading = tag("h2", "The meeting", id="meeting")
    if meeting is None:
        return tag("div", heading, tag("p", NO_MEETING), class_="pc")
    said = f"<strong>{esc(meeting.title)}</strong>, {esc(day_in_words(meeting.day))}"
    return tag("div", heading, tag("p", said), class_="pc")


def texts_head() -> str:
    """What stands over the texts."""
    return tag(
        "div",
        tag("h2", "The texts of the report", id="texts"),
        tag("p", esc(HOW_TO_WRITE), class_="pc-screen"),
        class_="pc",
    )


def anchor_of(place: str) -> str:
    """Where on the page the text of a place stands."""
    return f"text-{place.replace(':', '-')}"


def text_html(one: PlaceText, remarks: Sequence[Remark] = ()) -> str:
    """One text as it will look, who wrote it, what a check points to; what to write there while nothing is."""
    heading = tag("h3", esc(one.heading), id=anchor_of(one.place))
    if one.written is None:
        return tag("div", heading, tag("p", esc(one.meant_for), class_="muted"),
                   tag("p", "Nothing is written yet."), class_="pc pc-text")  # fmt: skip
    return tag("div", heading, rich_html(one.written.said.text), _by(one.written), remarks_html(remarks),
               class_="pc pc-text")  # fmt: skip


def _by(written: WrittenText) -> str:
    many = len(written.said.text)
    said = f"Written by {written.by} on {in_words(written.at)}; {many:,} of {LONGEST_TEXT:,} characters."
    return tag("p", esc(said), class_="muted pc-by")


def before_text_html(one: PlaceText) -> str:
    """What stood at the same place last, to read while writing."""
    if one.before is None:
        return tag("div", tag("h4", "The quarter before"), tag("p", "Nothing was written in an earlier quarter."),
                   class_="pc pc-beside")  # fmt: skip
    said = one.before.said
    heading = tag("h4", f"Last written for {esc(said.quarter.label)}")
    by = f"Written by {esc(one.before.by)} on {esc(in_words(one.before.at))}."
    return tag("div", heading, rich_html(said.text), tag("p", by, class_="muted"), class_="pc pc-beside")


@dataclass(frozen=True, slots=True)
class Pointed:
    """The remarks of a check on what is written: on commentaries by measure id, on texts by heading."""

    commentaries: Mapping[str, Sequence[Remark]] = field(default_factory=dict)
    texts: Mapping[str, Sequence[Remark]] = field(default_factory=dict)


def commentaries_html(
    status: QuarterStatus, state: ReportState, remarks: Mapping[str, Sequence[Remark]], place: Place
) -> str:
    """Which measures need a commentary, which have one, with how much a check points to; each leads to where it is."""
    heading = tag("h2", "Commentaries", id="commentaries")
    lines = commentary_lines(status, state.commentaries, remarks)
    if not lines:
        said = (
            "No measure is Worse (red) or comment only in this quarter: no commentary is needed, and none is written."
        )
        return tag("div", heading, tag("p", said), class_="pc")
    lead = "A measure that is Worse (red) or comment only needs one. Each is written on the measure’s page."
    rows: list[list[Cell | str]] = []
    for line in lines:
        name = tag("span", mark(line.rating, small=True), " ", link(place.measure(line.measure_id), esc(line.title)))
        is_missing = line.why and not line.written.startswith("Written")
        told = tag("strong", esc(line.written)) if is_missing else esc(line.written)
        if line.remarks:
            to = link(f"{place.measure(line.measure_id)}#{COMMENTARY}", line.remarks)
            told += tag("span", " · ", tag("strong", to), class_="pc-screen")
        rows.append([name, esc(line.why or "Not needed"), told])
    made = table("What is still to be written first", COMMENTARY_HEADINGS, rows, "pc-plain pc-wanted")
    return tag("div", heading, tag("p", lead), made, class_="pc")


def unready_html(state: ReportState, place: Place) -> str:
    """What is not ready, each with where to see to it."""
    heading = tag("h2", "What is not ready", id="unready")
    if not state.unready:
        said = "Nothing is missing: every figure that is collected is in, and everything that needs a word has one."
        return tag("div", heading, tag("p", said), class_="pc")
    rows = []
    for one in state.unready:
        to = place.address("desk") if one.lack is Lack.NO_FIGURE else place.measure(one.measure_id)
        words = "See to it at the quarter desk" if one.lack is Lack.NO_FIGURE else "Write it"
        rows.append(tag("li", esc(one.sentence), " ", tag("span", link(to, words), class_="pc-screen")))
    return tag("div", heading, tag("ul", *rows, class_="pc-list"), class_="pc")


def publish_head(state: ReportState) -> str:
    """What stands over the form that publishes, or why there is none yet."""
    heading = tag("h2", "Publish", id="publish")
    said = [tag("p", WHAT_PUBLISHING_DOES)]
    if state.meeting is None:
        said.append(tag("p", "Record the meeting first.", class_="pc-notice"))
    return tag("div", heading, *said, class_="pc")


def before_publishing(pointed: Pointed, status: QuarterStatus, place: Place) -> str:
    """What a check of every commentary and text points to, for the approver to look at; "" where it is nothing."""
    titles = {one.measure.id: one.measure.title for one in status.measures}
    parts = [
        _pointed(f"{place.measure(name)}#{COMMENTARY}", titles[name], remarks)
        for name, remarks in pointed.commentaries.items()
    ]
    parts += [_pointed("#texts", heading, remarks) for heading, remarks in pointed.texts.items() if remarks]
    if not parts:
        return ""
    lead = tag("p", tag("strong", esc(LOOK_FIRST)), class_="pc-key")
    said = tag("div", lead, tag("ul", *parts, class_="pc-list"), class_="pc-remarks pc-screen", role="note")
    return tag("div", said, class_="pc")


def _pointed(to: str, title: str, remarks: Sequence[Remark]) -> str:
    lines = tag("ul", *(tag("li", esc(one.text)) for one in remarks))
    return tag("li", link(to, esc(title)), lines)


def published_html(head: PublicationHead) -> str:
    """The result, which stands on the page from then on."""
    opened = tag("p", link(publication_address(head.id), "Open it as it was published"))
    return tag("div", tag("h2", "Published", id="publish"), facts_html(head_facts(head)), opened, class_="pc")
