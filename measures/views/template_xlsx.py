"""A template as an Excel workbook: only the cells to fill in are open, each takes only what can be right.

Every text is written as a text, so none becomes a formula or a link.
"""

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from measures.model.measure import Kind, Measure
from measures.model.quarter import Quarter, day_in_words
from measures.model.value import Status
from measures.views.template import COLUMNS, PARTS, TO_FILL, WITH_FIGURE, WITHOUT_FIGURE, TemplateRow

HEADINGS = {name: name.replace("_", " ").capitalize().replace(" id", " ID") for name in COLUMNS}
WIDTHS = {
    "measure_id": 24, "title": 30, "unit": 14, "definition": 60, "last_year": 24, "last_figure": 24, "fill_in": 24,
    "quarter": 12, "value": 13, "numerator": 13, "denominator": 13, "status": 9, "note": 40,
}  # fmt: skip
PLAIN = {"font_name": "Arial", "font_size": 10, "valign": "top", "text_wrap": True}
FORMATS = {
    "heading": {"bold": True, "bg_color": "#12436D", "font_color": "#FFFFFF", "valign": "vcenter"},
    "about": {"font_color": "#0B0C0C", "bg_color": "#F3F2F1", "border": 1, "border_color": "#B1B4B6"},
    "title": {"bold": True, "bg_color": "#F3F2F1", "border": 1, "border_color": "#B1B4B6"},
    "open": {"locked": False, "bg_color": "#FFF7BF", "border": 1, "border_color": "#505A5F"},
    "second_best": {"locked": False, "bg_color": "#FFFDF0", "border": 1, "border_color": "#B1B4B6"},
    "closed": {"bg_color": "#B1B4B6", "border": 1, "border_color": "#B1B4B6"},
}
STATUS_LETTERS = [status.value for status in Status if status.value]
HOW_TO = "How to fill this in"


def template_xlsx(rows: Sequence[TemplateRow], quarter: Quarter, today: date) -> bytes:
    """The workbook: a sheet of rows, and one that says how they are filled in. The same bytes for the same rows."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties(
            {"title": f"Figures outstanding for {quarter}", "created": datetime.combine(today, time(), UTC)}
        )
        formats = {name: book.add_format(PLAIN | given) for name, given in FORMATS.items()}
        _write_rows(book.add_worksheet("Figures"), rows, formats)
        _write_how_to(book, quarter)
    return out.getvalue()


def _write_rows(sheet: Worksheet, rows: Sequence[TemplateRow], formats: dict[str, Format]) -> None:
    for column, name in enumerate(COLUMNS):
        sheet.set_column(column, column, WIDTHS[name])
        sheet.write_string(0, column, HEADINGS[name], formats["heading"])
    for line, row in enumerate(rows, start=1):
        for column, name in enumerate(COLUMNS):
            form = formats[_form(row, name)]
            if text := row.texts[name]:
                sheet.write_string(line, column, text, form)
            else:
                sheet.write_blank(line, column, None, form)
            if rule := _rule(row.measure, name):
                sheet.data_validation(line, column, line, column, rule)
    sheet.set_row(0, 24)
    sheet.freeze_panes(1, COLUMNS.index("title") + 1)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    if rows:
        sheet.set_selection(1, COLUMNS.index(rows[0].figures[0]), 1, COLUMNS.index(rows[0].figures[0]))


def _form(row: TemplateRow, column: str) -> str:
    if column not in TO_FILL:
        return "title" if column == "title" else "about"
    if column in ("value", *PARTS) and column not in row.figures:
        return "closed"
    return "second_best" if column == "value" and len(row.figures) > 1 else "open"


def _rule(measure: Measure, column: str) -> dict[str, Any] | None:
    """What a cell takes, as Excel's data validation; None where it takes anything."""
    if column == "status":
        return {
            "validate": "list",
            "source": STATUS_LETTERS,
            "input_title": "Status",
            "input_message": "Leave it blank, or choose a letter. Without a figure: "
            + ", ".join(f"{letter.value} {letter.words}" for letter in WITHOUT_FIGURE) + ".",
            "error_title": "No such status",
            "error_message": f"Choose one of {', '.join(STATUS_LETTERS)}, or leave it blank.",
        }  # fmt: skip
    if column not in ("value", *PARTS):
        return None
    return _limits(measure, column) | {"error_title": "Not a figure that can be right"}


def _limits(measure: Measure, column: str) -> dict[str, Any]:
    """The figures that a cell takes: those that loading takes (measures.ingest.range_checks)."""
    if column == "value" and measure.kind is Kind.RATIO and measure.in_percent:
        return {
            "validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100,
            "input_title": "Value",
            "input_message": "Only where numerator and denominator are not known: 12.5 for 12.5%.",
            "error_message": "Write a percentage from 0 to 100 without the sign, such as 12.5.",
        }  # fmt: skip
    never_negative = column == "denominator" or (column, measure.kind) in (
        ("numerator", Kind.RATIO),
        ("value", Kind.STOCK),
    )
    if never_negative:
        return {
            "validate": "decimal", "criteria": ">=", "value": 0,
            "error_message": "Write a number that is not below zero.",
        }  # fmt: skip
    return {
        "validate": "decimal", "criteria": "between", "minimum": -1e15, "maximum": 1e15,
        "error_message": "Write the figure in digits, such as 1234 or 12.5. Where there is none, choose a status.",
    }  # fmt: skip


def _write_how_to(book: Workbook, quarter: Quarter) -> None:
    sheet = book.add_worksheet(HOW_TO)
    plain, bold = book.add_format(PLAIN), book.add_format(PLAIN | {"bold": True})
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, 1, 100)
    heading = book.add_format({**PLAIN, "bold": True, "font_size": 14, "text_wrap": False})
    sheet.write_string(0, 0, f"Figures for {quarter}, {quarter.months}", heading)
    line = 2
    for step, text in enumerate(_steps(quarter), start=1):
        sheet.write_string(line, 0, f"{step}.", bold)
        sheet.write_string(line, 1, text, plain)
        line += 1
    for title, letters in (("Status without a figure", WITHOUT_FIGURE), ("Status beside a figure", WITH_FIGURE)):
        sheet.write_string(line + 1, 0, title, book.add_format({**PLAIN, "bold": True, "text_wrap": False}))
        line += 2
        for letter in letters:
            sheet.write_string(line, 0, letter.value, bold)
            sheet.write_string(line, 1, letter.words, plain)
            line += 1
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _steps(quarter: Quarter) -> tuple[str, ...]:
    return (
        "Fill in the yellow cells of the rows that you have figures for. Rows left blank stay outstanding: nothing is "
        "stored for them.",
        f"Give the figure of the quarter alone ({quarter.months}); of a headcount what there was on "
        f"{day_in_words(quarter.end)}, of a measure over 12 months those to that day.",
        "Write plain numbers: 12.5, not 12.5%. Where something was counted and there were none, write 0: a blank is "
        "never taken for zero.",
        "The column Fill in says which cells a measure takes; dark grey cells stay empty. Pale yellow cells are for a "
        "value whose numerator and denominator are not known: it cannot be added to a year to date.",
        "Where there is no figure, leave it blank and choose the status that says why. A note may say more.",
        "Save the workbook and load it as it is, on the page Upload or with measures load FILE: no column or row has "
        "to be taken out. It can be loaded again with more rows filled in.",
        "The other cells are locked against slips, without a password: Review, Unprotect Sheet; for example to add a "
        "column basis, with ytd beside figures for the year to date.",
    )
