"""Whether a quarter is unusual for its measure, in a word for tables and in sentences beside the colour."""

from measures.model.rating import MeasureRating, Rating, Signal
from measures.model.words import decimals_to_show
from measures.rules.reasons import sign_words, together
from measures.views.figures import decimals_of, exactly, figure

_SHORT = {
    "usual": "Usual",
    "unusual_better": "Unusually better",
    "unusual_worse": "Unusually worse",
    "unusual_high": "Unusually high",
    "unusual_low": "Unusually low",
    "too_early": "Too early to say",
    "too_few_events": "Too few to say",
    "no_variation": "Nothing to judge by",
    "no_value": "No figure",
    "not_applicable": "Not tested",
}

_WHY_NOT = {
    "too_early": "Whether that is unusual cannot be said yet: fewer than eight quarters are held since counting began "
    "or last changed.",
    "too_few_events": "There are too few in a quarter to say what would be unusual.",
    "no_variation": "There is no change from one quarter to the next to judge by: the figure never moves, or no two "
    "quarters in a row have one.",
    "no_value": "There is no figure for the quarter by itself.",
    "not_applicable": "Whether the quarter is unusual is not tested: figures for twelve months, surveys and comments "
    "do not stand for a quarter alone.",
}


def signal_in_words(signal: Signal | None) -> str:
    """In a word or two, for a table."""
    return _SHORT.get(signal.result, signal.result) if signal else ""


def is_unusual(signal: Signal | None) -> bool:
    """Whether the quarter stands out."""
    return signal is not None and signal.result.startswith("unusual")


def signal_sentence(signal: Signal | None, headline: Rating | None) -> str:
    """In a sentence or two, said together with the colour (SPEC section 6)."""
    if signal is None:
        return ""
    if signal.result in _WHY_NOT:
        return _WHY_NOT[signal.result]
    sentences = [together(headline, signal)]
    if sign := sign_words(signal):
        sentences.append(f"The sign: {sign}.")
    if signal.trial:
        sentences.append(f"The range rests on {signal.n} quarters and may still move a good deal.")
    return " ".join(sentences)


def limits_in_words(rating: MeasureRating) -> str:
    """The usual range: `961 to 1,406`, with the decimals that set the quarter beside each limit; empty without one."""
    signal = rating.signal
    if signal is None or signal.lower is None or signal.upper is None:
        return ""
    limits = [exactly(limit) for limit in (signal.lower, signal.upper)]
    least = decimals_of(rating.measure, [rating.quarter_value])
    places = max(decimals_to_show(limit, least, rating.quarter_value) for limit in limits)
    low, high = (figure(limit, rating.measure, places) for limit in limits)
    return f"{low} to {high}"


def quarter_beside_range(rating: MeasureRating) -> str:
    """The quarter by itself and its usual range: `2016/17 Q1 by itself was 1,172; the usual range is 961 to 1,406`."""
    own = f"{rating.quarter.label} by itself was {figure(rating.quarter_value, rating.measure)}"
    limits = limits_in_words(rating)
    return f"{own}; the usual range is {limits}" if limits else own
