"""`python -m measures.widgets.start run …` is Streamlit's own command, from which Ctrl-C is a way out like any other.

The server stops in good order by itself, and gives the signal to whoever had it before: by default that ends the
command as an error.
"""

import signal
import sys

from streamlit.web.cli import main


def _leave(_number: int, _frame: object) -> None:
    sys.exit(0)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, _leave)
    main(prog_name="streamlit")
