"""The program from a notebook: the services as one types them, with paths and texts in, frames out."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from measures.errors import NotFound
from measures.model.meeting import Meeting, PublicationHead
from measures.model.moment import read_moment
from measures.model.quarter import Quarter
from measures.model.status import MeasureSeries
from measures.services import definitions, publications, ratings, uploads
from measures.services.definitions import DefinitionsLoaded
from measures.services.published import open_publication
from measures.services.uploads import Preview
from measures.storage.new_file import write_whole
from measures.storage.store import Store

COLUMNS = (
    "measure_id", "title", "priority", "comparator", "value", "comparator_value", "change", "change_pct", "rating",
    "reason_code", "headline", "signal", "reason",
)  # fmt: skip


def load_definitions(
    store: Store,
    *places: str | Path,
    from_quarter: str | Quarter | None = None,
    reason: str = "",
    by: str = "",
    dry_run: bool = False,
) -> DefinitionsLoaded:
    """Load definition files, or every `.toml` file of a folder in the order of their names; all or none.

    Faults in the files come back in `issues`. Raises NotFound for a place where there is no such file.
    """
    files = [(path.name, path.read_bytes()) for place in places for path in _files_at(Path(place))]
    return definitions.load_definitions(
        store, files, from_quarter=_quarter(from_quarter), reason=reason, by=by, dry_run=dry_run
    )


def preview_upload(store: Store, path: str | Path, *, today: date | None = None) -> Preview:
    """What a file of figures would do; nothing is stored. Faults come back in `issues`."""
    place = Path(path)
    if not place.is_file():
        raise NotFound(f"There is no file “{place}”.")
    return uploads.preview_upload(store, place.name, place.read_bytes(), today=today)


def rate_quarter(
    store: Store,
    quarter: str | Quarter | None = None,
    *,
    plan: str | None = None,
    as_at: str | datetime | None = None,
) -> pd.DataFrame:
    """How a plan's quarter stands: one row per measure and comparator, in the plan's order.

    Columns: `measure_id`, `title`, `priority`, `comparator`, `value`, `comparator_value`, `change` (the measure's
    unit, points for percentages), `change_pct` (doubles, NaN for none), `rating` (green, amber, red or None),
    `reason_code` (why not rated, else None), `headline`, `signal`, `reason` (the sentence). Defaults: the newest
    plan with figures, its newest quarter. Raises NotFound, UnreadableQuarter, UnreadableMoment.
    """
    moment = read_moment(as_at) if isinstance(as_at, str) else as_at
    status = ratings.quarter_status(store, plan, _quarter(quarter), as_at=moment)
    rows = [
        (
            rated.measure.id, rated.measure.title, rated.priority, one.comparator.value, one.current, one.value,
            one.change, one.change_pct, one.rating, one.reason_code, rated.headline,
            rated.signal.result if rated.signal else None, one.reason,
        )
        for rated in status.measures
        for one in rated.comparisons
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    return frame.astype(dict.fromkeys(("value", "comparator_value", "change", "change_pct"), "float64"))


def explain(rated: pd.DataFrame, measure_id: str) -> str:
    """The sentences behind one measure of `rate_quarter`, a line per comparator; raises NotFound."""
    own = rated[rated["measure_id"] == measure_id]
    if own.empty:
        raise NotFound(f"“{measure_id}” is not among these measures: {', '.join(dict.fromkeys(rated['measure_id']))}.")
    return "\n".join(f"{one.comparator}: {one.reason}" for one in own.itertuples())


def history(store: Store, measure_id: str, *, plan: str | None = None) -> MeasureSeries:
    """Every quarter of one measure with its comparative figures; raises NotFound naming the nearest."""
    return ratings.measure_series(store, measure_id, plan_id=plan)


def publish(
    store: Store,
    quarter: str | Quarter,
    *,
    plan: str,
    meeting: str | date,
    by: str,
    title: str = "Police and Crime Panel",
    incomplete: str = "",
) -> PublicationHead:
    """Freeze a plan's quarter for a meeting, for good; `meeting` is its day (`2026-03-10`).

    Raises NotAllowed where something is not ready and `incomplete` does not say why, NotFound, UnreadableQuarter.
    """
    day = date.fromisoformat(meeting) if isinstance(meeting, str) else meeting
    wanted = Quarter.parse(quarter) if isinstance(quarter, str) else quarter
    held = next((one for one in store.meetings(plan) if one.day == day and one.quarter == wanted), None)
    return publications.publish(store, held or Meeting(plan, wanted, day, title), by=by, incomplete=incomplete)


def build_pack(store: Store, publication: PublicationHead | int, path: str | Path) -> Path:
    """Write the pack of a publication; the format follows from the ending: .docx .pdf .html .xlsx .zip.

    The same bytes whenever it is asked for. Raises NotFound, UnknownFormat, FileIsThere, OSError.
    """
    from measures.reports.pack import published_pack  # the document libraries, which nothing else here needs
    from measures.reports.rendering import render

    number = publication if isinstance(publication, int) else publication.id
    place = Path(path)
    write_whole(place, render(published_pack(open_publication(store, number)), place.suffix))
    return place


def _quarter(given: str | Quarter | None) -> Quarter | None:
    return Quarter.parse(given) if isinstance(given, str) else given


def _files_at(place: Path) -> Iterator[Path]:
    found = sorted(place.glob("*.toml")) if place.is_dir() else [place] if place.is_file() else []
    if not found:
        raise NotFound(f"There is no definition file at “{place}”.")
    yield from found
