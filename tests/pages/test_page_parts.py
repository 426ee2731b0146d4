"""The parts of pages as HTML, made without a page: what a table, a card or a head says in words."""

from dataclasses import replace

from measures.widgets.markup import spark
from tests.views.test_status_view import G, rated


def test_a_lone_figure_is_counted_in_words_and_says_which_quarter_it_is_of() -> None:
    said = spark(replace(rated("m", G), trend=(None, 3561.0, None, None)))
    assert said == '<span class="muted">1 figure<span class="unseen">: 3,561 in 2015/16 Q3</span></span>'
    assert 'class="spark"' in spark(replace(rated("m", G), trend=(None, 3561.0, None, 3500.0)))
