"""The commands of whoever runs the program for others: open data, backups, the audit."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from measures.cli.arguments import TextJsonOrCsv, read_day
from measures.cli.options import app


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or an empty folder, such as open-data.")],
    plan: Annotated[str | None, typer.Option(metavar="ID", help="Only this plan. Without it: every plan.")] = None,
    publisher: Annotated[str, typer.Option(metavar="NAME", help="Who gives the data out.")] = "",
    licence: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Of the licence. Without it: the Open Government Licence v3.0.")
    ] = "",
) -> int:
    """Write open data into a folder.

    Figures, ratings with their reasons and definitions of public measures, as CSV files with metadata: what anyone may
    see, and no more.
    """
    from measures.cli.open_data import write_open_data

    return write_open_data(folder, plan, publisher, licence)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write, such as backup-2026-11-26.zip.")],
) -> int:
    """Write all that is stored into one file.

    It can be restored into SQLite or PostgreSQL, whichever it comes from.
    """
    from measures.cli.backups import write_backup

    return write_backup(file)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that “measures backup” wrote.")],
) -> int:
    """Put a backup into an empty database.

    All of it or nothing; a database that does not exist yet is made.
    """
    from measures.cli.backups import restore_from

    return restore_from(file)


@app.command()
def audit(
    kind: Annotated[str, typer.Option(metavar="KIND", help="Only these, such as sign_in, refusal or upload.")] = "",
    text: Annotated[str, typer.Option(metavar="TEXT", help="Only those with every word of this text.")] = "",
    first: Annotated[
        date | None, typer.Option("--from", parser=read_day, metavar="DATE", help="From this day on (UTC).")
    ] = None,
    last: Annotated[date | None, typer.Option("--to", parser=read_day, metavar="DATE", help="Up to its end.")] = None,
    form: Annotated[TextJsonOrCsv, typer.Option("--format", help="For a person, a machine or a spreadsheet.")] = (
        TextJsonOrCsv.TEXT
    ),
) -> int:
    """List who did what and what was refused.

    Every act and every sign-in, refusal, download of restricted figures and backup, the newest first.
    """
    from measures.cli.audit import print_audit
    from measures.model.audit import AuditAsked

    return print_audit(AuditAsked(kind, text, first, last), form)


@app.command()
def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where to serve.")] = 8501,
    address: Annotated[str, typer.Option(help="An address of this machine, for the web server before it.")] = (
        "127.0.0.1"
    ),
) -> None:
    """Start the web application for a server.

    As dashboard, with security headers, /healthz, a log of JSON lines, and the database brought up to date first.
    """
    from measures.cli.serving import serve_office

    serve_office(address, port)
