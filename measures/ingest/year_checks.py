"""Checks between rows: the same figure twice, and years to date against their quarters, held or in the file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from measures.ingest.figures_of_file import FileFigures, Mask, Whole
from measures.ingest.findings import Fault
from measures.ingest.words import in_figures
from measures.ingest.years import Years, years_to_date
from measures.model.issue import Severity
from measures.model.measure import Kind
from measures.model.value import unscaled

#: The parts of a figure that add up over the quarters. A rate's population does not: the last quarter's stands.
_ADDED: dict[str, tuple[Kind, ...]] = {
    "value": (Kind.COUNT,),
    "numerator": (Kind.RATE, Kind.RATIO, Kind.MEAN),
    "denominator": (Kind.RATIO, Kind.MEAN),
}


def duplicate_row(file: FileFigures) -> None:
    """The same measure, area, quarter and basis on two rows."""
    area = file.frame["area"].cat
    key = (file.measure_codes * max(len(area.categories), 1) + area.codes.to_numpy(np.int64)) << 32
    key |= (file.quarters << 1) | file.is_ytd
    in_order = np.sort(key)
    if (in_order[1:] != in_order[:-1]).all():
        return
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    starts = np.append(True, ordered[1:] != ordered[:-1])
    first = np.empty(len(key), np.int64)
    first[order] = order[np.flatnonzero(starts)[np.cumsum(starts) - 1]]

    def fault(position: int) -> Fault:
        what = "year to date" if file.is_ytd[position] else "quarter"
        return Fault(
            "duplicate_row",
            f"{file.measure(position).id} for {file.quarter(position)} ({what}) is on line "
            f"{file.line(int(first[position])):,} already.",
            "Keep the row that is right and take the other out.",
            "each measure, area, quarter and basis once",
        )

    file.tell(first != np.arange(len(key)), "quarter", "duplicate_row", fault)


@dataclass(frozen=True, slots=True)
class _Clash:
    """One year to date that cannot be: of which year, part and quarter, and since which quarter it was added up.

    `since` is None where two figures should be one and the same (and are not).
    """

    year: int
    part: str
    number: int
    since: int | None = None


def year_to_date(file: FileFigures) -> None:
    """Years to date against their quarters (ytd_disagrees), and against each other (ytd_below_last)."""
    years = years_to_date(file)
    if years is None:
        return
    _tell(file, years, _disagreements(file, years), "ytd_disagrees", _disagrees)
    _tell(file, years, _falls(file, years), "ytd_below_last", _below_last)


def _tell(
    file: FileFigures,
    years: Years,
    clashes: Iterator[tuple[int, _Clash]],
    code: str,
    words: Callable[[FileFigures, Years, _Clash], Fault],
) -> None:
    """One finding for each row that clashes, the first clash of each."""
    first: dict[int, _Clash] = {}
    for position, clash in clashes:
        first.setdefault(position, clash)
    severity = Severity.STOP if code == "ytd_disagrees" else Severity.CONFIRM
    for part in _ADDED:
        where: Mask = np.zeros(len(file.rows), np.bool_)
        where[[position for position, clash in first.items() if clash.part == part]] = True
        file.tell(where, part, code, lambda position: words(file, years, first[position]), severity)


def _of_kinds(file: FileFigures, years: Years, kinds: tuple[Kind, ...]) -> Mask:
    return np.array([measure.kind in kinds for measure in file.measures], np.bool_)[years.measure_codes]


def _disagreements(file: FileFigures, years: Years) -> Iterator[tuple[int, _Clash]]:
    """A year to date that is not what leads up to it: the quarters, or an earlier year to date and those after."""
    for part, kinds in _ADDED.items():
        adds = _of_kinds(file, years, kinds)
        single, stated = years.figures["quarter", part], years.figures["ytd", part]
        has_single, has_stated = years.known["quarter", part], years.known["ytd", part]
        for number in range(1, 5):
            told = np.zeros(len(adds), np.bool_)
            for since in range(number):
                can = adds & has_stated[:, number - 1] & has_single[:, since:number].all(axis=1) & ~told
                total = single[:, since:number].sum(axis=1)
                if since:
                    can &= has_stated[:, since - 1]
                    total = total + stated[:, since - 1]
                clash = can & (total != stated[:, number - 1])
                told |= clash
                yield from _in_file(years, clash, part, number, since)
    yield from _same_figures(file, years)


def _same_figures(file: FileFigures, years: Years) -> Iterator[tuple[int, _Clash]]:
    """In Q1 the quarter and the year to date are one, so bare values must be equal; a rate's populations always."""
    for part, kinds, numbers in (
        ("value", (Kind.RATIO, Kind.MEAN), (1,)),
        ("denominator", (Kind.RATE,), (1, 2, 3, 4)),
    ):
        of_kind = _of_kinds(file, years, kinds)
        for number in numbers:
            column = number - 1
            can = years.known["quarter", part][:, column] & years.known["ytd", part][:, column] & of_kind
            differ = years.figures["quarter", part][:, column] != years.figures["ytd", part][:, column]
            yield from _in_file(years, can & differ, part, number, None)


