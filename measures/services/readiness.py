"""What is not ready for publishing: figures that are missing, reds and comments that nobody explains."""

from collections.abc import Mapping

from measures.model.commentary import WrittenCommentary
from measures.model.measure import Kind
from measures.model.publication import Lack, Unready
from measures.model.rating import MeasureRating, Rating, ReasonCode
from measures.model.status import QuarterStatus


def unready(status: QuarterStatus, said: Mapping[str, WrittenCommentary]) -> tuple[Unready, ...]:
    """Everything that is not ready, in the plan's order, missing figures first.

    Commentary is required for a red headline and for a measure that is comment only (SPEC section 9). A finding of an
    upload that nobody confirmed cannot be here: a file that has one is not stored.
    """
    missing = [_no_figure(one) for one in status.measures if one.reason_code is ReasonCode.NO_VALUE]
    silent = [_no_commentary(one) for one in status.measures if needs_commentary(one) and one.measure.id not in said]
    return (*missing, *silent)


def needs_commentary(rating: MeasureRating) -> bool:
    """Whether a quarter cannot be published without a word on this measure."""
    return rating.headline is Rating.RED or rating.measure.kind is Kind.NARRATIVE


def _no_figure(rating: MeasureRating) -> Unready:
    one = rating.measure
    owed = f"{one.owner} holds it." if one.owner else "Nobody is named as its owner."
    sentence = f"{one.title}: {rating.words[:1].lower()}{rating.words[1:].rstrip('.')}. {owed}"
    return Unready(Lack.NO_FIGURE, one.id, one.title, sentence)


def _no_commentary(rating: MeasureRating) -> Unready:
    one = rating.measure
    why = "is Worse (red)" if rating.headline is Rating.RED else "is comment only"
    return Unready(Lack.NO_COMMENTARY, one.id, one.title, f"{one.title} {why} and has no commentary.")
