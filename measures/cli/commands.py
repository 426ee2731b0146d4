"""Each command with its options. What a command does is imported when it runs, so that the others start fast."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from measures.cli.arguments import (
    CalledWrongly,
    CsvOrXlsx,
    TextJsonOrCsv,
    TextOrJson,
    read_as_at,
    read_day,
    read_quarter,
    read_upload_number,
)
from measures.cli.options import (
    ByOption,
    DryRunOption,
    HomeOption,
    MeasureArgument,
    PlanOption,
    QuarterOption,
    ReasonOption,
    TakeBackOption,
    TextOrJsonOption,
    app,
)
from measures.model.measure import BreakType
from measures.model.quarter import Quarter


@app.command()
def init(
    sample: Annotated[bool, typer.Option("--sample", help="Add the sample plans and published figures.")] = False,
    sample_if_empty: Annotated[
        bool, typer.Option("--sample-if-empty", help="The same, but only if there is no plan and no upload.")
    ] = False,
) -> int:
    """Create or upgrade the database and say where it is."""
    from measures.cli.changes import prepare

    return prepare(sample=sample, sample_if_empty=sample_if_empty)


@app.command()
def define(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE...", help="Definition files, one per plan; or CSV files of areas and groups."),
    ] = None,
    from_quarter: Annotated[
        Quarter | None,
        typer.Option("--from", parser=read_quarter, metavar="QUARTER", help="From which quarter the changes apply."),
    ] = None,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why: what was decided, by whom.")] = "",
    by: ByOption = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Store nothing; list the changes and the ratings that would move.")
    ] = False,
    export: Annotated[
        str | None, typer.Option(metavar="PLAN", help="Print a stored plan as a definition file instead.")
    ] = None,
) -> int:
    """Load definition files, or areas and groups; all or none.

    The same files again change nothing. A change that alters how quarters are rated says from which, and why.
    """
    from measures.cli import changes

    if export is not None:
        if files or from_quarter or reason or dry_run:
            raise CalledWrongly("--export prints one plan and goes with no FILE and no other option.")
        return changes.export(export)
    if not files:
        raise CalledWrongly("Name the definition files to load, or a plan to print with --export PLAN.")
    tables = [file for file in files if file.suffix.lower() == ".csv"]
    if tables and len(tables) < len(files):
        raise CalledWrongly("Load definition files (.toml) and files of areas and groups (.csv) one after the other.")
    if tables:
        if from_quarter:
            raise CalledWrongly("--from goes with definition files; a group's members have quarters of their own.")
        return changes.define_areas(tables, reason, by, dry_run=dry_run)
    return changes.define(files, from_quarter, reason, by, dry_run=dry_run)


@app.command()
def load(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV or Excel file of figures.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Store nothing; show what the file would do.")] = False,
    confirm: Annotated[
        bool, typer.Option("--confirm", help="Take every finding that needs a person's word as confirmed.")
    ] = False,
    by: ByOption = None,
    note: Annotated[str, typer.Option(metavar="TEXT", help="Kept beside the upload.")] = "",
    sheet: Annotated[
        str | None, typer.Option(metavar="NAME", help="The sheet of a workbook. Without it: the only one with figures.")
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option(
            "--map", metavar="MAPPING", help="A mapping file: which categories of a published table make which measure."
        ),
    ] = None,
    all_forces: Annotated[
        bool, typer.Option("--all-forces", help="With --map: every force's rows, not this force's alone.")
    ] = False,
    form: TextOrJsonOption = TextOrJson.TEXT,
) -> int:
    """Check a file of figures and store it, all of it or nothing."""
    from measures.cli import changes

    if all_forces and mapping is None:
        raise CalledWrongly("--all-forces goes with --map FILE.")
    reading = changes.ReadAs(sheet, mapping, all_forces)
    return changes.load(file, reading, by, note, form, dry_run=dry_run, confirm=confirm)


@app.command()
def withdraw(
    upload: Annotated[
        int, typer.Argument(parser=read_upload_number, metavar="UPLOAD", help="The upload's number, as in the history.")
    ],
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why its figures no longer count; needed.")] = "",
    by: ByOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Change nothing; show what it would restore.")] = False,
) -> int:
    """Take an upload back whole, and show what that restores."""
    from measures.cli import changes

    return changes.withdrawal_dry_run(upload) if dry_run else changes.withdraw(upload, reason, by)


@app.command()
def register(form: TextOrJsonOption = TextOrJson.TEXT) -> int:
    """List breaks, events and rebases: who, when, why."""
    from measures.cli.register import print_register

    return print_register(form)


@app.command("break")
def break_(
    measure: MeasureArgument,
    day: Annotated[
        date, typer.Option("--date", parser=read_day, metavar="DATE", help="When counting changed, such as 2017-04-01.")
    ],
    reason: ReasonOption,
    kind: Annotated[BreakType | None, typer.Option("--type", help="What changed.")] = None,
    note: Annotated[str, typer.Option(metavar="TEXT", help="What changed, as pages and reasons will say it.")] = "",
    comparable: Annotated[
        bool, typer.Option("--comparable", help="Figures before and after may be compared, with the note.")
    ] = False,
    from_quarter: Annotated[
        Quarter | None,
        typer.Option(
            "--from",
            parser=read_quarter,
            metavar="QUARTER",
            help="The first quarter rated by it. Without it: that of the date.",
        ),
    ] = None,
    plan: HomeOption = None,
    by: ByOption = None,
    dry_run: DryRunOption = False,
    take_back: TakeBackOption = False,
) -> int:
    """Record that counting of a measure changed on a date."""
    from measures.cli.register import Recording, record_break

    how = Recording(reason, by, dry_run, take_back)
    return record_break(measure, day, kind, note, from_quarter, plan, how, comparable=comparable)


@app.command()
def event(
    first: Annotated[
        Quarter, typer.Option("--from", parser=read_quarter, metavar="QUARTER", help="The first quarter it touches.")
    ],
    reason: ReasonOption,
    last: Annotated[
        Quarter | None,
        typer.Option("--to", parser=read_quarter, metavar="QUARTER", help="The last. Without it: the first."),
    ] = None,
    note: Annotated[str, typer.Option(metavar="TEXT", help="What happened.")] = "",
    plan: HomeOption = None,
    by: ByOption = None,
    dry_run: DryRunOption = False,
    take_back: TakeBackOption = False,
) -> int:
    """Record what readers should know beside the figures."""
    from measures.cli.register import Recording, record_event

    return record_event(first, last, note, plan, Recording(reason, by, dry_run, take_back))


@app.command()
def rebase(
    measure: MeasureArgument,
    quarter: Annotated[
        Quarter, typer.Option(parser=read_quarter, metavar="QUARTER", help="From which quarter of its data.")
    ],
    reason: ReasonOption,
    by: ByOption = None,
    dry_run: DryRunOption = False,
    take_back: TakeBackOption = False,
) -> int:
    """Start the limits of a measure's signal anew at a quarter."""
    from measures.cli.register import Recording, record_rebase

    return record_rebase(measure, quarter, Recording(reason, by, dry_run, take_back))


