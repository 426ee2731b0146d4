"""Draft or published: the line in the head of every page about a quarter, on paper too."""

from measures.services.standing import Standing
from measures.views.markup import esc, tag
from measures.views.standing_words import standing_words
from measures.widgets.markup import Place, link


def standing_html(standing: Standing, place: Place, *, leads_on: bool, at_report: bool = False) -> str:
    """The line, which leads to the publication, and who works on the report to where it is written and published.

    That is a draft, and what was written after it was published; on the report’s own page a draft leads nowhere.
    """
    what, since = standing_words(standing)
    if standing.head is None:
        word, rest = what.split(":", 1)
        to = link(place.address("report"), "Write and publish the report")
        onward = tag("span", " ", to, class_="pc-screen") if leads_on and not at_report else ""
        said = f"<strong>{esc(word)}</strong>:{esc(rest)}.", onward
        return tag("div", tag("p", *said, class_="pc-standing draft"), class_="pc")
    opens = link(publication_address(standing.head.id), esc(what))
    kind = "published" if standing.is_as_published else "published changed"
    onward = _again(standing, place) if leads_on and standing.is_said_otherwise else ""
    return tag("div", tag("p", opens, f"; {esc(since)}.", onward, class_=f"pc-standing {kind}"), class_="pc")


def _again(standing: Standing, place: Place) -> str:
    many = len(standing.commentaries) + len(standing.texts)
    to = link(f"{place.address('report')}#publish", f"Publish again to include {'it' if many == 1 else 'them'}")
    return tag("span", " ", to, class_="pc-screen")


def publication_address(number: int) -> str:
    """The relative address of a publication."""
    return f"publications?publication={number}"
