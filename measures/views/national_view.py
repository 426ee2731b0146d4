"""The statement on the national crime and policing measures: whether each applies here, why, how the force stands."""

from dataclasses import dataclass

from measures.model.national import NationalMeasure
from measures.model.rating import MeasureRating, Rating
from measures.model.status import QuarterStatus
from measures.model.words import listed
from measures.views.figures import counted

NOT_MEASURED = "No measure of this plan shows how the force stands on it."
DOES_NOT_APPLY = "It does not apply here."


@dataclass(frozen=True, slots=True)
class NationalRow:
    """One national measure with the plan's measures that answer to it, in the order in which it names them."""

    national: NationalMeasure
    ratings: tuple[MeasureRating, ...]

    @property
    def stands(self) -> str:
        """How the force stands, in a sentence: `1 of 2 rated measures is worse than before.`"""
        if not self.national.applies:
            return DOES_NOT_APPLY
        if not self.ratings:
            return NOT_MEASURED
        counts = {one: sum(r.headline is one for r in self.ratings) for one in (*reversed(Rating), None)}
        said = [f"{counts[one]} {one.words.lower()}" for one in reversed(Rating) if counts[one]]
        said += [f"{counts[None]} not rated"] if counts[None] else []
        return f"Of {counted(len(self.ratings), 'measure')}, {listed(said)}."


def national_rows(status: QuarterStatus) -> tuple[NationalRow, ...]:
    """The plan's statement beside the quarter; empty where the plan has none."""
    by_id = {one.measure.id: one for one in status.measures}
    return tuple(
        NationalRow(one, tuple(by_id[name] for name in one.measures if name in by_id))
        for one in status.plan.head.national
    )


def national_finding(rows: tuple[NationalRow, ...]) -> str:
    """How many apply, and on how many something is worse, as a title."""
    if not rows:
        return "This plan has no statement on the national crime and policing measures"
    apply = [row for row in rows if row.national.applies]
    worse = sum(any(one.headline is Rating.RED for one in row.ratings) for row in apply)
    unmeasured = sum(not row.ratings for row in apply)
    said = [f"{worse} {'has' if worse == 1 else 'have'} a measure that is worse than before"] if worse else []
    said += [f"{unmeasured} {'is' if unmeasured == 1 else 'are'} not measured here"] if unmeasured else []
    rest = f"; {listed(said)}" if said else ""
    return f"{len(apply)} of {len(rows)} national measures {'applies' if len(apply) == 1 else 'apply'} here{rest}"
