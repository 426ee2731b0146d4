"""The tables of figures, and of what they are over: quarters, areas, populations, groups of forces."""

from collections.abc import Iterator

from measures.model.quarter import Quarter, span_in_words
from measures.model.value import Basis, Status
from measures.reports.open_data.shapes import Column, Table, Type, to
from measures.services.open_data import OpenData

QUARTERS, AREAS = "quarters.csv", "areas.csv"
STATUSES = tuple(one.value for one in Status if one.value)


def figures_table(data: OpenData) -> Table:
    """Every figure as it was supplied, in the program's own upload format."""
    return Table(
        "figures.csv",
        "Figures",
        "One row for each measure, area and quarter, as it was supplied and as it stands now. A count or an amount is "
        "under value; a rate, ratio or mean under numerator and denominator.",
        (
            Column("measure_id", "The measure.", required=True),
            Column("area", "The area; blank is this force.", standing=data.this_area),
            Column("quarter", "The financial quarter; Q1 is April to June.", required=True),
            Column("basis", "quarter: of the quarter alone. ytd: from April to its end.", required=True,
                   codes=tuple(Basis)),
            Column("value", "The figure, in the unit of the measure.", Type.NUMBER),
            Column("numerator", "What is divided, where the figure is supplied in parts.", Type.NUMBER),
            Column("denominator", "What it is divided by.", Type.NUMBER),
            Column("status", "A letter beside the figure; blank is none.", codes=STATUSES),
            Column("data_to", "The last day that the figure reaches to, where that is not the quarter’s.", Type.DAY),
            Column("note", "What was noted with the figure."),
            Column("vintage", "When the figure was recorded here; an earlier one for the same quarter is overtaken.",
                   Type.MOMENT, required=True),
        ),
        ("measure_id", "area", "quarter", "basis"),
        [
            (
                one.measure_id, one.area, one.quarter, one.basis.value, one.value, one.numerator, one.denominator,
                one.status.value, one.data_to, one.note, one.accepted_at,
            )
            for one in data.figures
        ],
        (to("measures.csv", "measure_id"), to(AREAS, "area", key=["area_id"]), to(QUARTERS, "quarter")),
    )  # fmt: skip


def quarters_table(data: OpenData) -> Table:
    """Every quarter from the first to the last that any table names."""
    named = sorted(set(_quarters_named(data)))
    all_of_them = [Quarter(n) for n in range(named[0].ordinal, named[-1].ordinal + 1)] if named else []
    return Table(
        QUARTERS,
        "Quarters",
        "Financial quarters and the days that they are from and to.",
        (
            Column("quarter", "As the other tables write it.", required=True),
            Column("financial_year", "The year from April to March.", required=True),
            Column("number", "1 is April to June, 4 is January to March.", Type.WHOLE, required=True),
            Column("first_day", "Its first day.", Type.DAY, required=True),
            Column("last_day", "Its last day.", Type.DAY, required=True),
            Column("months", "In words.", required=True),
        ),
        ("quarter",),
        [(one, one.financial_year, one.number, one.start, one.end, span_in_words(one, one)) for one in all_of_them],
    )


def _quarters_named(data: OpenData) -> Iterator[Quarter]:
    for one in data.figures:
        yield one.quarter
    for status in data.statuses:
        yield status.quarter
    for head in data.plans:
        yield head.baseline
    for event in data.events:
        yield from (event.first, event.last)
    for publication in data.publications:
        yield publication.meeting.quarter
    ends = [(member.first, member.last) for group in data.groups for member in group.members]
    ends += [(dated.version.from_quarter, None) for dated in data.definitions]
    ends += [(dated.measure.first_quarter, dated.measure.last_quarter) for dated in data.definitions if dated.measure]
    yield from (one for pair in ends for one in pair if one is not None)


def areas_table(data: OpenData) -> Table:
    """Every area that a figure, a population or a group names, this force among them."""
    titles = {one.id: one.title for one in data.areas}  # of the newest year that was recorded
    named = {one.area for one in data.figures if one.area} | {m.area_id for g in data.groups for m in g.members}
    ids = sorted({*titles, *named, data.this_area})
    own = {data.this_area: data.force}
    return Table(
        AREAS,
        "Areas",
        "The areas of police forces that figures are held of.",
        (
            Column("area_id", "The id of the area.", required=True),
            Column("title", "Its name.", required=True),
            Column("this_force", "Whether it is the force whose plan this is.", Type.YES_NO, required=True),
        ),
        ("area_id",),
        [(one, titles.get(one) or own.get(one, one), one == data.this_area) for one in ids],
    )


def populations_table(data: OpenData) -> Table:
    """Residents by area and year."""
    return Table(
        "populations.csv",
        "Populations",
        "How many people live in an area in the middle of a year: what rates for each 1,000 people are made with.",
        (
            Column("area_id", "The area.", required=True),
            Column("year", "The year.", Type.WHOLE, required=True),
            Column("population", "How many people; blank: no rate for each 1,000 people is made.", Type.WHOLE),
            Column("note", "Why there is none, or what else is to be known."),
        ),
        ("area_id", "year"),
        [
            (one.id, one.year, one.population, one.note)
            for one in sorted(data.areas, key=lambda one: (one.id, one.year))
        ],
        (to(AREAS, "area_id"),),
    )


def groups_table(data: OpenData) -> Table:
    """The groups of forces."""
    return Table(
        "groups.csv",
        "Groups of forces",
        "Groups of forces that this force is set beside.",
        (
            Column("group_id", "The id of the group.", required=True),
            Column("title", "Its name.", required=True),
        ),
        ("group_id",),
        [(one.id, one.title) for one in data.groups],
    )


def members_table(data: OpenData) -> Table:
    """Which areas are in which group, and from when to when."""
    stays: dict[tuple[str, str], int] = {}
    rows = []
    for group in data.groups:
        for one in group.members:
            number = stays[group.id, one.area_id] = stays.get((group.id, one.area_id), 0) + 1
            rows.append((group.id, one.area_id, number, one.first, one.last))
    return Table(
        "group-members.csv",
        "Members of the groups",
        "The areas in each group of forces. Membership has dates, and is not mutual.",
        (
            Column("group_id", "The group.", required=True),
            Column("area_id", "The area in it.", required=True),
            Column("stay", "1 the first time that it is in the group, 2 the second.", Type.WHOLE, required=True),
            Column("from_quarter", "From when; blank is always."),
            Column("to_quarter", "Until when; blank is still."),
        ),
        ("group_id", "area_id", "stay"),
        rows,
        (to("groups.csv", "group_id"), to(AREAS, "area_id")),
    )
