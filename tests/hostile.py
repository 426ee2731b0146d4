"""An office whose every text is hostile: script, markup, SQL, templates, formulas, marks of direction and escapes.

`text("Measure.title")` names the field that it stands in, so that a test can say where it was found. `filled` puts one
into each text of a record, found by looking: a new field is attacked from the day on which it exists.
"""

import re
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from measures.model.access import Role
from measures.model.area import Area, Group, Member
from measures.model.audit import AuditKind
from measures.model.commentary import Commentary
from measures.model.funding import Award
from measures.model.measure import Break, BreakType, Event, Measure, Plan, PlanHead, Priority
from measures.model.meeting import Meeting, Part, ReportText
from measures.model.national import NationalMeasure
from measures.model.quarter import Quarter
from measures.services.commentary import write_commentary
from measures.services.definitions import load_plans
from measures.services.people import give_role
from measures.services.publications import publish
from measures.services.register import plan_break, plan_event, plan_rebase, record_change
from measures.services.report_texts import write_text
from measures.services.uploads import accept_upload, preview_upload
from measures.services.withdrawals import withdraw_upload
from measures.storage.funding_rows import NewFundingList
from measures.storage.store import Store
from tests.builders import a_measure, a_plan

T = TypeVar("T")

QUARTER, TODAY = Quarter.of(2016, 1), date(2018, 3, 1)
#: Beginnings that a spreadsheet takes for a formula or a command.
STARTS = ("=1+1;", "+cmd|' /C calc'!A0;", "-2+3;", "@SUM(A1);", "\t=1;", "\r=1;")
PAYLOAD = (
    '<script>evil()</script><img src=x onerror=evil()><evil-tag onload=evil()>" onmouseover="evil()" \'><svg/onload='
    "evil()> {{1234*1001}} ${1234*1001} #{1234*1001} <%= 1234*1001 %> '; DROP TABLE act;-- %00 %s %n {0.__class__} "
    "![m](https://evil.example/x.png) [m](javascript:evil()) `x` :red[m] $$x$$ \\input{x} #evil[] @evil "
    "[bold]x[/bold] [link=https://evil.example]x[/link] &amp; &#60;script&#62; é 漢 \U0001f914 ]]> --> */"
)
#: What would have come of it: an element, an attribute, a product.
EVIL_TAGS, EVIL_ATTRIBUTES, PRODUCT = (
    {"script", "evil-tag", "svg", "img"},
    {"onmouseover", "onload", "onerror"},
    "1235234",
)

#: Texts that are keys or words of ours, which the program checks itself.
KEYS = {
    "Measure.id", "PlanHead.id", "PlanHead.similar_group", "Priority.id", "Area.id", "Group.id", "NationalMeasure.id",
    "Break.measure", "Commentary.measure_id", "Meeting.plan_id", "ReportText.plan_id", "ReportText.place",
    "Award.priority",
}  # fmt: skip
RECORDS = (Measure, PlanHead, Priority, Area, Group, NationalMeasure, Break, Event, Commentary, Meeting, ReportText,
           Award)  # fmt: skip


def mark(where: str) -> str:
    """What a hostile text of a field can be found by."""
    return f"at-{where.replace('.', '-').lower()}-ta"


def text(where: str, longest: int = 590) -> str:
    """The hostile text of a field, such as "Measure.title"; shorter where the field is."""
    start = STARTS[sum(map(ord, where)) % len(STARTS)]
    return f"{start}{mark(where)} {PAYLOAD}"[:longest]


def marked(where: object) -> set[str]:
    """The fields whose texts a longer text holds."""
    return set(re.findall(r"at-[a-z_-]+-ta", str(where).lower()))


SHORT = {"Commentary.action_by": 100, "Meeting.title": 120}


def filled(record: T) -> T:
    """The same record with a hostile text in every field that holds one."""
    assert is_dataclass(record)
    name = type(record).__name__
    texts = [one.name for one in fields(record) if one.type in (str, "str") and f"{name}.{one.name}" not in KEYS]
    given = {one: text(f"{name}.{one}", SHORT.get(f"{name}.{one}", 590)) for one in texts}
    return replace(record, **given)  # type: ignore[type-var]


def attacked() -> set[str]:
    """The marks of all fields of all records that hold a text of a person or a file."""
    names = [
        f"{record.__name__}.{one.name}" for record in RECORDS for one in fields(record) if one.type in (str, "str")
    ]
    return {mark(name) for name in names if name not in KEYS}