@app.command()
def status(
    plan: PlanOption = None,
    quarter: QuarterOption = None,
    as_at: Annotated[
        datetime | None,
        typer.Option(
            parser=read_as_at,
            metavar="MOMENT",
            help="As it was known then: a date (to its end, UTC) or a date and a time.",
        ),
    ] = None,
    form: Annotated[TextJsonOrCsv, typer.Option("--format", help="For a person, a machine or a spreadsheet.")] = (
        TextJsonOrCsv.TEXT
    ),
    reasons: Annotated[bool, typer.Option("--reasons", help="Add the sentences behind each rating.")] = False,
) -> None:
    """Print how every measure of a plan stands at a quarter."""
    from measures.cli.standing import print_status

    print_status(plan, quarter, as_at, form, reasons=reasons)


@app.command()
def show(
    measure: Annotated[str, typer.Argument(metavar="MEASURE", help="The measure's id, such as domestic-burglary.")],
    plan: Annotated[
        str | None, typer.Option(metavar="ID", help="The plan's id. Without it: the newest that has the measure.")
    ] = None,
    quarter: QuarterOption = None,
    form: TextOrJsonOption = TextOrJson.TEXT,
) -> None:
    """Print all that is held on one measure.

    Its standing and the sentences behind it, its definition, every quarter, every uploaded figure.
    """
    from measures.cli.standing import print_measure

    print_measure(measure, plan, quarter, form)


