"""The drawings of a measure as its pages need them, with the sentences beside them."""

from dataclasses import dataclass

from measures.charts.control import control_chart
from measures.charts.trend import Drawing, quarters_chart, trend_chart, twelve_months_chart, year_to_date_chart
from measures.model.control import ControlChart
from measures.model.measure import Plan
from measures.model.rating import MeasureRating
from measures.model.status import MeasureSeries
from measures.views.figures import decimals_of
from measures.views.measure_view import (
    figure_and_finding,
    quarters_finding,
    twelve_months_finding,
    usual_range,
)
from measures.views.signal_words import level_moved, signal_in_words, signal_sentence
from measures.widgets.control_html import control_html


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with its heading, the sentence that states what it shows, and what stands beneath it as HTML."""

    title: str
    sentence: str
    drawing: Drawing
    beneath: str = ""

    @property
    def alt(self) -> str:
        """The text for who does not see the chart."""
        return f"{self.title}. {self.sentence}"


def trend_of(series: MeasureSeries, rating: MeasureRating, plan: Plan) -> Figure | None:
    """The trend up to the quarter with its comparatives; None without a figure."""
    drawing = trend_chart(series, rating.measure, plan, rating.quarter, _decimals(series, rating))
    return Figure(f"{rating.measure.title} by quarter", quarters_finding(rating), drawing) if drawing else None


def figures_of(
    series: MeasureSeries, rating: MeasureRating, plan: Plan, control: ControlChart | None
) -> tuple[Figure, ...]:
    """The charts of a measure's own page: quarters, year to date, 12 months; those that have something to show.

    The quarters are a control chart where the measure has one.
    """
    decimals = _decimals(series, rating)
    combined = rating.measure.kind.is_combined
    quarters = None if control else quarters_chart(series, rating.signal, rating.quarter, decimals)
    drawn = [
        ("Quarter by quarter", quarters_finding(rating) + usual_range(rating), quarters),
        (
            "The year to date",
            figure_and_finding(rating),
            year_to_date_chart(series, plan, rating.quarter, decimals) if combined else None,
        ),
        (
            "Twelve months",
            twelve_months_finding(series, rating),
            twelve_months_chart(series, rating.quarter, decimals) if combined else None,
        ),
    ]
    first = (_control(control, rating, decimals),) if control else ()
    return (*first, *(Figure(title, sentence, drawing) for title, sentence, drawing in drawn if drawing))


def _control(control: ControlChart, rating: MeasureRating, decimals: int) -> Figure:
    sentence = f"{quarters_finding(rating)} {signal_sentence(rating)}{level_moved(control)}"
    title = f"Quarter by quarter: {signal_in_words(rating.signal).lower()}"
    return Figure(title, sentence, control_chart(control, decimals), control_html(control, decimals))


def _decimals(series: MeasureSeries, rating: MeasureRating) -> int:
    return decimals_of(rating.measure, [point.value for point in series.points])
