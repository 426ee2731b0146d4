"""What a reader is told of a fault."""

import logging

from measures.errors import CannotReachDatabase, MeasuresError
from measures.settings import settings

_log = logging.getLogger("measures.pages")


def sentence_of(error: MeasuresError) -> str:
    """The sentence of a fault; where the database is and what its driver says of it is for the log, not for others."""
    if isinstance(error, CannotReachDatabase) and settings().signs_in:
        _log.warning("%s", error)
        return error.to_readers
    return str(error)
