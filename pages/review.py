"""What a panel looks at before a meeting: what moved since the last one, what to ask, what was promised."""

from functools import partial

from measures.services.panel import panel_review
from measures.settings import this_day
from measures.widgets import choosing, session
from measures.widgets.packs import quarter_packs
from measures.widgets.review_html import review_html

chosen = choosing.choose("Panel review")
today = this_day()


def make() -> tuple[str, str]:
    """Head and body of the review."""
    series = partial(choosing.series_of, chosen)
    return review_html(panel_review(chosen.store, chosen.status, series, today=today), chosen.place)


head, body = session.kept(make, chosen, "review page", today.isoformat())
choosing.head(head, chosen)
session.show(body)
quarter_packs(chosen, today=today)
session.foot(chosen)
