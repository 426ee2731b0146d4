"""A plan with a red, a green and a comment, published: what tests of publications start from."""

from datetime import date

from measures.model.commentary import Commentary
from measures.model.meeting import Meeting, PublicationHead, ReportText
from measures.model.quarter import Quarter
from measures.services.commentary import write_commentary
from measures.services.definitions import load_plans
from measures.services.publications import publish
from measures.services.report_texts import write_text
from measures.services.uploads import accept_upload, preview_upload
from measures.storage.store import Store
from tests.builders import a_measure, a_plan

TODAY = date(2018, 3, 1)
QUARTER = Quarter.of(2016, 1)
MEETING = Meeting("plan", QUARTER, date(2016, 9, 12), "Panel of Testshire")
MEASURES = (
    a_measure(owner="The registrar"),
    a_measure("solved", polarity="higher"),
    a_measure("word", kind="narrative"),
)
FIGURES = "measure_id,quarter,value\n" + "".join(
    f"{name},{year}/{year % 100 + 1} Q{n},{figure}\n"
    for name, by_year in (("burglary", (100, 100, 120)), ("solved", (50, 50, 60)))
    for year, figure in zip((2014, 2015, 2016), by_year, strict=True)
    for n in (1, 2, 3, 4)
    if (year, n) <= (2016, 1)
)


def load(store: Store, content: str, name: str = "figures.csv", note: str = "") -> None:
    """Store a file of figures with every finding confirmed."""
    done = accept_upload(
        store, preview_upload(store, name, content.encode(), today=TODAY), by="A. Officer", note=note, confirm=True
    )
    assert done.upload is not None


def filled(store: Store) -> None:
    """The plan and its figures, not a word said of them."""
    load_plans(store, [a_plan(*MEASURES)], by="A. Officer")
    load(store, FIGURES)


def say(store: Store, measure_id: str, happened: str, quarter: Quarter = QUARTER, **more: object) -> None:
    """A commentary."""
    said = Commentary(measure_id, quarter, happened=happened, **more)  # type: ignore[arg-type]
    before = next(iter(store.commentary_versions(measure_id, quarter)), None)
    write_commentary(store, said, by="A. Officer", based_on=before.id if before else 0)


def ready(store: Store) -> None:
    """The plan, its figures, and what has to be said of them."""
    filled(store)
    say(store, "burglary", "Two series of burglaries in the north.", why="One group, since arrested.",
        action="Patrols at night.", action_by="The superintendent", action_due=date(2016, 12, 1))  # fmt: skip
    say(store, "word", "The survey was put off.")
    write_text(store, ReportText("plan", QUARTER, "summary", "A mixed quarter."), by="A. Officer")
    write_text(store, ReportText("plan", QUARTER, "priority:safety", "Burglary rose."), by="A. Officer")


def publish_ready(store: Store) -> PublicationHead:
    """The quarter published."""
    ready(store)
    return publish(store, MEETING, by="The approver")
