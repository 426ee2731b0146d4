"""The JSON documents of the commands, exactly as SPEC section 11 and docs/commands.md have them."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from measures.model.frames import FIGURES
from measures.model.issue import Issue
from measures.model.measure import Measure, Tolerance
from measures.model.quarter import Quarter
from measures.model.rating import Comparison, MeasureRating, Period, RatingMove, Signal
from measures.model.record import Act, DefinitionVersion, Revision, Upload
from measures.model.status import MeasureSeries, QuarterStatus
from measures.model.value import unscaled
from measures.services.history import UploadRecord, moves_of
from measures.views.stated import records_of

Document = dict[str, object]


def status_document(status: QuarterStatus) -> Document:
    """`measures status`."""
    return {
        "plan": status.plan.head.id,
        "quarter": status.quarter.label,
        "as_at": moment(status.as_at),
        "measures": [rated_measure(one) for one in status.measures],
    }


def show_document(
    status: QuarterStatus,
    rated: MeasureRating,
    series: MeasureSeries,
    revisions: Iterable[Revision],
    versions: Iterable[DefinitionVersion],
) -> Document:
    """`measures show`."""
    return {
        "plan": status.plan.head.id,
        "quarter": status.quarter.label,
        "definition": definition(rated.measure, status.plan.tolerance_of(rated.measure)),
        "standing": rated_measure(rated),
        "values": [
            {
                "quarter": point.quarter.label,
                "value": plain(point.value),
                "year_to_date": plain(point.ytd),
                "twelve_months": plain(point.twelve_months),
                "last_year": plain(point.last_year),
                "baseline": plain(point.baseline),
                "state": point.state or None,
                "status": point.status,
            }
            for point in series.points
        ],
        "revisions": [revision(one) for one in revisions],
        "definition_versions": [definition_version(one) for one in versions],
    }


def history_document(acts: Iterable[Act], uploads: Iterable[Upload]) -> Document:
    """`measures history`."""
    return {"acts": [act(one) for one in acts], "uploads": [upload(one) for one in uploads]}


def moved_ratings(moves: Iterable[RatingMove]) -> list[Document]:
    """`ratings_moved`: `comparator` null is the headline, `rating` null not rated, for the reason in `reason_code`."""
    return [
        {
            "plan": move.plan_id,
            "measure": move.measure_id,
            "quarter": move.quarter.label,
            "comparator": move.comparator,
            "before": {"rating": move.before, "reason_code": move.before_reason_code},
            "after": {"rating": move.after, "reason_code": move.after_reason_code},
        }
        for move in moves
    ]


def upload_document(record: UploadRecord) -> Document:
    """`measures history --upload`."""
    gone = record.withdrawal
    return {
        "upload": upload(record.upload),
        "confirmed": list(record.accepted.confirmed),
        "ratings_moved": moved_ratings(record.accepted.ratings_moved),
        "figures": [stated_figure(row) for row in records_of(record.figures)],
        "withdrawal": None if gone is None else act(gone.act),
    }


def stated_figure(row: Mapping[str, Any]) -> Document:
    """One figure of an upload beside what stood before it was accepted; `before` is null where nothing did."""
    return {
        "line": None if row["line"] != row["line"] else int(row["line"]),
        "measure": row["measure_id"],
        "area": row["area"],
        "quarter": Quarter(int(row["quarter"])).label,
        "basis": row["basis"],
        **_parts(row, ""),
        "data_to": day(row["data_to"]),
        "note": row["note"] or "",
        "change": row["change"],
        "before": _parts(row, "before_") if isinstance(row["before_status"], str) else None,
    }


def _parts(row: Mapping[str, Any], prefix: str) -> Document:
    found: Document = {}
    for name in FIGURES:
        units = row[f"{prefix}{name}_units"]
        found[name] = None if units != units else number(unscaled(int(units), int(row[f"{prefix}decimals"])))
    return {**found, "status": row[f"{prefix}status"]}


def rated_measure(rated: MeasureRating) -> Document:
    """One measure of `measures status`."""
    measure = rated.measure
    return {
        "measure": measure.id,
        "title": measure.title,
        "priority": rated.priority,
        "unit": measure.unit,
        "kind": measure.kind.value,
        "polarity": measure.polarity.value,
        "value": number(rated.value),
        "quarter_value": number(rated.quarter_value),
        "period": period(rated.period),
        "headline": rated.headline.value if rated.headline else None,
        "mixed": rated.mixed,
        "reason_code": rated.reason_code.value if rated.reason_code else None,
        "flags": [flag.value for flag in rated.flags],
        "signal": signal(rated.signal),
        "comparisons": [comparison(one) for one in rated.comparisons],
    }


def comparison(one: Comparison) -> Document:
    """One comparison of a measure."""
    return {
        "comparator": one.comparator.value,
        "value": number(one.value),
        "period": period(one.period),
        "change": number(one.change),
        "change_pct": number(one.change_pct),
        "rating": one.rating.value if one.rating else None,
        "reason_code": one.reason_code.value if one.reason_code else None,
        "reason": one.reason,
        "tolerance": tolerance(one.tolerance),
        "flags": [flag.value for flag in one.flags],
    }


def signal(one: Signal | None) -> Document | None:
    """Whether the quarter is unusual, and the numbers behind it."""
    if one is None:
        return None
    return {
        "result": one.result,
        "rule": one.rule,
        "n": one.n,
        "mean": one.mean,
        "lower": one.lower,
        "upper": one.upper,
        "trial": one.trial,
    }


def issue(one: Issue) -> Document:
    """One fault of a file."""
    return {
        "severity": one.severity.value,
        "code": one.code,
        "line": one.line,
        "column": one.column,
        "read": one.read,
        "message": one.message,
        "remedy": one.remedy,
    }


def definition(measure: Measure, used: Tolerance) -> Document:
    """A measure as its plan has it; `tolerance` is the one that holds, its own or the plan's."""
    return {
        "measure": measure.id,
        "title": measure.title,
        "priorities": list(measure.priorities),
        "unit": measure.unit,
        "kind": measure.kind.value,
        "polarity": measure.polarity.value,
        "definition": measure.definition,
        "source": measure.source,
        "sum_of": list(measure.sum_of),
        "first_quarter": measure.first_quarter.label if measure.first_quarter else None,
        "last_quarter": measure.last_quarter.label if measure.last_quarter else None,
        "scale": number(measure.default_scale),
        "decimals": measure.decimals,
        "tolerance": tolerance(used),
        "baseline_rule": measure.baseline_rule.value,
        "small_numbers": str(measure.small_numbers),
        "publication": measure.publication.value,
        "owner": measure.owner,
        "review_by": day(measure.review_by),
        "why_it_matters": measure.why_it_matters,
        "related": list(measure.related),
    }


