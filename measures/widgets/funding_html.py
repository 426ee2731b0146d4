"""A plan's awards as HTML: head, table by priority, each priority's awards, where they are from; and a list before it
is loaded or taken out."""

from collections.abc import Sequence
from urllib.parse import urlencode

from measures.charts.funding import funding_chart
from measures.model.funding import Award, FundingList, Portion, YearOfFunding, year_label
from measures.model.issue import Issue, stops
from measures.model.measure import PlanHead
from measures.rules.funding import YearChange
from measures.services.funding import ListWithdrawal, PlanFunding
from measures.views import funding_view as view
from measures.views.figures import counted
from measures.views.markup import esc, tag
from measures.views.upload_view import finding_rows, issues_in_words
from measures.widgets.drawings import Figure
from measures.widgets.markup import Cell, folded, link, table
from measures.widgets.parts import page_head
from measures.widgets.upload_html import checks_html

_LIST = "The list is a CSV file or an Excel workbook with a row for each award."
_WHOLE = "It states the whole of each financial year that it names; a year that it does not name stays as it is."
_COLUMNS = (
    ("financial_year", "Such as 2025/26. Needed."),
    ("priority", "The id of one of the plan’s priorities, or all for what serves all of them. Needed."),
    ("recipient, purpose, source", "Who is paid, what for, and from which fund. Needed."),
    ("amount", "What is awarded, in pounds: 1200, 1,200.00 or £1,200. Needed."),
    ("paid, paid_to", "What is paid of it, and up to which day. Blank is not stated, which is not zero."),
    ("note", "What else is to be known."),
)


def funding_head(funding: PlanFunding) -> str:
    """The year's sentence, how it compares, and what it is not."""
    if funding.sums is None:
        lead = f"What the office awards is shown here by priority once an officer has loaded a list of it. {_LIST}"
        to_format = tag("p", link("#list-of-awards", "What the list has to look like"))
        return page_head(esc(view.NO_LIST), esc(lead), to_format, when=_when(funding.plan))
    return page_head(
        esc(view.finding(funding)), esc(view.lead(funding.sums)),
        tag("p", esc(f"{view.NO_PERFORMANCE} {view.NOT_PUBLISHED}"), class_="muted"),
        when=_when(funding.plan, funding.sums.year),
    )  # fmt: skip


def _when(plan: PlanHead, year: int | None = None) -> str:
    span = f"<strong>April {year} to March {year + 1}</strong> · " if year else ""
    return f"{span}{esc(plan.title)}"


def funding_figure(sums: YearOfFunding) -> Figure | None:
    """The bars, with the sentence that says what they are."""
    drawing = funding_chart(sums)
    return Figure(view.chart_title(sums), view.chart_sentence(sums), drawing) if drawing else None


def figure_head(figure: Figure) -> str:
    """What stands above the bars."""
    return tag("div", tag("h2", esc(figure.title)), tag("p", esc(figure.sentence)), class_="pc pc-chart-head")


def portions_html(sums: YearOfFunding) -> str:
    """The table by priority, the whole in its last row, and where the money is from."""
    headings, rows = view.portion_headings(sums), view.portion_rows(sums)
    by_priority = [
        [Cell(esc(cell), number=0 < place < 4 + sums.held_before) for place, cell in enumerate(row)] for row in rows
    ]
    before = " pc-before" if sums.held_before else ""
    caption = f"Awarded in {year_label(sums.year)}; shares in whole per cent, rounded so that they make 100 together"
    by_fund = [[Cell(esc(fund)), Cell(esc(amount), number=True)] for fund, amount in view.source_rows(sums)]
    return tag(
        "div",
        tag("h2", "By priority"),
        table(caption, headings, by_priority, "pc-plain pc-money pc-whole" + before),
        tag("h2", "By fund"),
        table(f"Awarded in {year_label(sums.year)}, the largest first", ("Fund", "Awarded"), by_fund,
              "pc-plain pc-money pc-funds"),
        class_="pc",
    )  # fmt: skip


def awards_html(sums: YearOfFunding, awards: Sequence[Award], plan: PlanHead) -> str:
    """Each priority in a sentence, with its awards folded up beneath it; then those for which there is none."""
    none = [tag("li", f"<strong>{esc(one.title)}:</strong> {esc(view.portion_text(one))}")
            for one in sums.portions if not one.awards]  # fmt: skip
    without = tag("section", tag("h3", "Without an award"), tag("ul", *none, class_="pc-list")) if none else ""
    parts = [_priority(one, awards, plan) for one in sums.portions if one.awards]
    return tag("div", tag("h2", "Each award"), *parts, without, class_="pc")


