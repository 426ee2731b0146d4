"""The JSON document of `measures review`, as docs/commands.md has it."""

from measures.cli import documents
from measures.cli.attention import exceptions_document
from measures.model.meeting import PublicationHead
from measures.model.remark import Remark
from measures.model.review import (
    FigureChange,
    Moved,
    Promise,
    Question,
    RatingChange,
    RuleChange,
    SincePublication,
    Stance,
)
from measures.services.panel import PanelReview

Document = documents.Document


def review_document(found: PanelReview) -> Document:
    """`measures review --format json`."""
    review, status = found.review, found.status
    remarks = {**found.remarks, **{f"priority:{name}": held for name, held in found.of_narratives.items()}}
    return {
        "plan": status.plan.head.id,
        "quarter": status.quarter.label,
        "publication": found.published.id if found.published else None,
        "day": documents.day(found.day),
        "since": review.since,
        "last_publication": _publication(review.last),
        "tally": {"before": _tally(review.tally_before), "now": _tally(review.tally_now)},
        "moved": [_moved(one) for one in review.moved],
        "questions": [_question(one) for one in review.questions],
        "exceptions": exceptions_document(found.exceptions)["exceptions"],
        "remarks": {name: [_remark(one) for one in held] for name, held in remarks.items()},
        "promises": [_promise(one) for one in review.promises],
        "restated": _restated(review.restated),
        "rules": [_rule(one) for one in review.rules],
    }


def _publication(head: PublicationHead | None) -> Document | None:
    if head is None:
        return None
    return {"publication": head.id, "quarter": head.meeting.quarter.label, "meeting": documents.day(head.meeting.day)}


def _tally(tally: tuple[int, int, int, int]) -> Document:
    return dict(zip(("red", "amber", "green", "not_rated"), tally, strict=True))


def _stance(one: Stance) -> Document:
    return {
        "headline": one.headline.value if one.headline else None,
        "reason_code": one.reason_code.value if one.reason_code else None,
        "words": one.words,
    }


def _moved(one: Moved) -> Document:
    return {
        "measure": one.measure.id,
        "title": one.measure.title,
        "direction": one.direction.value,
        "before": _stance(one.before),
        "now": _stance(one.now),
    }


def _question(one: Question) -> Document:
    return {"code": one.code.value, "measure": one.measure.id, "text": one.text, "evidence": list(one.evidence)}


def _remark(one: Remark) -> Document:
    return {"code": one.code.value, "text": one.text, "words": list(one.words)}


def _promise(one: Promise) -> Document:
    return {
        "measure": one.measure.id,
        "quarter": one.quarter.label,
        "action": one.action,
        "by": one.by or None,
        "due": documents.day(one.due),
        "overdue": one.overdue,
        "outcome": one.outcome or None,
    }


def _restated(since: SincePublication | None) -> Document | None:
    if since is None:
        return None
    return {
        "figures": [_figure(one) for one in since.figures],
        "ratings": [_rating(one) for one in since.ratings],
        "rules": [_rule(one) for one in since.rules],
        "colours_changed": since.colours_changed,
    }


def _figure(one: FigureChange) -> Document:
    return {
        "measure": one.measure.id,
        "quarter": one.quarter.label,
        "basis": one.basis.value,
        "reported": documents.number(one.reported),
        "now": documents.number(one.now),
        "difference": documents.number(one.difference),
        "why": list(one.why),
    }


def _rating(one: RatingChange) -> Document:
    return {
        "measure": one.measure.id,
        "comparator": one.comparator.value if one.comparator else None,
        "reported": _stance(one.reported),
        "now": _stance(one.now),
        "colour_changes": one.colour,
        "why": list(one.why),
    }


def _rule(one: RuleChange) -> Document:
    return {
        "measure": one.measure_id or None,
        "what": one.what,
        "before": one.before,
        "now": one.now,
        "why": list(one.why),
    }
