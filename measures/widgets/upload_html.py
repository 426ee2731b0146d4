"""The Upload page as HTML: its finding, its steps, the checks, the difference, the ratings that move, the result."""

from collections.abc import Iterable, Sequence

from measures.charts.theme import severity_address
from measures.errors import MeasuresError
from measures.model.issue import Severity
from measures.model.record import Upload
from measures.services.outlook import StillMissing
from measures.services.uploads import Preview
from measures.views.difference_view import DifferenceRow
from measures.views.figures import counted
from measures.views.markup import esc, tag
from measures.views.moves_view import QuarterMoves
from measures.views.upload_view import STEPS, Finding, FindingRow, Progress
from measures.widgets.fault_words import sentence_of
from measures.widgets.markup import Cell, Place, link, table
from measures.widgets.moves_html import moves_html
from measures.widgets.parts import facts_html, fault_html


def head_html(finding: Finding, progress: Progress | None = None) -> str:
    """The finding, what it means, and the four steps."""
    steps = _steps(progress) if progress else ""
    lead = tag("p", esc(finding.lead), role="status", class_="pc-lead")
    return tag("div", tag("h1", esc(finding.title)), lead, steps, class_="pc pc-head")


def _steps(progress: Progress) -> str:
    items = []
    for number, (name, said) in enumerate(zip(STEPS, progress.said, strict=True), 1):
        state = "now" if number == progress.open else "done" if number < progress.open else "later"
        current = {"aria_current": "step"} if state == "now" else {}
        words = tag("span", esc(said), class_="said") if said else ""
        items.append(tag("li", tag("span", str(number), class_="number"),
                         tag("span", tag("strong", name), words, class_="words"), class_=state, **current))  # fmt: skip
    return tag("ol", *items, class_="pc-steps")


def step_heading(number: int, words: str = "") -> str:
    """The heading of a step, and a sentence below it."""
    return tag("div", tag("h2", f"{number}. {STEPS[number - 1]}"), tag("p", esc(words)) if words else "", class_="pc")


CHOOSE = "A quarter’s figures as CSV or as an Excel workbook (.xlsx), or a Home Office table as it is published."


def choose_html(*, again: bool) -> str:
    """What may be chosen, and where to get a form to fill in. `again`: after a file that was stored."""
    title = tag("h2", "Upload another file" if again else f"1. {STEPS[0]}")
    desk = link("desk", "Quarter desk")
    form = f"What is outstanding, and a form for it that loads as it comes back: {desk}."
    return tag("div", title, tag("p", f"{CHOOSE} {form}"), _formats(), class_="pc")


def _formats() -> str:
    rows = [
        ["Long form", "One row for each measure and quarter: <code>measure_id, quarter, value, status</code>; for "
         "rates and percentages <code>numerator, denominator</code> in place of <code>value</code>."],
        ["Wide form", "One row for each measure and one column for each quarter, values only."],
        ["Published table", "Police recorded crime open data as the Home Office publishes it, read by a mapping."],
        ["Never zero", "A blank is never taken for zero: write 0, or a status letter (x not available, c confidential, "
         "z not applicable)."],
    ]  # fmt: skip
    return tag("details", tag("summary", "What a file may look like"),
               table("The forms that are read, from CSV and from workbooks alike", ("Form", "What it holds"), rows,
                     "pc-plain"))  # fmt: skip


FINDING_HEADINGS = ("Finding", "Line", "Column", "Read", "Expected", "What is wrong", "What to do")


def checks_html(rows: Sequence[FindingRow], words: str) -> str:
    """Every finding in a real table; notes, which need nothing, in one of their own that can be folded up."""
    needed = [row for row in rows if row.severity is not Severity.NOTE]
    notes = [row for row in rows if row.severity is Severity.NOTE]
    parts = (
        [tag("p", esc(words), class_="pc-tally")]
        if words
        else [tag("p", "Nothing was found: no fault, nothing to confirm, no note.")]
    )
    if needed:
        parts.append(
            table("What was found, faults first", FINDING_HEADINGS, map(_finding, needed), "pc-plain pc-findings")
        )
    if any(row.code == "unknown_measure" for row in needed):
        rules = link("rules#definitions", "Definitions")
        parts.append(tag("p", f"The id of every measure stands under its name in {rules}."))
    if notes:
        words = f"{counted(len(notes), 'note')}: what was read otherwise than it stands in the file"
        folded = {} if needed else {"open": "open"}
        parts.append(tag("details", tag("summary", esc(words)), _notes(notes), **folded))
    return tag("div", *parts, class_="pc")


