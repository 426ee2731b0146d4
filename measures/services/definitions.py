"""Loading definition files: what would change, whether it may, and storing it as dated versions.

Which changes need a quarter to apply from is written in `measures.services.definition_changes`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from measures.ingest.definitions_file import read_definitions, write_definitions
from measures.model.access import Permission
from measures.model.issue import Issue, Severity
from measures.model.measure import Plan
from measures.model.quarter import Quarter
from measures.model.rating import RatingMove
from measures.model.record import Act
from measures.services.access import need
from measures.services.agreement import disagreements
from measures.services.definition_changes import DefinitionChange, compare_definitions
from measures.services.history import moves_as_rows
from measures.services.ratings import plan_moves
from measures.services.written import named, refuse_unfit_words, tidy
from measures.storage.definitions import Version, history_of
from measures.storage.store import Store


@dataclass(frozen=True, slots=True)
class DefinitionsLoaded:
    """What loading came to. `stored` is False for a dry run, a refusal, and where nothing differed."""

    issues: tuple[Issue, ...]
    changes: tuple[DefinitionChange, ...]
    ratings_moved: tuple[RatingMove, ...]
    stored: bool
    act: Act | None = None

    @property
    def refused(self) -> bool:
        """Whether a fault keeps the files out."""
        return any(issue.severity is Severity.STOP for issue in self.issues)


def load_definitions(
    store: Store,
    files: Sequence[tuple[str, bytes]],
    *,
    from_quarter: Quarter | None = None,
    reason: str = "",
    by: str = "",
    dry_run: bool = False,
) -> DefinitionsLoaded:
    """Load definition files, each (name, content): all of them or none. The same again changes nothing.

    Faults come back as issues, with nothing stored. Without a name it is the person at this machine. Raises
    ChangedMeanwhile if someone else stored meanwhile.
    """
    need(store, Permission.DEFINE)
    plans: list[Plan] = []
    issues: list[Issue] = []
    for name, content in files:
        plan, found = read_definitions(content, name)
        issues += found
        if plan is not None:
            plans.append(plan)
    if any(issue.severity is Severity.STOP for issue in issues):
        return DefinitionsLoaded(tuple(issues), (), (), stored=False)
    return load_plans(store, plans, from_quarter=from_quarter, reason=reason, by=by, dry_run=dry_run)


def load_plans(
    store: Store,
    plans: Sequence[Plan],
    *,
    from_quarter: Quarter | None = None,
    reason: str = "",
    by: str = "",
    dry_run: bool = False,
) -> DefinitionsLoaded:
    """As `load_definitions`, from plans that are already read."""
    need(store, Permission.DEFINE)
    refuse_unfit_words(by, reason)
    version, recorded = store.data_version(), store.versions()
    pairs = [pair for plan in plans for pair in compare_definitions(store, recorded, plan, from_quarter)]
    changes, added = tuple(change for change, _ in pairs), [one for _, one in pairs]
    after = [*recorded, *added]
    issues = [*_twice(plans), *disagreements(store, after), *_undated(changes, from_quarter, reason)]
    if issues or not added:
        return DefinitionsLoaded(tuple(issues), changes, (), stored=False)
    moved = moves_between(store, recorded, after)
    if dry_run:
        return DefinitionsLoaded((), changes, moved, stored=False)
    act = store.add_definitions(
        added,
        by=named(by),
        summary=_summary(plans, changes),
        reason=tidy(reason),
        details={"changes": [change.sentence for change in changes], "ratings_moved": moves_as_rows(moved)},
        expected_version=version,
    )
    return DefinitionsLoaded((), changes, moved, stored=True, act=act)


def export_plan(store: Store, plan_id: str) -> str:
    """A plan as the text of its definition file, in its latest form; raises NotFound naming the nearest."""
    need(store, Permission.SEE_RESTRICTED)
    return write_definitions(store.own_plan(plan_id))


def _twice(plans: Sequence[Plan]) -> list[Issue]:
    ids = [plan.head.id for plan in plans]
    return [
        Issue(
            Severity.STOP,
            "same_plan_twice",
            f"The plan “{plan_id}” stands in {ids.count(plan_id)} of the files.",
            "Load only the one that holds.",
            read=plan_id,
        )
        for plan_id in sorted({one for one in ids if ids.count(one) > 1})
    ]


def _undated(changes: Sequence[DefinitionChange], from_quarter: Quarter | None, reason: str) -> list[Issue]:
    """One fault per change that alters ratings and does not say from when, or one where it does not say why."""
    rated = [change for change in changes if change.rated]
    if not rated or (from_quarter is not None and reason.strip()):
        return []
    if from_quarter is None:
        return [
            Issue(
                Severity.STOP,
                "from_quarter_needed",
                f"{change.sentence}: this alters how quarters are rated, and earlier ones were shown as they are.",
                "Say from which quarter it applies, and why: "
                'measures define FILE --from "2017/18 Q1" --reason "what was decided, by whom".',
                column=change.fields[0] if change.fields else None,
                read=change.key,
            )
            for change in rated
        ]
    return [
        Issue(
            Severity.STOP,
            "reason_needed",
            f"{len(rated)} {'change alters' if len(rated) == 1 else 'changes alter'} how quarters are rated from "
            f"{from_quarter} on: {'; '.join(change.sentence for change in rated[:5])}.",
            'Say why: add --reason "what was decided, by whom".',
        )
    ]


def moves_between(store: Store, before: Sequence[Version], after: Sequence[Version]) -> tuple[RatingMove, ...]:
    """The ratings that would move in any plan (a break in one file holds in all)."""
    plan_ids = dict.fromkeys(v.plan_id for v in after if v.kind == "plan")
    histories = [(history_of(before, plan_id), history_of(after, plan_id)) for plan_id in plan_ids]
    return tuple(move for old, new in histories if old != new for move in plan_moves(store, old, new))


def _summary(plans: Sequence[Plan], changes: Sequence[DefinitionChange]) -> str:
    names = ", ".join(plan.head.id for plan in plans)
    counts = [f"{sum(change.what == what for change in changes)} {what}" for what in ("added", "changed", "removed")]
    told = ", ".join(count for count in counts if not count.startswith("0 "))
    return f"Definitions of {names} were loaded: {told}"
