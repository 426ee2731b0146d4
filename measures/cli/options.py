"""The command line itself, and the options that several commands have."""

from typing import Annotated

import typer

from measures.cli.arguments import TextOrJson, read_quarter
from measures.model.quarter import Quarter

app = typer.Typer(
    help="How a Police and Crime Plan stands, quarter by quarter.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)

QuarterOption = Annotated[
    Quarter | None,
    typer.Option(
        parser=read_quarter,
        metavar="QUARTER",
        help="Such as “2016/17 Q1” or 2016-17-Q1. Without it: the newest quarter with figures.",
    ),
]
PlanOption = Annotated[
    str | None, typer.Option(metavar="ID", help="The plan's id. Without it: the newest that has figures.")
]
TextOrJsonOption = Annotated[TextOrJson, typer.Option("--format", help="For a person or for a machine.")]
ByOption = Annotated[
    str | None, typer.Option(metavar="NAME", help="Who does this. Without it: your name on this machine.")
]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Store nothing; show what it would move.")]
TakeBackOption = Annotated[bool, typer.Option("--take-back", help="Take back the one that stands, with a reason.")]
ReasonOption = Annotated[str, typer.Option(metavar="TEXT", help="Why, and who decided it.")]
HomeOption = Annotated[str | None, typer.Option(metavar="ID", help="In whose file it stands. Without it: the newest.")]
MeasureArgument = Annotated[str, typer.Argument(metavar="MEASURE", help="The measure's id.")]
