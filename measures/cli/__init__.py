"""The command line: read the arguments, ask one service, print. Commands decide nothing (SPEC section 11)."""

import gc
import sys


def main() -> None:
    """What the command `measures` starts; ends the process with the exit status of SPEC section 11."""
    gc.set_threshold(100_000, 50, 50)  # by default a tenth of a short command goes into looking for garbage
    try:
        from measures.cli.run import run

        status = run(sys.argv[1:])
    except KeyboardInterrupt:  # between two steps, or while the first modules are read
        status = 130
    sys.exit(status)
