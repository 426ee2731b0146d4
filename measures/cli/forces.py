"""`measures forces`: this force beside the forces of a group, for a person or a machine."""

from measures.cli.arguments import TextOrJson
from measures.cli.documents import Document, day, number, period
from measures.cli.printing import add_row, as_json, new_table, say, show
from measures.model.forces import ForceRate, GroupStanding
from measures.model.quarter import Quarter
from measures.services.forces import measure_in_group
from measures.storage.store import open_store
from measures.views.forces_view import (
    APART,
    FORCE_HEADINGS,
    date_sentence,
    finding,
    force_rows,
    group_sentence,
    left_out_sentences,
    mark_sentence,
    own_sentence,
    population_sentence,
)


def print_forces(measure_id: str, quarter: Quarter | None, group_id: str | None, form: TextOrJson) -> None:
    """Print where this force stands."""
    with open_store(upgrade=False) as store:
        found, standing = measure_in_group(store, measure_id, None, quarter, group_id)
    if form is TextOrJson.JSON:
        as_json(forces_document(standing, found.plan.head.id))
        return
    force = found.this_force
    say(f"{finding(standing, force)}.", f"{standing.group.title} ({standing.group.id}). {date_sentence(standing)}", "")
    said = (own_sentence(standing, force), group_sentence(standing), mark_sentence(standing),
            population_sentence(standing), APART)  # fmt: skip
    say(*filter(None, said), "")
    table = new_table(*FORCE_HEADINGS, right=FORCE_HEADINGS[1:5])
    for row in force_rows(standing):
        add_row(table, f"> {row.cells[0]}" if row.is_this else row.cells[0], *row.cells[1:])
    show(table)
    if left_out := left_out_sentences(standing):
        say("", "Without a rate, and left out of the count:", *(f"  {sentence}" for sentence in left_out))


def forces_document(standing: GroupStanding, plan_id: str) -> Document:
    """The JSON document: unrounded, the highest rate first."""
    this = standing.this
    return {
        "measure": standing.measure.id,
        "title": standing.measure.title,
        "plan": plan_id,
        "polarity": standing.measure.polarity.value,
        "group": {"group": standing.group.id, "title": standing.group.title},
        "quarter": standing.quarter.label,
        "period": period(standing.period),
        "data_to": day(standing.quarter.end),
        "n": standing.n,
        "rank": this.rank if this else None,
        "rate": number(this.rate) if this else None,
        "worst_tenth": bool(this and this.worst_tenth),
        "median": number(standing.median),
        "average": number(standing.average),
        "middle_half": None
        if standing.lower is None
        else {"from": number(standing.lower), "to": number(standing.upper)},
        "forces": [_force(one, standing) for one in standing.forces],
        "without": [
            {"area": one.area_id, "title": one.title, "reason_code": one.why.value if one.why else None,
             "missing": [quarter.label for quarter in one.missing], "note": one.note}
            for one in standing.without
        ],
    }  # fmt: skip


def _force(one: ForceRate, standing: GroupStanding) -> Document:
    return {
        "area": one.area_id,
        "title": one.title,
        "this_force": one.area_id == standing.this_id,
        "rate": number(one.rate),
        "rank": one.rank,
        "worst_tenth": one.worst_tenth,
        "value": number(one.events),
        "population": number(one.population),
        "population_year": one.year,
        "provisional": one.provisional,
    }
