"""Whether a quarter is unusual for its measure, in a word for tables and in sentences beside the colour."""

from measures.model.rating import Rating, Signal
from measures.rules.reasons import together

_SHORT = {
    "usual": "Usual",
    "unusual_better": "Unusually better",
    "unusual_worse": "Unusually worse",
    "unusual_high": "Unusually high",
    "unusual_low": "Unusually low",
    "too_early": "Too early to say",
    "too_few_events": "Too few to say",
    "no_variation": "Never varies",
    "no_value": "No figure",
    "not_applicable": "Not tested",
}

#: What each rule has seen, as the method page and a measure's page say it.
RULES = {
    "outside": "the quarter lies outside the usual range",
    "trend": "seven quarters, each higher than the one before or each lower, end here",
    "two_in_three": "two of three quarters in a row lie near the edge of the usual range, on the same side",
    "shift": "seven quarters in a row lie on the same side of the average",
}

_WHY_NOT = {
    "too_early": "Whether that is unusual cannot be said yet: fewer than eight quarters are held since counting began "
    "or last changed.",
    "too_few_events": "There are too few in a quarter to say what would be unusual.",
    "no_variation": "Every quarter has the same figure, so there is nothing to be unusual against.",
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
    if signal.rule in RULES:
        sentences.append(f"The sign: {RULES[signal.rule]}.")
    if signal.trial:
        sentences.append(f"The range rests on {signal.n} quarters and may still move a good deal.")
    return " ".join(sentences)
