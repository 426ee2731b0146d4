"""Whether a quarter is unusual for its measure, in a word for tables and in sentences beside the colour."""

from measures.model.control import ControlChart
from measures.model.measure import Polarity
from measures.model.rating import MeasureRating, Signal
from measures.model.signal_options import DEFAULTS, SignalOptions
from measures.model.words import listed
from measures.rules.reasons import sign_words, together
from measures.views.figures import counted

#: What a signal says, in a word or two, by its result.
SIGNAL_WORDS = {
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


_NO_RANGE = {
    "too_early": "it takes eight quarters since counting began or last changed",
    "too_few_events": "there are too few in a quarter",
    "no_variation": "it rests on changes from one quarter to the next, and there is none to go by: the figure never "
    "moves, or no two quarters next to each other have one",
}


def signal_in_words(signal: Signal | None) -> str:
    """In a word or two, for a table."""
    return SIGNAL_WORDS.get(signal.result, signal.result) if signal else ""


def is_unusual(signal: Signal | None) -> bool:
    """Whether the quarter stands out."""
    return signal is not None and signal.result.startswith("unusual")


def short_sign(rating: MeasureRating) -> str:
    """What makes the quarter unusual, in a few words: `7 quarters below average`; "" where nothing does."""
    signal, held = rating.signal, [value for value in rating.trend if value is not None]
    if signal is None or not is_unusual(signal) or not held or signal.mean is None:
        return ""
    side = "above" if held[-1] > signal.mean else "below"
    match signal.rule:
        case "outside":
            return f"{side} the usual range"
        case "shift":
            return f"{signal.run} quarters {side} average"
        case "trend":
            return f"{signal.run} quarters {'rising' if held[-2:] == sorted(held[-2:]) else 'falling'}"
        case "two_in_three":
            return f"2 of 3 near the {'top' if side == 'above' else 'foot'} of its range"
        case _:
            return ""


def signal_sentence(rating: MeasureRating) -> str:
    """In a sentence or two, said together with the colour (SPEC section 6)."""
    signal = rating.signal
    if signal is None:
        return ""
    if signal.result in _WHY_NOT:
        return _WHY_NOT[signal.result]
    sentences = [together(rating.headline, signal, beside_unusual=rating.beside_unusual)]
    if sign := sign_words(signal):
        sentences.append(f"The sign: {sign}.")
    if signal.trial:
        sentences.append(f"The range rests on {signal.n} quarters and may still move a good deal.")
    return " ".join(sentences)


def how_to_read(chart: ControlChart) -> str:
    """One line for whoever has never seen a control chart, about the present stretch."""
    now = chart.stretches[-1]
    if now.mean is None or now.lower is None or now.upper is None:
        return (
            f"Each dot is one quarter. There is no usual range: {_NO_RANGE.get(now.verdict, _NO_RANGE['too_early'])}."
        )
    trial = f"; with {now.n} quarters it is on trial and drawn dotted" if now.trial else ""
    shown_for_context = chart.measure.polarity is Polarity.CONTEXT
    marks = "" if shown_for_context else " Solid marks are worse, hollow ones better."
    return (
        "Each dot is one quarter. The solid grey line is the average, the shaded band the usual range since counting "
        f"began or last changed{trial}. Nearly all quarters fall inside it by chance alone, so only a marked one says "
        f"that something is different.{marks}"
    )


def level_moved(chart: ControlChart) -> str:
    """A further sentence where most quarters of the present stretch are marked: one range then says little."""
    now = chart.stretches[-1]
    own = [point for point in chart.points if point.quarter >= now.first and point.value is not None]
    marked = [point for point in own if point.rule]
    if 2 * len(marked) <= len(own) or len({point.way for point in marked}) < 2:
        return ""
    return (
        f" {len(marked)} of {len(own)} quarters are marked, some high and some low: the level itself has moved over "
        "these years, and one range for all of them says little. If somebody can say why and since when, the range can "
        "be set anew from there."
    )


def settings_in_words(options: SignalOptions) -> str:
    """Where a plan's settings of the signal depart from the usual ones, as a sentence; empty where they do not."""
    said = [
        f"{options.shift} quarters in a row on one side" if options.shift != DEFAULTS.shift else "",
        f"{options.trend} quarters rising or falling" if options.trend != DEFAULTS.trend else "",
        "two in three counted beyond the limits too" if options.two_in_three != DEFAULTS.two_in_three else "",
        "freak changes left out of the range" if options.screen else "",
        f"limits from the first {options.fix_after} quarters" if options.fix_after else "",
    ]
    own = [text for text in said if text]
    return f"This plan’s own settings for what is unusual: {listed(own)}." if own else ""


def short_signal(signal: Signal) -> str:
    """In a few words with the limits it rests on: `Unusually worse (of 26 quarters)`."""
    return f"{signal_in_words(signal)} (of {counted(signal.n, 'quarter')})" if signal.n else signal_in_words(signal)
