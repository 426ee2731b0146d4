"""What an act of writing or publishing was about, as HTML on its page in the history, with the way to it."""

from urllib.parse import urlencode

from measures.model.commentary import WrittenCommentary
from measures.model.funding import FundingList
from measures.model.meeting import Meeting, PublicationHead, WrittenText
from measures.services.act_subject import Subject
from measures.views.funding_view import list_facts
from measures.views.markup import esc, tag
from measures.views.publication_view import head_facts
from measures.widgets.commentary_html import said_html
from measures.widgets.markup import Place, link
from measures.widgets.parts import facts_html
from measures.widgets.rich_html import rich_html
from measures.widgets.standing_html import publication_address

TAKEN_BACK = "Nothing: what stood there was taken back."


def subject_html(subject: Subject | None) -> str:
    """What was written or published, in full; nothing for an act that was about something else."""
    match subject:
        case WrittenText():
            said, place = subject.said, Place(subject.said.plan_id, subject.said.quarter)
            return _whole("What was written", rich_html(said.text), place.address("report"), "The report as it stands")
        case WrittenCommentary():
            told, words = subject.said, "The measure and its commentary as they stand"
            text = "" if told.is_blank else said_html(subject)
            address = "measure?" + urlencode({"m": told.measure_id, "quarter": told.quarter.slug})
            return _whole("What was written", text, address, words)
        case PublicationHead():
            facts, words = facts_html(head_facts(subject)), "Open it as it was published"
            return _whole("What was published", facts, publication_address(subject.id), words)
        case Meeting():
            address = Place(subject.plan_id, subject.quarter).address("report")
            said_of = tag("p", f"{esc(subject.title)}, {esc(subject.words)}, on {esc(subject.quarter.label)}.")
            return _whole("The meeting as it stands now", said_of, address, "The report on its quarter")
        case FundingList():
            facts = facts_html(list_facts(subject))
            address = "funding?" + urlencode({"plan": subject.plan_id})
            return _whole("The list of awards", facts, address, "The awards as they stand")
        case _:
            return ""


def _whole(heading: str, html: str, address: str, words: str) -> str:
    return tag("h2", heading) + (html or tag("p", TAKEN_BACK)) + tag("p", link(address, words))
