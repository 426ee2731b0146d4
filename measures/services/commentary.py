"""Commentary on a measure's quarter: writing it so that no one else's is lost, and reading it as it was known."""

from dataclasses import replace
from datetime import datetime

from measures.model.access import Permission
from measures.model.commentary import LONGEST, LONGEST_NAME, Commentary, WrittenCommentary
from measures.model.quarter import Quarter
from measures.services.access import need
from measures.services.written import refuse_nameless, refuse_unfit, tidy
from measures.storage.nearest import not_found
from measures.storage.store import Store

#: What each text is called on the form and in messages, with its most characters.
FIELDS = {
    "happened": ("What happened", LONGEST),
    "why": ("Why", LONGEST),
    "action": ("What is being done", LONGEST),
    "action_by": ("By whom", LONGEST_NAME),
    "unknown": ("What is not known", LONGEST),
    "outcome": ("What became of the last action", LONGEST),
}


def write_commentary(store: Store, said: Commentary, *, by: str, based_on: int = 0) -> WrittenCommentary | None:
    """Store what a person says, as a version of its own. A blank commentary takes back the one before.

    `based_on` is the id of the version that the person had before them, 0 for none. None comes back where nothing
    differs from what stands. Raises NotFound (no such measure), NotAllowed (no name, a text that is too long or holds
    characters that cannot be seen), ChangedMeanwhile (somebody else wrote after `based_on`): nothing was stored then.
    """
    need(store, Permission.WRITE)
    if said.measure_id not in (known := store.measures()):
        raise not_found("measure", said.measure_id, known)
    by = refuse_nameless(by)
    said = replace(
        said,
        happened=tidy(said.happened),
        why=tidy(said.why),
        action=tidy(said.action),
        action_by=tidy(said.action_by),
        unknown=tidy(said.unknown),
        outcome=tidy(said.outcome),
    )
    for name, (title, longest) in FIELDS.items():
        refuse_unfit(title, getattr(said, name), longest)
    stands = next(iter(store.commentary_versions(said.measure_id, said.quarter)), None)
    if stands is None and said.is_blank:
        return None
    if stands is not None and stands.said == said:
        return None
    return store.add_commentary(said, by=by, based_on=based_on)


def commentary_on(store: Store, measure_id: str, quarter: Quarter) -> WrittenCommentary | None:
    """The newest version of what is said of a measure's quarter, a blank one included; None where nothing ever was."""
    return next(iter(store.commentary_versions(measure_id, quarter)), None)


def last_action(store: Store, measure_id: str, quarter: Quarter) -> Commentary | None:
    """The commentary of the newest earlier quarter, within three years, that names an action; None without one."""
    written = store.commentaries_of_span(quarter.shift(-12), quarter.shift(-1))
    named = [one.said for one in written if one.said.measure_id == measure_id and one.said.action]
    return max(named, key=lambda one: one.quarter, default=None)


def commentaries(store: Store, quarter: Quarter, *, as_at: datetime | None = None) -> dict[str, WrittenCommentary]:
    """What is said of each measure for a quarter, as it was known at a moment; by measure id."""
    return store.commentaries(quarter, as_at)
