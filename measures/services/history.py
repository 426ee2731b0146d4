"""What was done, and every figure that was ever stated."""

from collections.abc import Iterable
from typing import Any

from measures.model.measure import Comparator
from measures.model.quarter import Quarter
from measures.model.rating import Rating, RatingMove, ReasonCode
from measures.model.record import Act, Revision, Upload
from measures.storage.nearest import not_found
from measures.storage.store import Store


def recorded_acts(store: Store) -> tuple[Act, ...]:
    """Uploads, withdrawals and changes of definitions, newest first: who, when, what, why."""
    return store.acts()


def revisions_of(store: Store, measure_id: str, area: str = "") -> tuple[Revision, ...]:
    """Every figure that was ever accepted for a measure, newest first; those of withdrawn uploads too.

    Empty for a measure without figures; raises NotFound, naming the nearest, for one that no plan has.
    """
    revisions = store.revisions(measure_id, area)
    if not revisions and measure_id not in (known := store.measures()):
        raise not_found("measure", measure_id, known)
    return revisions


def moves_as_dicts(moves: Iterable[RatingMove]) -> list[dict[str, object]]:
    """Moved ratings as JSON holds them: in the act that moved them, and in what the commands print.

    `comparator` null is the headline; `rating` null is not rated, for the reason in `reason_code`.
    """
    labels: dict[Quarter, str] = {}
    verdicts: dict[tuple[Rating | None, ReasonCode | None], dict[str, object]] = {}

    def verdict(rating: Rating | None, code: ReasonCode | None) -> dict[str, object]:
        return verdicts.setdefault((rating, code), {"rating": rating, "reason_code": code})

    return [
        {
            "plan": move.plan_id,
            "measure": move.measure_id,
            "quarter": labels.get(move.quarter) or labels.setdefault(move.quarter, move.quarter.label),
            "comparator": move.comparator.value if move.comparator else None,
            "before": verdict(move.before, move.before_reason_code),
            "after": verdict(move.after, move.after_reason_code),
        }
        for move in moves
    ]


def act_of(store: Store, upload: Upload) -> Act:
    """The act by which a file was stored."""
    return next(act for act in store.acts() if act.id == upload.act_id)


def moves_of(act: Act) -> tuple[RatingMove, ...]:
    """The ratings that an act moved, as they were recorded with it; the other way round of `moves_as_dicts`."""
    recorded = act.details.get("ratings_moved", ())
    return tuple(map(_move, recorded)) if isinstance(recorded, list) else ()


def _move(kept: dict[str, Any]) -> RatingMove:
    sides = [
        (
            Rating(side["rating"]) if side["rating"] else None,
            ReasonCode(side["reason_code"]) if side["reason_code"] else None,
        )
        for side in (kept["before"], kept["after"])
    ]
    comparator = Comparator(kept["comparator"]) if kept["comparator"] else None
    return RatingMove(kept["plan"], kept["measure"], Quarter.parse(kept["quarter"]), comparator, *sides[0], *sides[1])
