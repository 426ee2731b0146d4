"""`measures publish`, `report` and `publications`: freezing a quarter, and writing it out."""

from datetime import date
from pathlib import Path

from measures.cli import documents
from measures.cli.arguments import CalledWrongly, TextOrJson, person, write_new
from measures.cli.printing import add_row, as_json, complain, new_table, say, show
from measures.errors import NotAllowed
from measures.model.meeting import Meeting, PublicationHead
from measures.model.quarter import Quarter, day_in_words
from measures.services.meetings import meeting_on
from measures.services.publications import NotReady, draft, publish
from measures.services.published import open_publication, published, published_for
from measures.services.ratings import quarter_status
from measures.settings import this_day
from measures.storage.store import Store, open_store
from measures.views.figures import counted

DONE, REFUSED = 0, 1


def publish_quarter(
    plan_id: str, quarter: Quarter, day: date, title: str, by: str | None, incomplete: str, reason: str,
    form: TextOrJson,
) -> int:  # fmt: skip
    """`measures publish`."""
    name = person(by)
    with open_store(upgrade=False) as store:
        meeting = _meeting(store, plan_id, quarter, day, title)
        try:
            head = publish(store, meeting, by=name, incomplete=incomplete, reason=reason)
        except NotReady as error:
            return _tell_unready(error, form)
        except NotAllowed as error:
            complain(str(error))
            return REFUSED
    if form is TextOrJson.JSON:
        as_json(_head(head))
    else:
        say(f"Published: {head.meeting.quarter} for {head.meeting.words}, as publication {head.id}.",
            f"SHA-256 {head.sha256}")  # fmt: skip
    return DONE


def _tell_unready(error: NotReady, form: TextOrJson) -> int:
    """All that is not ready, a line each, and what to do."""
    if form is TextOrJson.JSON:
        listed = [{"measure": one.measure_id or None, "lack": one.lack.value, "sentence": one.sentence}
                  for one in error.unready]  # fmt: skip
        as_json({"publication": None, "unready": listed})
        return REFUSED
    for one in error.unready:
        complain(f"- {one.sentence}")
    many = "One thing is" if len(error.unready) == 1 else f"{len(error.unready)} things are"
    complain(f"{many} not ready. Mend that, or say with --incomplete why it is published without. Nothing was stored.")
    return REFUSED


def _meeting(store: Store, plan_id: str, quarter: Quarter, day: date, title: str) -> Meeting:
    """The meeting of the day as it is recorded, else a new one. Raises CalledWrongly where the two disagree."""
    store.own_plan(plan_id)  # raises NotFound, naming the nearest
    held = next((one for one in store.meetings(plan_id) if one.day == day), None)
    if held is None:
        new = Meeting(plan_id, quarter, day)
        return Meeting(plan_id, quarter, day, title) if title.strip() else new
    if held.quarter != quarter:
        raise CalledWrongly(f"The meeting of {day_in_words(day)} reviews {held.quarter}, not {quarter}.")
    if title.strip() and title.strip() != held.title:
        raise CalledWrongly(f"The meeting of {day_in_words(day)} is recorded as “{held.title}”. Leave --title out.")
    return held


def write_report(
    output: Path, plan_id: str | None, quarter: Quarter | None, day: date | None, number: int | None
) -> int:
    """`measures report`."""
    from measures.reports.pack import draft_pack, published_pack
    from measures.reports.rendering import format_of, render

    made = format_of(output.suffix or output.name)
    with open_store(upgrade=False) as store:
        head = _published(store, plan_id, quarter, day, number)
        if head is not None:
            pack = published_pack(open_publication(store, head.id))
        else:
            meeting = meeting_on(store, day, plan_id) if day else None
            about = (meeting.plan_id, meeting.quarter) if meeting else (plan_id, quarter)
            pack = draft_pack(draft(store, *about, meeting=meeting, today=this_day()))
    content = render(pack, made.ending)
    write_new(output, content)
    kind = "a draft" if pack.draft else pack.foot
    say(f"Written: {output} ({made.title}, {counted(len(content), 'byte')}), {kind}: {pack.subtitle}")
    return DONE


def _published(
    store: Store, plan_id: str | None, quarter: Quarter | None, day: date | None, number: int | None
) -> PublicationHead | None:
    """The publication that is meant; None where a draft is."""
    if number is not None:
        return store.publication(number)
    if day is not None:
        return published_for(store, meeting_on(store, day, plan_id))
    if plan_id is None or quarter is None:
        status = quarter_status(store, plan_id, quarter)
        plan_id, quarter = status.plan.head.id, status.quarter
    return published(store, plan_id, quarter)


def print_publications(form: TextOrJson) -> int:
    """`measures publications`."""
    with open_store(upgrade=False) as store:
        heads = store.publications()
    if form is TextOrJson.JSON:
        as_json({"publications": [_head(one) for one in heads]})
        return DONE
    if not heads:
        say("Nothing was published yet.")
        return DONE
    table = new_table("Number", "Quarter", "Plan", "Meeting", "Published (UTC)", "By", "SHA-256", right=("Number",))
    for one in heads:
        meeting = f"{day_in_words(one.meeting.day)}: {one.meeting.title}"
        add_row(table, one.id, one.meeting.quarter.label, one.meeting.plan_id, meeting, f"{one.at:%Y-%m-%d %H:%M}",
                one.by, one.sha256)  # fmt: skip
    show(table)
    return DONE


def _head(head: PublicationHead) -> documents.Document:
    return {
        "publication": head.id,
        "sha256": head.sha256,
        "plan": head.meeting.plan_id,
        "quarter": head.meeting.quarter.label,
        "meeting": {"date": head.meeting.day.isoformat(), "title": head.meeting.title},
        "at": head.at.isoformat(),
        "by": head.by,
        "program": head.program,
        "data_version": head.data_version,
        "incomplete": head.incomplete or None,
        "reason": head.reason or None,
    }
