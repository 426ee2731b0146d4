"""Definitions and rules as HTML: the plan's rule, what another would move, every measure with its rule and versions."""

from collections.abc import Mapping, Sequence

from measures.model.measure import Plan, PlanHead, Priority
from measures.model.rule_trial import RuleTrial, RuleVersion, Tally
from measures.model.status import QuarterStatus
from measures.views.figures import NOT_RATED, counted
from measures.views.markup import esc, tag
from measures.views.moves_view import grouped_moves
from measures.views.rules_view import (
    COLUMNS,
    MeasureRule,
    consequences,
    finding_of,
    is_rated,
    measure_rule,
    plan_rule,
    published_words,
    trial_changes,
    trial_finding,
    version_words,
)
from measures.widgets.markup import Cell, Place, folded, link, mark, table
from measures.widgets.moves_html import moves_html, moves_of_one

HEADINGS = ("Measure", "What is measured", "Compared with", "Still Amber", "Recorded")
#: So many quarters of the counts stand open.
OPEN = 8


def rules_head(status: QuarterStatus, place: Place) -> str:
    """How many measures, and the plan's own rule."""
    return tag(
        "div",
        tag("h1", f"Definitions and rules: {esc(finding_of(status.plan))}"),
        tag("p", esc(plan_rule(status.plan)), class_="pc-lead"),
        tag("p", f"As they are in force at {esc(place.quarter.label)}.", class_="pc-when"),
        tag("p", link("#definitions", "Every measure"), " · ", link("#versions", "Who set the plan’s rule"), " · ",
            link(place.method(), "How a colour comes about"), class_="pc-screen"),
        class_="pc pc-head",
    )  # fmt: skip


def trial_head(*, tried: bool) -> str:
    """What stands above the form; not on paper while nothing is tried."""
    return tag(
        "div",
        tag("h2", "What if the rule were another?"),
        tag("p", "Choose another tolerance, comparison or direction, and see which ratings would move on the figures "
                 "that are held. Nothing is stored by trying."),
        class_="pc" if tried else "pc pc-screen",
    )  # fmt: skip


def trial_html(trial: RuleTrial, plan: Plan, plans: Sequence[PlanHead]) -> str:
    """What a rule would move: the change in words, counts as it stands and as tried, every rating that moves."""
    titles = {one.id: one.title for one in plan.measures}
    first, *others = consequences(trial)
    shown = published_words(trial)
    return tag(
        "div",
        tag("h3", esc(trial_finding(trial, titles))),
        tag("ul", *(tag("li", esc(one)) for one in trial_changes(trial, plan)), class_="pc-list"),
        tag("p", tag("strong", esc(first)), " ", esc(" ".join(others))),
        tag("p", esc(shown), class_="pc-notice") if shown else "",
        _counts(trial),
        _moves(trial, titles, plans) if trial.moves else "",
        class_="pc",
    )


def _moves(trial: RuleTrial, titles: Mapping[str, str], plans: Sequence[PlanHead]) -> str:
    groups = grouped_moves(trial.moves, titles, plans)
    caption = "As it stands → as tried, the newest quarter first"
    moved = moves_of_one(groups, caption) if trial.wish.measure_id else moves_html(groups, "would move", level=4)
    return tag("h3", "Ratings that would move") + moved


def _counts(trial: RuleTrial) -> str:
    """Measures by headline, as it stands and as tried, quarter by quarter; those that stay are said in a line."""
    moved = [one for one in trial.tallies if one.now != one.then]
    if not moved:
        return ""
    rows = [
        row
        for one in moved
        for row in (
            [esc(f"{one.quarter.label}, as it stands"), *_cells(one.now, one.now)],
            [esc(f"{one.quarter.label}, as tried"), *_cells(one.then, one.now)],
        )
    ]
    headings = ("Quarter", *(one.words if one else NOT_RATED for one in COLUMNS))
    same = len(trial.tallies) - len(moved)
    rest = tag("p", esc(f"In {counted(same, 'other quarter')} the counts stay as they are.")) if same else ""
    first, behind = rows[: 2 * OPEN], rows[2 * OPEN :]
    whole = table("By the rule that stands, and by the one that is tried", headings, first, "pc-tallies pc-counts")
    more = (
        folded(len(behind) // 2, table("Earlier quarters", headings, behind, "pc-tallies pc-counts")) if behind else ""
    )
    return tag("h3", "Measures by headline") + whole + more + rest


def _cells(numbers: Tally, now: Tally) -> list[Cell | str]:
    """The numbers with their marks; what differs from now is said with its difference."""
    cells: list[Cell | str] = []
    for one, number, before in zip(COLUMNS, numbers, now, strict=True):
        differs = f" ({number - before:+d})".replace("-", "−") if number != before else ""
        figure = f"<strong>{number}{differs}</strong>" if differs else str(number)
        cells.append(Cell(tag("span", mark(one, small=True), f" {figure}", class_="tallied"), number=True))
    return cells


def definitions_html(status: QuarterStatus, place: Place, versions: Sequence[RuleVersion]) -> str:
    """Every measure by priority, and the changes of the plan's own rule."""
    plan = status.plan
    own = [version_words(one) for one in versions if not one.measure_id]
    return tag(
        "div",
        tag("h2", "Every measure and its rule", id="definitions"),
        *(_priority(priority, plan, place, versions) for priority in plan.head.priorities),
        tag("h2", "The plan’s own rule: who set it, when and why", id="versions"),
        tag("ul", *(tag("li", esc(one)) for one in own), class_="pc-list"),
        class_="pc",
    )


def _priority(priority: Priority, plan: Plan, place: Place, versions: Sequence[RuleVersion]) -> str:
    measures = plan.under(priority.id)
    if not measures:
        return ""
    rows = [_row(measure_rule(one, plan, versions), place) for one in measures]
    rated = sum(map(is_rated, measures))
    caption = f"{counted(len(measures), 'measure')}, {rated} of them can be rated"
    return tag("h3", link(place.priority(priority.id), esc(priority.title))) + table(
        caption, HEADINGS, rows, "pc-plain pc-definitions", priority.title
    )


def _row(one: MeasureRule, place: Place) -> list[Cell | str]:
    measure = one.measure
    unit = "per cent" if measure.unit.strip() == "%" else measure.unit
    own = "its own" if one.is_own else "as the plan has it"
    return [
        link(place.measure(measure.id), esc(measure.title))
        + tag("span", esc(f"{unit}. {one.better}."), class_="unit")
        + tag("span", "Id in a file: ", tag("code", esc(measure.id)), class_="unit"),
        tag("div", esc(measure.definition or "Not described."), _source(measure.source)),
        _lines(one.compared) if one.compared else tag("span", "Nothing", class_="muted"),
        tag("div", esc(one.amber), tag("span", esc(own), class_="unit") if one.compared else ""),
        _lines(one.recorded),
    ]


def _source(source: str) -> str:
    return tag("span", esc(f"Source: {source}"), class_="unit") if source else ""


def _lines(texts: Sequence[str]) -> str:
    return tag("div", *(tag("span", esc(text), class_="line") for text in texts)) if texts else ""
