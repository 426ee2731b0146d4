"""The panel review in words: the finding, then and now, the questions in groups, what was promised and restated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from measures.model.measure import PlanHead
from measures.model.quarter import day_in_words
from measures.model.rating import Rating
from measures.model.remark import RemarkCode
from measures.model.review import FigureChange, Promise, QuestionCode, Review, SincePublication
from measures.model.words import listed, plain
from measures.services.panel import PanelReview
from measures.views.figures import counted, percent
from measures.views.questions_view import questions_asked
from measures.views.review_words import changed_in_words, difference_in_words, ways_moved

#: The colours of the small table in their order, the not rated last.
COLUMNS: tuple[Rating | None, ...] = (Rating.RED, Rating.AMBER, Rating.GREEN, None)
MADE_BY_RULE = (
    "Questions are made by fixed rules from the figures and from what is written about them; nobody is bound to ask or "
    "to answer them. Beneath each stands what it was made from."
)

HEADINGS = {
    QuestionCode.NEW_RED: "New in red",
    QuestionCode.LONG_RED: "Long in red",
    QuestionCode.UNUSUAL: "Unusual",
    QuestionCode.OVERDUE: "Actions whose day is past",
    QuestionCode.SAYS_BETTER: "Text and figures differ",
    QuestionCode.DISAGREE: "Comparisons that disagree",
    QuestionCode.MISSING: "Missing without a reason",
    QuestionCode.RESTATED: "Restated",
    QuestionCode.ODD_YEAR: "Compared with an unusual period",
}

#: What each remark of the commentary check points to.
REMARKS = {
    RemarkCode.NAMES_HIDDEN: "The title of a measure that some of the text’s readers may not see.",
    RemarkCode.NUMBER_NOT_IN_DATA: "A number that is none of the measure’s figures, nor a change of one.",
    RemarkCode.SAYS_FELL: "“Reduced”, “fell” or the like, where every comparison shows a rise.",
    RemarkCode.SAYS_ROSE: "“Increased”, “rose” or the like, where every comparison shows a fall.",
    RemarkCode.ONLY_GOOD_NEWS: "Only good news under a rating of Worse (red).",
    RemarkCode.SAME_WORDS: "Sentences that stood in the text of the quarter before, word for word.",
    RemarkCode.DAY_PAST: "An action whose day is past on the day of the meeting.",
}


def question_rules(head: PlanHead) -> dict[QuestionCode, str]:
    """What makes each question, with the plan’s own settings."""
    pct, quarters = plain(head.question_restated_pct), head.question_red_quarters
    return {
        QuestionCode.NEW_RED: "Worse (red) now, and not at the last meeting.",
        QuestionCode.LONG_RED: f"Worse (red) for {quarters} quarters or more on end (a setting of the plan).",
        QuestionCode.UNUSUAL: "Unusually worse for this measure; or unusual otherwise, and not so at the last meeting.",
        QuestionCode.OVERDUE: "An action of an earlier commentary whose day is past, and nothing is said of it since.",
        QuestionCode.SAYS_BETTER: "The commentary says that it got better, and every comparison says worse.",
        QuestionCode.DISAGREE: "The comparisons of a measure have different colours.",
        QuestionCode.MISSING: "No figure, and neither a commentary nor a note beside the figure says why.",
        QuestionCode.RESTATED: f"A figure that the last meeting was shown is another one now, by more than {pct}% "
        f"({pct} points where it is a percentage; a setting of the plan).",
        QuestionCode.ODD_YEAR: "The period that it is compared with lies outside the usual range itself.",
    }


def question_lines(head: PlanHead) -> tuple[str, ...]:
    """The same, a line each under its heading."""
    return tuple(f"{HEADINGS[code]}: {rule[:1].lower()}{rule[1:]}" for code, rule in question_rules(head).items())


def review_title(review: Review) -> str:
    """The finding: what moved which way since when, and how much there is to ask."""
    said = ways_moved(review)
    many = len(questions_asked(review.questions))
    asked = counted(many, "question") if many else "no question"
    return f"{listed(said) if said else 'Nothing moved'} since {review.since}; {asked} to ask"


def review_lead(found: PanelReview) -> str:
    """What else there is, in a sentence or two."""
    review = found.review
    late = sum(one.overdue for one in review.promises)
    promised = counted(len(review.promises), "action") + " promised before"
    parts = [
        f"Of {promised}, {late} {'is' if late == 1 else 'are'} past {'its' if late == 1 else 'their'} day."
        if late
        else f"{promised[:1].upper()}{promised[1:]} {'comes' if len(review.promises) == 1 else 'come'} back."
        if review.promises
        else "",
        restated_sentence(review.restated) if review.restated else "",
        f"Due dates are judged as of {day_in_words(found.day)}, {_which_day(found)}.",
    ]
    return " ".join(filter(None, parts))


def _which_day(found: PanelReview) -> str:
    return "the day of the meeting" if found.meeting else "the day of reading; no meeting is recorded yet"


def restated_sentence(since: SincePublication) -> str:
    """How much of the last publication is otherwise now."""
    return changed_in_words(since, since.head.meeting.words)


def then_and_now(found: PanelReview) -> tuple[tuple[str, tuple[int, int, int, int]], ...]:
    """The rows of the small table: when, and how many measures of each colour and without."""
    review = found.review
    last = review.last.meeting if review.last else None
    then = f"{last.quarter}, as shown on {day_in_words(last.day)}" if last else str(found.status.quarter.shift(-1))
    return ((then, review.tally_before), (f"{found.status.quarter}, now", review.tally_now))


def due_in_words(one: Promise) -> str:
    """By when, and whether that is past."""
    if one.due is None:
        return "No day was named"
    return day_in_words(one.due)


def standing_in_words(one: Promise) -> str:
    """What became of it, as far as is known."""
    if one.outcome:
        return one.outcome
    return "Its day is past, and nothing is said of it yet" if one.overdue else "Nothing is said of it yet"


@dataclass(frozen=True, slots=True)
class RestatedGroup:
    """Figures that the same acts have changed: why, and the figures, each with what became of its measure's colour."""

    why: tuple[str, ...]
    figures: tuple[tuple[FigureChange, str], ...]


