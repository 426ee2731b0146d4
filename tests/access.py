"""An office with something to hide, its people, and a look through whatever is given to one of them.

`burglary` is public, `quokka` official, `zebra` restricted; `aardvark` is a public sum of which `zebra` is a part.
Everything that can be said of a measure is said of `zebra` too, in a file, an act, a break and a publication.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from measures.model.access import Actor, Role
from measures.model.area import Area, Group, Member
from measures.model.commentary import Commentary
from measures.model.measure import Event, Publication
from measures.model.meeting import Meeting, ReportText
from measures.model.national import NationalMeasure
from measures.model.quarter import Quarter
from measures.model.rating import Comparison
from measures.services.commentary import write_commentary
from measures.services.definitions import load_plans
from measures.services.publications import publish
from measures.services.register import plan_break, plan_event, plan_rebase, record_change
from measures.services.report_texts import write_text
from measures.services.uploads import accept_upload, preview_upload
from measures.storage.store import Store
from tests.builders import a_break, a_measure, a_plan

ISSUER = "https://id.example.org"
TODAY = date(2018, 3, 1)
QUARTER = Quarter.of(2016, 1)
MEETING = Meeting("plan", QUARTER, date(2016, 9, 12), "Panel of Testshire")
#: In any text, the signs that a measure has reached a reader: its name, and what all its figures begin with.
RESTRICTED = ("zebra", "aardvark", "87654321", "8,765,432,1")
OFFICIAL = ("quokka", "45678901", "4,567,890,1")

MEASURES = (
    a_measure(related=("zebra", "quokka"), title="Burglary"),
    a_measure("quokka", title="Quokka watch", publication=Publication.OFFICIAL),
    a_measure("zebra", title="Zebra crossing", publication=Publication.RESTRICTED),
    a_measure("aardvark", title="Aardvark, all told", sum_of=("burglary", "zebra")),
)
PLAN = a_plan(*MEASURES)
STATEMENT = NationalMeasure("n1", "Serious violence", True, "It matters here.", ("burglary", "zebra"))
PLAN = replace(PLAN, head=replace(PLAN.head, national=(STATEMENT,)))


def person(role: Role | None, name: str = "", subject: str = "") -> Actor:
    """Somebody who signed in and brought a role along."""
    if role is Role.ANYONE:
        return Actor("", Role.ANYONE)
    known = role.value if role else "nobody"
    return Actor(name or f"A. {known.capitalize()}", role, ISSUER, subject or f"{known}-1", claimed=role)


def lines(values: Mapping[str, int], areas: tuple[str, ...] = ("",), last: Quarter = QUARTER) -> str:
    """A file of figures of some measures, each the same in every quarter from April 2014 on, one more in the last."""
    quarters = [Quarter(ordinal) for ordinal in range(Quarter.of(2014, 1).ordinal, last.ordinal + 1)]
    return "measure_id,quarter,area,value,note\n" + "".join(
        f"{name},{one.label},{area},{value + 20 * (one == last)},a row of {name}\n"
        for name, value in values.items()
        for area in areas
        for one in quarters
    )


def load(store: Store, content: str, name: str, note: str) -> int:
    """Store a file, with every finding confirmed."""
    preview = preview_upload(store, name, content.encode(), today=TODAY)
    assert not preview.refused, preview.issues
    return accept_upload(store, preview, by="A. Officer", note=note, confirm=True).upload_id


def secretive(store: Store) -> Store:
    """Fill the store: plan, areas, figures of this force and another, words, a break, a publication, a revision."""
    load_plans(store, [PLAN], by="A. Officer", reason="With zebra in it")
    group = Group("g", "Group", (Member("kent"), Member("lancashire")))
    areas = [Area("kent", "Kent", 1000, 2024), Area("lancashire", "Lancashire", 1000, 2024)]
    store.add_areas(areas, [group], by="A. Officer", summary="Groups")
    load(store, lines({"burglary": 100, "quokka": 4567890100, "zebra": 8765432100}), "with-zebra.csv", "the zebra file")
    load(
        store,
        lines({"burglary": 90, "quokka": 4567890100, "zebra": 8765432100}, ("kent",)),
        "kent-zebra.csv",
        "kent, zebra",
    )
    load(store, lines({"burglary": 101}), "burglary-alone.csv", "only burglary")
    for name in ("burglary", "quokka", "zebra"):
        said = Commentary(name, QUARTER, f"The {name} went up.", "Why not.", f"Count each {name}.", "The keeper",
                          date(2016, 8, 1))  # fmt: skip
        write_commentary(store, said, by="A. Officer")
    write_text(store, ReportText("plan", QUARTER, "summary", "A draft."), by="A. Officer")
    change = plan_break(store, a_break("zebra", "2015-04-01", note="New zebra stripes"), reason="Of the zebra")
    record_change(store, change, by="A. Officer")
    change = plan_event(store, Event(QUARTER, QUARTER, "A flood"), reason="For all")
    record_change(store, change, by="A. Officer")
    change = plan_rebase(store, "zebra", Quarter.of(2015, 3), reason="Zebra anew")
    record_change(store, change, by="A. Officer")
    publish(store, MEETING, by="An Approver", incomplete="The last of it is late")
    load(store, lines({"burglary": 102, "zebra": 8765432100 + 1}), "later-zebra.csv", "zebra corrected")
    return store


def told(value: object) -> str:
    """Everything that a value says, in lower case: as deep as it goes, with the sentences that it would write."""
    return "\n".join(_told(value)).lower()


def _told(value: Any) -> Iterator[str]:
    if isinstance(value, pd.DataFrame):
        yield value.to_csv()
        for name in value.select_dtypes("category"):
            yield from map(str, value[name].cat.categories)
    elif isinstance(value, bytes):
        yield value.decode("utf-8", "replace")
    elif isinstance(value, Mapping):
        for name, one in value.items():
            yield from _told(name)
            yield from _told(one)
    elif isinstance(value, (tuple, list, set, frozenset)):
        for one in value:
            yield from _told(one)
    elif isinstance(value, Comparison):
        yield value.reason
        yield repr(value)
    elif is_dataclass(value) and not isinstance(value, type):
        yield type(value).__name__
        for part in fields(value):
            yield from _told(getattr(value, part.name))
    elif hasattr(value, "__dict__") and type(value).__module__.startswith("measures."):
        yield from _told(vars(value))
    else:
        yield str(value)


def signs_in(value: object, signs: tuple[str, ...]) -> list[str]:
    """Those of some signs that a value holds."""
    text = told(value)
    return [sign for sign in signs if sign in text]
