"""Questions that the panel could ask the Commissioner, by fixed templates from facts alone (SPEC section 9). Pure.

Each function below looks for one thing and gives at most one question for a measure, with the facts that it was made
from. None of them says that something is somebody's fault: a question asks what is behind a figure.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from measures.model.commentary import Commentary
from measures.model.measure import Measure, PlanHead, Polarity
from measures.model.quarter import day_in_words
from measures.model.rating import Comparison, Flag, MeasureRating, Rating, ReasonCode
from measures.model.review import Promise, Question, QuestionCode, SincePublication
from measures.model.words import AGAINST, listed
from measures.rules.exceptions import Before
from measures.rules.plain_words import says_better
from measures.rules.reasons import sign_words, signal_words, together
from measures.rules.restated import Restated
from measures.rules.usual_range import quarter_beside_range


@dataclass(frozen=True, slots=True)
class Facts:
    """What questions are made from. All but the first two are by measure id.

    `signals_before`: the results of the signal at the last meeting. `red_quarters`: for how many quarters on end each
    has been red. `said`: the commentaries on the quarter. `explained`: the measures with a note beside the figure that
    is missing. `restated`: figures shown at the last meeting that were restated by more than the plan's setting.
    `since` is that meeting's publication beside what is known now, `promises` are those that come back.
    """

    ratings: Sequence[MeasureRating]
    head: PlanHead
    before: Before
    signals_before: Mapping[str, str] = field(default_factory=dict)
    red_quarters: Mapping[str, int] = field(default_factory=dict)
    said: Mapping[str, Commentary] = field(default_factory=dict)
    explained: Collection[str] = ()
    restated: Mapping[str, Sequence[Restated]] = field(default_factory=dict)
    since: SincePublication | None = None
    promises: Sequence[Promise] = ()


def questions_of(facts: Facts) -> tuple[Question, ...]:
    """Every question that the facts raise: in the order of `QuestionCode`, in each code in the plan's order."""
    return tuple(question for code in QuestionCode for question in _MADE[code](facts))


def _new_red(facts: Facts) -> Iterator[Question]:
    for one in facts.ratings:
        name = one.measure.id
        earlier = facts.before.headlines.get(name)
        if one.headline is Rating.RED and earlier is not Rating.RED:
            was = f"{earlier.words} ({earlier.value})" if earlier else "not rated"
            if name not in facts.before.headlines:
                was = "not in the plan"
            text = (
                f"{_figure_of(one)} is Worse (red); {facts.before.said} it was {was}. What has "
                "changed, and what do you expect by the next meeting?"
            )
            yield Question(QuestionCode.NEW_RED, one.measure, text, (*_sums(one), *_signal(one), _told(one, facts)))


def _long_red(facts: Facts) -> Iterator[Question]:
    for one in facts.ratings:
        quarters = facts.red_quarters.get(one.measure.id, 0)
        if one.headline is Rating.RED and quarters >= facts.head.question_red_quarters:
            text = (
                f"{_figure_of(one)} has been Worse (red) for {quarters} quarters, since "
                f"{one.quarter.shift(1 - quarters)}. What has been tried, what has it shown, and when do you expect it "
                "to turn?"
            )
            yield Question(QuestionCode.LONG_RED, one.measure, text, (*_sums(one), *_signal(one), _told(one, facts)))


_UNUSUAL = {
    "unusual_worse": "What is behind it, and does it call for more than is being done?",
    "unusual_high": "What is behind it?",
    "unusual_low": "What is behind it?",
    "unusual_better": "What is behind it, and can it last?",
}


def _unusual(facts: Facts) -> Iterator[Question]:
    """What is unusually worse every time; what is otherwise unusual when it was not so at the last meeting."""
    for one in facts.ratings:
        signal = one.signal
        known = facts.signals_before.get(one.measure.id)
        if signal is None or signal.result not in _UNUSUAL:
            continue
        if signal.result == "unusual_worse" or signal.result != known:
            text = f"{_figure_of(one)} in {one.quarter.months} was {signal_words(signal)}. {_UNUSUAL[signal.result]}"
            sign = sign_words(signal)
            evidence = (f"{quarter_beside_range(one)}.", f"The sign: {sign}." if sign else "", *_signal(one))
            yield Question(QuestionCode.UNUSUAL, one.measure, text, tuple(filter(None, evidence)))


