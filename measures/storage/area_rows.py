"""Areas and groups: rows in, nouns out. The caller holds the transaction."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from measures.model.area import Area, Group, Member
from measures.model.quarter import Quarter
from measures.storage import tables
from measures.storage.new_rows import FewRows


def new_areas(areas: Sequence[Area]) -> FewRows:
    """Areas as rows."""
    rows = [
        {
            "area_id": one.id, "title": one.title, "population": one.population, "year": one.year, "note": one.note,
        }
        for one in areas
    ]  # fmt: skip
    return FewRows(tables.area, rows)


def new_groups(groups: Sequence[Group]) -> FewRows:
    """Groups, each whole, as rows."""
    rows = [
        {
            "group_id": group.id, "title": group.title, "area_id": member.area_id,
            "from_quarter": _ordinal(member.first), "to_quarter": _ordinal(member.last),
        }
        for group in groups
        for member in group.members
    ]  # fmt: skip
    return FewRows(tables.membership, rows)


def areas(connection: Connection, last_act: int) -> tuple[Area, ...]:
    """Each area and year as it was recorded last, by an act up to `last_act`; in the order of first recording."""
    query = select(tables.area).where(tables.area.c.act_id <= last_act).order_by(tables.area.c.id)
    found = {(row.area_id, row.year): row for row in connection.execute(query)}
    return tuple(Area(row.area_id, row.title, row.population, row.year, row.note) for row in found.values())


def groups(connection: Connection, last_act: int) -> tuple[Group, ...]:
    """Each group as the newest act up to `last_act` states it; in the order of first recording."""
    query = select(tables.membership).where(tables.membership.c.act_id <= last_act).order_by(tables.membership.c.id)
    by_group: dict[str, dict[int, list[tuple[str, Member]]]] = {}
    for row in connection.execute(query):
        member = Member(row.area_id, _quarter(row.from_quarter), _quarter(row.to_quarter))
        by_group.setdefault(row.group_id, {}).setdefault(row.act_id, []).append((row.title, member))
    return tuple(_group(group_id, acts[max(acts)]) for group_id, acts in by_group.items())


def _group(group_id: str, rows: list[tuple[str, Member]]) -> Group:
    return Group(group_id, rows[0][0], tuple(member for _, member in rows))


def _ordinal(quarter: Quarter | None) -> int | None:
    return None if quarter is None else quarter.ordinal


def _quarter(ordinal: int | None) -> Quarter | None:
    return None if ordinal is None else Quarter(ordinal)