def definition_version(one: DefinitionVersion) -> Document:
    """When a definition changed, by whom and why."""
    return {
        "plan": one.plan_id,
        "from_quarter": one.from_quarter.label if one.from_quarter else None,
        "removed": one.removed,
        "changed": list(one.changed),
        "at": moment(one.at),
        "by": one.by,
        "reason": one.reason,
    }


def revision(one: Revision) -> Document:
    """One figure as one upload stated it."""
    return {
        "quarter": one.quarter.label,
        "basis": one.basis.value,
        "value": number(one.value),
        "numerator": number(one.numerator),
        "denominator": number(one.denominator),
        "status": one.status.value,
        "data_to": day(one.data_to),
        "note": one.note,
        "upload": one.upload_id,
        "file": one.file_name,
        "line": one.line,
        "accepted_at": moment(one.accepted_at),
        "by": one.by,
        "withdrawn": one.withdrawn,
    }


def act(one: Act) -> Document:
    """One recorded act."""
    details = dict(one.details)
    if "ratings_moved" in details:
        details["ratings_moved"] = moved_ratings(moves_of(one))
    return {
        "act": one.id,
        "at": moment(one.at),
        "by": one.by,
        "kind": one.kind.value,
        "summary": one.summary,
        "reason": one.reason,
        "details": details,
    }


def upload(one: Upload) -> Document:
    """One accepted file."""
    return {
        "upload": one.id,
        "act": one.act_id,
        "at": moment(one.at),
        "by": one.by,
        "file": one.name,
        "note": one.note,
        "read_as": one.read_as,
        "sha256": one.sha256,
        "size": one.size,
        "lines_read": one.lines_read,
        "rows": {"added": one.added, "changed": one.changed, "unchanged": one.unchanged},
        "withdrawn": None
        if one.stands
        else {"at": moment(one.withdrawn_at), "by": one.withdrawn_by, "reason": one.withdrawn_reason},
    }


def number(exact: Fraction | Decimal | None) -> int | float | None:
    """An exact figure as a JSON number: a whole one as an integer, any other as the nearest double."""
    if exact is None:
        return None
    fraction = Fraction(exact)
    return fraction.numerator if fraction.denominator == 1 else float(fraction)


def plain(figure: float | None) -> int | float | None:
    """A figure for display as a JSON number: a whole one as an integer."""
    return int(figure) if figure is not None and figure.is_integer() else figure


def period(one: Period) -> Document:
    """First and last day."""
    return {"from": one.first.start.isoformat(), "to": one.last.end.isoformat()}


def tolerance(one: Tolerance) -> Document:
    """How far worse still counts as Amber."""
    return {"kind": one.unit.value, "amount": float(one.amount)}


def moment(one: datetime | None) -> str | None:
    """ISO form, in UTC."""
    return one.isoformat() if one else None


def day(one: date | None) -> str | None:
    """ISO form."""
    return one.isoformat() if one else None
