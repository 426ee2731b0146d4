"""Everything that a report on a quarter shows, as one value: what publishing freezes (SPEC section 9)."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from measures.model.commentary import WrittenCommentary
from measures.model.control import ControlChart
from measures.model.exceptional import QuarterExceptions
from measures.model.forces import GroupStanding
from measures.model.meeting import Meeting, PublicationHead, WrittenText
from measures.model.quarter import Quarter
from measures.model.review import Review
from measures.model.status import MeasureSeries, QuarterStatus
from measures.model.value import Basis, Status

#: Counts up whenever what is frozen takes another form; what was frozen in an older form is still read.
FORMAT = 1


@dataclass(frozen=True, slots=True)
class HeldFigure:
    """One figure that stood: for a measure, quarter and basis, with the upload that stated it."""

    measure_id: str
    quarter: Quarter
    basis: Basis
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    status: Status
    upload_id: int
    data_to: date | None = None


@dataclass(frozen=True, slots=True)
class SourceFile:
    """An upload that figures of the report are from."""

    id: int
    name: str
    sha256: str
    at: datetime
    by: str
    note: str


class Lack(StrEnum):
    """Why a quarter is not ready for publishing."""

    NO_FIGURE = "no_figure"
    NO_COMMENTARY = "no_commentary"


@dataclass(frozen=True, slots=True)
class Unready:
    """One thing that is not ready: of which measure ("" of none), what, and what to do."""

    lack: Lack
    measure_id: str
    title: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Content:
    """What a report on a quarter shows, with the facts behind it. A draft and a publication are the same value.

    By measure id: `series`, `controls`, `commentaries`; `texts` by place (`ReportText`). `standings` are those of the
    measures set beside other forces. `figures` are all that stood of the plan's measures, `files` the uploads that
    they are from. `data_version` is the newest act that it shows and `moment` the time of that act; `program` the
    version of the program, `force` this force's name. `origins` says of each sentence that tells why something was
    restated or changed which act it tells of. `record` is the SHA-256 that closes the chain of acts at `data_version`:
    whoever holds the SHA-256 of the publication can tell whether the record of that time was written anew.
    """

    form: int
    program: str
    force: str
    data_version: int
    moment: datetime
    meeting: Meeting | None
    status: QuarterStatus
    series: dict[str, MeasureSeries]
    controls: dict[str, ControlChart]
    exceptions: QuarterExceptions
    standings: tuple[GroupStanding, ...]
    commentaries: dict[str, WrittenCommentary]
    texts: dict[str, WrittenText]
    review: Review
    unready: tuple[Unready, ...]
    figures: tuple[HeldFigure, ...]
    files: tuple[SourceFile, ...]
    incomplete: str = ""
    by: str = ""
    origins: dict[str, int] = field(default_factory=dict)
    record: str = ""

    @property
    def data_to(self) -> date:
        """The last day that the figures of the quarter reach to."""
        quarter = self.status.quarter
        days = [one.data_to for one in self.figures if one.quarter == quarter and one.data_to]
        return max(days, default=quarter.end)


@dataclass(frozen=True, slots=True)
class Publication:
    """A publication, opened: its head and what it froze.

    `left_out` counts the measures of its quarter that the reader may not see and `content` therefore lacks.
    """

    head: PublicationHead
    content: Content
    left_out: int = 0

    @property
    def extract(self) -> str:
        """What of it the reader is not shown, in words; "" where they see all of it."""
        if not self.left_out:
            return ""
        many = "1 measure is" if self.left_out == 1 else f"{self.left_out} measures are"
        return f"{many} left out that not every reader may see; the SHA-256 is that of the whole report"