def restated_groups(since: SincePublication) -> tuple[RestatedGroup, ...]:
    """The restated figures by why they were; in a group the measures whose colour changed first, then the largest."""
    colours = colour_changes(since)
    groups: dict[tuple[str, ...], list[tuple[FigureChange, str]]] = {}
    for one in since.figures:
        groups.setdefault(one.why, []).append((one, colours.get(one.measure.id, "No")))
    return tuple(RestatedGroup(why, tuple(_colour_first(figures))) for why, figures in groups.items())


def _colour_first(figures: Sequence[tuple[FigureChange, str]]) -> list[tuple[FigureChange, str]]:
    return sorted(figures, key=lambda one: (one[1] == "No", -_size(one[0])))


def _size(one: FigureChange) -> Fraction:
    """By how much it is another one, as a share of what was reported; what has no share comes first."""
    if one.difference is None or not one.reported:
        return Fraction(10**9)
    return abs(one.difference / one.reported)


def restated_by(one: FigureChange) -> str:
    """The difference, with what it is in per cent: `46 fewer (−1.2%)`."""
    said = difference_in_words(one)
    if not one.difference or not one.reported or one.measure.in_percent:
        return said
    return f"{said} ({percent(100 * one.difference / abs(one.reported))})"


def colour_changes(since: SincePublication) -> Mapping[str, str]:
    """By measure id, from which colour to which its headline would have been another: `Worse → At or better`."""
    return {
        one.measure.id: f"{_short(one.reported.headline)} → {_short(one.now.headline)}"
        for one in since.ratings
        if one.comparator is None and one.colour
    }


def _short(rating: Rating | None) -> str:
    return rating.words if rating else "Not rated"
