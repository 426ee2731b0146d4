"""Every act that is done again, because its answer was lost or a button was pressed twice, is done once."""

from collections.abc import Callable
from contextlib import suppress

from measures.errors import MeasuresError
from measures.model.access import Role
from measures.services.meetings import call_off
from measures.storage.store import Store
from tests.access import person, secretive
from tests.services.matrix import SERVICES, another_meeting

#: Each service that writes, but the one whose call in the matrix records anew the meeting that it calls off.
WRITES = {name: case.call for name, case in SERVICES.items() if case.writes and name != "meetings.call_off"}


def test_an_act_that_is_repeated_word_for_word_is_stored_once(store: Store) -> None:
    office = secretive(store).acting(person(Role.ADMINISTRATOR))
    meeting = another_meeting(office)
    acts: dict[str, Callable[[Store], object]] = {
        "meetings.call_off": lambda s: call_off(s, meeting, by="A", reason="r"),
        **WRITES,
    }
    assert set(acts) == {name for name, case in SERVICES.items() if case.writes}
    doubled = []
    for name, act in acts.items():
        act(office)
        once = office.data_version()
        for _ in range(2):
            with suppress(MeasuresError):  # it may be told that it is done
                act(office)
        if office.data_version() != once:
            doubled.append(f"{name}: {office.acts()[0].summary}")
    assert not doubled, "\n".join(doubled)
