"""The report on a quarter: its meeting, its texts, its commentaries, what is not ready; then publishing it."""

from measures.services.publications import draft
from measures.services.reporting import report_state
from measures.settings import this_day
from measures.widgets import choosing, report_html, session
from measures.widgets.packs import draft_packs
from measures.widgets.publish_form import publishing
from measures.widgets.report_form import meeting_form, pointed, text_section

chosen = choosing.choose("Report")
store, status, place = chosen.store, chosen.status, chosen.place
state = session.kept(lambda: report_state(store, status), chosen, "report state")

choosing.head(report_html.report_head(state, status, place), chosen, at_report=True)
session.person()
meeting_form(chosen, state.meeting)
session.show(report_html.texts_head())
for one in state.places:
    text_section(chosen, one)
found = pointed(chosen, state)
session.show(
    report_html.commentaries_html(status, state, found.commentaries, place) + report_html.unready_html(state, place)
)
draft_packs(lambda: draft(store, place.plan_id, place.quarter, today=this_day()), place,
            published=state.published is not None)  # fmt: skip
publishing(chosen, state, found)
session.foot(chosen)
