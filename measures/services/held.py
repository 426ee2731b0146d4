"""The figures that stand, as a report keeps them."""

from collections.abc import Collection, Iterable

from measures.model.publication import HeldFigure
from measures.model.quarter import Quarter
from measures.model.record import Revision


def up_to(held: Iterable[Revision], measure_ids: Collection[str], quarter: Quarter) -> list[Revision]:
    """The figures that a report on a quarter can show: of its measures, up to it."""
    return [one for one in held if one.quarter <= quarter and one.measure_id in measure_ids]


def held_figure(one: Revision) -> HeldFigure:
    """A revision as a report keeps it."""
    return HeldFigure(
        one.measure_id, one.quarter, one.basis, one.value, one.numerator, one.denominator, one.status, one.upload_id,
        one.data_to,
    )  # fmt: skip
