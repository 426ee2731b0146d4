"""`measures review`: what a panel looks at before a meeting, for a person or a machine."""

from functools import partial

from measures.cli import documents
from measures.cli.arguments import TextOrJson
from measures.cli.printing import MARKS, add_row, as_json, new_table, say, show
from measures.cli.review_document import review_document
from measures.model.quarter import Quarter
from measures.model.review import Promise, SincePublication
from measures.services.panel import PanelReview, panel_review
from measures.services.ratings import measure_series, quarter_status
from measures.settings import this_day
from measures.storage.store import open_store
from measures.views.exceptions_view import exceptions_view, red_since
from measures.views.figures import NOT_RATED
from measures.views.questions_view import question_groups
from measures.views.review_view import (
    COLUMNS,
    HEADINGS,
    due_in_words,
    restated_by,
    restated_groups,
    restated_sentence,
    review_lead,
    review_title,
    standing_in_words,
    then_and_now,
)
from measures.views.review_words import DIRECTIONS, basis_in_words, figure_in_words

_MOST = 10  # restated figures of one reason; the JSON has all


def print_review(plan_id: str | None, quarter: Quarter | None, form: TextOrJson) -> None:
    """Print the panel review of a plan's quarter."""
    with open_store(upgrade=False) as store:
        status = quarter_status(store, plan_id, quarter)
        series = partial(measure_series, store, plan_id=status.plan.head.id)
        found = panel_review(store, status, series, today=this_day())
    if form is TextOrJson.JSON:
        document: documents.Document = review_document(found)
        as_json(document)
        return
    status = found.status
    say(review_title(found.review), status.plan.head.title, f"{status.quarter}, {status.quarter.months}",
        _standing(found), review_lead(found), "")  # fmt: skip
    _then_and_now(found)
    _moved(found)
    _questions(found)
    _exceptions(found)
    _remarks(found)
    _promises(found.review.promises)
    if found.review.restated is not None:
        _restated(found.review.restated)
    _rules(found)


def _standing(found: PanelReview) -> str:
    head = found.published
    return f"Published for {head.meeting.words} (publication {head.id})." if head else "Draft: not yet published."


def _then_and_now(found: PanelReview) -> None:
    names = [one.words if one else NOT_RATED for one in COLUMNS]
    table = new_table("When", *names, right=names)
    for when, numbers in then_and_now(found):
        add_row(table, when, *numbers)
    show(table)


def _moved(found: PanelReview) -> None:
    if not found.review.moved:
        return
    say("", "What moved")
    table = new_table("", "Measure", "Which way", "Then", "Now")
    for one in found.review.moved:
        headline = one.now.headline
        add_row(table, MARKS[headline], one.measure.title, DIRECTIONS[one.direction], one.before.words, one.now.words,
                rating=headline, mark=0)  # fmt: skip
    show(table)


def _questions(found: PanelReview) -> None:
    for code, asked in question_groups(found.review.questions).items():
        say("", f"Questions: {HEADINGS[code][:1].lower()}{HEADINGS[code][1:]}")
        for one in asked:
            say(f"{one.number}. {one.text}", *(f"   - {text}" for text in one.evidence))


def _exceptions(found: PanelReview) -> None:
    view = exceptions_view(found.exceptions)
    if not view.rated:
        return
    say("", "Exceptions and what is said of them")
    table = new_table("", "Measure", "Why it is here", "Red since", "What is said of it")
    for one in view.rated:
        headline, name = one.rating.headline, one.rating.measure.id
        written = found.said.get(name)
        said = "\n".join(f"{heading}: {text}" for heading, text in written.said.parts) if written else "No commentary"
        add_row(
            table, MARKS[headline], one.rating.measure.title, one.why, red_since(one), said, rating=headline, mark=0
        )
    show(table)


def _remarks(found: PanelReview) -> None:
    plan = found.status.plan
    lines = [
        f"- {titled.title}: {one.text}"
        for titles, remarks in ((plan.measures, found.remarks), (plan.head.priorities, found.of_narratives))
        for titled in titles
        for one in remarks.get(titled.id, ())
    ]
    if lines:
        say("", "A check of the texts points to (it blocks nothing)", *lines)


def _promises(promises: tuple[Promise, ...]) -> None:
    if not promises:
        return
    say("", "What was promised")
    table = new_table("Measure", "For", "What was to be done", "By whom", "By when", "What became of it")
    for one in promises:
        add_row(table, one.measure.title, one.quarter, one.action, one.by, due_in_words(one), standing_in_words(one))
    show(table)


def _restated(since: SincePublication) -> None:
    say("", "What was restated since the last meeting", restated_sentence(since))
    for group in restated_groups(since):
        say("", *(["Why: " + " ".join(group.why)] if group.why else []))
        table = new_table("Measure", "Quarter", "Reported", "Now", "Difference", "Colour changes",
                          right=("Reported", "Now"))  # fmt: skip
        for one, colour in group.figures[:_MOST]:
            basis = basis_in_words(one.basis)
            figures = (figure_in_words(side, one.measure) for side in (one.reported, one.now))
            add_row(table, one.measure.title, f"{one.quarter} {basis}".strip(), *figures, restated_by(one), colour)
        show(table)
        if len(group.figures) > _MOST:
            say(f"These are {_MOST} of {len(group.figures):,}; --format json has them all.")


def _rules(found: PanelReview) -> None:
    if not found.review.rules:
        return
    say("", "Rules that changed")
    table = new_table("Measure", "What", "Then", "Now", "Why")
    for one in found.review.rules:
        add_row(table, one.title or "The whole plan", one.what, one.before, one.now, " ".join(one.why))
    show(table)
