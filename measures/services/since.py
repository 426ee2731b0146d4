"""As reported and now: a publication beside what is known of the same quarter today, with why it differs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from measures.model.measure import Comparator, Plan
from measures.model.moment import in_words
from measures.model.publication import HeldFigure, Publication
from measures.model.quarter import Quarter
from measures.model.record import Act, ActKind, Revision, Upload
from measures.model.review import Review, RuleChange, SincePublication
from measures.rules.since import Key, figure_changes, rating_changes, rule_changes
from measures.services.held import held_figure, up_to
from measures.services.ratings import quarter_status
from measures.storage.store import Store


def since_publication(store: Store, publication: Publication) -> SincePublication:
    """What differs now from what a publication shows: figures, ratings, rules. Empty where nothing does.

    `why` of a figure is the upload that states it now, or the withdrawal that took it out; of a rating all that may
    have moved it: the uploads of its figures, and the changes of definitions since, with the reason given.
    """
    content = publication.content
    plan, quarter = content.status.plan, content.status.quarter
    now = quarter_status(store, plan.head.id, quarter)
    ids = sorted({one.measure_id for one in content.figures} | set(plan.needed))
    revisions = up_to(store.standing_revisions(ids), ids, quarter)
    later = _Later.of(store, publication.head.data_version)
    held = [held_figure(one) for one in revisions]
    measures = {one.id: one for one in (*plan.parts, *plan.measures)}
    figures = figure_changes(content.figures, held, measures, later.of_figures(content.figures, revisions))
    by_measure: dict[str, list[str]] = {}
    for one in figures:
        by_measure.setdefault(one.measure.id, []).extend(one.why)
    rules = rules_since(store, plan, now.plan, publication.head.data_version, quarter)
    for rule in rules:
        for name in [rule.measure_id] if rule.measure_id else list(measures):
            by_measure.setdefault(name, []).extend(rule.why)
    for name in _beside_forces(plan, now.plan):
        by_measure.setdefault(name, []).extend(later.of_forces(store))
    for total in plan.sums:  # moved by whatever moved its parts
        by_measure.setdefault(total.id, []).extend(why for name in total.sum_of for why in by_measure.get(name, ()))
    whys = {name: tuple(dict.fromkeys(said)) for name, said in by_measure.items()}
    ratings = rating_changes(content.status.measures, now.measures, whys)
    return SincePublication(publication.head, figures, ratings, rules)


def rules_since(
    store: Store, then: Plan, now: Plan, version: int, quarter: Quarter | None = None, shown: Quarter | None = None
) -> tuple[RuleChange, ...]:
    """The rules that differ between two forms of a plan, each with the acts since a data version that changed it.

    With a `quarter`, breaks, events and changes that begin after it are left out: they say nothing of it. `shown` is
    the quarter that `then` was in force at, where that is an earlier one: what was recorded before the data version to
    hold from a quarter after it has changed the rule as well.
    """
    acts = {act.id: act for act in store.acts(details=False) if act.kind is ActKind.DEFINITIONS}
    why: dict[str, list[str]] = {}
    for one in store.versions():
        start = one.from_quarter
        is_later = quarter is not None and start is not None and start > quarter
        is_new = one.act_id > version or (shown is not None and start is not None and start > shown)
        if one.act_id in acts and is_new and not is_later:
            name = "" if one.kind in ("plan", "event") else one.key.split(" ")[0]
            why.setdefault(name, []).append(_of_act(acts[one.act_id]))
    whys = {name: tuple(dict.fromkeys(said)) for name, said in why.items()}
    return rule_changes(_up_to(then, quarter), _up_to(now, quarter), whys)


def _up_to(plan: Plan, quarter: Quarter | None) -> Plan:
    """A plan without the breaks and events that begin after a quarter."""
    if quarter is None:
        return plan
    return replace(
        plan,
        breaks=tuple(one for one in plan.breaks if one.date <= quarter.end),
        events=tuple(one for one in plan.events if one.first <= quarter),
    )


def origins_of(store: Store, review: Review) -> dict[str, int]:
    """By each sentence of a review that tells why something is another one, the act that it tells of."""
    acts = (one for one in store.acts(details=False) if one.kind in (ActKind.DEFINITIONS, ActKind.AREAS))
    found = {_of_act(one): one.id for one in acts}
    for upload in store.uploads():
        found[_uploaded(upload)] = upload.act_id
        if upload.withdrawn_act_id is not None:
            found[_withdrawn(upload)] = upload.withdrawn_act_id
    return {why: found[why] for why in found if why in review.whys}


def _beside_forces(*plans: Plan) -> set[str]:
    """The measures that are rated against similar forces, whose figures and groups then move them too."""
    return {one.id for plan in plans for one in plan.measures if Comparator.SIMILAR_FORCES in plan.comparators_of(one)}


def _of_act(act: Act) -> str:
    because = f": {act.reason.rstrip('.')}" if act.reason else ""
    return f"{act.summary.rstrip('.')} by {act.by} on {in_words(act.at)}{because}."


@dataclass(frozen=True, slots=True)
class _Later:
    """The uploads, and among them those that were withdrawn after a publication."""

    uploads: Mapping[int, Upload]
    version: int

    @classmethod
    def of(cls, store: Store, version: int) -> "_Later":
        return cls({one.id: one for one in store.uploads()}, version)

    def of_figures(self, then: Sequence[HeldFigure], now: Sequence[Revision]) -> dict[Key, list[str]]:
        """By the key of a figure, what brought it in or took it out since."""
        found: dict[Key, list[str]] = {}
        standing = {(one.measure_id, one.quarter, one.basis): one.upload_id for one in now}
        shown = {(one.measure_id, one.quarter, one.basis): one.upload_id for one in then}
        for key in shown.keys() | standing.keys():
            gone = self.uploads.get(shown.get(key, 0))
            if gone is not None and gone.withdrawn_act_id is not None and gone.withdrawn_act_id > self.version:
                found.setdefault(key, []).append(_withdrawn(gone))
            new = self.uploads.get(standing.get(key, 0))
            if new is not None and new.act_id > self.version:
                found.setdefault(key, []).append(_uploaded(new))
        return found

    def of_forces(self, store: Store) -> list[str]:
        """What may have moved the figures of other forces: groups and areas, and every upload since."""
        acts = (act for act in store.acts(details=False) if act.id > self.version and act.kind is ActKind.AREAS)
        uploads = sorted(self.uploads.values(), key=lambda one: one.id)
        return [
            *(_of_act(act) for act in acts),
            *(_uploaded(one) for one in uploads if one.act_id > self.version),
            *(_withdrawn(one) for one in uploads if (one.withdrawn_act_id or 0) > self.version),
        ]


def _withdrawn(upload: Upload) -> str:
    assert upload.withdrawn_at is not None
    return (
        f"Upload {upload.id} ({upload.name}) was withdrawn by {upload.withdrawn_by} on "
        f"{in_words(upload.withdrawn_at)}: {str(upload.withdrawn_reason).rstrip('.')}."
    )


def _uploaded(upload: Upload) -> str:
    because = f": {upload.note.rstrip('.')}" if upload.note else ""
    return f"Upload {upload.id} ({upload.name}) by {upload.by} on {in_words(upload.at)}{because}."
