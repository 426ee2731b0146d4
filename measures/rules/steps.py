"""Rating, step by step: values in, verdicts out. The one file to read first.

    values ─ sums ─ grid ─ windows ─ comparators ─ gates ─ bands ─ headline

Pure: no clock, no database, no settings. Whole arrays at once: measures and areas down, quarters across.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from measures.model.measure import Comparator, DatedPlan, Plan, in_force
from measures.model.quarter import Quarter
from measures.model.rating import Flag
from measures.rules.bands import BEYOND, RATINGS, band
from measures.rules.beside import Beside, beside_figures
from measures.rules.comparators import CHOOSE, Pair, Setting
from measures.rules.gates import REASONS, Gated, code_of, gate
from measures.rules.grid import LETTER_BITS, Bools, Grid, Ints, build_grid
from measures.rules.sums import with_sums
from measures.rules.terms import Terms, listed, terms_of
from measures.rules.windows import BARE, Spans, Windows

SMALL_NUMBERS = code_of(REASONS[-1])
USUAL_Z = 3.0  # |2(√a − √b)| of two Poisson counts of one mean stays below this 997 times in 1,000


@dataclass(frozen=True, slots=True)
class Compared:
    """One comparator over every series and quarter: the windows, why not, the verdict, what to say beside it.

    `terms` are those that it is rated on: the plan's, or beside other forces those of the measures per head.
    """

    comparator: Comparator
    terms: Terms
    pair: Pair
    gated: Gated
    listed: Bools
    reasons: npt.NDArray[np.int8]
    ratings: npt.NDArray[np.int8]
    small: Bools
    usual: Bools


@dataclass(frozen=True, slots=True)
class Sheet:
    """Every verdict of one form of a plan, for the quarters in which that form is in force."""

    plan: Plan
    terms: Terms
    grid: Grid
    spans: Spans
    quarters: tuple[Quarter, ...]
    compared: tuple[Compared, ...]
    headline: npt.NDArray[np.int8]
    mixed: Bools
    reason: npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Ratings:
    """The verdicts on a plan's measures; a sheet for each form that the plan has had."""

    sheets: tuple[Sheet, ...]

    def frame(self) -> pd.DataFrame:
        """One row per measure, area, quarter and comparator.

        Columns: `measure_id`, `area`, `quarter` (ordinal), `comparator`, `value`, `comparator_value` (doubles, for
        display), `rating` and `reason_code` (categories; exactly one of them is missing), and the headline of the
        measure at that quarter in `headline`, `headline_reason`, `mixed`.
        """
        return pd.concat([_frame(sheet) for sheet in self.sheets], ignore_index=True) if self.sheets else pd.DataFrame()


def rate(
    values: pd.DataFrame,
    plans: Plan | Sequence[DatedPlan],
    quarters: Sequence[Quarter] | None = None,
    beside: Beside | None = None,
) -> Ratings:
    """Rate every measure of a plan at each of the quarters (default: every quarter that has a value).

    `values` is a values frame (`measures.model.frames`), left unaltered. `plans` is a plan, or its dated forms: each
    quarter is rated by the form in force at it, with that form's breaks and events. `beside` is what is held of other
    forces, for the one comparator that needs it; nothing else looks at it.
    """
    history = [DatedPlan(None, plans)] if isinstance(plans, Plan) else list(plans)
    if quarters is None:
        quarters = _quarters_of(values)
    by_form: dict[int, list[Quarter]] = {}
    forms = {}
    for quarter in sorted(set(quarters)):
        plan = in_force(history, quarter)
        if plan.measures:  # a reader may be allowed to see none of them
            forms[id(plan)] = plan
            by_form.setdefault(id(plan), []).append(quarter)
    return Ratings(
        tuple(sheet_of(values, forms[key], tuple(members), beside=beside) for key, members in by_form.items())
    )


def _quarters_of(values: pd.DataFrame) -> list[Quarter]:
    ordinals = values["quarter"].to_numpy()
    if not len(ordinals):
        return []
    earliest = int(ordinals.min())
    return [Quarter(earliest + int(offset)) for offset in np.flatnonzero(np.bincount(ordinals - earliest))]


def sheet_of(
    values: pd.DataFrame,
    plan: Plan,
    quarters: tuple[Quarter, ...],
    always: Sequence[Comparator] = (),
    beside: Beside | None = None,
) -> Sheet:
    """The verdicts of one form of a plan at the quarters given, in order; `always` adds comparators unrated."""
    terms = terms_of(plan)
    grid = build_grid(with_sums(values, plan), terms, [quarter.ordinal for quarter in quarters])
    spans = Spans(grid, terms)
    columns = np.array([quarter.ordinal - grid.first for quarter in quarters], dtype=np.int64)
    setting = Setting(grid, terms, spans, columns, beside_figures(beside, plan, quarters))
    compared = tuple(
        _compare(setting, plan, comparator)
        for comparator in Comparator
        if comparator in always or listed(plan, comparator).any()
    )
    return Sheet(plan, terms, grid, spans, quarters, compared, *_headline(setting, compared))


def _compare(setting: Setting, plan: Plan, comparator: Comparator) -> Compared:
    rated_on = setting.per_series(listed(plan, comparator))
    pair = CHOOSE[comparator](setting)
    if pair.beside:
        setting = replace(setting, terms=terms_of(plan.per_head()))
    gated = gate(setting, pair, plan.breaks, plan.events)
    banded = band(setting, pair, (gated.codes == 0) & rated_on)
    coloured_anyway = setting.per_series(setting.terms.rate_anyway | (setting.terms.limit >= 0))
    shown = gated.shown & gated.comparative_shown
    small = banded.small & shown
    refused = small & ~coloured_anyway & (gated.codes == 0) & rated_on
    return Compared(
        comparator,
        setting.terms,
        pair,
        gated,
        np.broadcast_to(rated_on, refused.shape),
        np.where(refused, SMALL_NUMBERS, gated.codes).astype(np.int8),
        np.where(refused, 0, banded.codes).astype(np.int8),
        small,
        _usual(setting, pair, gated),
    )


