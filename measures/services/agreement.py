"""Whether definitions agree with each other once all plans are beside each other, and with the figures held."""

from collections.abc import Iterable, Sequence

from measures.ingest.definition_sums import Summand, fault_of_part
from measures.model.issue import Issue, Severity
from measures.model.measure import Break, Measure
from measures.storage.definitions import Version, in_force_at, measures_of
from measures.storage.store import Store


def disagreements(store: Store, versions: Sequence[Version]) -> list[Issue]:
    """Series that two plans describe differently, breaks of a measure that no plan has, sums that cannot be made."""
    in_force = [v for v in in_force_at(versions, None).values() if v.content is not None]
    issues: list[Issue] = []
    first: dict[str, tuple[str, Measure]] = {}
    for version in in_force:
        if isinstance(measure := version.content, Measure):
            plan_id, other = first.setdefault(measure.id, (version.plan_id, measure))
            issues += _disagreement(plan_id, other, version.plan_id, measure)
    known = {v.key for v in versions if v.kind == "measure"}
    for version in in_force:
        if isinstance(version.content, Break) and version.content.measure not in known:
            issues.append(
                Issue(
                    Severity.STOP,
                    "break_of_unknown_measure",
                    f"{version.plan_id}: there is a break of “{version.content.measure}”, a measure that no plan has.",
                    "Correct the measure's id, or load the plan that has it in the same command.",
                    read=version.content.measure,
                )
            )
    return [*issues, *_of_sums(store, versions)]


def _disagreement(plan_id: str, one: Measure, other_id: str, other: Measure) -> list[Issue]:
    pairs = {
        "kind": (one.kind.value, other.kind.value),
        "unit": (one.unit, other.unit),
        "scale": (one.default_scale, other.default_scale),
        "sum_of": (", ".join(one.sum_of) or "nothing", ", ".join(other.sum_of) or "nothing"),
    }
    return [
        Issue(
            Severity.STOP,
            "plans_disagree",
            f"The {name} of “{one.id}” is {here} in the plan {plan_id} and {there} in {other_id}; "
            "one id is one series in every plan.",
            f"Make the {name} the same in both and load both files together, or give one of the measures another id.",
            column=name,
            read=str(there),
            expected=str(here),
        )
        for name, (here, there) in pairs.items()
        if here != there
    ]


def _of_sums(store: Store, versions: Sequence[Version]) -> Iterable[Issue]:
    """Of each sum the parts that no plan has or that do not fit, and whether it has figures of its own."""
    known = measures_of(versions)
    sums = [one for one in known.values() if one.sum_of]
    held = set(store.values([one.id for one in sums], area=None)["measure_id"].cat.categories) if sums else set()
    for one in sums:
        yield from (_of_part(one, name, known.get(name)) for name in one.sum_of if _misfit(one, name, known))
        if one.id in held:
            yield Issue(
                Severity.STOP,
                "sum_has_figures",
                f"“{one.id}” has figures that were uploaded for it, and is to be the sum of {', '.join(one.sum_of)}.",
                "Give the sum an id of its own, or withdraw the uploads that brought the figures first.",
                column="sum_of",
                read=one.id,
                expected="a measure without figures of its own",
            )


def _misfit(one: Measure, name: str, known: dict[str, Measure]) -> bool:
    return name not in known or fault_of_part(Summand.of(one), Summand.of(known[name])) is not None


def _of_part(one: Measure, name: str, part: Measure | None) -> Issue:
    fault = fault_of_part(Summand.of(one), Summand.of(part)) if part else None
    if fault is None:
        return Issue(
            Severity.STOP,
            "unknown_part",
            f"“{one.id}” is the sum of “{name}” among others, a measure that no plan has.",
            "Correct the id under sum_of, or load the plan that has the measure in the same command.",
            column="sum_of",
            read=name,
            expected="the id of a measure",
        )
    return Issue(
        Severity.STOP,
        fault.code,
        f"“{one.id}”: {fault.message}",
        fault.remedy,
        column=fault.key,
        read=fault.read,
        expected=fault.expected,
    )
