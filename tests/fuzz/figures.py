"""What one file says, by a second reader written from SPEC section 10 and docs/upload-formats.md alone.

It shares no code with the program: plain `csv`, `Decimal`, its own quarters and days. It is slow, knows no remedies
and gives up at the first thing that the specification refuses.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

LONG = ("measure_id", "quarter", "financial_year", "value", "numerator", "denominator", "basis", "status")
LONG += ("data_to", "area", "note")
#: For a person's sake only: of a template, and of a copy with the faults that were found.
NOT_READ = {"title", "unit", "definition", "last_year", "last_figure", "fill_in", "problem"}
SPAN = {"": "quarter", "quarter": "quarter", "ytd": "ytd"}


class Refused(Exception):
    """The specification does not read this."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """A measure as far as a file can go against it."""

    kind: str
    unit: str
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. The quarter counts as year × 4 + number − 1, as in the year that starts in April."""

    measure: str
    area: str
    quarter: int
    basis: str
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    status: str
    data_to: date | None
    note: str

    @property
    def key(self) -> tuple[str, str, int, str]:
        return self.measure, self.area, self.quarter, self.basis


Row = Sequence[str]


def figures_of(rows: Sequence[Row], measures: Mapping[str, Meaning], today: date) -> list[Figure]:
    """The figures of a table whose first row is its header."""
    header, body = rows[0], rows[1:]
    names = [heading(cell) for cell in header]
    for row in body:
        if len(row) != len(names):
            raise Refused(f"{len(row)} cells under {len(names)} headings")
    cells = [dict(zip(names, row, strict=True)) for row in body]
    for position, name in enumerate(names):
        if name and names.count(name) > 1 and name not in NOT_READ:
            raise Refused(f"{name} stands in the header twice")
        if not name and any(row[position].strip() for row in body):
            raise Refused("a column has no name")
    if "measure_id" not in names:
        raise Refused("no column measure_id")
    found = (_long if "quarter" in names else _wide)(cells, [cell for cell in header if cell.strip()], measures)
    if not found:
        raise Refused("no figures")
    for figure in found:
        refuse_impossible(figure, measures[figure.measure], today)
    if len({figure.key for figure in found}) < len(found):
        raise Refused("the same measure and quarter twice")
    return found


def heading(cell: str) -> str:
    return re.sub(r"[\s_-]+", " ", cell).strip().casefold().replace(" ", "_")


def _long(cells: list[dict[str, str]], header: Row, measures: Mapping[str, Meaning]) -> list[Figure]:
    names = {heading(cell) for cell in header}
    if names >= {"last_year", "last_figure"}:  # a template: what is left blank from value to note is outstanding
        cells = [row for row in cells if any(row.get(name, "").strip() for name in LONG[3:])]
    names -= NOT_READ
    if not names <= set(LONG):
        raise Refused(f"unknown columns {sorted(names - set(LONG))}")
    if not names & {"value", "numerator", "status"} or len(names & {"numerator", "denominator"}) == 1:
        raise Refused("no column of figures")
    return [_long_row(row, measures, years="financial_year" in names) for row in cells]


def _long_row(row: Mapping[str, str], measures: Mapping[str, Meaning], *, years: bool) -> Figure:
    text = {name: row.get(name, "").strip() for name in LONG}
    if text["measure_id"] not in measures:
        raise Refused(f"unknown measure {text['measure_id']!r}")
    status = text["status"].lower()
    if status not in ("", *"preuxcz"):
        raise Refused(f"status {status!r}")
    if text["basis"].lower() not in SPAN:
        raise Refused(f"basis {text['basis']!r}")
    if len(text["area"]) > 100 or len(text["note"]) > 4000:
        raise Refused("an area or a note of too many characters")
    percent = measures[text["measure_id"]].unit == "%"
    return Figure(
        text["measure_id"],
        text["area"],
        in_two_columns(text["financial_year"], text["quarter"]) if years else quarter(text["quarter"]),
        SPAN[text["basis"].lower()],
        number(text["value"], percent=percent),
        number(text["numerator"]),
        number(text["denominator"]),
        status,
        day(text["data_to"]) if text["data_to"] else None,
        text["note"],
    )


def _wide(cells: list[dict[str, str]], header: Row, measures: Mapping[str, Meaning]) -> list[Figure]:
    quarters = {heading(cell): quarter(cell) for cell in header if heading(cell) not in ("measure_id", "problem")}
    if not quarters or len(set(quarters.values())) < len(quarters):
        raise Refused("no quarter in the header, or one twice")
    found = []
    for row in cells:
        measure = row["measure_id"].strip()
        for name, ordinal in quarters.items():
            if not row[name].strip():
                continue
            if measure not in measures:
                raise Refused(f"unknown measure {measure!r}")
            figure = number(row[name].strip(), percent=measures[measure].unit == "%")
            found.append(Figure(measure, "", ordinal, "quarter", figure, None, None, "", None, ""))
    return found


# ---- what one cell says


def quarter(text: str) -> int:
    """SPEC section 1."""
    plain = " ".join(text.split()).upper()
    year = r"(\d{4}) ?[/-] ?(\d{4}|\d{2})"
    if match := re.fullmatch(year + r" ?-? ?Q ?([1-4])", plain, re.ASCII):
        first, second, place = match.groups()
    elif match := re.fullmatch(r"Q ?([1-4]) ?-? ?" + year, plain, re.ASCII):
        place, first, second = match.groups()
    else:
        return _of_last_day(day(plain))
    following = str(int(first) + 1)
    if second not in (following, following[2:]) or not 1900 <= int(first) <= 2199:
        raise Refused(f"years of {text!r}")
    return int(first) * 4 + int(place) - 1