def _overdue(facts: Facts) -> Iterator[Question]:
    for one in facts.ratings:
        late = [promise for promise in facts.promises if promise.measure.id == one.measure.id and promise.overdue]
        if late:
            days = listed([day_in_words(day) for day in sorted({promise.due for promise in late if promise.due})])
            single = len(late) == 1
            many = "an action was" if single else f"{len(late)} actions were"
            asked = "Has it been done, and what did it" if single else "Have they been done, and what did they"
            text = f"Commissioner, on “{one.measure.title}” {many} due by {days}. {asked} bring?"
            yield Question(QuestionCode.OVERDUE, one.measure, text, tuple(map(_promised, late)))


def _promised(one: Promise) -> str:
    who = f", by {one.by}" if one.by else ""
    due = f", by {day_in_words(one.due)}" if one.due else ""
    return f"The commentary for {one.quarter} named: “{one.action}”{who}{due}."


def _says_better(facts: Facts) -> Iterator[Question]:
    for one in facts.ratings:
        rated = [comparison for comparison in one.comparisons if comparison.rating]
        said = facts.said.get(one.measure.id)
        if said is None or not rated or any(comparison.rating is Rating.GREEN for comparison in rated):
            continue
        words = says_better(said.happened or said.why, one.measure.polarity)
        if words:
            which = {1: "the comparison says", 2: "both comparisons say"}.get(len(rated), "all comparisons say")
            text = (
                f"Commissioner, the commentary on “{one.measure.title}” speaks of “{words[0]}”, and {which} worse. How "
                "do the two fit together?"
            )
            evidence = (f"The commentary: “{said.happened or said.why}”", *(each.reason for each in rated))
            yield Question(QuestionCode.SAYS_BETTER, one.measure, text, evidence)


def _disagree(facts: Facts) -> Iterator[Question]:
    for one in facts.ratings:
        if one.mixed:
            rated = [comparison for comparison in one.comparisons if comparison.rating]
            text = (
                f"{_figure_of(one)} is {_by_colour(rated)}. Which of these says more about how things stand, and why?"
            )
            yield Question(QuestionCode.DISAGREE, one.measure, text, tuple(each.reason for each in rated))


def _by_colour(rated: Sequence[Comparison]) -> str:
    """`Worse (red) against a year before, but At or better (green) against the baseline`."""
    parts = []
    for colour in (Rating.RED, Rating.AMBER, Rating.GREEN):
        against = [AGAINST[each.comparator] for each in rated if each.rating is colour]
        if against:
            parts.append(f"{colour.words} ({colour.value}) against {listed(against)}")
    return ", but ".join([", ".join(parts[:-1]), parts[-1]])


def _missing(facts: Facts) -> Iterator[Question]:
    for one in facts.ratings:
        name = one.measure.id
        silent = name not in facts.explained and (name not in facts.said or facts.said[name].is_blank)
        if one.reason_code is ReasonCode.NO_VALUE and silent:
            text = (
                f"{_figure_of(one)} is missing, and no reason is given. What stands in "
                "the way, and when will it be there?"
            )
            told = f"No commentary and no note is written for {one.quarter}."
            evidence = (*_sums(one)[:1], told, comes_from(one.measure))
            yield Question(QuestionCode.MISSING, one.measure, text, tuple(filter(None, evidence)))


def comes_from(measure: Measure) -> str:
    """Who holds the figures of a measure, as evidence; "" where nobody is named."""
    return f"It comes from: {measure.owner}." if measure.owner else ""


