"""Meetings of the panel, the texts of their reports, and what was published for them (SPEC section 9)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from measures.model.quarter import Quarter, day_in_words

#: How many characters a text of a report, and the title of a meeting, may have.
LONGEST_TEXT, LONGEST_TITLE = 6000, 120


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting that reviews a plan's quarter. `number` stays when its day or title is changed; 0 is not yet stored."""

    plan_id: str
    quarter: Quarter
    day: date
    title: str = "Police and Crime Panel"
    number: int = 0
    called_off: bool = False

    @property
    def words(self) -> str:
        """`the meeting of 11 December 2023`."""
        return f"the meeting of {day_in_words(self.day)}"


class Part(StrEnum):
    """A part of the report that is written as a whole, in the order of the report."""

    SUMMARY = "summary"
    RECOMMENDATION = "recommendation"
    BACKGROUND = "background"
    ACTIVITY = "activity"

    @property
    def heading(self) -> str:
        """What stands over it."""
        return {
            "summary": "Summary",
            "recommendation": "Recommendation",
            "background": "Background",
            "activity": "The Commissioner’s activity",
        }[self.value]

    @property
    def meant_for(self) -> str:
        """What to write there, in one sentence."""
        return {
            "summary": "The quarter in a few sentences: what got better, what got worse, what is being done.",
            "recommendation": "What the panel is asked to do, such as to note or to comment on the report.",
            "background": "What the report is and which duty it fulfils, for a reader who sees it for the first time.",
            "activity": "What the Commissioner did in the quarter to hold the Chief Constable to account.",
        }[self.value]


@dataclass(frozen=True, slots=True)
class ReportText:
    """A text of the report on a plan's quarter: of one of its parts, or the narrative of one of its priorities.

    `place` is a `Part`, or the id of a priority with `priority:` before it. A blank text takes back the one before.
    """

    plan_id: str
    quarter: Quarter
    place: str
    text: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing is said: that takes back what was said before."""
        return not self.text

    @staticmethod
    def of_priority(priority_id: str) -> str:
        """The place of a priority's narrative."""
        return f"priority:{priority_id}"

    @staticmethod
    def priority_of(place: str) -> str | None:
        """The id of the priority whose narrative stands at a place; None for a part of the report as a whole."""
        return place.removeprefix("priority:") if place.startswith("priority:") else None


@dataclass(frozen=True, slots=True)
class WrittenText:
    """One version of a text: what was said, by whom and when. `id` counts up over all versions."""

    id: int
    act_id: int
    at: datetime
    by: str
    said: ReportText


@dataclass(frozen=True, slots=True)
class PublicationHead:
    """What is known of a publication without reading it.

    `sha256` is that of its whole content, lower case hexadecimal; `size` counts its bytes, None for who may not see
    restricted measures: it moves with them. `data_version` is the newest act that it shows; `incomplete` is why it was
    published although something was not ready, `reason` why it follows an earlier one of the same meeting; "" else.
    """

    id: int
    act_id: int
    at: datetime
    by: str
    meeting: Meeting
    sha256: str
    size: int | None
    program: str
    data_version: int
    incomplete: str = ""
    reason: str = ""

    @property
    def mark(self) -> str:
        """What stands at the foot of every page: `Publication 3 · 0f3a9c21b7de`."""
        return f"Publication {self.id} · {self.sha256[:12]}"