def _priority(one: Portion, awards: Sequence[Award], plan: PlanHead) -> str:
    own = view.awards_of(awards, one.priority)
    rows = [_award(row) for row in view.award_rows(own)]
    caption = f"{one.title}, {year_label(one.year)}; the largest first"
    listed = folded(len(rows), table(caption, view.AWARD_HEADINGS, rows, "pc-plain pc-awards"),
                    of="award" if len(rows) == 1 else "awards")  # fmt: skip
    sources = tag("p", esc(view.sources_text(one)), class_="muted") if one.sources else ""
    title = esc(one.title)
    if one.priority in {held.id for held in plan.priorities}:
        title = link(f"priority?{urlencode({'p': one.priority, 'plan': plan.id})}", title)
    return tag("section", tag("h3", title), tag("p", esc(view.portion_text(one))), sources, listed)


def _award(row: Sequence[str]) -> list[Cell]:
    amount = view.AWARD_HEADINGS.index("Awarded")
    return [Cell(esc(cell), number=place == amount) for place, cell in enumerate(row)]


def source_html(one: FundingList) -> str:
    """Which list the awards are from."""
    return tag("div", tag("p", esc(view.list_sentence(one)), class_="muted"), class_="pc")


def lists_html(lists: Sequence[FundingList], standing: dict[int, FundingList]) -> str:
    """Every list that was loaded for the plan, for who may see the office's work."""
    if not lists:
        return ""
    rows = [[esc(cell) for cell in row] for row in view.list_rows(lists, standing)]
    whole = table("The newest first; none is ever lost", view.LIST_HEADINGS, rows, "pc-plain pc-lists")
    return tag("div", tag("h2", "Every list"), whole, class_="pc")


def not_held_html(sentence: str) -> str:
    """Why there is nothing to show of what the address asks for."""
    return page_head("Funding: nothing to show", esc(sentence))


# ---- before a list is loaded or taken out


def format_html(plan: PlanHead) -> str:
    """What a file has to look like, with the ids that this plan knows."""
    ids = ", ".join(f"<code>{esc(one.id)}</code>" for one in plan.priorities)
    rows = [[f"<code>{esc(names)}</code>", esc(words)] for names, words in _COLUMNS]
    return tag(
        "div", tag("p", esc(f"{_LIST} {_WHOLE}")),
        tag("p", f"Ids of this plan’s priorities: {ids}, <code>all</code>."),
        table("The columns, in any order", ("Column", "What it holds"), rows, "pc-plain"),
        class_="pc", id="list-of-awards",
    )  # fmt: skip


def issues_html(issues: Sequence[Issue]) -> str:
    """Every finding in a file, its faults in a table; "" where there is none."""
    if stops(list(issues)):
        return checks_html(finding_rows(issues), issues_in_words(issues))
    told = [tag("li", esc(f"Line {one.line:,}: {one.message}" if one.line else one.message)) for one in issues]
    said = tag("p", esc(issues_in_words(issues)), class_="pc-tally")
    return tag("div", said, tag("ul", *told, class_="pc-list"), class_="pc") if told else ""


def preview_html(years: Sequence[YearChange]) -> str:
    """What a list would change, a table for each year."""
    if not years:
        return tag("div", tag("p", "These very awards stand already: there is nothing to store.", role="status",
                              class_="pc-notice"), class_="pc")  # fmt: skip
    parts = []
    for one in years:
        rows = [[esc(cell) for cell in row] for row in view.change_rows(one)]
        caption = f"{year_label(one.year)}, the whole in the last row"
        parts += [tag("p", esc(view.change_finding(one))),
                  table(caption, view.change_headings(), rows, "pc-plain pc-money pc-whole")]  # fmt: skip
    return tag("div", tag("h3", f"What would change in {counted(len(years), 'year')}"), *parts, class_="pc")


def withdrawal_html(planned: ListWithdrawal) -> str:
    """What stands in place of a list that is taken out."""
    items = "".join(tag("li", esc(text)) for text in view.withdrawal_sentences(planned))
    return tag("div", tag("p", "What is shown then:"), tag("ul", items, class_="pc-list"), class_="pc")
