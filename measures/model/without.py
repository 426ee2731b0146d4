"""What a publication shows, without the measures that a reader may not see.

It goes through the whole value: whatever belongs to a measure that may not be seen is taken out, whichever part of the
report it stands in, so that a part that is added later is narrowed too. What people wrote for the whole report or for
a priority stays: it is their words, and the program does not read them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from measures.model.measure import Measure
from measures.model.publication import Content
from measures.model.rating import MeasureRating, Rating
from measures.model.review import Review

T = TypeVar("T")

#: Fields that hold ids of measures, and nothing else.
_IDS = ("related", "sum_of", "measures", "order")


def content_without(content: Content, seen: Set[str]) -> Content:
    """The content with no measure in it but those `seen`, its counts made again."""
    hidden = [one for one in content.status.measures if one.measure.id not in seen]
    series = {name: one for name, one in content.series.items() if name in seen}
    narrowed = only(replace(content, series=series), seen)
    used = {one.upload_id for one in narrowed.figures}
    exceptions = replace(narrowed.exceptions, measures=len(narrowed.status.measures))
    return replace(
        narrowed,
        files=tuple(one for one in narrowed.files if one.id in used),
        exceptions=exceptions,
        review=_recounted(narrowed.review, content.review, hidden),
    )


def with_reasons(content: Content, shown: Mapping[str, str], hidden: str) -> Content:
    """The content with each sentence that tells why something changed as it is `shown`, else the words `hidden`."""
    whys = content.review.whys

    def said(value: Any) -> Any:
        if isinstance(value, str):
            return shown.get(value, hidden) if value in whys else value
        if isinstance(value, tuple):
            return tuple(dict.fromkeys(map(said, value))) if _are_texts(value) else tuple(map(said, value))
        if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **{part.name: said(getattr(value, part.name)) for part in fields(value)})
        return value

    review = content.review
    parts = {part: said(getattr(review, part)) for part in ("restated", "rules", "questions")}
    return replace(content, review=replace(review, **parts))


def _are_texts(value: tuple[Any, ...]) -> bool:
    return all(isinstance(one, str) for one in value)


def without_names(value: T, name: str) -> T:
    """A value in which whoever recorded something is called by another name; who is to act keeps theirs."""
    return cast("T", _nameless(value, name))


def _nameless(value: Any, name: str) -> Any:
    if isinstance(value, tuple):
        return tuple(_nameless(one, name) for one in value)
    if isinstance(value, Mapping):
        return {key: _nameless(one, name) for key, one in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        names = {part.name for part in fields(value)}
        changed = {part: _nameless(getattr(value, part), name) for part in names}
        if "by" in names and not names.isdisjoint(("at", "moment")):
            changed["by"] = name
        return replace(value, **changed)
    return value


def only(value: T, seen: Set[str]) -> T:
    """A value without what belongs to another measure than those `seen`; the same object where nothing does."""
    return cast("T", _only(value, seen))


def _only(value: Any, seen: Set[str]) -> Any:
    if isinstance(value, tuple):
        kept = tuple(_only(one, seen) for one in value if _may_stay(one, seen))
        return value if len(kept) == len(value) and all(a is b for a, b in zip(kept, value, strict=True)) else kept
    if isinstance(value, Mapping):
        return {name: _only(one, seen) for name, one in value.items() if _may_stay(one, seen)}
    if is_dataclass(value) and not isinstance(value, type):
        changed = {}
        for part in fields(value):
            held = getattr(value, part.name)
            if part.name in _IDS and isinstance(held, tuple) and all(isinstance(one, str) for one in held):
                made: Any = tuple(one for one in held if one in seen)
                made = held if len(made) == len(held) else made
            else:
                made = _only(held, seen)
            if made is not held:
                changed[part.name] = made
        return replace(value, **changed) if changed else value
    return value


def _may_stay(one: Any, seen: Set[str]) -> bool:
    measure_id = measure_of(one)
    return not measure_id or measure_id in seen


def measure_of(one: Any) -> str | None:
    """The id of the measure that a value belongs to, "" or None where it belongs to none."""
    if isinstance(one, Measure):
        return one.id
    for name in ("measure_id", "measure", "rating", "said"):
        held = getattr(one, name, None)
        if isinstance(held, str) and name.startswith("measure"):  # a colour and a text are no measure
            return held
        if is_dataclass(held) and not isinstance(held, type):
            return measure_of(held)
    return None


def _recounted(narrowed: Review, whole: Review, hidden: Iterable[MeasureRating]) -> Review:
    """The tallies less the measures that are not shown: as they stand, and as they stood before."""
    now = {one.measure.id: one.headline for one in hidden}
    before = dict(now)
    shown = {one.measure.id for one in narrowed.moved}
    for one in whole.moved:
        if one.measure.id in shown:
            continue
        if one.before.is_in_plan:
            before[one.measure.id] = one.before.headline
        else:
            before.pop(one.measure.id, None)
    return replace(
        narrowed,
        tally_now=_less(whole.tally_now, Counter(now.values())),
        tally_before=_less(whole.tally_before, Counter(before.values())),
    )


def _less(tally: tuple[int, int, int, int], taken: Counter[Rating | None]) -> tuple[int, int, int, int]:
    red, amber, green, none = tally
    return (
        max(red - taken[Rating.RED], 0),
        max(amber - taken[Rating.AMBER], 0),
        max(green - taken[Rating.GREEN], 0),
        max(none - taken[None], 0),
    )
