"""One measure: how it stands and why, its charts, every quarter and every revision, other measures."""

from measures.model.access import Permission
from measures.services.forces import beside_others
from measures.services.signals import control_chart_of
from measures.widgets import choosing, session
from measures.widgets.commentary_form import commentary
from measures.widgets.drawings import Figure, figures_of
from measures.widgets.forces_html import beside_others_html
from measures.widgets.measure_html import behind_html, chart_head, measure_head, standing_html

chosen = choosing.choose("Measure", "m")
rating = choosing.choose_measure(chosen)
status, place, store = chosen.status, chosen.place, chosen.store


def make() -> tuple[str, str, tuple[Figure, ...], str]:
    """Head, standing, charts and the tables behind."""
    measure_id = rating.measure.id
    series = choosing.series_of(chosen, measure_id)
    revisions, versions = store.revisions(measure_id), store.definition_versions(measure_id)
    return (
        measure_head(rating, status.plan, place),
        standing_html(rating, status.plan, place) + beside_others_html(beside_others(store, status, measure_id), place),
        figures_of(series, rating, status.plan, control_chart_of(store, status, measure_id)),
        behind_html(rating, status, series, revisions, versions, place, at_work=store.actor.may(Permission.SEE_WORK)),
    )


head, standing, figures, behind = session.kept(make, chosen, "measure page", rating.measure.id)
choosing.head(head, chosen, lambda: choosing.pick_measure(chosen, rating.measure.id))
session.show(standing)
commentary(chosen, rating.measure.id)
for number, figure in enumerate(figures):
    with session.kept_whole(f"drawn_{number}"):
        session.show(chart_head(figure.title, figure.sentence))
        session.draw(figure.drawing, figure.alt)
    if figure.beneath:
        session.show(figure.beneath)
session.show(behind)
session.foot(chosen)