def _notes(rows: Sequence[FindingRow]) -> str:
    """Notes in a table of the columns that any of them fills."""
    cells = [_finding(row) for row in rows]
    used = [place for place in range(len(FINDING_HEADINGS)) if any(_html(line[place]) for line in cells)]
    return table(
        "Nothing needs doing if that is what was meant",
        [FINDING_HEADINGS[place].replace("is wrong", "was found") for place in used],
        [[line[place] for place in used] for line in cells],
        "pc-plain",
    )


def _html(cell: Cell | str) -> str:
    return cell.html if isinstance(cell, Cell) else cell


def _finding(row: FindingRow) -> list[Cell | str]:
    image = f'<img class="mark" src="{severity_address(row.severity)}" alt="" width="20" height="20">'
    read = tag("span", esc(row.read), class_="read") if row.read else ""
    return [
        tag("span", image, tag("span", esc(row.word)), class_="pc-severity"),
        Cell(esc(row.line), number=True), esc(row.column), read, esc(row.expected),
        tag("span", esc(row.message)), esc(row.remedy),
    ]  # fmt: skip


def counts_html(preview: Preview) -> str:
    """What was read, and what each figure would do."""
    accepted = preview.lines_read - preview.stopped
    sums = (
        f"<strong>{preview.lines_read:,}</strong> {'figure' if preview.lines_read == 1 else 'figures'} read = "
        f"<strong>{accepted:,}</strong> accepted + <strong>{preview.stopped:,}</strong> stopped."
    )
    tiles = (
        ("New", preview.added, "nothing stands for them yet"),
        ("Changed", preview.changed, "another figure stands"),
        ("Unchanged", preview.unchanged, "exactly what stands"),
        ("Stopped", preview.stopped, "refused by a fault"),
    )
    return tag("div", tag("p", sums), _tiles(tiles), class_="pc")


def _tiles(tiles: Iterable[tuple[str, int, str]]) -> str:
    return tag("ul", *(
        tag("li", f'<span class="top"><strong class="word">{word}</strong><span class="total">{number:,}</span></span>'
                  f'<span class="meaning">{meaning}</span>', class_="pc-tile plain")
        for word, number, meaning in tiles
    ), class_="pc-tiles")  # fmt: skip


def difference_html(rows: Sequence[DifferenceRow], of: int) -> str:
    """The figures that are new or change; `of` is how many there are with those that only the download has."""
    if not of:
        return tag("div", tag("h3", "Figures"), tag("p", "No figure would differ from what stands."), class_="pc")
    has_area = any(row.area for row in rows)
    headings = ("Measure", *(("Area",) if has_area else ()), "Quarter", "Stands now", "Would stand", "Change")
    cells = [
        [esc(row.title), *((esc(row.area) or "This force",) if has_area else ()), esc(row.span),
         Cell(esc(row.before)), Cell(tag("strong", esc(row.after))), esc(row.change)]
        for row in rows
    ]  # fmt: skip
    more = (
        f"The first {len(rows):,} of {of:,}; the download below has them all"
        if of > len(rows)
        else f"{of:,}, all of them"
    )
    caption = f"Figures that are new or change, those that change first ({more})"
    return tag("div", tag("h3", "Figures"), table(caption, headings, cells, "pc-plain pc-difference"), class_="pc")


def colours_html(groups: Sequence[QuarterMoves], *, stored: bool) -> str:
    """The ratings that would move, or have moved with what is stored."""
    verb, level = ("moved", 2) if stored else ("would move", 3)
    heading = tag(f"h{level}", esc(f"Colours that {verb}"))
    where = "the history" if stored else "the download"
    return tag("div", heading, moves_html(groups, verb, level=level + 1, where=where), class_="pc")