@app.command()
def exceptions(
    plan: PlanOption = None, quarter: QuarterOption = None, form: TextOrJsonOption = TextOrJson.TEXT
) -> None:
    """List what to ask about at a quarter, first things first."""
    from measures.cli.attention import print_exceptions

    print_exceptions(plan, quarter, form)


@app.command()
def forces(
    measure: Annotated[str, typer.Argument(metavar="MEASURE", help="The measure's id, such as robbery.")],
    quarter: QuarterOption = None,
    group: Annotated[
        str | None, typer.Option(metavar="ID", help="The group of forces. Without it: the plan's own, else the first.")
    ] = None,
    form: TextOrJsonOption = TextOrJson.TEXT,
) -> None:
    """Set this force's rate beside those of a group of forces.

    For each 1,000 people, over the 12 months that end with the quarter: rank, median, average, middle half. It is no
    part of any colour.
    """
    from measures.cli.forces import print_forces

    print_forces(measure, quarter, group, form)


@app.command()
def history(
    upload: Annotated[
        int | None,
        typer.Option(parser=read_upload_number, metavar="UPLOAD", help="Print one upload in full, by its number."),
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="With --upload: write its file there, byte for byte, and do nothing else."),
    ] = None,
    form: TextOrJsonOption = TextOrJson.TEXT,
) -> int:
    """List every act, or print one upload in full.

    Uploads, withdrawals, definitions and commentaries, the newest first. With --file the stored file is written out.
    """
    from measures.cli import records

    if upload is None:
        if file is not None:
            raise CalledWrongly("--file goes with --upload UPLOAD: say whose file.")
        return records.print_history(form)
    if file is None:
        return records.print_upload(upload, form)
    return records.write_upload(upload, file)


@app.command()
def template(
    quarter: Annotated[
        Quarter,
        typer.Option(parser=read_quarter, metavar="QUARTER", help="Such as “2025/26 Q4” or 2025-26-Q4."),
    ],
    plan: Annotated[
        str | None, typer.Option(metavar="ID", help="The plan's id. Without it: the newest that runs in the quarter.")
    ] = None,
    form: Annotated[
        CsvOrXlsx | None, typer.Option("--format", help="Without it: by the ending of FILE, else csv.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where to write it. Without it: standard output.")
    ] = None,
) -> int:
    """Write the rows still outstanding for a quarter.

    What comes back, filled in or in part, loads as it is.
    """
    from measures.cli.outstanding import write_template

    return write_template(plan, quarter, form, output)


@app.command()
def check(
    noted: Annotated[
        list[str] | None, typer.Option(metavar="END", help="An end of the record, as noted earlier; may be repeated.")
    ] = None,
) -> int:
    """Check that the database is sound.

    Prints where the record of all that was done ends, to be noted where nobody who runs the database can change it.
    """
    from measures.cli.records import print_faults

    return print_faults(noted or [])


@app.command()
def dashboard(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where to serve.")] = 8501,
    address: Annotated[str, typer.Option(help="For whom: an address of this machine.")] = "127.0.0.1",
) -> None:
    """Start the web application, for this machine only."""
    from measures.cli.serving import serve

    serve(address, port)
