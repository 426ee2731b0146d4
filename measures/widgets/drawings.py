"""The drawings of a measure as its pages need them, with the sentences beside them."""

from dataclasses import dataclass

from measures.charts.trend import Drawing, quarters_chart, trend_chart, twelve_months_chart, year_to_date_chart
from measures.model.measure import Plan
from measures.model.rating import MeasureRating
from measures.model.status import MeasureSeries
from measures.views.figures import decimals_of
from measures.views.measure_view import (
    figure_sentence,
    finding_of,
    quarters_finding,
    twelve_months_finding,
    usual_range,
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with its heading and the sentence that states what it shows."""

    title: str
    sentence: str
    drawing: Drawing

    @property
    def alt(self) -> str:
        """The text for who does not see the chart."""
        return f"{self.title}. {self.sentence}"


def trend_of(series: MeasureSeries, rating: MeasureRating, plan: Plan) -> Figure | None:
    """The trend up to the quarter with its comparatives; None without a figure."""
    drawing = trend_chart(series, rating.measure, plan, rating.quarter, _decimals(series, rating))
    return Figure(f"{rating.measure.title} by quarter", quarters_finding(rating), drawing) if drawing else None


def figures_of(series: MeasureSeries, rating: MeasureRating, plan: Plan) -> tuple[Figure, ...]:
    """The charts of a measure's own page: quarters, year to date, 12 months; those that have something to show."""
    decimals = _decimals(series, rating)
    combined = rating.measure.kind.is_combined
    drawn = [
        (
            "Quarter by quarter",
            quarters_finding(rating) + usual_range(rating),
            quarters_chart(series, rating.signal, rating.quarter, decimals),
        ),
        (
            "The year to date",
            f"{figure_sentence(rating)}: {finding_of(rating)}.",
            year_to_date_chart(series, plan, rating.quarter, decimals) if combined else None,
        ),
        (
            "Twelve months",
            twelve_months_finding(series, rating),
            twelve_months_chart(series, rating.quarter, decimals) if combined else None,
        ),
    ]
    return tuple(Figure(title, sentence, drawing) for title, sentence, drawing in drawn if drawing)


def _decimals(series: MeasureSeries, rating: MeasureRating) -> int:
    return decimals_of(rating.measure, [point.value for point in series.points])