def missing_html(missing: StillMissing | None) -> str:
    """What the quarter would still lack once the file is in."""
    if missing is None:
        return ""
    place = Place(missing.plan.head.id, missing.quarter)
    desk = link(place.address("desk"), "Quarter desk")
    title = tag("h3", esc(f"Still missing for {missing.quarter.label}"))
    if not missing.measures:
        whole = f"Every one of the {missing.of:,} measures of the plan would have its figure."
        return tag("div", title, tag("p", esc(whole)), class_="pc")
    sentence = (
        f"{len(missing.measures):,} of {missing.of:,} measures of the plan would be without a figure for "
        f"{missing.quarter.label} after this file. Who owes what: "
    )
    names = tag("ul", *(tag("li", link(place.measure(one.id), esc(one.title))) for one in missing.measures),
                class_="pc-columns")  # fmt: skip
    return tag("div", title, tag("p", esc(sentence), desk, "."), names, class_="pc")


def notice_html(title: str, sentences: Iterable[str]) -> str:
    """Something that a person has to know before going on."""
    return tag("div", tag("div", tag("p", tag("strong", esc(title))), *(tag("p", esc(one)) for one in sentences),
                          class_="pc-notice", role="alert"), class_="pc")  # fmt: skip


def kind_html(kind: str) -> str:
    """The heading over the ticks of one kind."""
    return tag("div", tag("h3", esc(kind)), class_="pc")


def meanwhile_html(sentences: Iterable[str]) -> str:
    """What others did since a person first looked at the file."""
    title = "While you were looking, something else was stored. What you see now is compared with that; look again."
    return notice_html(title, sentences)


def preview_waits() -> str:
    """Instead of the difference of a file that is refused."""
    return tag("div", tag("p", "Which figures and colours would change is shown once no fault is left."), class_="pc")


def confirm_html(preview: Preview) -> str:
    """What is asked for before the figures are stored, or why they cannot be."""
    if not preview.storable:
        return step_heading(4, "Nothing can be stored yet: mend the file, then choose it again in step 1.")
    asked = "Tick each finding when you have looked at it. " if preview.needs_confirming else ""
    return step_heading(4, f"{asked}The button stores the whole file at once; it can be withdrawn later, whole.")


def no_upload(error: MeasuresError) -> str:
    """For an address that names an upload which is none."""
    return fault_html("Upload", f"{sentence_of(error)} The history lists them all.")


def stored_html(upload: Upload) -> str:
    """What was stored."""
    facts = [
        ("Upload", str(upload.id)),
        ("File", upload.name),
        ("Figures", f"{upload.lines_read:,} read: {upload.added:,} new, {upload.changed:,} changed, "
                    f"{upload.unchanged:,} unchanged"),
        ("Read as", upload.read_as),
        ("Note", upload.note or "none"),
        ("SHA-256", upload.sha256),
    ]  # fmt: skip
    return tag("div", facts_html(facts), class_="pc")


def onward_html(upload: Upload, place: Place | None) -> str:
    """Where to go from a stored file. `place`: the newest quarter that it has figures of, where it is known."""
    links = [link(f"history?upload={upload.id}", "This upload in the history, where it can be withdrawn")]
    if place:
        links.insert(0, link(place.status(), esc(f"How the plan stands at {place.quarter.label}")))
        links.append(link(place.address("desk"), esc(f"What is still outstanding for {place.quarter.label}")))
    listed = tag("ul", *(tag("li", one) for one in links), class_="pc-list")
    return tag("div", tag("h2", "Where to go from here"), listed, class_="pc")


def duplicate_html(upload: Upload) -> str:
    """The upload of the same bytes that stands."""
    return tag("div", tag("p", link(f"history?upload={upload.id}", esc(f"Upload {upload.id} in the history")), ". ",
                          "To load the file again, withdraw that upload first."), class_="pc")  # fmt: skip