def _in_file(years: Years, clash: Mask, part: str, number: int, since: int | None) -> Iterator[tuple[int, _Clash]]:
    """Each clash with the row that it is told of; none where all its figures are held already."""
    start = number - 1 if since is None else since
    for year in np.flatnonzero(clash).tolist():
        places: list[Whole] = [years.positions["ytd"][year, [number - 1]]]
        if since:
            places.append(years.positions["ytd"][year, [since - 1]])
        places.append(years.positions["quarter"][year, start:number][::-1])
        position = next((place for place in np.concatenate(places).tolist() if place >= 0), None)
        if position is not None:
            yield position, _Clash(year, part, number, since)


def _falls(file: FileFigures, years: Years) -> Iterator[tuple[int, _Clash]]:
    """A year to date that is lower than the one before it in the same year."""
    for part, kinds in _ADDED.items():
        adds = _of_kinds(file, years, kinds)
        stated, known = years.figures["ytd", part], years.known["ytd", part]
        for number in range(2, 5):
            for before in range(number - 1, 0, -1):
                between = known[:, before : number - 1].any(axis=1)
                can = adds & known[:, number - 1] & known[:, before - 1] & ~between
                fall = can & (stated[:, number - 1] < stated[:, before - 1])
                for year in np.flatnonzero(fall).tolist():
                    pair = years.positions["ytd"][year, [number - 1, before - 1]].tolist()
                    if max(pair) >= 0:
                        yield next(place for place in pair if place >= 0), _Clash(year, part, number, before)


def _shown(years: Years, units: object) -> str:
    return in_figures(unscaled(int(str(units)), years.decimals))


def _disagrees(file: FileFigures, years: Years, clash: _Clash) -> Fault:
    year, part, number = clash.year, clash.part, clash.number
    says = _shown(years, years.figures["ytd", part][year, number - 1])
    when = f"Q{number} of {years.start(year).financial_year}"
    singles = years.figures["quarter", part][year]
    if clash.since is None:
        what = "population" if part == "denominator" else "figure"
        message = (
            f"{_shown(years, singles[number - 1])} is not {says}: the {what} of {when} and that of its year to date "
            "should be the same."
        )
    else:
        parts = [years.figures["ytd", part][year, clash.since - 1]] if clash.since else []
        parts += list(singles[clash.since : number])
        total = " + ".join(_shown(years, units) for units in parts)
        if len(parts) > 1:
            total += f" = {_shown(years, sum(int(units) for units in parts))}"
        what = "" if part == "value" else f" of the {part}s"
        since = f"the year to date at Q{clash.since} and the quarters after it" if clash.since else "the quarters"
        message = f"{total} is not {says}: {since} up to {when} do not add up to the year to date{what}."
    return Fault(
        "ytd_disagrees",
        message,
        "Mend whichever is wrong. Figures that are not in the file are held already: to correct them, load them in "
        "the same file.",
        "the sum of the quarters, exactly",
    )


def _below_last(file: FileFigures, years: Years, clash: _Clash) -> Fault:
    stated = years.figures["ytd", clash.part][clash.year]
    now, then = _shown(years, stated[clash.number - 1]), _shown(years, stated[(clash.since or 1) - 1])
    return Fault(
        "ytd_below_last",
        f"The year to date at Q{clash.number} of {years.start(clash.year).financial_year}, {now}, is below that at "
        f"Q{clash.since}, {then}.",
        "Confirm it if records were cancelled; mend it if it is the quarter's own figure, or another year's.",
        f"{then} or more, or a person's word",
    )
