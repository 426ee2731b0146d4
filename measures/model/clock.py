"""The machine's clock: the one place where the program asks for the moment (for the day: `measures.settings.this_day`).

A clock may be wrong and may be set back. What is recorded is therefore kept in the order in which it was done, each
moment later than the one before it (`measures.storage.records.next_moment`); no order is ever taken from this clock.
"""

from datetime import UTC, datetime


def now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)
