"""Texts of reports: each version a row of its own, the newest of a plan, quarter and place is the one that holds."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, select

from measures.model.meeting import Part, ReportText, WrittenText
from measures.model.quarter import Quarter
from measures.model.record import ActKind
from measures.storage.meanwhile import done_in_words, refuse_overwriting
from measures.storage.new_rows import FewRows, next_id
from measures.storage.records import add_act, clean
from measures.storage.tables import act, report_text


def versions_of(connection: Connection, plan_id: str, quarter: Quarter, place: str) -> tuple[WrittenText, ...]:
    """Every version of one text, newest first."""
    c = report_text.c
    return _read(connection, c.plan_id == plan_id, c.quarter == quarter.ordinal, c.place == place)


def of_report(connection: Connection, plan_id: str, quarter: Quarter, as_at: datetime | None) -> dict[str, WrittenText]:
    """What is said in a report (by a moment), by place; not the texts that were taken back."""
    c = report_text.c
    conditions = [c.plan_id == plan_id, c.quarter == quarter.ordinal, *([act.c.at <= as_at] if as_at else [])]
    newest: dict[str, WrittenText] = {}
    for version in _read(connection, *conditions):
        newest.setdefault(version.said.place, version)
    return {place: version for place, version in sorted(newest.items()) if version.said.text}


def _read(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[WrittenText, ...]:
    query = (
        select(report_text, act.c.at, act.c.by)
        .join_from(report_text, act, act.c.id == report_text.c.act_id)
        .where(*conditions)
        .order_by(report_text.c.id.desc())
    )
    return tuple(
        WrittenText(
            row.id, row.act_id, row.at, row.by, ReportText(row.plan_id, Quarter(row.quarter), row.place, row.text)
        )
        for row in connection.execute(query)
    )


def add(connection: Connection, said: ReportText, *, by: str, based_on: int) -> WrittenText:
    """Record a version; raises ChangedMeanwhile where the newest is another than `based_on` (0: none)."""
    newest = next(iter(versions_of(connection, said.plan_id, said.quarter, said.place)), None)
    refuse_overwriting("text", newest, based_on)
    done = done_in_words(newest, said)
    what = said.place.removeprefix("priority:")
    what = f"“{Part(what).heading}”" if what in list(Part) else f"The narrative of {what}"
    number = next_id(connection, report_text)
    about = {"text": number, "plan": said.plan_id, "quarter": said.quarter.label, "place": said.place}
    summary = f"{what} in the report on {said.quarter} ({said.plan_id}) {done}"
    row = {
        "plan_id": said.plan_id, "quarter": said.quarter.ordinal, "place": said.place, "text": clean(said.text)
    }  # fmt: skip
    recorded = add_act(connection, ActKind.REPORT_TEXT, by, summary, "", about, [FewRows(report_text, [row])])
    return WrittenText(number, recorded.id, recorded.at, recorded.by, said)
