"""`measures funding load`, `show` and `withdraw`: lists of awards. What each does is imported when it runs."""

from pathlib import Path
from typing import Annotated

import typer

from measures.cli.arguments import TextOrJson, read_list_number, read_year
from measures.cli.options import ByOption, TextOrJsonOption, app

funding = typer.Typer(
    help="Lists of awards by priority: load, show, take out.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(funding, name="funding")


@funding.command()
def load(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV or Excel file of awards.")],
    plan: Annotated[str, typer.Option(metavar="ID", help="The plan whose priorities the awards are for.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Store nothing; show what the list would change.")] = False,
    by: ByOption = None,
    note: Annotated[str, typer.Option(metavar="TEXT", help="Kept beside the list.")] = "",
    form: TextOrJsonOption = TextOrJson.TEXT,
) -> int:
    """Load a list of awards.

    It states the whole of each financial year that it names; other years stay. The same list again changes nothing.
    """
    from measures.cli.funding import load_list

    return load_list(file, plan, by, note, form, dry_run=dry_run)


@funding.command()
def show(
    plan: Annotated[str | None, typer.Option(metavar="ID", help="Without it: the newest that has a list.")] = None,
    year: Annotated[
        int | None, typer.Option(parser=read_year, metavar="YEAR", help="Such as 2025/26. Without it: the newest held.")
    ] = None,
    form: TextOrJsonOption = TextOrJson.TEXT,
) -> int:
    """Show what was awarded for each priority.

    In one financial year, beside the year before; each award with its recipient.
    """
    from measures.cli.funding import show_year

    return show_year(plan, year, form)


@funding.command()
def withdraw(
    number: Annotated[
        int, typer.Argument(parser=read_list_number, metavar="LIST", help="The list's number, as it was said.")
    ],
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why it no longer counts; needed.")] = "",
    by: ByOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Change nothing; show what would stand instead.")] = False,
) -> int:
    """Take a list out whole: the list before it stands again."""
    from measures.cli.funding import take_out

    return take_out(number, reason, by, dry_run=dry_run)
