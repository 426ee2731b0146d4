"""The shapes of file that are read, in the order in which they are tried. A new one is a module and a line here."""

from measures.ingest.formats.cells import Format
from measures.ingest.formats.long import LONG
from measures.ingest.formats.wide import WIDE

FORMATS: tuple[Format, ...] = (WIDE, LONG)