def _usual(setting: Setting, pair: Pair, gated: Gated) -> Bools:
    """Whether a count differs from its comparator by no more than counts of that size do by themselves.

    The difference of square roots of two Poisson counts has a standard deviation near ½√2 whatever their mean.
    """
    counted = setting.per_series(setting.terms.noisy) & gated.shown & gated.comparative_shown & (gated.codes == 0)
    if not counted.any():
        return counted
    with np.errstate(all="ignore"):
        z = 2 * (_root(pair.current) - _root(pair.comparative))
    return counted & (np.abs(z) < USUAL_Z)


def _root(windows: Windows) -> npt.NDArray[np.float64]:
    """The square root of a count; where there is none to take, anything: it is masked."""
    return np.sqrt(windows.numerator.astype(float) / windows.denominator.astype(float))


def _float(windows: Windows, mask: Bools) -> npt.NDArray[np.float64]:
    tops, bottoms = windows.numerator[mask], windows.denominator[mask]
    if bottoms.dtype == object and max(bottoms, default=0) > BEYOND:  # though what the two come to is no large number
        return np.array(tops.astype(object) / bottoms.astype(object), dtype=float)
    return tops.astype(float) / bottoms.astype(float)


def _headline(
    setting: Setting, compared: tuple[Compared, ...]
) -> tuple[npt.NDArray[np.int8], Bools, npt.NDArray[np.int8]]:
    """The worse of the ratings there are, whether they differ, and where there is none the reason that goes first."""
    shape = (len(setting.terms.ids) * len(setting.grid.areas), len(setting.columns))
    worst, best = np.zeros(shape, dtype=np.int8), np.full(shape, 9, dtype=np.int8)
    reason = np.full(shape, len(REASONS) + 1, dtype=np.int8)
    for one in compared:
        rated = one.ratings > 0
        worst = np.maximum(worst, one.ratings)
        best = np.where(rated, np.minimum(best, one.ratings), best)
        reason = np.where(one.listed & ~rated, np.minimum(reason, one.reasons), reason)
    return worst, (worst > 0) & (best != worst), np.where(worst > 0, 0, reason).astype(np.int8)


def flags_of(one: Compared, row: int, column: int) -> tuple[Flag, ...]:
    """What a reader should know beside one comparison."""
    bits = int(one.pair.current.bits[row, column] | one.pair.comparative.bits[row, column])
    letters = zip("preu", (Flag.PROVISIONAL, Flag.REVISED, Flag.ESTIMATED, Flag.LOW_RELIABILITY), strict=True)
    rated = bool(one.ratings[row, column])
    found = [flag for letter, flag in letters if bits & LETTER_BITS[letter]]
    found += [Flag.SMALL_NUMBERS] if one.small[row, column] else []
    found += [Flag.BASE_NOT_KNOWN] if bits & BARE else []
    is_sum = bool(one.terms.measures[row // (len(one.ratings) // len(one.terms.ids))].sum_of)
    found += [Flag.CAVEAT] if is_sum or one.gated.bridged[row, column] >= 0 else []
    found += [Flag.EVENT] if one.gated.event[row, column] else []
    found += [Flag.WITHIN_USUAL_VARIATION] if rated and one.usual[row, column] else []
    return tuple(found)


def _frame(sheet: Sheet) -> pd.DataFrame:
    areas, columns = len(sheet.grid.areas), len(sheet.quarters)
    ordinals = np.array([quarter.ordinal for quarter in sheet.quarters], dtype=np.int64)
    comparators = [one.comparator.value for one in sheet.compared]
    parts = []
    for position, one in enumerate(sheet.compared):
        kept = np.nonzero(one.listed.ravel())[0]
        row, column = kept // columns, kept % columns
        parts.append(
            pd.DataFrame(
                {
                    "measure_id": _named(row // areas, sheet.terms.ids),
                    "area": _named(row % areas, sheet.grid.areas),
                    "quarter": ordinals[column],
                    "comparator": _named(np.full(len(kept), position), comparators),
                    "value": _shown(sheet, one, one.pair.current, one.gated.shown).ravel()[kept],
                    "comparator_value": _shown(sheet, one, one.pair.comparative, one.gated.comparative_shown).ravel()[
                        kept
                    ],
                    "rating": _named(one.ratings.ravel()[kept] - 1, RATINGS),
                    "reason_code": _named(one.reasons.ravel()[kept] - 1, REASONS),
                    "headline": _named(sheet.headline.ravel()[kept] - 1, RATINGS),
                    "headline_reason": _named(sheet.reason.ravel()[kept] - 1, REASONS),
                    "mixed": sheet.mixed.ravel()[kept],
                }
            )
        )
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def _named(codes: Ints, names: Sequence[str]) -> "pd.Categorical[str]":
    return pd.Categorical.from_codes(codes, pd.Index([str(name) for name in names]), validate=False)


def _shown(sheet: Sheet, one: Compared, windows: Windows, shown: Bools) -> npt.NDArray[np.float64]:
    """The figures that may be shown as doubles, NaN elsewhere."""
    scale = np.repeat(one.terms.scale_numerator / one.terms.scale_denominator, len(sheet.grid.areas))
    figures = np.full(shown.shape, np.nan)
    figures[shown] = _float(windows, shown)
    return figures * scale[:, None]
