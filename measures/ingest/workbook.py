"""An Excel workbook as the same table of texts that a CSV file gives: its sheet chosen, its header found.

Lines are the sheet's own row numbers, and the table knows each column's letter. Formulas are never calculated:
what they came to when the workbook was saved is read, and a formula that has no result is told by its cell.
"""

import io
from collections.abc import Callable, Sequence
from xml.etree.ElementTree import ParseError

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from measures.ingest.findings import Findings
from measures.ingest.package import Package, is_well_formed, tell_corrupt, tell_too_large, unpack
from measures.ingest.sheet import Sheet, find_header, sheet_table
from measures.ingest.sheet_xml import SheetMarks, is_stale, percent_styles, sheet_marks, sheet_parts
from measures.ingest.table import Table
from measures.ingest.words import did_you_mean, listed, shown
from measures.model.issue import Issue, Severity

IsHeader = Callable[[Sequence[str]], bool]


def read_workbook(
    content: bytes,
    findings: Findings,
    is_header: IsHeader,
    sheet: str | None = None,
    names: frozenset[str] = frozenset(),
) -> Table | None:
    """The table of a workbook's sheet; None where a finding says why not.

    `is_header` tells a row of column names; `sheet` names the sheet, without it the only visible one that has such
    a row is read. `names` are the ids of measures: a row of that name is no total.
    """
    chosen = open_sheet(content, findings, is_header, sheet)
    return None if chosen is None else sheet_table(chosen, is_header, names, findings)


def open_sheet(content: bytes, findings: Findings, is_header: IsHeader, sheet: str | None = None) -> Sheet | None:
    """The sheet that is read, its cells as they stand; None where a finding says why not."""
    package = unpack(content, findings)
    if package is None:
        return None
    try:
        return _choose(package, findings, is_header, sheet)
    except (CalamineError, ParseError, OSError, ValueError, LookupError):
        tell_corrupt(findings)
        return None
    except BaseException as error:  # a panic of the library is none of Python's own exceptions
        if type(error).__name__ != "PanicException":
            raise
        tell_corrupt(findings)
        return None


def _choose(package: Package, findings: Findings, is_header: IsHeader, wanted: str | None) -> Sheet | None:
    parts = sheet_parts(package)
    known = _names(package, parts)
    if not known:
        tell_corrupt(findings)
        return None
    if wanted is not None and wanted not in known:
        findings.file(
            "unknown_sheet",
            f"The workbook has no sheet “{shown(wanted)}”.",
            f"{did_you_mean(wanted, known)}It has {_quoted(list(known))}.",
            read=shown(wanted),
            expected="the name of a sheet",
        )
        return None
    read: dict[str, Sheet] = {}
    for name in [wanted] if wanted is not None else [name for name, is_visible in known.items() if is_visible]:
        sheet = _read_sheet(package, name, parts[name], findings)
        if sheet is None:
            return None
        read[name] = sheet
    with_header = [name for name, sheet in read.items() if find_header(sheet, is_header) is not None]
    if wanted is None and len(with_header) != 1:
        _tell_which(findings, with_header, known)
        return None
    name = wanted if wanted is not None else with_header[0]
    _tell_chosen(findings, name, known)
    return read[name]


def sheet_names(content: bytes) -> dict[str, bool]:
    """The worksheets of a workbook in their order, each with whether a person sees it; none of what is no workbook."""
    package = unpack(content, Findings())
    if package is None:
        return {}
    try:
        return _names(package, sheet_parts(package))
    except (CalamineError, ParseError, OSError, ValueError, LookupError):
        return {}


def _names(package: Package, parts: dict[str, str]) -> dict[str, bool]:
    """The worksheets, each with whether a person sees it. Raises LookupError where the cells of one are not there."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(package.packed_again("")))
    sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    for sheet in sheets:
        if parts[sheet.name] not in package.parts:
            raise LookupError(f"The part {parts[sheet.name]} of a sheet is not there.")
    return {sheet.name: sheet.visible == SheetVisibleEnum.Visible for sheet in sheets}


def _read_sheet(package: Package, name: str, part: str, findings: Findings) -> Sheet | None:
    marks: SheetMarks = sheet_marks(package.parts[part], percent_styles(package), stale=is_stale(package))
    if marks.is_too_large:
        tell_too_large(findings)
        return None
    if not (marks.is_sound and is_well_formed(package.parts[part])):
        tell_corrupt(findings)
        return None
    book = CalamineWorkbook.from_filelike(io.BytesIO(package.packed_again(part)))
    sheet = book.get_sheet_by_name(name)
    top, left = sheet.start or (0, 0)
    values: list[list[object]] = [list(row) for row in sheet.to_python()]
    return Sheet(name, values, top + 1, left + 1, marks, sheet.merged_cell_ranges or [])


def _tell_which(findings: Findings, with_header: list[str], known: dict[str, bool]) -> None:
    if with_header:
        findings.file(
            "which_sheet",
            f"Several sheets hold figures: {_quoted(with_header)}.",
            "Choose one (measures load FILE --sheet NAME), or move the others to workbooks of their own.",
            expected="one sheet of figures",
        )
        return
    hidden = [name for name, is_visible in known.items() if not is_visible]
    findings.file(
        "no_header",
        f"No row of the sheets {_quoted([name for name in known if name not in hidden])} names the columns."
        if len(hidden) < len(known)
        else "All sheets of the workbook are hidden.",
        "Start the table with a row such as measure_id, quarter, value, status"
        + (f"; or unhide the sheet that has it. Hidden and not read: {_quoted(hidden)}." if hidden else "."),
        expected="measure_id, quarter and a figure",
    )


def _tell_chosen(findings: Findings, name: str, known: dict[str, bool]) -> None:
    """A note wherever there was a choice, or what is read cannot be seen."""
    others = [f"“{shown(other)}”" + ("" if seen else " (hidden)") for other, seen in known.items() if other != name]
    message = f"The sheet “{shown(name)}” was read" + ("" if known[name] else ", which is hidden")
    if others:
        message += f"; not read: {listed(others[:20], 'and')}" + (" and more" if len(others) > 20 else "")
    if others or not known[name]:
        findings.add(Issue(Severity.NOTE, "sheet_chosen", f"{message}.", "Nothing to do if that is the right one."))


def _quoted(names: list[str]) -> str:
    return listed([f"“{shown(name)}”" for name in names[:20]], "and")
