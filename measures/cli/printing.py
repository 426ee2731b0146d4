"""Printing: results to standard output, everything else to standard error; tables for people, JSON for machines.

A terminal gets colours and its own width; a pipe or a file gets neither, and no column is cut. Whoever stops
reading early (`| head`) is no fault: the rest is dropped and the exit status is what it would have been.
"""

import io
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

_WITHOUT_TERMINAL = 10_000  # columns: as wide as it takes
_PLAINER = str.maketrans(
    {"–": "-", "−": "-", "“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "→": "->", "·": "|", "×": "x"}
)
_INVISIBLE = {code: f"\\x{code:02x}" for code in (*range(9), *range(11, 32), *range(127, 160))}
_INVISIBLE |= {code: f"\\u{code:04x}" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}

#: The letter of a rating, which leads; the colour beside it is for a terminal only.
MARKS = {"red": "R", "amber": "A", "green": "G", None: "–"}
STYLES = {"red": "bold red", "amber": "bold yellow", "green": "bold green", None: "dim"}


def prepare_output() -> None:
    """Let no character of a name or a file stop the printing, whatever the encoding of the output."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def out(text: str) -> None:
    """Print a result, as it is, with a line end."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.write(_printable(text, sys.stdout) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        let_go_of_output()


def out_bytes(content: bytes) -> None:
    """Print a file as it is, for a pipe."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
    except BrokenPipeError:
        let_go_of_output()


def say(*lines: str) -> None:
    """Print lines for people: what would move the cursor or hide text is shown as its code."""
    out(visible("\n".join(lines)))


def complain(text: str) -> None:
    """Print a sentence to standard error."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(_printable(visible(text), sys.stderr) + "\n")
        sys.stderr.flush()
    except OSError:
        return  # nobody can be told


def visible(text: str) -> str:
    """The text without characters that steer a terminal; tabs become spaces, line ends stay."""
    return text.replace("\t", " ").translate(_INVISIBLE)


def let_go_of_output() -> None:
    """Nobody reads any more: what is still to come goes nowhere, and Python says nothing of it at its end."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except (OSError, AttributeError, ValueError):
        return


def as_json(document: Mapping[str, object]) -> None:
    """Print the one JSON document."""
    utf8 = (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "") == "utf8"
    text = json.dumps(document, ensure_ascii=not utf8, allow_nan=False, indent=2)
    out(text.encode("utf-8", "replace").decode("utf-8"))


def new_table(*columns: str, right: Sequence[str] = ()) -> "Table":
    """An empty table in the one style of this program; `right` names the columns of figures."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    for name in columns:
        table.add_column(name, justify="right" if name in right else "left", overflow="fold")
    return table


def add_row(table: "Table", *cells: object, rating: str | None = None, mark: int | None = None) -> None:
    """Add cells as texts; cell number `mark` takes the colour of `rating`."""
    from rich.text import Text

    texts = [Text(visible("" if cell is None else str(cell))) for cell in cells]
    if mark is not None:
        texts[mark].stylize(STYLES[rating], 0, 1)
    table.add_row(*texts)


def show(table: "Table") -> None:
    """Print a table, within a terminal's width or in full."""
    if sys.stdout is None:
        return
    console = _console(sys.stdout)
    in_full = console.options.update(width=_WITHOUT_TERMINAL)
    if console.measure(table, options=in_full).maximum > console.width:
        table.leading = 1  # rows of several lines need a gap to be told apart
    with console.capture() as capture:
        console.print(table)
    out("\n".join(line.rstrip() for line in capture.get().rstrip("\n").split("\n")))


@contextmanager
def under_way(what: str) -> Iterator[None]:
    """Show on a terminal that work is going on; on standard error, so that results stay clean."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield
        return
    with _console(sys.stderr).status(visible(what)):
        yield


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """What is told how much is done, and of how much: a bar on a terminal; on standard error, so that results stay."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda done, of: None
        return
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=_console(sys.stderr), transient=True) as bar:
        task = bar.add_task(visible(what), total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)


def _console(stream: TextIO) -> "Console":
    from rich.console import Console

    terminal = stream.isatty()
    return Console(
        file=stream, force_terminal=terminal, force_jupyter=False, width=None if terminal else _WITHOUT_TERMINAL,
        markup=False, emoji=False, highlight=False,
    )  # fmt: skip


def _printable(text: str, stream: TextIO) -> str:
    """The text, in plainer characters where the output cannot hold it."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(_PLAINER)
    return text
