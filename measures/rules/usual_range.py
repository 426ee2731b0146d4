"""A quarter by itself beside its usual range, in words."""

from fractions import Fraction

from measures.model.rating import MeasureRating
from measures.model.words import decimals_for, decimals_to_show, exactly, short_figure


def limits_in_words(rating: MeasureRating) -> str:
    """The usual range: `961 to 1,406`, with the decimals that set the quarter beside each limit; empty without one."""
    signal, own = rating.signal, rating.quarter_value
    if signal is None or signal.lower is None or signal.upper is None:
        return ""
    limits: list[Fraction] = [exactly(limit) for limit in (signal.lower, signal.upper)]
    least = 0 if own is None else decimals_for(rating.measure, own)
    places = max(decimals_to_show(limit, least, own) for limit in limits)
    low, high = (short_figure(limit, rating.measure, places) for limit in limits)
    return f"{low} to {high}"


def quarter_beside_range(rating: MeasureRating) -> str:
    """The quarter by itself and its usual range: `2016/17 Q1 by itself was 1,172; the usual range is 961 to 1,406`."""
    own = "–" if rating.quarter_value is None else short_figure(rating.quarter_value, rating.measure)
    said = f"{rating.quarter.label} by itself was {own}"
    limits = limits_in_words(rating)
    return f"{said}; the usual range is {limits}" if limits else said
