"""Every service × every role: what is refused, and that nothing which may not be seen is given."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import measures.services
from measures.errors import ChangedMeanwhile, MeasuresError, NotAllowed, NotPermitted, SessionEnded
from measures.model.access import ANYONE, LOCAL, NEEDED, Role
from measures.model.audit import AuditAsked, AuditKind
from measures.model.commentary import Commentary
from measures.model.measure import Publication
from measures.model.quarter import Quarter
from measures.model.record import ActKind
from measures.services import (
    audit,
    commentary,
    people,
    published,
    uploads,
)
from measures.services.definitions import load_plans
from measures.services.withdrawals import withdraw_upload
from measures.storage.store import Store
from tests.access import (
    ISSUER,
    OFFICIAL,
    PLAN,
    QUARTER,
    RESTRICTED,
    TODAY,
    person,
    secretive,
    signs_in,
    told,
)
from tests.builders import a_measure, a_plan
from tests.services.matrix import NEXT, SERVICES, P, new_file, status

#: These give nothing that is stored, so that it is all one who calls them.
NO_READERS = ("access.may", "access.need_as_shown", "access.note_of", "audit.note_audit")


def services() -> dict[str, Callable[..., Any]]:
    """Every public function of the services that is given a store."""
    found = {}
    for module in pkgutil.iter_modules(measures.services.__path__):
        held = importlib.import_module(f"measures.services.{module.name}")
        for name, function in inspect.getmembers(held, inspect.isfunction):
            own = function.__module__ == held.__name__ and not name.startswith("_")
            if own and next(iter(inspect.signature(function).parameters), "") == "store":
                found[f"{module.name}.{name}"] = function
    return found


@pytest.fixture
def office(store: Store) -> Store:
    return secretive(store)


def hidden_from(role: Role | None) -> tuple[str, ...]:
    """The signs that may not reach a role."""
    if role in (Role.OFFICER, Role.APPROVER, Role.ADMINISTRATOR):
        return ()
    return RESTRICTED if role is Role.VIEWER else RESTRICTED + OFFICIAL


def test_the_matrix_has_every_service() -> None:
    assert sorted(SERVICES) == sorted(services())


def test_every_kind_of_act_needs_a_permission() -> None:
    assert set(NEEDED) == set(ActKind)


def test_every_service_refuses_whoever_may_not_and_serves_whoever_may(office: Store) -> None:
    faults = []
    for name, case in sorted(SERVICES.items(), key=lambda one: (one[1].writes, one[0])):
        served = False
        for role in (None, *Role):
            acting = office.acting(person(role))
            is_open = role is not None and role.may(case.needed)
            if is_open and case.writes and served:
                continue  # what is done once is not there to be done again
            try:
                given = case.call(acting)
            except MeasuresError as error:
                if not isinstance(error, NotPermitted):
                    faults.append(f"{name}: {role} is told {error}")
                    continue
                if is_open:
                    faults.append(f"{name}: {role} is refused: {error}")
                elif "Nothing was stored." not in str(error):
                    faults.append(f"{name}: {role} is told: {error}")
            else:
                served = served or is_open
                if not is_open and name not in NO_READERS:
                    faults.append(f"{name}: {role} is served")
                if found := signs_in(given, hidden_from(role)):
                    faults.append(f"{name}: {found} reach {role}")
    assert not faults, "\n".join(faults)


READS: dict[str, Callable[[Store], Any]] = {
    "act": lambda s: [s.act(number + 1) for number in range(s.data_version())],
    "acts": lambda s: (s.acts(), s.acts(details=False), s.acts([1, 2, 3])),
    "acts_moving_figures": lambda s: s.acts_moving_figures(0),
    "areas": lambda s: s.areas(),
    "breaks": lambda s: s.breaks(),
    "commentaries": lambda s: s.commentaries(QUARTER),
    "commentaries_of_span": lambda s: s.commentaries_of_span(QUARTER.shift(-4), NEXT),
    "commentary_versions": lambda s: [s.commentary_versions(n, QUARTER) for n in ("burglary", "quokka", "zebra")],
    "data_version": lambda s: s.data_version(),
    "definition_versions": lambda s: [s.definition_versions(n) for n in ("burglary", "quokka", "zebra")],
    "events": lambda s: s.events(),
    "figures_version": lambda s: s.figures_version(),
    "funding_awards": lambda s: s.funding_awards([1]),
    "funding_lists": lambda s: s.funding_lists(),
    "given_role": lambda s: s.given_role(ISSUER, "new-1"),
    "groups": lambda s: s.groups(),
    "measures": lambda s: s.measures(),
    "measures_of_upload": lambda s: [s.measures_of_upload(n) for n in (1, 2, 3, 4)],
    "meetings": lambda s: s.meetings(),
    "opened_publication": lambda s: s.opened_publication(1),
    "own_plan": lambda s: s.own_plan("plan"),
    "plan_heads": lambda s: s.plan_heads(),
    "plan_history": lambda s: s.plan_history("plan"),
    "publication": lambda s: s.publication(1),
    "publications": lambda s: s.publications(),
    "published_figures": lambda s: s.published_figures(1),
    "rebases": lambda s: s.rebases(),
    "revisions": lambda s: [s.revisions(n, a) for n in ("burglary", "quokka", "zebra") for a in ("", "kent")],
    "revisions_of_quarter": lambda s: (s.revisions_of_quarter(QUARTER), s.revisions_of_quarter(QUARTER, "kent")),
    "standing_revisions": lambda s: s.standing_revisions(["burglary", "quokka", "zebra"]),
    "texts": lambda s: s.texts("plan", QUARTER),
    "text_versions": lambda s: s.text_versions("plan", QUARTER, "summary"),
    "upload": lambda s: [s.upload(n) for n in (1, 2, 3, 4)],
    "upload_by_hash": lambda s: [s.upload_by_hash(one.sha256) for one in s.acting(LOCAL).uploads()],
    "upload_figures": lambda s: [s.upload_figures(n) for n in (1, 2, 3, 4)],
    "uploads": lambda s: s.uploads(),
    "values": lambda s: (s.values(), s.values(area=None), s.values(["zebra", "quokka"], area=None),
                         s.values(without_upload=1), s.values(as_at=datetime.now(UTC))),
    "versions": lambda s: (s.versions(), s.versions(datetime.now(UTC))),
}  # fmt: skip
#: These refuse whoever may not see everything.
REFUSED_READS: dict[str, Callable[[Store], Any]] = {
    "upload_file": lambda s: s.upload_file(3),
    "funding_file": lambda s: s.funding_file(1),
    "publication_content": lambda s: s.publication_content(1),
    "record_ends": lambda s: s.record_ends(),
    "given_roles": lambda s: s.given_roles(),
    "audit": lambda s: s.audit(AuditAsked()),
    "count_audit": lambda s: s.count_audit(AuditAsked()),
    "audit_in_parts": lambda s: s.audit_in_parts(AuditAsked()),
}
#: These read nothing of measures, or write; what they write is refused where the act is recorded.
OTHERS = {
    "acting", "actor", "actor_now", "add_areas", "add_commentary", "add_definitions", "add_funding", "add_publication",
    "add_text", "add_upload", "back_up", "bring_up_to_date", "close", "faults", "give_role", "need", "note",
    "note_aside", "note_what_waits", "put_meeting", "url", "withdraw", "withdraw_funding",
}  # fmt: skip


def test_every_method_of_the_store_is_looked_at() -> None:
    public = {name for name in dir(Store) if not name.startswith("_")}
    assert public == {*READS, *REFUSED_READS, *OTHERS}


def test_no_read_of_the_store_gives_what_its_reader_may_not_see(office: Store) -> None:
    faults = []
    for role in (Role.ANYONE, Role.VIEWER):
        acting = office.acting(person(role))
        for name, read in READS.items():
            if found := signs_in(read(acting), hidden_from(role)):
                faults.append(f"{name}: {found} reach {role}")
        for read in REFUSED_READS.values():
            with pytest.raises(NotPermitted):
                read(acting)
    assert not faults, "\n".join(faults)


def test_the_signs_are_there_to_be_found(office: Store) -> None:
    officer = office.acting(person(Role.OFFICER))
    seen = {name for name, read in READS.items() if signs_in(read(officer), RESTRICTED)}
    assert {"acts", "breaks", "commentaries", "measures", "opened_publication", "plan_history", "rebases", "revisions",
            "uploads", "upload_figures", "values", "versions"} <= seen  # fmt: skip
    assert signs_in(office.acting(person(Role.VIEWER)).values(), OFFICIAL) == ["quokka", "45678901"]


def test_what_is_recorded_is_recorded_in_the_name_of_who_signed_in(office: Store) -> None:
    officer = office.acting(person(Role.OFFICER, "Olive Officer"))
    commentary.write_commentary(officer, Commentary("burglary", NEXT, "Up."), by="Somebody Else")
    newest = office.acts()[0]
    assert newest.by == "Olive Officer"
    assert newest.details["signed_in"] == {"issuer": ISSUER, "subject": "officer-1", "role": "officer"}


def test_a_viewer_who_finds_the_store_itself_cannot_write(office: Store) -> None:
    viewer, before = office.acting(person(Role.VIEWER)), office.data_version()
    with pytest.raises(NotPermitted, match=r"You may not write commentary.*needs an officer at least.*A\. Viewer"):
        viewer.add_commentary(Commentary("burglary", NEXT, "Up."), by="A", based_on=0)
    with pytest.raises(NotPermitted, match="You may not take an upload or a list of awards out"):
        viewer.withdraw(1, reason="r", by="A")
    assert office.data_version() == before


def test_a_role_that_was_taken_counts_at_the_next_write_though_the_page_is_older(office: Store) -> None:
    officer = office.acting(person(Role.OFFICER))
    people.give_role(office, ISSUER, "officer-1", Role.VIEWER, reason="Left the team", by="An Administrator")
    with pytest.raises(NotPermitted, match=r"You may not write commentary .* you are A\. Officer, a viewer"):
        commentary.write_commentary(officer, Commentary("burglary", NEXT, "Up."), by="A")
    with pytest.raises(NotPermitted):
        officer.add_commentary(Commentary("burglary", NEXT, "Up."), by="A", based_on=0)
    people.give_role(office, ISSUER, "officer-1", None, reason="Left", by="An Administrator")
    with pytest.raises(NotPermitted, match="a person without a role"):
        uploads.preview_upload(officer, "f.csv", new_file("f.csv"), today=TODAY)


def test_after_the_sign_in_has_ended_nothing_is_read_or_written(office: Store) -> None:
    ended = replace(person(Role.ADMINISTRATOR), until=datetime.now(UTC) - timedelta(seconds=1))
    acting, before = office.acting(ended), office.data_version()
    for attempt in (acting.values, acting.uploads, lambda: acting.need(P.SEE_PUBLIC), lambda: status(acting),
                    lambda: acting.withdraw(1, reason="r", by="A")):  # fmt: skip
        with pytest.raises(SessionEnded, match=r"Your sign-in has ended\. Nothing was stored: sign in again"):
            attempt()
    assert office.data_version() == before


def test_administrators_do_not_shut_themselves_out(office: Store) -> None:
    administrator = office.acting(person(Role.ADMINISTRATOR))
    with pytest.raises(NotAllowed, match="You cannot take your own role as administrator"):
        people.give_role(administrator, ISSUER, "administrator-1", Role.OFFICER, reason="r", by="A")
    with pytest.raises(NotAllowed, match="Say why the role is given"):
        people.give_role(administrator, ISSUER, "x", Role.OFFICER, reason=" ", by="A")
    given = people.give_role(administrator, ISSUER, "x", Role.OFFICER, reason="New", by="A", name="X. New")
    assert (given.by, office.acts()[0].summary) == ("A. Administrator", "X. New was given: officer")
    with pytest.raises(NotAllowed, match=r"X\. New is an officer already"):
        people.give_role(administrator, ISSUER, "x", Role.OFFICER, reason="New", by="A")
    with pytest.raises(ChangedMeanwhile, match="Somebody changed this person's role meanwhile"):
        people.give_role(administrator, ISSUER, "x", None, reason="Left", by="A", seen=0)
    people.give_role(administrator, ISSUER, "x", None, reason="Left", by="A", seen=given.act_id)
    assert [(one.name, one.role) for one in people.people(administrator)] == [("X. New", None)]


@pytest.mark.parametrize(
    ("forms", "is_seen"),
    [
        ([("restricted", None)], False),
        ([("restricted", None), ("public", None)], True),
        ([("restricted", None), ("public", NEXT)], False),
        ([("public", None), ("restricted", NEXT)], False),
    ],
)
def test_the_strictest_level_that_is_in_force_at_any_quarter_counts(
    store: Store, forms: list[tuple[str, Quarter | None]], is_seen: bool
) -> None:
    for level, start in forms:
        plan = a_plan(a_measure("zebra", publication=Publication(level)), a_measure("burglary"))
        done = load_plans(store, [plan], from_quarter=start, reason="r", by="A")
        assert done.stored, done.issues
    assert ("zebra" in store.acting(person(Role.VIEWER)).measures()) is is_seen


def test_a_measure_that_a_plan_took_out_keeps_its_level(store: Store) -> None:
    secretive(store)
    load_plans(store, [replace(PLAN, measures=PLAN.measures[:2])], by="A", reason="r", from_quarter=NEXT)
    assert "zebra" not in store.measures() or "aardvark" not in store.measures()
    for read in READS.values():
        assert not signs_in(read(store.acting(person(Role.VIEWER))), RESTRICTED)


def test_a_viewer_reads_a_publication_without_what_is_restricted_and_its_counts_agree(office: Store) -> None:
    whole, seen = (published.open_publication(office.acting(one), 1) for one in (LOCAL, person(Role.VIEWER)))
    assert (whole.left_out, seen.left_out) == (0, 2)
    assert [one.measure.id for one in seen.content.status.measures] == ["burglary", "quokka"]
    assert sum(seen.content.review.tally_now) == 2 == seen.content.exceptions.measures
    assert seen.head.sha256 == whole.head.sha256
    assert seen.content.files[0].name == "a file of several measures"


def test_who_has_not_signed_in_is_not_told_the_names_of_the_office(office: Store) -> None:
    anyone = office.acting(ANYONE)
    given = [READS[name](anyone) for name in ("acts", "uploads", "revisions", "publications")]
    assert "a. officer" not in told(given)
    assert "an approver" not in told(given)
    assert {one.by for one in anyone.uploads()} == {"the office"}


def test_of_a_file_that_was_withdrawn_each_reader_is_told_what_they_may_know(office: Store) -> None:
    files = {one.name: one.id for one in office.uploads()}
    hidden, open_to_all = files["with-zebra.csv"], files["burglary-alone.csv"]
    withdraw_upload(office, hidden, by="A. Officer", reason="The zebra was wrong")
    withdraw_upload(office, open_to_all, by="A. Officer", reason="A wrong month")
    for reader, name in ((office.acting(person(Role.VIEWER)), "A. Officer"), (office.acting(ANYONE), "the office")):
        seen = {one.id: one for one in reader.uploads()}
        told_of = [(seen[one].withdrawn_by, seen[one].withdrawn_reason) for one in (hidden, open_to_all)]
        assert told_of == [(name, "the reason is not shown"), (name, "A wrong month")]
        standing = [one for one in seen.values() if one.stands]
        assert standing
        assert {(one.withdrawn_by, one.withdrawn_reason) for one in standing} == {(None, None)}


def test_a_refusal_of_somebody_who_signed_in_goes_into_the_audit(office: Store) -> None:
    viewer = office.acting(person(Role.VIEWER))
    for acting in (viewer, office.acting(ANYONE)):
        with pytest.raises(NotPermitted):
            uploads.preview_upload(acting, "f.csv", new_file("f.csv"), today=TODAY)
    refused = [one for one in audit.find_audit(office) if one.kind == AuditKind.REFUSAL]
    assert [(one.by, one.summary) for one in refused] == [
        ("A. Viewer", "Not permitted: to upload figures and lists of awards")
    ]
