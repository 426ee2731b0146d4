"""The commands of whoever runs the program for others: backups."""

from pathlib import Path
from typing import Annotated

import typer

from measures.cli.options import app


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write, such as backup-2026-11-26.zip.")],
) -> int:
    """Write all that is stored into one file, while others go on working.

    It can be restored into SQLite or PostgreSQL, whichever it comes from.
    """
    from measures.cli.backups import write_backup

    return write_backup(file)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that “measures backup” wrote.")],
) -> int:
    """Put a backup into an empty or new database: all of it or nothing."""
    from measures.cli.backups import restore_from

    return restore_from(file)
