"""The tables of plans: priorities, measures with their definitions and versions, breaks, events, publications."""

from measures.model.measure import (
    BaselineRule,
    BreakType,
    Kind,
    Measure,
    Polarity,
    Priority,
    ToleranceUnit,
)
from measures.reports.open_data.figures_tables import QUARTERS
from measures.reports.open_data.shapes import Column, Held, Table, Type, to
from measures.services.open_data import OpenData

PLANS, MEASURES, PRIORITIES = "plans.csv", "measures.csv", "priorities.csv"
#: Of a definition, what is the office's own affair.
LEFT_OUT = ("owner", "review_by", "publication")

_DEFINED = (
    Column("title", "Its name."),
    Column("unit", "What it is counted in."),
    Column("kind", "How its quarters make a longer period; see codes.csv.", codes=tuple(Kind)),
    Column("polarity", "Which way is better.", codes=tuple(Polarity)),
    Column("definition", "What is counted."),
    Column("source", "Where the figures come from."),
    Column("why_it_matters", "Why it is measured."),
    Column("first_quarter", "The first quarter that is collected; blank is not limited."),
    Column("last_quarter", "The last one; blank is not limited."),
    Column("scale", "What numerator ÷ denominator is multiplied by.", Type.NUMBER),
    Column("sum_of", "The measures that it is the sum of; it then has no figures of its own.", Type.LIST),
    Column("related", "Measures to read beside it.", Type.LIST),
)


def plans_table(data: OpenData) -> Table:
    """The plans."""
    return Table(
        PLANS,
        "Plans",
        "The police and crime plans, each with what its measures are compared with and how far worse is still Amber.",
        (
            Column("plan_id", "The id of the plan.", required=True),
            Column("title", "Its name.", required=True),
            Column("start", "Its first day.", Type.DAY, required=True),
            Column("end", "Its last day.", Type.DAY, required=True),
            Column("baseline", "The quarter at whose end the position was that it is measured from.", required=True),
            Column("comparators", "What its measures are compared with; see codes.csv.", Type.LIST, required=True),
            Column("tolerance_pct", "How many per cent worse is still Amber.", Type.NUMBER, required=True),
            Column("tolerance_points", "The same for percentages, in percentage points.", Type.NUMBER, required=True),
            Column("note", "What else is to be known of it."),
        ),
        ("plan_id",),
        [
            (
                one.id, one.title, one.start, one.end, one.baseline, [c.value for c in one.comparators],
                one.tolerance_pct, one.tolerance_points, one.note,
            )
            for one in data.plans
        ],
        (to(QUARTERS, "baseline", key=["quarter"]),),
    )  # fmt: skip


def priorities_table(data: OpenData) -> Table:
    """The priorities of each plan, in its order."""
    return Table(
        PRIORITIES,
        "Priorities",
        "What each plan sets out to do, in its own order.",
        (
            Column("plan_id", "The plan.", required=True),
            Column("priority_id", "The id of the priority in it.", required=True),
            Column("place", "1 is the first; blank: the plan has it no more.", Type.WHOLE),
            Column("title", "Its name.", required=True),
            Column("note", "What else is to be known of it."),
        ),
        ("plan_id", "priority_id"),
        [
            (plan_id, one.id, place, one.title, one.note)
            for plan_id, found in _priorities(data).items()
            for place, one in found.values()
        ],
        (to(PLANS, "plan_id"),),
    )


def _priorities(data: OpenData) -> dict[str, dict[str, tuple[int | None, Priority]]]:
    """By plan those that it has, each with its place, then those that it had at some quarter."""
    found = {head.id: {one.id: (n, one) for n, one in enumerate(head.priorities, start=1)} for head in data.plans}
    kept: dict[str, dict[str, tuple[int | None, Priority]]] = {plan_id: {**held} for plan_id, held in found.items()}
    for status in reversed(data.statuses):
        for one in status.plan.head.priorities:
            kept[status.plan.head.id].setdefault(one.id, (None, one))
    return kept


def measures_table(data: OpenData) -> Table:
    """Every measure in its latest form."""
    return Table(
        MEASURES,
        "Measures",
        "What is measured: each measure once, as the newest plan that has it defines it.",
        (
            Column("measure_id", "The id of the measure.", required=True),
            *_DEFINED,
            Column("in_plans", "The plans that have it now; blank where none has it any more.", Type.LIST),
        ),
        ("measure_id",),
        [(one.id, *_defined(one), data.held_in.get(one.id, ())) for one in data.measures],
    )


def _defined(one: Measure) -> tuple[Held, ...]:
    return (
        one.title, one.unit, one.kind.value, one.polarity.value, one.definition, one.source, one.why_it_matters,
        one.first_quarter, one.last_quarter, one.default_scale, one.sum_of, one.related,
    )  # fmt: skip


