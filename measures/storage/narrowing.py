"""A publication as somebody may see it who may not see all of it."""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection, select

from measures.model.publication import Content
from measures.model.without import content_without, with_reasons, without_names
from measures.storage.sight import A_REASON, THE_OFFICE, Sight
from measures.storage.tables import act, upload, withdrawal

#: What stands in place of why something was restated, where that tells of a measure that may not be seen.
HIDDEN_REASON = f"{A_REASON[0].upper()}{A_REASON[1:]}."


def narrowed(connection: Connection, content: Content, sight: Sight) -> Content:
    """What a publication shows without the measures that may not be seen, and what was said of their files and acts."""
    if sight.measures is None:
        return content
    content = with_reasons(content, _reasons(connection, content.origins, sight), HIDDEN_REASON)
    content = content_without(content, sight.measures)
    content = replace(content, files=tuple(map(sight.source_file, content.files)), origins={})
    return content if sight.named else without_names(content, THE_OFFICE)


def _reasons(connection: Connection, origins: Mapping[str, int], sight: Sight) -> dict[str, str]:
    """Of the sentences that tell of an act those that may be shown, as they may be."""
    of_files = (
        select(table.c.act_id).where(table.c[column].in_(sight.uploads))
        for table, column in ((upload, "id"), (withdrawal, "upload_id"))
    )
    hidden = {*sight.acts, *(number for query in of_files for number in connection.execute(query).scalars())}
    names = select(act.c.id, act.c.by).where(act.c.id.in_(origins.values()))
    by: dict[int, str] = {row.id: row.by for row in connection.execute(names)}
    return {
        sentence: sentence.replace(f" by {by[number]} on ", f" by {sight.name(by[number])} on ")
        for sentence, number in origins.items()
        if number not in hidden
    }