def _restated(facts: Facts) -> Iterator[Question]:
    for one in facts.ratings:
        restated = facts.restated.get(one.measure.id, ())
        if restated:
            largest = max(restated, key=lambda each: (each.size is None, each.size or 0))
            by = f" by {'up to ' if len(restated) > 1 else ''}{largest.size_in_words}" if largest.size else ""
            figures = "a figure was" if len(restated) == 1 else f"{len(restated)} figures were"
            text = (
                f"Commissioner, on “{one.measure.title}” {figures} restated{by} since {_meeting(facts)}. Why, and does "
                "it change what the panel was told?"
            )
            evidence = (*(each.sentence for each in restated), *_why_restated(one, facts.since))
            yield Question(QuestionCode.RESTATED, one.measure, text, evidence)


def _why_restated(one: MeasureRating, since: SincePublication | None) -> tuple[str, ...]:
    """What brought the other figures in, and what became of the colour."""
    if since is None:
        return ()
    behind = one.measure.comes_from
    whys = dict.fromkeys(why for each in since.figures if each.measure.id in behind for why in each.why)
    moved = [each for each in since.ratings if each.measure.id == one.measure.id and each.comparator is None]
    colours = [
        f"On what is known now the rating would have been {each.now.words}, not {each.reported.words}."
        for each in moved
        if each.colour
    ]
    return (*whys, *(colours or ["Its rating at that meeting would have been the same."]))


def _odd_year(facts: Facts) -> Iterator[Question]:
    for one in facts.ratings:
        odd = [each for each in one.comparisons if Flag.COMPARATOR_UNUSUAL in each.flags and each.rating]
        if odd:
            against = listed([f"{AGAINST[each.comparator]} ({each.period.words})" for each in odd])
            text = (
                f"{_figure_of(one)} is compared with {against}, which was itself unusual. How does it "
                "stand against an ordinary year?"
            )
            if len(odd) > 1:
                text = text.replace("which was itself", "which were themselves")
            yield Question(QuestionCode.ODD_YEAR, one.measure, text, (*(each.reason for each in odd), *one.caveats))


_MADE: dict[QuestionCode, Callable[[Facts], Iterator[Question]]] = {
    QuestionCode.NEW_RED: _new_red,
    QuestionCode.LONG_RED: _long_red,
    QuestionCode.UNUSUAL: _unusual,
    QuestionCode.OVERDUE: _overdue,
    QuestionCode.SAYS_BETTER: _says_better,
    QuestionCode.DISAGREE: _disagree,
    QuestionCode.MISSING: _missing,
    QuestionCode.RESTATED: _restated,
    QuestionCode.ODD_YEAR: _odd_year,
}


def _figure_of(one: MeasureRating) -> str:
    """How most questions begin; a title may be a singular or a plural, the figure is one."""
    return f"Commissioner, the figure for “{one.measure.title}”"


def _meeting(facts: Facts) -> str:
    return facts.before.said.removeprefix("at ")


def _sums(one: MeasureRating) -> tuple[str, ...]:
    """The sentences of the comparisons that make the headline, or the reason for none."""
    if one.headline is None:
        return tuple(each.reason for each in one.comparisons if each.reason_code is one.reason_code)
    return tuple(each.reason for each in one.comparisons if each.rating is one.headline)


def _signal(one: MeasureRating) -> tuple[str, ...]:
    """Colour and signal together, where there is a verdict on the quarter."""
    verdict = one.signal is not None and one.signal.result.startswith(("usual", "unusual"))
    if one.signal is None or not verdict or one.measure.polarity is Polarity.CONTEXT:
        return ()
    return (together(one.headline, one.signal, beside_unusual=one.beside_unusual),)


def _told(one: MeasureRating, facts: Facts) -> str:
    """What the commentary says is being done."""
    said = facts.said.get(one.measure.id)
    if said is None or said.is_blank:
        return f"No commentary is written for {one.quarter}."
    if not said.action:
        return f"The commentary for {one.quarter} names nothing that is being done."
    when = f" {said.when}." if said.when else ""
    return f"What is being done, in the commentary for {one.quarter}: “{said.action}”{when}"
