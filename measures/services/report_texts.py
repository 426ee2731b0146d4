"""The texts of a report beside its figures: its parts, and the narrative of each priority."""

from dataclasses import replace

from measures.model.access import Permission
from measures.model.measure import PlanHead
from measures.model.meeting import LONGEST_TEXT, Part, ReportText, WrittenText
from measures.model.quarter import Quarter
from measures.services.access import need
from measures.services.meetings import refuse_outside
from measures.services.written import refuse_nameless, refuse_unfit, tidy
from measures.storage.nearest import not_found
from measures.storage.store import Store

#: What to write of a priority.
NARRATIVE = "What the figures of this priority mean: what got better or worse, why, and what is being done."


def places_of(head: PlanHead) -> dict[str, str]:
    """Every place of a plan's report that a text belongs to, in the order of the report, with its heading."""
    narratives = {ReportText.of_priority(one.id): one.title for one in head.priorities}
    first = {part.value: part.heading for part in Part if part is not Part.ACTIVITY}
    return {**first, **narratives, Part.ACTIVITY.value: Part.ACTIVITY.heading}


def write_text(store: Store, said: ReportText, *, by: str, based_on: int = 0) -> WrittenText | None:
    """Store a text of a report, as a version of its own. A blank one takes back the one before.

    `based_on` is the id of the version that the person had before them, 0 for none. None comes back where nothing
    differs from what stands. Raises NotFound (no such plan, no such place), NotAllowed (no name, a quarter outside the
    plan, a text that is too long or holds characters that cannot be seen), ChangedMeanwhile (somebody else wrote after
    `based_on`): nothing was stored then.
    """
    need(store, Permission.WRITE)
    head = store.own_plan(said.plan_id).head
    places = places_of(head)
    if said.place not in places:
        raise not_found("part of the report", said.place, list(places))
    refuse_outside(head, said.quarter)
    by, said = refuse_nameless(by), replace(said, text=tidy(said.text))
    refuse_unfit(places[said.place], said.text, LONGEST_TEXT)
    stands = text_on(store, said.plan_id, said.quarter, said.place)
    if stands is None and not said.text:
        return None
    if stands is not None and stands.said == said:
        return None
    return store.add_text(said, by=by, based_on=based_on)


def meant_for(place: str) -> str:
    """What to write at a place, in one sentence."""
    return Part(place).meant_for if place in list(Part) else NARRATIVE


def text_on(store: Store, plan_id: str, quarter: Quarter, place: str) -> WrittenText | None:
    """The newest version of a text, a blank one included; None where there never was one."""
    return next(iter(store.text_versions(plan_id, quarter, place)), None)


def last_texts(store: Store, plan_id: str, quarter: Quarter) -> dict[str, WrittenText]:
    """By place the text of the newest earlier quarter that has one there, to stand beside the box."""
    head = store.own_plan(plan_id).head
    wanted, first = set(places_of(head)), Quarter.containing(head.start)
    found: dict[str, WrittenText] = {}
    for ordinal in range(quarter.ordinal - 1, first.ordinal - 1, -1):
        if not wanted - found.keys():
            break
        found = store.texts(plan_id, Quarter(ordinal)) | found
    return {place: found[place] for place in places_of(head) if place in found}
