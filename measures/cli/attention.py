"""`measures exceptions`: what deserves the meeting's time, for a person or a machine."""

from measures.cli import documents
from measures.cli.arguments import TextOrJson
from measures.cli.printing import MARKS, add_row, as_json, new_table, say, show
from measures.model.exceptional import ExceptionEntry, QuarterExceptions
from measures.model.quarter import Quarter
from measures.services.exceptions import quarter_exceptions
from measures.storage.store import open_store
from measures.views.exceptions_view import ORDER, evidence, exceptions_view, red_since


def print_exceptions(plan_id: str | None, quarter: Quarter | None, form: TextOrJson) -> None:
    """Print the exceptions of a plan's quarter."""
    with open_store(upgrade=False) as store:
        found = quarter_exceptions(store, plan_id, quarter)
    if form is TextOrJson.JSON:
        as_json(exceptions_document(found))
        return
    view = exceptions_view(found)
    say(view.title, found.plan.head.title, f"{found.quarter}, {found.quarter.months}", "")
    if view.rated:
        table = new_table("", "Measure", "Why it is here", "Red since")
        for one in view.rated:
            headline = one.rating.headline
            add_row(table, MARKS[headline], one.rating.measure.title, one.why, red_since(one), rating=headline, mark=0)
        show(table)
        say("", ORDER)
    if view.unrated:
        say("", "No rating where one is expected")
        table = new_table("", "Measure", "Why it is here")
        for one in view.unrated:
            add_row(table, MARKS[None], one.rating.measure.title, one.why)
        show(table)


def exceptions_document(found: QuarterExceptions) -> documents.Document:
    """`measures exceptions --format json`."""
    return {
        "plan": found.plan.head.id,
        "quarter": found.quarter.label,
        "compared_with": found.since,
        "exceptions": [_entry(one) for one in found.entries],
    }


def _entry(one: ExceptionEntry) -> documents.Document:
    rating = one.rating
    return {
        "measure": rating.measure.id,
        "title": rating.measure.title,
        "priority": rating.priority,
        "headline": rating.headline.value if rating.headline else None,
        "mixed": rating.mixed,
        "reason_code": rating.reason_code.value if rating.reason_code else None,
        "causes": [cause.value for cause in one.causes],
        "why": one.why,
        "red_since": one.red_since.label if one.red_since else None,
        "red_quarters": one.red_quarters,
        "signal": documents.signal(rating.signal),
        "reasons": list(evidence(one)),
    }
