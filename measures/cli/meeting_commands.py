"""The commands for a meeting: publishing a quarter for it, and the pack in any format."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from measures.cli.arguments import CalledWrongly, TextOrJson, read_day, read_quarter
from measures.cli.options import ByOption, PlanOption, QuarterOption, TextOrJsonOption, app
from measures.model.quarter import Quarter

MeetingOption = Annotated[
    date | None,
    typer.Option(parser=read_day, metavar="DATE", help="The day of the meeting, such as 2025-12-11."),
]


@app.command()
def review(plan: PlanOption = None, quarter: QuarterOption = None, form: TextOrJsonOption = TextOrJson.TEXT) -> None:
    """Show what a panel looks at before a meeting.

    What moved since the last one, questions that the figures raise with what each rests on, exceptions with what is
    said of them, what was promised, what was restated, which rules changed.
    """
    from measures.cli.review import print_review

    print_review(plan, quarter, form)


@app.command()
def publish(
    plan: Annotated[str, typer.Option(metavar="ID", help="The plan’s id.")],
    quarter: Annotated[
        Quarter, typer.Option(parser=read_quarter, metavar="QUARTER", help="The quarter that the meeting reviews.")
    ],
    meeting: Annotated[
        date, typer.Option(parser=read_day, metavar="DATE", help="The day of the meeting, such as 2025-12-11.")
    ],
    title: Annotated[str, typer.Option(metavar="TEXT", help="The meeting’s title, where it is not recorded yet.")] = "",
    by: ByOption = None,
    incomplete: Annotated[
        str, typer.Option(metavar="REASON", help="Why it is published although something is not ready.")
    ] = "",
    reason: Annotated[
        str, typer.Option(metavar="TEXT", help="Why the meeting is published for again; the earlier one stays.")
    ] = "",
    form: TextOrJsonOption = TextOrJson.TEXT,
) -> int:
    """Freeze a quarter for a meeting, for good.

    Prints the publication's number and the SHA-256 of its content. What is not ready is listed, and nothing is
    published then unless --incomplete says why.
    """
    from measures.cli.publishing import publish_quarter

    return publish_quarter(plan, quarter, meeting, title, by, incomplete, reason, form)


@app.command()
def report(
    output: Annotated[
        Path, typer.Option(metavar="FILE", help="The file to write: .docx, .pdf, .html, .xlsx or .zip (CSV files).")
    ],
    plan: PlanOption = None,
    quarter: Annotated[
        Quarter | None, typer.Option(parser=read_quarter, metavar="QUARTER", help="The quarter, with --plan.")
    ] = None,
    meeting: MeetingOption = None,
    publication: Annotated[
        int | None, typer.Option(min=1, metavar="NUMBER", help="A publication by its number.")
    ] = None,
) -> int:
    """Write the pack: of a publication, else of a draft."""
    from measures.cli.publishing import write_report

    asked = [name for name, given in (("--quarter", quarter), ("--meeting", meeting), ("--publication", publication))
             if given is not None]  # fmt: skip
    if len(asked) > 1:
        raise CalledWrongly(f"{' and '.join(asked)} do not go together: say which report is meant by one of them.")
    return write_report(output, plan, quarter, meeting, publication)


@app.command()
def publications(form: TextOrJsonOption = TextOrJson.TEXT) -> int:
    """List what was published, with the SHA-256 of each."""
    from measures.cli.publishing import print_publications

    return print_publications(form)
