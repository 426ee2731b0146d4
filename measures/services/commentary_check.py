"""The commentary check: what written texts say, beside what the figures say. It points and never blocks."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from measures.model.commentary import Commentary
from measures.model.measure import Publication
from measures.model.meeting import ReportText
from measures.model.quarter import Quarter
from measures.model.rating import MeasureRating
from measures.model.remark import Remark
from measures.model.status import MeasureSeries, QuarterStatus
from measures.rules.commentary_check import Beside, check_commentary, hidden_titles, same_words, unknown_numbers
from measures.rules.known_figures import known_figures
from measures.rules.numbers_said import Known
from measures.services.commentary import commentaries
from measures.services.meetings import meeting_for
from measures.services.report_texts import last_texts
from measures.settings import settings
from measures.storage.store import Store

_LEVELS = list(Publication)  # from what all may see to what few may

#: Gives the whole series of a measure by its id (`measure_series`, or one that is at hand already).
SeriesOf = Callable[[str], MeasureSeries]


def day_of(store: Store, plan_id: str, quarter: Quarter, today: date) -> date:
    """The day on which it is asked what is past: that of the meeting on a quarter, `today` while there is none."""
    meeting = meeting_for(store, plan_id, quarter)
    return meeting.day if meeting else today


def check_measure(
    store: Store, status: QuarterStatus, said: Commentary, series_of: SeriesOf, *, today: date
) -> tuple[Remark, ...]:
    """The remarks on a commentary on one of a status’s measures; none where it is not of it, or blank."""
    rating = next((one for one in status.measures if one.measure.id == said.measure_id), None)
    if rating is None or said.is_blank:
        return ()
    day = day_of(store, status.plan.head.id, status.quarter, today)
    earlier = commentaries(store, status.quarter.shift(-1), as_at=status.as_at).get(said.measure_id)
    beside = Beside(
        rating,
        status.previous.get(said.measure_id),
        _known(store, status, [rating], series_of),
        earlier.said if earlier else None,
        day,
    )
    own = rating.measure.publication
    return (*check_text(store, "\n".join(text for _, text in said.parts), own), *check_commentary(said, beside))


def check_text(store: Store, text: str, level: Publication = Publication.PUBLIC) -> tuple[Remark, ...]:
    """The remark on a text whose readers may see measures of a level, where it names one that they may not see."""
    seen = max(Publication.PUBLIC if settings().public else Publication.OFFICIAL, level, key=_LEVELS.index)
    hidden = (one for one in store.measures().values() if _LEVELS.index(one.publication) > _LEVELS.index(seen))
    return tuple(hidden_titles(text, (one.title for one in hidden)))


def check_quarter(
    store: Store, status: QuarterStatus, series_of: SeriesOf, *, today: date
) -> dict[str, tuple[Remark, ...]]:
    """The remarks on every commentary on a quarter, by measure id; no entry where there is none."""
    said = commentaries(store, status.quarter, as_at=status.as_at)
    found = {
        one.measure.id: check_measure(store, status, said[one.measure.id].said, series_of, today=today)
        for one in status.measures
        if one.measure.id in said
    }
    return {name: remarks for name, remarks in found.items() if remarks}


def check_narrative(
    store: Store, status: QuarterStatus, priority_id: str, text: str, series_of: SeriesOf
) -> tuple[Remark, ...]:
    """The remarks on the narrative of a priority: numbers of none of its measures, the wording of the one before."""
    place, head = ReportText.of_priority(priority_id), status.plan.head
    ratings = [one for one in status.measures if priority_id in one.measure.priorities]
    counts = frozenset(Fraction(number) for number in range(len(status.measures) + 1))  # “3 of 5 measures”
    known = _known(store, status, ratings, series_of) | Known(far=counts)
    earlier = last_texts(store, head.id, status.quarter).get(place)
    found = [*check_text(store, text), *unknown_numbers(text, known, "the measures under this priority")]
    if earlier is not None:
        found += same_words(text, earlier.said.text, str(earlier.said.quarter))
    return tuple(found)


def _known(store: Store, status: QuarterStatus, ratings: list[MeasureRating], series_of: SeriesOf) -> Known:
    ids = [one.measure.id for one in ratings]
    revisions = store.standing_revisions(ids) if ids else ()
    known = Known()
    for one in ratings:
        own = [each for each in revisions if each.measure_id == one.measure.id]
        known |= known_figures(one, status.previous.get(one.measure.id), series_of(one.measure.id), own)
    return known
