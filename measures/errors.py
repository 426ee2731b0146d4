"""The exceptions of this program: each one is a sentence for a person, made of what was read and what to do.

A fault in a *file* is an `Issue` (see `measures.model.issue`), collected and shown together; a fault by a
*caller* (a command called wrongly, a measure that does not exist, a database out of reach) is one of these.
"""


class MeasuresError(Exception):
    """Base class. `str(error)` is a full sentence fit to be shown; no traceback is ever needed beside it."""


class UnreadableQuarter(MeasuresError, ValueError):
    """A text that is not one financial quarter.

    `read` is what was found, `expected` what would have been right, `remedy` what to do.
    """

    def __init__(self, read: str, problem: str, remedy: str) -> None:
        super().__init__(f"{problem} {remedy}")
        self.read = read
        self.problem = problem
        self.remedy = remedy
        self.expected = "a financial quarter such as 2019/20 Q3"


class NotFound(MeasuresError):
    """A plan, measure, quarter or upload that is asked for and does not exist; names the nearest that does."""


class CannotReachDatabase(MeasuresError):
    """The database cannot be opened, read or written; nothing was stored.

    `to_readers` is the sentence without where the database is and what its driver says of it, for whom a server serves.
    """

    def __init__(self, sentence: str, to_readers: str = "") -> None:
        super().__init__(sentence)
        self.to_readers = to_readers or "The database cannot be used at the moment. Nothing was stored."


class MayBeStored(CannotReachDatabase):
    """The connection was lost between the order to store and its answer: it is stored whole, or not at all."""


class DatabaseTooNew(CannotReachDatabase):
    """The database was made by a newer version of the program."""


class ChangedMeanwhile(MeasuresError):
    """Something was stored between a preview and its acceptance: preview again. Nothing of the second was stored.

    `touched`: how many figures of the second's own file stand otherwise than its preview said.
    """

    def __init__(self, sentence: str, touched: int = 0) -> None:
        super().__init__(sentence)
        self.touched = touched


class NotAllowed(MeasuresError):
    """The act is not open to this person, or not possible in this state; nothing was stored."""


class NotPermitted(NotAllowed):
    """The person's role does not allow it; nothing was stored."""


class SessionEnded(NotPermitted):
    """The person signed in too long ago: nothing is shown or stored before they sign in again."""