def a_hostile_plan() -> Plan:
    """One of four measures, of which one is a comment, with a priority of its own."""
    measures = (
        filled(a_measure("burglary", related=("theft",), priorities=("safety",))),
        filled(a_measure("theft", priorities=("safety",))),
        filled(a_measure("answered", kind="ratio", unit="%", polarity="higher", priorities=("safety",))),
        filled(a_measure("work", kind="narrative", unit="comment", polarity="context", priorities=("safety",))),
    )
    plan = a_plan(*measures)
    national = filled(NationalMeasure("n1", "x", True, "x", ("burglary",)))
    return replace(
        plan, head=replace(filled(plan.head), priorities=(filled(Priority("safety", "x")),), national=(national,))
    )


def figures(areas: tuple[str, ...] = ("",)) -> bytes:
    """Two years of figures, with a hostile note in each row."""
    note = text("row.note").strip().replace('"', '""')
    lines = [
        f'{name},{Quarter.of(year, n).label},{area},{100 + 17 * n + year % 7},"{note}"'
        for name in ("burglary", "theft") for area in areas for year in (2014, 2015, 2016) for n in (1, 2, 3, 4)
        if (year, n) <= (2016, 1)
    ]  # fmt: skip
    return "\n".join(["measure_id,quarter,area,value,note", *lines, ""]).encode()


def upload(store: Store, content: bytes, name: str) -> int:
    """Store a file, with every finding confirmed."""
    preview = preview_upload(store, name, content, today=TODAY)
    assert not preview.refused, preview.issues
    return accept_upload(store, preview, by=text("upload.by", 100), note=text("upload.note"), confirm=True).upload_id


def hostile_office(store: Store) -> Store:
    """Everything that a person or a file can say, said in hostile texts, published, withdrawn and audited."""
    by = text("act.by", 100)
    areas = [filled(Area("kent", "x", None, 2016)), filled(Area("lancashire", "x", 1000, 2016))]
    group = filled(Group("group", "x", (Member("kent"), Member("lancashire"))))
    done = load_plans(store, [a_hostile_plan()], by=by, reason=text("definitions.reason"))
    assert done.stored, done.issues
    store.add_areas(areas, [group], by=by, summary=text("areas.summary"))
    upload(store, figures(), text("upload.name", 200))
    upload(store, figures(("kent",)), "../../" + text("upload.name", 100))
    gone = upload(store, b"measure_id,quarter,value\nburglary,2016/17 Q2,1\n", text("upload.name") + ".csv")
    withdraw_upload(store, gone, reason=text("withdrawal.reason"), by=by)
    for name in ("burglary", "theft", "work"):
        write_commentary(store, filled(replace(Commentary(name, QUARTER), action_due=date(2016, 8, 1))), by=by)
    for place in (*(part.value for part in Part), ReportText.of_priority("safety")):
        write_text(store, filled(ReportText("plan", QUARTER, place, "x")), by=by)
    kept = Break("burglary", date(2015, 10, 1), BreakType.DEFINITION, True, "x")
    record_change(store, plan_break(store, filled(kept), reason=text("break.reason")), by=by)
    record_change(store, plan_event(store, filled(Event(QUARTER, QUARTER, "x")), reason=text("event.reason")), by=by)
    change = plan_rebase(store, "theft", Quarter.of(2015, 3), reason=text("rebase.reason"))
    record_change(store, change, by=by)
    meeting = filled(Meeting("plan", QUARTER, date(2016, 9, 12), "x"))
    publish(store, meeting, by=by, incomplete=text("publication.incomplete"))
    give_role(store, text("role.issuer", 100), text("role.subject", 100), Role.VIEWER, reason=text("role.reason"),
              by=by, name=text("role.name", 100))  # fmt: skip
    awards = [filled(Award(2016, name, "x", "x", "x", Decimal(100))) for name in ("safety", "all")]
    for number in (1, 2):
        kept = NewFundingList("plan", text("funding.name", 200), b"f", "A list was loaded", text("funding.note"))
        store.add_funding(kept, awards[:number], by=by)
    store.withdraw_funding(1, reason=text("funding.reason"), by=by)
    store.note(AuditKind.REFUSAL, by=text("audit.by", 100), summary=text("audit.summary"))
    return store
