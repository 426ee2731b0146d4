"""The shapes of file that are read, in the order in which they are tried. A new one is a module and a line here."""

from collections.abc import Collection

from measures.ingest.formats.cells import Format
from measures.ingest.formats.home_office import home_office
from measures.ingest.formats.long import LONG
from measures.ingest.formats.wide import WIDE
from measures.ingest.mapping import CategoryMapping


def formats_with(mapping: CategoryMapping | None, measure_ids: Collection[str] = ()) -> tuple[Format, ...]:
    """Every shape; the published tables are read by a mapping, to those of its measures that are defined."""
    return (home_office(mapping, measure_ids), WIDE, LONG)


FORMATS: tuple[Format, ...] = formats_with(None)