def definitions_table(data: OpenData) -> Table:
    """Every version of every measure in every plan, the first first."""
    numbers: dict[tuple[str, str], int] = {}
    rows: list[tuple[Held, ...]] = []
    for dated in data.definitions:
        version, one = dated.version, dated.measure
        number = numbers[version.plan_id, version.measure_id] = (
            numbers.get((version.plan_id, version.measure_id), 0) + 1
        )
        about = (version.plan_id, version.measure_id, number, version.from_quarter, version.removed, version.at)
        changed = [name for name in version.changed if name not in LEFT_OUT]
        rows.append((*about, changed, version.reason, *_placed(one)))
    return Table(
        "definitions.csv",
        "Definitions, with every version",
        "How each plan defines its measures: a row for each version, with when it was recorded, why, and from which "
        "quarter it holds. A quarter is rated by the version recorded last of those that hold at it.",
        (
            Column("plan_id", "The plan.", required=True),
            Column("measure_id", "The measure.", required=True),
            Column("version", "1 is the first.", Type.WHOLE, required=True),
            Column("from_quarter", "From which quarter on it holds; blank is from the beginning."),
            Column("removed", "Whether the plan has the measure no more from then on.", Type.YES_NO, required=True),
            Column("recorded_at", "When it was recorded.", Type.MOMENT, required=True),
            Column("changed", "What differs from the version before.", Type.LIST),
            Column("reason", "Why it was changed."),
            *_DEFINED,
            Column("priorities", "The priorities that it serves; the first is where it is listed.", Type.LIST),
            Column("tolerance", "How far worse is still Amber; blank: as the plan has it.", Type.NUMBER),
            Column("tolerance_unit", "Per cent, percentage points, or the measure’s unit.", codes=tuple(ToleranceUnit)),
            Column("comparators", "What it is compared with; blank: as the plan has it.", Type.LIST),
            Column("baseline_rule", "How the position at the baseline is compared.", codes=tuple(BaselineRule)),
            Column("small_numbers", "What happens where one event is worth more than the tolerance."),
            Column("decimals", "With how many decimals it is shown; blank: as its kind has it.", Type.WHOLE),
        ),
        ("plan_id", "measure_id", "version"),
        rows,
        (to(PLANS, "plan_id"), to(MEASURES, "measure_id")),
    )


def _placed(one: Measure | None) -> tuple[Held, ...]:
    """What a version says; blank where the plan took the measure out."""
    if one is None:
        return (None,) * (len(_DEFINED) + 7)
    own, compared = one.tolerance, one.comparators
    return (
        *_defined(one), one.priorities, own.amount if own else None, own.unit.value if own else None,
        None if compared is None else [c.value for c in compared], one.baseline_rule.value, str(one.small_numbers),
        one.decimals,
    )  # fmt: skip


def breaks_table(data: OpenData) -> Table:
    """When counting changed."""
    return Table(
        "breaks.csv",
        "Breaks",
        "When a measure began to be counted differently.",
        (
            Column("measure_id", "The measure.", required=True),
            Column("date", "From when.", Type.DAY, required=True),
            Column("plan_id", "In whose definitions it stands; it holds in every plan.", required=True),
            Column("type", "What changed.", required=True, codes=tuple(BreakType)),
            Column("comparable", "Whether figures before and after may be compared.", Type.YES_NO, required=True),
            Column("note", "What changed, in words."),
        ),
        ("measure_id", "date", "plan_id"),
        [(b.measure, b.date, plan_id, b.type.value, b.comparable, b.note) for plan_id, b in data.breaks],
        (to(MEASURES, "measure_id"),),
    )


def events_table(data: OpenData) -> Table:
    """What happened outside the figures."""
    return Table(
        "events.csv",
        "Events",
        "What a reader of the quarters should know of. It changes no rating.",
        (
            Column("event", "A number.", Type.WHOLE, required=True),
            Column("from_quarter", "The first quarter that it touches.", required=True),
            Column("to_quarter", "The last one.", required=True),
            Column("note", "What happened.", required=True),
        ),
        ("event",),
        [(n, one.first, one.last, one.note) for n, one in enumerate(data.events, start=1)],
        (to(QUARTERS, "from_quarter", key=["quarter"]), to(QUARTERS, "to_quarter", key=["quarter"])),
    )


def publications_table(data: OpenData) -> Table:
    """What was published for which meeting."""
    return Table(
        "publications.csv",
        "Publications",
        "What was published for which meeting, the oldest first. What was published then may differ from what stands "
        "now in the other tables.",
        (
            Column("publication_id", "The number of the publication.", Type.WHOLE, required=True),
            Column("plan_id", "The plan.", required=True),
            Column("quarter", "The quarter that was reviewed.", required=True),
            Column("meeting", "The day of the meeting.", Type.DAY, required=True),
            Column("title", "Which meeting it was.", required=True),
            Column("published_at", "When it was published.", Type.MOMENT, required=True),
            Column("incomplete", "Why it was published although something was not ready."),
            Column("reason", "Why it was published again for the same meeting."),
            Column("sha256", "The SHA-256 of all that was published.", required=True),
        ),
        ("publication_id",),
        [
            (
                one.id, one.meeting.plan_id, one.meeting.quarter, one.meeting.day, one.meeting.title, one.at,
                one.incomplete, one.reason, one.sha256,
            )
            for one in data.publications
        ],
        (to(PLANS, "plan_id"), to(QUARTERS, "quarter")),
    )  # fmt: skip
