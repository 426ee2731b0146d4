"""What a person says of a measure's quarter, beside the figures (SPEC section 9). Nothing of it is ever overwritten."""

from dataclasses import dataclass
from datetime import date, datetime

from measures.model.quarter import Quarter, day_in_words

#: How many characters each text may have, and the name of who acts: a page of a report holds that many.
LONGEST, LONGEST_NAME = 600, 100


@dataclass(frozen=True, slots=True)
class Commentary:
    """What happened, why, what is being done by whom and by when, what is not known; "" for what is not said.

    `outcome` is what became of the last action, the newest that was named for an earlier quarter.
    """

    measure_id: str
    quarter: Quarter
    happened: str = ""
    why: str = ""
    action: str = ""
    action_by: str = ""
    action_due: date | None = None
    unknown: str = ""
    outcome: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing is said at all: that takes back what was said before."""
        said = (self.happened, self.why, self.action, self.action_by, self.action_due, self.unknown, self.outcome)
        return not any(said)

    @property
    def when(self) -> str:
        """By whom and by when something is being done: `By Ch. Supt. A, by 30 June 2017`; "" where neither is said."""
        who = f"By {self.action_by}" if self.action_by else ""
        due = f"by {day_in_words(self.action_due)}" if self.action_due else ""
        when = ", ".join(filter(None, (who, due)))
        return when[:1].upper() + when[1:]

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """What is said, each under its heading."""
        done = "\n".join(filter(None, (self.action, f"{self.when}." if self.when else "")))
        said = (
            ("What happened", self.happened),
            ("Why", self.why),
            ("What is being done", done),
            ("What is not known", self.unknown),
            ("What became of the last action", self.outcome),
        )
        return tuple((heading, text) for heading, text in said if text)


@dataclass(frozen=True, slots=True)
class WrittenCommentary:
    """One version of a commentary: what was said, by whom and when. `id` counts up over all versions."""

    id: int
    act_id: int
    at: datetime
    by: str
    said: Commentary
