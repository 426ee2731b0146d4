"""Versions of definitions: rows in, versions out. The caller holds the transaction."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from measures.model.quarter import Quarter
from measures.model.record import Act, DefinitionVersion
from measures.storage import tables
from measures.storage.definitions import Version, changed_fields, from_json, to_json
from measures.storage.new_rows import FewRows


def new_versions(versions: Sequence[Version]) -> FewRows:
    """Versions of definitions as rows."""
    rows = [
        {
            "plan_id": version.plan_id,
            "kind": version.kind,
            "key": version.key,
            "from_quarter": version.from_quarter.ordinal if version.from_quarter else None,
            "removed": version.content is None,
            "content": to_json(version),
        }
        for version in versions
    ]
    return FewRows(tables.definition, rows)


def versions(connection: Connection) -> tuple[Version, ...]:
    """Every version of every definition, in the order of recording."""
    rows = connection.execute(select(tables.definition).order_by(tables.definition.c.id))
    return tuple(
        Version(
            row.plan_id,
            row.kind,
            row.key,
            from_json(row.kind, row.content),
            None if row.from_quarter is None else Quarter(row.from_quarter),
            row.id,
            row.act_id,
        )
        for row in rows
    )


def definition_versions(
    versions: Sequence[Version], acts: Sequence[Act], measure_id: str
) -> tuple[DefinitionVersion, ...]:
    """The versions of a measure in every plan, newest first, each with the fields that it changed."""
    by_id = {act.id: act for act in acts}
    before: dict[str, Version] = {}
    found: list[DefinitionVersion] = []
    for version in versions:
        if version.kind != "measure" or version.key != measure_id:
            continue
        earlier = before.get(version.plan_id)
        act = by_id[version.act_id]
        titled = version if version.content is not None else earlier
        found.append(
            DefinitionVersion(
                measure_id, version.plan_id, version.from_quarter, version.content is None,
                getattr(titled.content, "title", measure_id) if titled else measure_id,
                changed_fields(earlier.content if earlier else None, version.content),
                act.id, act.at, act.by, act.reason,
            )
        )  # fmt: skip
        before[version.plan_id] = version
    return tuple(reversed(found))
