"""What is done for a process that serves many readers: its collection of garbage, and the turns of its threads.

Streamlit has Python look through everything that is alive after every run of a page. With two hundred readers, whose
sessions and kept pages are all alive, that took three quarters of the processor. What has outlived a second is set
aside here, so that a run looks through what is new; from time to time all of it is looked through.
"""

import gc
import sys
import time
from dataclasses import dataclass, field
from threading import Lock

#: What is alive is set aside so often, and all of it looked through so often.
ASIDE_SECONDS, THROUGH_SECONDS = 1, 300
#: A thread asks for its turn after so long: Python's own 5 ms are long for the one that speaks with all browsers.
SWITCH_SECONDS = 0.0005


@dataclass(slots=True)
class Process:
    """Of this process: `started` once `app.py` has run in it, and when its garbage was seen to."""

    started: bool = False
    aside_at: float = 0.0
    through_at: float = 0.0
    busy: Lock = field(default_factory=Lock)

    def run_begins(self) -> None:
        """To be called at the beginning of every run of a page."""
        if not self.started:
            self.started = True
            sys.setswitchinterval(SWITCH_SECONDS)
        now = time.monotonic()
        if now < self.aside_at or not self.busy.acquire(blocking=False):
            return
        try:
            self._set_aside(now)
        finally:
            self.busy.release()

    def _set_aside(self, now: float) -> None:
        if now >= self.through_at:
            gc.unfreeze()
            self.through_at = now + THROUGH_SECONDS
        gc.collect()
        gc.freeze()
        self.aside_at = now + ASIDE_SECONDS


PROCESS = Process()
