"""Draft or published, in words: what stands in the head of every page about a quarter, and in print."""

from measures.model.words import listed
from measures.services.standing import Standing
from measures.views.figures import counted


def standing_words(standing: Standing) -> tuple[str, str]:
    """What the quarter is, and how much has changed since it was published ("" for a draft).

    `Published for the meeting of 11 December 2023 (publication 3)`, `2 figures and 1 colour have changed since; 1
    commentary was written or changed since`.
    """
    if standing.head is None:
        of = f"for {standing.meeting.words}" if standing.meeting else "for a meeting"
        return f"Draft: not yet published {of}", ""
    return f"Published for {standing.head.meeting.words} (publication {standing.head.id})", since_words(standing)


def since_words(standing: Standing) -> str:
    """How much differs from a publication: `2 figures and 1 colour have changed since`, then how much that is said."""
    said = written_words(standing)
    return f"{_figures_words(standing)}; {said}" if said else _figures_words(standing)


def _figures_words(standing: Standing) -> str:
    counts = [(standing.figures, "figure"), (standing.colours, "colour"), (standing.rules, "rule")]
    if not any(number for number, _ in counts):  # by figures of other forces, or their populations
        counts = [(standing.ratings, "comparison")]
    many = [counted(number, noun) for number, noun in counts if number]
    if not many:
        return "no figure has changed since"
    only_one = sum(number for number, _ in counts) == 1
    no_colour = ", no colour" if not standing.colours else ""
    return f"{listed(many)} {'has' if only_one else 'have'} changed since{no_colour}"


def written_words(standing: Standing) -> str:
    """How much else is said now: `1 commentary was written or changed since`; "" where nothing is."""
    counts = [
        (len(standing.commentaries), ("commentary", "commentaries")),
        (len(standing.texts), ("text of the report", "texts of the report")),
    ]
    many = [counted(number, *noun) for number, noun in counts if number]
    if not many:
        return ""
    only_one = sum(number for number, _ in counts) == 1
    return f"{listed(many)} {'was' if only_one else 'were'} written or changed since"


def standing_line(standing: Standing) -> str:
    """The whole as one sentence."""
    what, since = standing_words(standing)
    return f"{what}; {since}." if since else f"{what}."
