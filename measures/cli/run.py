"""From arguments to an exit status: every fault becomes a sentence on standard error, never a traceback."""

import os
from collections.abc import Sequence

import typer

from measures.cli import commands, funding_commands, meeting_commands, office_commands, people_commands
from measures.cli.options import app
from measures.cli.printing import complain, let_go_of_output, prepare_output
from measures.errors import ChangedMeanwhile, MeasuresError

#: Whoever imports the modules of commands has them registered.
COMMANDS = (commands, meeting_commands, office_commands, people_commands, funding_commands)
DONE, REFUSED, CALLED_WRONGLY, FAULT, INTERRUPTED = 0, 1, 2, 70, 130


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status.

    0 done · 1 the data was refused · 2 called wrongly, or the database is out of reach · 70 a fault of ours ·
    130 stopped by Ctrl-C.
    """
    prepare_output()
    try:
        status = app(list(arguments), prog_name="measures", standalone_mode=False)
    except KeyboardInterrupt:
        status = INTERRUPTED
    except typer.TyperException as error:
        complain(_how_it_was_called(error, arguments))
        return CALLED_WRONGLY
    except ChangedMeanwhile as error:
        complain(str(error))
        return REFUSED
    except MeasuresError as error:
        complain(str(error))
        return CALLED_WRONGLY
    except OSError as error:  # what a disk or a pipe may do at any time; files that are named are read with care
        let_go_of_output()
        where = f" ({error.filename})" if error.filename else ""
        complain(f"The machine refused: {error.strerror or error}{where}.")
        return CALLED_WRONGLY
    except Exception as error:  # a fault of ours must not look like a refusal of the data
        if os.environ.get("MEASURES_TRACEBACK"):
            raise
        complain(
            f"This is a fault of the program, not of what you asked ({type(error).__name__}: {error}). Please report "
            "it. With MEASURES_TRACEBACK=1 in the environment the same command shows where it lies."
        )
        return FAULT
    if status == INTERRUPTED:
        complain("Stopped.")
    return status or DONE


def _how_it_was_called(error: typer.TyperException, arguments: Sequence[str]) -> str:
    """Typer's sentence, and where to read more: it knows the command that the mistake is in."""
    said = error.format_message().strip().replace("Value error, ", "")  # as pydantic begins what a check of ours says
    command = next((f"measures {name}" for name in arguments[:1] if not name.startswith("-")), "measures")
    path = getattr(getattr(error, "ctx", None), "command_path", command)
    if said.startswith("Usage:"):  # no command was named: its sentence is the whole help
        return said
    return f"{said}\nMore: {path} --help"
