"""The sentence of a verdict, made from the finished row: both figures, the rule, the colour, how far to the next.

The code decides, the sentence follows: nothing here decides a colour and nothing reads a sentence back. Why a
comparison is not rated is said in `unrated`.

>>> reason_of(row)  # doctest: +SKIP
'1,172 offences in April–June 2016, 68 more (6.2% worse) than 1,104 a year before. Lower is better; up to 5% worse
is Amber. Red. 13 fewer would have been Amber.'
"""

from decimal import Decimal

from measures.model.measure import Comparator, Tolerance, ToleranceUnit
from measures.model.quarter import day_in_words
from measures.model.rating import Flag, Rating, ReasonCode, Signal
from measures.model.words import change_words, decimals_needed, is_counted, listed, tolerance_words
from measures.rules.distance import Move, moves
from measures.rules.row import Row, allowed, compared, decimals_of, rule_of, short
from measures.rules.unrated import NO_SIMILAR, NOT_RATED

__all__ = ["SIGNAL_WORDS", "Row", "reason_of", "sign_words", "signal_words", "together", "words_of"]


def words_of(row: Row) -> str:
    """The short form: "Worse", "No data yet for 2019/20 Q2", "Numbers too small to rate: 14 against 12"."""
    if row.reason_code is None:
        return row.rating.words if row.rating else ""
    words = row.reason_code.words
    match row.reason_code:
        case ReasonCode.COMPARATOR_INCOMPLETE if row.comparator is Comparator.SIMILAR_FORCES:
            return NO_SIMILAR
        case ReasonCode.NO_VALUE if row.missing:
            return f"{words} for {listed(row.missing)}"
        case ReasonCode.COMPARATOR_INCOMPLETE if row.comparative_missing:
            return f"{words}: {listed(row.comparative_missing)}"
        case ReasonCode.SERIES_BREAK if row.broken:
            return f"{words} {day_in_words(row.broken.date)}"
        case ReasonCode.SMALL_NUMBERS if row.current is not None and row.value is not None:
            places = decimals_of(row)
            return f"{words}: {short(row, row.current, places)} against {short(row, row.value, places)}"
    return words


def reason_of(row: Row) -> str:
    """The whole sentence, with the sum that a member can check."""
    if row.reason_code is not None:
        parts = [NOT_RATED[row.reason_code](row)]
    else:
        parts = [compared(row), _rule(row), _verdict(row), _distance(row)]
    return " ".join(part for part in (*parts, row.bridge) if part)


def _rule(row: Row) -> str:
    better = {"lower": "Lower is better", "higher": "Higher is better"}[row.measure.polarity.value]
    limit = row.measure.small_numbers.limit
    if row.small and limit is not None:
        return f"{better}; the numbers are small, so up to {_limit_words(row, limit)} worse is Amber."
    if not row.tolerance.amount:
        return f"{better}; anything worse is Red."
    though = ", though the numbers are small" if row.small else ""
    return f"{better}; up to {tolerance_words(row.tolerance, row.measure)} worse is Amber{though}."


def _limit_words(row: Row, limit: int) -> str:
    return tolerance_words(Tolerance(ToleranceUnit.COUNT, Decimal(limit)), row.measure)


def _verdict(row: Row) -> str:
    """The colour as a sentence, with what takes the edge off it."""
    assert row.rating is not None
    assert row.change is not None
    colour = _colour(row.rating)
    edge = row.rating is Rating.AMBER and abs(row.change) == allowed(row)
    usual = row.within_variation and row.change != 0
    asides = ["exactly on the limit"] if edge else []
    asides += ["but within the usual variation for numbers this size"] if usual and row.rating is Rating.RED else []
    asides += ["within the usual variation for numbers this size"] if usual and row.rating is not Rating.RED else []
    return ", ".join([colour, *asides]) + "."


def _distance(row: Row) -> str:
    """How far to the next colour, exactly: "13 fewer would have been Amber." """
    if row.current is None:
        return ""
    whole = is_counted(row.measure) and row.current.denominator == 1
    places = 0 if whole else decimals_of(row)
    told = [
        f"{_as_stepped(row, move, places)}{'' if later else ' would have been'} {_colour(move.rating)}"
        for later, move in enumerate(moves(rule_of(row), row.current, places, whole=whole))
    ]
    return ", ".join(told) + "." if told else ""


def _as_stepped(row: Row, move: Move, places: int) -> str:
    """The change without rounding: a step that was made finer is printed with its decimals."""
    return change_words(move.change, row.measure, max(places, decimals_needed(move.change, 12)))


def _colour(rating: Rating | None) -> str:
    return rating.value.capitalize() if rating else "Not rated"


# ------------------------------------------------------------------------------------- colour and signal together

SIGNAL_WORDS = {
    "usual": "within its usual range",
    "unusual_better": "unusually better",
    "unusual_worse": "unusually worse",
    "unusual_high": "unusually high",
    "unusual_low": "unusually low",
    "no_value": "no figure in this quarter",
    "too_early": "too early to say what is usual",
    "too_few_events": "too few events to say what is usual",
    "no_variation": "no change between quarters to judge by",
    "not_applicable": "not tested for the unusual",
}

_ADVICE = {
    (Rating.RED, "usual"): ": the level is the issue, not this quarter",
    (Rating.RED, "unusual_better"): ": it may be turning",
    (Rating.AMBER, "unusual_better"): ": it may be turning",
    (Rating.RED, "unusual_worse"): ": look now",
    (Rating.AMBER, "unusual_worse"): ": look now",
    (Rating.GREEN, "unusual_worse"): ": look now",
}


def signal_words(signal: Signal) -> str:
    """The signal alone, as it goes on in a sentence: "within its usual range", "unusually worse"."""
    return SIGNAL_WORDS[signal.result]


_RULES = {
    "outside": "the quarter lies outside the usual range",
    "trend": "{run} quarters in a row only rise or only fall",
    "two_in_three": "two of three quarters in a row lie near the same edge of the usual range",
    "shift": "{run} quarters in a row lie on the same side of the average",
}
_RUNS = dict(enumerate("five six seven eight nine ten eleven twelve".split(), start=5))


def sign_words(signal: Signal) -> str:
    """What the rule has seen, as it goes on in a sentence; "" where none applies."""
    return _RULES[signal.rule].format(run=_RUNS[signal.run]) if signal.rule in _RULES else ""


def together(
    headline: Rating | None, signal: Signal, aside: str = "", sign: str = "", *, beside_unusual: bool = False
) -> str:
    """Colour and signal said together (SPEC section 6); `aside` follows the colour, `sign` the signal.

    `beside_unusual` says that every comparison which is red is with a period that was itself unusual: then the level
    is not the issue.

    >>> together(Rating.RED, Signal("usual", None, 25, 1176.4, 791.2, 1561.6, False))
    'Red, but within its usual range: the level is the issue, not this quarter.'
    """
    colour, words = _colour(headline) + aside, signal_words(signal) + (f" ({sign})" if sign else "")
    agrees = {Rating.GREEN: ("usual", "unusual_better"), Rating.AMBER: ("usual", "unusual_worse")}
    if headline is None or not signal.result.startswith(("usual", "unusual_b", "unusual_w")):
        return f"{colour}; {words}."
    joining = "and" if signal.result in agrees.get(headline, ("unusual_worse",)) else "but"
    advice = _ADVICE.get((headline, signal.result), "")
    if beside_unusual and (headline, signal.result) == (Rating.RED, "usual"):
        advice = f": {Flag.COMPARATOR_UNUSUAL.words}"
    return f"{colour}, {joining} {words}{advice}."
