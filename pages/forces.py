"""This force beside similar forces: its place, the dot plot, over time, every measure, the tables behind."""

from measures.widgets import choosing, forces_choosing, session
from measures.widgets.drawings import Figure
from measures.widgets.forces_html import behind_html, forces_head, measures_html, ranked_figure, trend_figure
from measures.widgets.measure_html import chart_head

chosen = choosing.choose("Similar forces", "m", "g")
found, standing = forces_choosing.choose_group(chosen)
measure_id, group_id = standing.measure.id, found.group.id


def make() -> tuple[str, tuple[Figure | None, ...], str]:
    """Head, the charts, the tables."""
    history = forces_choosing.history_of(chosen, found, standing)
    return (
        forces_head(standing, found.this_force, chosen.place),
        (ranked_figure(standing, found.this_force), trend_figure(history, found.this_force)),
        measures_html(found, chosen.place) + behind_html(standing, history),
    )


head, figures, behind = session.kept(make, chosen, "forces page", measure_id, group_id)
choosing.head(head, chosen, lambda: forces_choosing.pick_in_group(found, measure_id))
for figure in figures:
    if figure:
        session.show(chart_head(figure.title, figure.sentence))
        session.draw(figure.drawing, figure.alt)
session.show(behind)
session.foot(chosen)
