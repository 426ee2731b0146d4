"""Moments as people write them: the one reading of “as at” for commands, pages and notebooks."""

from datetime import UTC, date, datetime, time

from measures.errors import MeasuresError
from measures.model.quarter import day_in_words


class UnreadableMoment(MeasuresError, ValueError):
    """A text that is no date and no date with a time."""


def read_moment(text: str) -> datetime:
    """A moment in ISO form, in UTC: a date is its last instant, a time without a zone is taken as UTC.

    Raises UnreadableMoment.

    >>> read_moment("2017-12-31").isoformat()
    '2017-12-31T23:59:59.999999+00:00'
    """
    given = text.strip()
    try:
        try:
            return datetime.combine(date.fromisoformat(given), time.max, UTC)
        except ValueError:
            moment = datetime.fromisoformat(given)
            return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise UnreadableMoment(
            f"“{text}” is not a moment. Write a date such as 2017-12-31 (to the end of that day), "
            "or a date and a time such as 2017-12-31T14:30."
        ) from None


def in_words(moment: datetime) -> str:
    """A moment with a time zone, as a person reads it.

    >>> in_words(datetime(2026, 8, 2, 14, 5, tzinfo=UTC))
    '2 August 2026 at 14:05 (UTC)'
    """
    there = moment.astimezone(UTC)
    return f"{day_in_words(there.date())} at {there:%H:%M} (UTC)"