def in_two_columns(year: str, place: str) -> int:
    """A financial year, and `3` or `Q3`."""
    match = re.fullmatch(r"Q?\s*([1-4])", place.strip(), re.ASCII | re.IGNORECASE)
    if not match:
        raise Refused(f"quarter {place!r} beside a year")
    return quarter(f"{year} Q{match[1]}")


def day(text: str) -> date:
    """ISO or day first; a midnight after it, as programs write a day, is no time."""
    plain = re.sub(r"[ T]00:00(:00)?$", "", text.strip())
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", plain, re.ASCII):
        parts = match.groups()
    elif match := re.fullmatch(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})", plain, re.ASCII):
        parts = match.groups()[::-1]
    else:
        raise Refused(f"no day or quarter: {text!r}")
    try:
        return date(*map(int, parts))
    except ValueError:
        raise Refused(f"no day: {text!r}") from None


def _of_last_day(last: date) -> int:
    if (last + timedelta(1)).day != 1 or last.month % 3 or not 1900 <= last.year <= 2199:
        raise Refused(f"{last} ends no quarter")
    return last.year * 4 + last.month // 3 - 2


def last_day(ordinal: int) -> date:
    first = date(ordinal // 4 + (ordinal % 4 == 3), (ordinal % 4 * 3 + 3) % 12 + 1, 1)
    return (first + timedelta(93)).replace(day=1) - timedelta(1)


def number(text: str, *, percent: bool = False) -> Decimal | None:
    """Digits and a point; what people also write taken off: commas between thousands, £, +, spaces, the long minus."""
    if not text:
        return None
    plain = re.sub(r"\s+", " ", text).replace("−", "-")
    pattern = r"([+-]?) ?£? ?([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)? ?(%?)"
    match = re.fullmatch(pattern, plain, re.ASCII)
    if not match or (match[1] and match[2]) or (match[5] and not percent):
        raise Refused(f"no figure: {text!r}")
    whole, decimals = match[3].replace(",", "").lstrip("0"), (match[4] or ".")[1:]
    figure = Decimal(f"{whole or 0}.{decimals}")
    if len(decimals) > 9 or len(whole) + len(decimals) > 15:
        raise Refused(f"too many digits: {text!r}")
    return -figure if "-" in match[1] + match[2] else figure


# ---- what a figure can be


def refuse_impossible(figure: Figure, measure: Meaning, today: date) -> None:
    """What the specification stops, of one figure by itself."""
    parts = figure.numerator, figure.denominator
    has_value, has_parts = figure.value is not None, any(part is not None for part in parts)
    wrong = {
        "comments take no figures": measure.kind == "narrative",
        "in the future": last_day(figure.quarter) >= today,
        "before its first quarter": measure.first is not None and figure.quarter < measure.first,
        "after its last quarter": measure.last is not None and figure.quarter > measure.last,
        "figure with x, c or z": figure.status in tuple("xcz") and (has_value or has_parts),
        "blank figure": figure.status not in tuple("xcz") and not has_value and not has_parts,
        "half a figure": has_parts and None in parts,
        "two figures": has_value and has_parts,
        "wrong column": (measure.kind in ("count", "stock", "rolling", "as_is") and has_parts)
        or (measure.kind == "rate" and has_value),
        "no year to date": figure.basis == "ytd" and measure.kind in ("stock", "rolling", "as_is"),
        "below zero": has_value and measure.kind == "stock" and figure.value < 0,  # type: ignore[operator]
        "a part below zero": any(
            part is not None and part < 0 for part in (parts if measure.kind == "ratio" else parts[1:])
        ),
        "too many digits together": not _kept_together(figure.value, *parts),
        "data_to outside its quarter": figure.data_to is not None
        and not (last_day(figure.quarter - 1) < figure.data_to <= last_day(figure.quarter)),
    }
    if measure.kind == "ratio" and measure.unit == "%":
        wrong["no share"] = (has_value and not 0 <= figure.value <= 100) or (  # type: ignore[operator]
            None not in parts and figure.numerator > figure.denominator  # type: ignore[operator]
        )
    for said, is_so in wrong.items():
        if is_so:
            raise Refused(said)


def _kept_together(*figures: Decimal | None) -> bool:
    """A row's figures are kept with as many decimals as the one that has most, in fifteen digits."""
    known = [figure for figure in figures if figure is not None]
    most = max((-int(figure.as_tuple().exponent) for figure in known), default=0)
    return all(abs(figure.scaleb(most)) < 10**15 for figure in known)


def refuse_disagreeing(figures: Iterable[Figure], held: Iterable[Figure]) -> None:
    """Quarters and years to date that are both known must add up: the file's, over what is held."""
    known = {figure.key: figure for figure in held}
    new = {figure.key: figure for figure in figures}
    known |= new
    for measure, area, start in {(f.measure, f.area, f.quarter // 4 * 4) for f in new.values()}:
        for part in ("value", "numerator", "denominator"):
            _add_up(known, measure, area, start, part)


def _add_up(known: Mapping[tuple[str, str, int, str], Figure], measure: str, area: str, start: int, part: str) -> None:
    def get(ordinal: int, basis: str) -> Decimal | None:
        figure = known.get((measure, area, ordinal, basis))
        return None if figure is None else getattr(figure, part)

    for end in range(start, start + 4):
        total = get(end, "ytd")
        for before in range(start - 1, end):
            opening = Decimal(0) if before < start else get(before, "ytd")
            steps = [get(ordinal, "quarter") for ordinal in range(before + 1, end + 1)]
            if total is None or opening is None or None in steps:
                continue
            if opening + sum(steps) != total:  # type: ignore[arg-type]
                raise Refused(f"{measure} {part}: the quarters do not add up to the year to date")
