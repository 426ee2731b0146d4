"""The parts of pages as HTML, made without a page: what a table, a card or a head says in words."""

from dataclasses import replace

from measures.model.status import MeasureSeries, SeriesPoint
from measures.widgets.markup import spark
from measures.widgets.measure_html import _quarters
from tests.builders import a_measure
from tests.views.test_status_view import NOW, G, rated


def test_a_measures_earlier_quarters_are_folded_after_the_first_eight() -> None:
    points = [SeriesPoint(NOW.shift(-n), 1.0, 1.0, None, None, None, "", "") for n in reversed(range(12))]
    html = _quarters(MeasureSeries(tuple(points), (), ()), a_measure(), set())
    first, rest = html.split("<details>")
    assert first.count('<th scope="row"') == 8
    assert "2016/17 Q1" in first
    assert "<summary>Show 4 earlier quarters</summary>" in rest and rest.count('<th scope="row"') == 4
    assert "<details>" not in _quarters(MeasureSeries(tuple(points[:10]), (), ()), a_measure(), set())


def test_a_lone_figure_is_counted_in_words_and_says_which_quarter_it_is_of() -> None:
    said = spark(replace(rated("m", G), trend=(None, 3561.0, None, None)))
    assert said == '<span class="muted">1 figure<span class="unseen">: 3,561 in 2015/16 Q3</span></span>'
    assert 'class="spark"' in spark(replace(rated("m", G), trend=(None, 3561.0, None, 3500.0)))
