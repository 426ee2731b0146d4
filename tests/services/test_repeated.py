"""Every act that is done again, because its answer was lost or a button was pressed twice, is done once."""

from contextlib import suppress

from measures.errors import MeasuresError
from measures.model.access import Role
from measures.storage.store import Store
from tests.access import person, secretive
from tests.services.matrix import SERVICES

WRITES = sorted(name for name, case in SERVICES.items() if case.writes)


def test_an_act_that_is_repeated_word_for_word_is_stored_once(store: Store) -> None:
    office = secretive(store).acting(person(Role.ADMINISTRATOR))
    doubled = []
    for name in WRITES:
        SERVICES[name].call(office)
        once = office.data_version()
        for _ in range(2):
            with suppress(MeasuresError):  # it may be told that it is done
                SERVICES[name].call(office)
        if office.data_version() != once:
            doubled.append(f"{name}: {office.acts()[0].summary}")
    assert not doubled, "\n".join(doubled)
