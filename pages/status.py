"""The quarter at a glance."""

from functools import partial

from measures.settings import this_day
from measures.views.status_csv import status_csv
from measures.views.status_view import status_view
from measures.widgets import choosing, session
from measures.widgets.packs import quarter_packs
from measures.widgets.status_html import body_html, head_html

chosen = choosing.choose("Status")
place, arrival = chosen.place, choosing.arrival_of(chosen)


def make() -> tuple[str, str]:
    """Head and body of the quarter."""
    view = status_view(chosen.status, arrival)
    return head_html(view), body_html(view, place)


head, body = session.kept(make, chosen, "status page", "past" if arrival is None else "")
choosing.head(head, chosen)
session.show(body)
table = partial(status_csv, chosen.status)
session.download("Download this view (CSV)", table, f"{place.plan_id}-{place.quarter.slug}.csv")
quarter_packs(chosen, today=this_day())
session.foot(chosen)
