"""The command line: read the arguments, ask one service, print. Commands decide nothing (SPEC section 11)."""

import gc
import sys


def main() -> None:
    """What the command `measures` starts; ends the process with the exit status of SPEC section 11.

    A command is short: looking for garbage, while it runs and once more when Python ends, costs a third of it.
    """
    gc.set_threshold(1_000_000, 50, 50)
    try:
        from measures.cli.run import run

        status = run(sys.argv[1:])
    except KeyboardInterrupt:  # between two steps, or while the first modules are read
        status = 130
    gc.freeze()
    sys.exit(status)
