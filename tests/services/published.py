"""A small office that has published a quarter: three measures, two years of figures, a meeting."""

from dataclasses import replace
from datetime import date

from measures.model.meeting import Meeting, PublicationHead
from measures.model.review import SincePublication
from measures.services.definitions import load_plans
from measures.services.publications import publish
from measures.services.published import open_publication
from measures.services.since import since_publication
from measures.services.uploads import Accepted, accept_upload, preview_upload
from measures.storage.store import Store
from tests.builders import a_measure, a_plan, quarter

Q = quarter("2016/17 Q2")
TODAY = date(2026, 5, 1)
HEADER = "measure_id,quarter,value,status"
BURGLARY, THEFT, CONTEXT = a_measure("burglary"), a_measure("theft"), a_measure("drugs", polarity="context")
PLAN = a_plan(BURGLARY, THEFT, CONTEXT, baseline="2015/16 Q4")
PLAN = replace(PLAN, head=replace(PLAN.head, comparators=PLAN.head.comparators[:1]))
#: A year apart: burglary exactly as before (green), theft 100 to 104 each quarter (amber).
FIGURES = [
    f"{measure},{year} Q{n},{value},"
    for measure, values in (("burglary", (100, 100)), ("theft", (100, 104)), ("drugs", (50, 60)))
    for year, value in zip(("2015/16", "2016/17"), values, strict=True)
    for n in (1, 2)
]
MEETING = Meeting("plan", Q, date(2016, 12, 12), "Police and Crime Panel")


def load(store: Store, *lines: str, name: str = "figures.csv", note: str = "", header: str = HEADER) -> Accepted:
    preview = preview_upload(store, name, "\n".join([header, *lines, ""]).encode(), today=TODAY)
    assert not preview.refused, preview.issues
    return accept_upload(store, preview, by="A. Officer", note=note, confirm=True)


def open_office(store: Store) -> Store:
    """The plan and its figures, nothing published."""
    load_plans(store, [PLAN], by="A. Officer")
    load(store, *FIGURES)
    return store


def publish_office(store: Store, **said: str) -> PublicationHead:
    return publish(store, MEETING, by="An Approver", **said)


def now(store: Store, publication_id: int = 1) -> SincePublication:
    """What has changed since a publication."""
    return since_publication(store, open_publication(store, publication_id))
