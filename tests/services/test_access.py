"""Every service × every role: what is refused, and that nothing which may not be seen is given."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, NamedTuple

import pytest

import measures.services
from measures.errors import ChangedMeanwhile, MeasuresError, NotAllowed, NotPermitted, SessionEnded
from measures.model.access import ANYONE, LOCAL, NEEDED, Permission, Role
from measures.model.audit import AuditKind
from measures.model.commentary import Commentary
from measures.model.measure import Event, Publication
from measures.model.meeting import Meeting, ReportText
from measures.model.quarter import Quarter
from measures.model.record import ActKind
from measures.services import (
    access,
    act_subject,
    agreement,
    areas,
    audit,
    backups,
    commentary,
    commentary_check,
    confirming,
    content,
    definition_changes,
    definitions,
    exceptions,
    forces,
    history,
    integrity,
    loading,
    meanwhile,
    meetings,
    outlook,
    outstanding,
    panel,
    people,
    publications,
    published,
    ratings,
    register,
    report_texts,
    reporting,
    restating,
    review,
    sample,
    signals,
    since,
    standing,
    uploads,
    withdrawals,
)
from measures.services.confirming import asked_of
from measures.services.definitions import load_plans
from measures.services.uploads import accept_upload, preview_upload
from measures.storage.store import Store
from tests.access import (
    ISSUER,
    MEETING,
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
from tests.builders import a_break, a_measure, a_plan

P = Permission
OPEN = P.SEE_PUBLIC
NEXT = Quarter.of(2016, 2)


class Case(NamedTuple):
    """A service: what it needs, and a call of it. `by_hand`: given the data, it reads none that is not in them."""

    needed: Permission
    call: Callable[[Store], Any]
    writes: bool = False


def status(store: Store) -> Any:
    return ratings.quarter_status(store, "plan", QUARTER)


def new_file(name: str) -> bytes:
    return f"measure_id,quarter,value\nburglary,{NEXT},{100 + len(name)}\n".encode()


def preview(store: Store, name: str) -> Any:
    """Of a file, made by somebody who may."""
    return preview_upload(store.acting(LOCAL), name, new_file(name), today=TODAY)


def confirmed(store: Store, name: str) -> Any:
    made = preview(store, name)
    return confirming.accept_confirmed(store, made, by="A", note="", ticks=[one.key for one in asked_of(made)])


def break_planned(store: Store, day: str) -> Any:
    return register.plan_break(store.acting(LOCAL), a_break("burglary", day), reason="r")


def another_meeting(store: Store) -> Meeting:
    """A meeting without a publication, recorded by somebody who may."""
    local, day = store.acting(LOCAL), date(2016, 12, 1)
    held = [one for one in local.meetings() if one.day == day]
    return held[0] if held else meetings.record_meeting(local, Meeting("plan", QUARTER, day), by="A")


def series(store: Store) -> Callable[[str], Any]:
    return lambda name: ratings.measure_series(store, name, plan_id="plan")


AREAS = b"area_id,title,population,year\nessex,Essex,1000,2024\n"
SERVICES: dict[str, Case] = {
    "access.may": Case(OPEN, lambda s: access.may(s, P.SEE_PUBLIC)),
    "access.need": Case(OPEN, lambda s: access.need(s, P.SEE_PUBLIC)),
    "agreement.disagreements": Case(OPEN, lambda s: agreement.disagreements(s, s.versions())),
    "areas.load_areas": Case(P.DEFINE, lambda s: areas.load_areas(s, [("a.csv", AREAS)], by="A"), True),
    "access.note_of": Case(OPEN, lambda s: access.note_of(s, AuditKind.DOWNLOAD, "f.csv was taken") and None),
    "act_subject.subject_of": Case(OPEN, lambda s: [act_subject.subject_of(s, one) for one in s.acting(LOCAL).acts()]),
    "audit.find_audit": Case(P.AUDIT, audit.find_audit),
    "audit.note_audit": Case(OPEN, lambda s: audit.note_audit(s, AuditKind.DOWNLOAD, by="A", summary="f.csv")),
    "backups.back_up": Case(P.AUDIT, lambda s: backups.back_up(s, Path(mkdtemp()) / "measures.backup")),
    "commentary.commentaries": Case(OPEN, lambda s: commentary.commentaries(s, QUARTER)),
    "commentary.commentary_on": Case(OPEN, lambda s: commentary.commentary_on(s, "zebra", QUARTER)),
    "commentary.last_action": Case(OPEN, lambda s: commentary.last_action(s, "zebra", NEXT)),
    "commentary.write_commentary": Case(
        P.WRITE, lambda s: commentary.write_commentary(s, Commentary("burglary", NEXT, "Up."), by="A"), True
    ),
    "commentary_check.check_measure": Case(
        OPEN,
        lambda s: commentary_check.check_measure(
            s, status(s), Commentary("burglary", QUARTER, "Up by 3."), series(s), today=TODAY
        ),
    ),
    "commentary_check.check_narrative": Case(
        OPEN, lambda s: commentary_check.check_narrative(s, status(s), "safety", "Up by 3.", series(s))
    ),
    "commentary_check.check_quarter": Case(
        OPEN, lambda s: commentary_check.check_quarter(s, status(s), series(s), today=TODAY)
    ),
    "commentary_check.day_of": Case(OPEN, lambda s: commentary_check.day_of(s, "plan", QUARTER, TODAY)),
    "confirming.accept_confirmed": Case(P.UPLOAD, lambda s: confirmed(s, "confirmed.csv"), True),
    "content.quarter_content": Case(
        OPEN, lambda s: content.quarter_content(s, "plan", QUARTER, today=TODAY, program="1")
    ),
    "definition_changes.compare_definitions": Case(
        OPEN, lambda s: definition_changes.compare_definitions(s, s.versions(), s.own_plan("plan"), None)
    ),
    "definitions.export_plan": Case(P.SEE_RESTRICTED, lambda s: definitions.export_plan(s, "plan")),
    "definitions.load_definitions": Case(P.DEFINE, lambda s: definitions.load_definitions(s, [], by="A"), True),
    "definitions.load_plans": Case(
        P.DEFINE, lambda s: load_plans(s, [a_plan(a_measure("other"), id="other")], by="A"), True
    ),
    "definitions.moves_between": Case(OPEN, lambda s: definitions.moves_between(s, (), s.versions())),
    "exceptions.exceptions_beside": Case(OPEN, lambda s: exceptions.exceptions_beside(s, status(s))),
    "exceptions.quarter_exceptions": Case(OPEN, lambda s: exceptions.quarter_exceptions(s, "plan", QUARTER)),
    "forces.beside_others": Case(OPEN, lambda s: forces.beside_others(s, status(s), "zebra")),
    "forces.figures_of_all": Case(OPEN, lambda s: forces.figures_of_all(s, "plan")),
    "forces.group_quarter": Case(OPEN, lambda s: forces.group_quarter(s, status(s))),
    "forces.measure_in_group": Case(OPEN, lambda s: forces.measure_in_group(s, "burglary", "plan", QUARTER)),
    "forces.plan_standings": Case(OPEN, lambda s: forces.plan_standings(s, status(s))),
    "history.act_record": Case(P.SEE_WORK, lambda s: history.act_record(s, 3)),
    "history.find_acts": Case(P.SEE_WORK, lambda s: history.find_acts(s, text="zebra")),
    "history.measure_titles": Case(OPEN, history.measure_titles),
    "history.recorded_acts": Case(P.SEE_WORK, history.recorded_acts),
    "history.revisions_of": Case(OPEN, lambda s: history.revisions_of(s, "burglary")),
    "history.stored_file": Case(P.SAVE_FILES, lambda s: history.stored_file(s, 1)),
    "history.upload_record": Case(P.SEE_WORK, lambda s: history.upload_record(s, 1)),
    "integrity.check": Case(P.AUDIT, integrity.check),
    "loading.load_upload": Case(
        P.UPLOAD, lambda s: loading.load_upload(s, lambda: preview(s, "l.csv"), by="A", confirm=True), True
    ),
    "meanwhile.figures_touched": Case(
        P.UPLOAD, lambda s: meanwhile.figures_touched(s, preview(s, "touched.csv").frame, 1)
    ),
    "meanwhile.overtaken": Case(
        P.UPLOAD,
        lambda s: meanwhile.overtaken(s, preview(s, "overtaken.csv").frame, 1, meanwhile.ChangedMeanwhile("x")),
    ),
    "meetings.call_off": Case(
        P.PUBLISH, lambda s: meetings.call_off(s, another_meeting(s), by="A", reason="r"), True
    ),
    "meetings.fit_meeting": Case(
        P.PUBLISH, lambda s: meetings.fit_meeting(s, Meeting("plan", QUARTER, date(2016, 11, 1)))
    ),
    "meetings.meeting_for": Case(OPEN, lambda s: meetings.meeting_for(s, "plan", QUARTER)),
    "meetings.meeting_on": Case(OPEN, lambda s: meetings.meeting_on(s, MEETING.day)),
    "meetings.record_meeting": Case(
        P.PUBLISH, lambda s: meetings.record_meeting(s, Meeting("plan", NEXT, date(2017, 3, 1)), by="A"), True
    ),
    "outlook.acts_since": Case(P.SEE_WORK, lambda s: outlook.acts_since(s, 1)),
    "outlook.plan_at": Case(OPEN, lambda s: outlook.plan_at(s, QUARTER)),
    "outlook.still_missing": Case(P.UPLOAD, lambda s: outlook.still_missing(s, preview(s, "missing.csv"))),
    "outstanding.quarter_desk": Case(P.SEE_WORK, lambda s: outstanding.quarter_desk(s, "plan", QUARTER, today=TODAY)),
    "panel.panel_review": Case(OPEN, lambda s: panel.panel_review(s, status(s), series(s), today=TODAY)),
    "people.give_role": Case(
        P.ROLES, lambda s: people.give_role(s, ISSUER, "new-1", Role.VIEWER, reason="r", by="A", name="New"), True
    ),
    "people.people": Case(P.ROLES, people.people),
    "publications.draft": Case(OPEN, lambda s: publications.draft(s, "plan", QUARTER, today=TODAY)),
    "publications.publish": Case(
        P.PUBLISH, lambda s: publications.publish(
            s, meetings.meeting_on(s.acting(LOCAL), MEETING.day), by="A", incomplete="i", reason="r"
        ), True
    ),
    "published.last_before": Case(
        OPEN, lambda s: published.last_before(s, ratings.quarter_status(s, "plan", NEXT))
    ),
    "published.open_publication": Case(OPEN, lambda s: published.open_publication(s, 1)),
    "published.published": Case(OPEN, lambda s: published.published(s, "plan", QUARTER)),
    "published.published_for": Case(OPEN, lambda s: published.published_for(s, meetings.meeting_on(s, MEETING.day))),
    "ratings.area_moves": Case(OPEN, lambda s: ratings.area_moves(s, (), ())),
    "ratings.beside_of": Case(OPEN, lambda s: ratings.beside_of(s, s.plan_history("plan"))),
    "ratings.figures_behind": Case(OPEN, lambda s: ratings.figures_behind(s, s.own_plan("plan"), "aardvark")
                                   if s.own_plan("plan").measure("aardvark")
                                   else ratings.figures_behind(s, s.own_plan("plan"), "burglary")),
    "ratings.is_beside_others": Case(OPEN, ratings.is_beside_others),
    "ratings.measure_series": Case(OPEN, lambda s: ratings.measure_series(s, "burglary")),
    "ratings.measure_status": Case(OPEN, lambda s: ratings.measure_status(s, "burglary", "plan", QUARTER)),
    "ratings.plan_moves": Case(OPEN, lambda s: ratings.plan_moves(s, (), s.plan_history("plan"))),
    "ratings.quarter_status": Case(OPEN, status),
    "ratings.rated_plan": Case(OPEN, lambda s: ratings.rated_plan(s, "plan")),
    "ratings.rating_moves": Case(OPEN, lambda s: ratings.rating_moves(s, s.values().iloc[:0], s.values())),
    "ratings.some_plans": Case(OPEN, ratings.some_plans),
    "register.plan_break": Case(
        P.DEFINE, lambda s: register.plan_break(s, a_break("burglary", "2015-10-01"), reason="r")
    ),
    "register.plan_event": Case(P.DEFINE, lambda s: register.plan_event(s, Event(NEXT, NEXT, "Snow"), reason="r")),
    "register.plan_rebase": Case(
        P.DEFINE, lambda s: register.plan_rebase(s, "burglary", Quarter.of(2015, 2), reason="r")
    ),
    "register.plan_taking_back": Case(
        P.DEFINE, lambda s: register.plan_taking_back(s, Event(QUARTER, QUARTER, "A flood"), reason="r")
    ),
    "register.quarters_to_choose": Case(OPEN, register.quarters_to_choose),
    "register.record_change": Case(
        P.DEFINE, lambda s: register.record_change(s, break_planned(s, "2015-07-01"), by="A"), True
    ),
    "register.registered": Case(OPEN, register.registered),
    "report_texts.last_text": Case(OPEN, lambda s: report_texts.last_text(s, "plan", NEXT, "summary")),
    "report_texts.last_texts": Case(OPEN, lambda s: report_texts.last_texts(s, "plan", NEXT)),
    "report_texts.text_on": Case(OPEN, lambda s: report_texts.text_on(s, "plan", QUARTER, "summary")),
    "report_texts.write_text": Case(
        P.WRITE, lambda s: report_texts.write_text(s, ReportText("plan", NEXT, "summary", "S."), by="A"), True
    ),
    "reporting.approve": Case(
        P.PUBLISH,
        lambda s: reporting.approve(
            s, another_meeting(s), seen=s.data_version(), by="A", ticked=True, incomplete="i", reason="r"
        ),
        True,
    ),
    "reporting.report_state": Case(P.SEE_WORK, lambda s: reporting.report_state(s, status(s))),
    "restating.restated": Case(OPEN, lambda s: restating.restated(s, preview(s, "r.csv").changes)),
    "review.review_of": Case(
        OPEN,
        lambda s: review.review_of(
            s, ratings.quarter_status(s, "plan", NEXT), exceptions.quarter_exceptions(s, "plan", NEXT), day=TODAY
        ),
    ),
    "sample.is_wanted": Case(P.DEFINE, sample.is_wanted),
    "sample.load_sample": Case(P.DEFINE, lambda s: None if s.actor.may(P.DEFINE) else sample.load_sample(s)),
    "signals.control_chart_of": Case(OPEN, lambda s: signals.control_chart_of(s, status(s), "burglary")),
    "since.rules_since": Case(
        OPEN, lambda s: since.rules_since(s, s.plan_history("plan")[0].plan, s.own_plan("plan"), 0)
    ),
    "since.since_publication": Case(OPEN, lambda s: since.since_publication(s, published.open_publication(s, 1))),
    "standing.standing_of": Case(OPEN, lambda s: standing.standing_of(s, "plan", QUARTER)),
    "standing.standing_since": Case(OPEN, lambda s: standing.standing_since(s, s.publications()[0])),
    "uploads.accept_upload": Case(
        P.UPLOAD, lambda s: accept_upload(s, preview(s, "up.csv"), by="A", confirm=True), True
    ),
    "uploads.preview_upload": Case(P.UPLOAD, lambda s: preview_upload(s, "p.csv", new_file("p.csv"), today=TODAY)),
    "withdrawals.withdraw_upload": Case(
        P.WITHDRAW, lambda s: withdrawals.withdraw_upload(s, s.uploads()[0].id, reason="r", by="A"), True
    ),
    "withdrawals.withdrawal_preview": Case(P.WITHDRAW, lambda s: withdrawals.withdrawal_preview(s, 1)),
}  # fmt: skip


#: These give nothing that is stored, so that it is all one who calls them.
NO_READERS = ("access.may", "access.note_of", "audit.note_audit")


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
    "publication_content": lambda s: s.publication_content(1),
    "given_roles": lambda s: s.given_roles(),
    "audit": lambda s: s.audit(),
}
#: These read nothing of measures, or write; what they write is refused where the act is recorded.
OTHERS = {
    "acting", "actor", "add_areas", "add_commentary", "add_definitions", "add_publication", "add_text", "add_upload",
    "back_up", "bring_up_to_date", "close", "faults", "give_role", "need", "note", "put_meeting", "url", "withdraw",
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
    with pytest.raises(NotPermitted, match="You may not take an upload out"):
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


def test_a_refusal_of_somebody_who_signed_in_goes_into_the_audit(office: Store) -> None:
    viewer = office.acting(person(Role.VIEWER))
    for acting in (viewer, office.acting(ANYONE)):
        with pytest.raises(NotPermitted):
            uploads.preview_upload(acting, "f.csv", new_file("f.csv"), today=TODAY)
    refused = [one for one in audit.find_audit(office) if one.kind == AuditKind.REFUSAL]
    assert [(one.by, one.summary) for one in refused] == [("A. Viewer", "Not permitted: to upload figures")]
