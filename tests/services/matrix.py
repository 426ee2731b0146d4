"""Every service that is given a store: what it needs, and a call of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, NamedTuple

from measures.model.access import LOCAL, Permission, Role
from measures.model.audit import AuditKind
from measures.model.commentary import Commentary
from measures.model.measure import Event, Tolerance, ToleranceUnit
from measures.model.meeting import Meeting, ReportText
from measures.model.quarter import Quarter
from measures.model.rule_trial import RuleWish
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
    funding,
    history,
    integrity,
    loading,
    meanwhile,
    meetings,
    open_data,
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
    rule_trials,
    sample,
    signals,
    since,
    standing,
    withdrawals,
)
from measures.services.confirming import asked_of
from measures.services.definitions import load_plans
from measures.services.uploads import accept_upload, preview_upload
from measures.storage.store import Store
from tests.access import (
    ISSUER,
    MEETING,
    QUARTER,
    TODAY,
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


FOR_ALL = RuleWish("", QUARTER, (Tolerance(ToleranceUnit.PCT, Decimal(1)),))


def rule_tried(store: Store) -> Any:
    return rule_trials.try_rule(store, "plan", replace(FOR_ALL, measure_id="burglary"))


def a_list(store: Store) -> int:
    """The number of the first list of awards, loaded by somebody who may; it may have been taken out since."""
    local = store.acting(LOCAL)
    if not local.funding_lists():
        funding.load_funding(local, "plan", "a.csv", AWARDS.replace(b"10", b"20"), by="A", today=TODAY)
    return min(one.id for one in local.funding_lists())


def list_to_take_out(store: Store) -> int:
    """The number of one that stands."""
    local = store.acting(LOCAL)
    if not any(one.is_kept for one in local.funding_lists()):
        funding.load_funding(local, "plan", "b.csv", AWARDS.replace(b"10", b"30"), by="A", today=TODAY)
    return max(one.id for one in local.funding_lists() if one.is_kept)


AWARDS = b"financial_year,priority,recipient,purpose,source,amount\n2016/17,safety,R,P,F,10\n"
AREAS = b"area_id,title,population,year\nessex,Essex,1000,2024\n"
SERVICES: dict[str, Case] = {
    "access.may": Case(OPEN, lambda s: access.may(s, P.SEE_PUBLIC)),
    "access.need": Case(OPEN, lambda s: access.need(s, P.SEE_PUBLIC)),
    "access.need_as_shown": Case(OPEN, lambda s: access.need_as_shown(s, "f.csv")),
    "agreement.disagreements": Case(OPEN, lambda s: agreement.disagreements(s, s.versions())),
    "areas.load_areas": Case(P.DEFINE, lambda s: areas.load_areas(s, [("a.csv", AREAS)], by="A"), True),
    "access.note_of": Case(OPEN, lambda s: access.note_of(s, AuditKind.DOWNLOAD, "f.csv was taken") and None),
    "act_subject.subject_of": Case(OPEN, lambda s: [act_subject.subject_of(s, one) for one in s.acting(LOCAL).acts()]),
    "audit.audit_in_parts": Case(P.AUDIT, lambda s: list(audit.audit_in_parts(s))),
    "audit.count_audit": Case(P.AUDIT, audit.count_audit),
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
    "commentary_check.check_text": Case(OPEN, lambda s: commentary_check.check_text(s, "The zebra crossing.")),
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
    "funding.kept_lists": Case(P.SEE_WORK, lambda s: funding.kept_lists(s, "plan")),
    "funding.list_file": Case(P.SAVE_FILES, lambda s: funding.list_file(s, a_list(s))),
    "funding.list_withdrawal": Case(P.WITHDRAW, lambda s: funding.list_withdrawal(s, list_to_take_out(s))),
    "funding.load_funding": Case(
        P.UPLOAD, lambda s: funding.load_funding(s, "plan", "c.csv", AWARDS, by="A", today=TODAY), True
    ),
    "funding.plan_funding": Case(OPEN, lambda s: (a_list(s), funding.plan_funding(s, "plan"))),
    "funding.standing_years": Case(OPEN, lambda s: (a_list(s), funding.standing_years(s, ["plan"]))),
    "funding.withdraw_list": Case(
        P.WITHDRAW, lambda s: funding.withdraw_list(s, a_list(s), reason="r", by="A"), True
    ),
    "history.act_record": Case(P.SEE_WORK, lambda s: history.act_record(s, 3)),
    "history.find_acts": Case(P.SEE_WORK, lambda s: history.find_acts(s, text="zebra")),
    "history.measure_titles": Case(OPEN, history.measure_titles),
    "history.recorded_acts": Case(P.SEE_WORK, history.recorded_acts),
    "history.revisions_of": Case(OPEN, lambda s: history.revisions_of(s, "burglary")),
    "history.stored_file": Case(P.SAVE_FILES, lambda s: history.stored_file(s, 1)),
    "history.upload_record": Case(P.SEE_WORK, lambda s: history.upload_record(s, 1)),
    "integrity.check": Case(P.AUDIT, integrity.check),
    "integrity.record_end": Case(P.AUDIT, integrity.record_end),
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
    "open_data.open_data": Case(OPEN, open_data.open_data),
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
    "ratings.plan_ratings": Case(OPEN, lambda s: ratings.plan_ratings(s, (), s.plan_history("plan"))),
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
    "rule_trials.rule_versions": Case(OPEN, lambda s: rule_trials.rule_versions(s, "plan")),
    "rule_trials.set_rule": Case(
        P.DEFINE, lambda s: rule_trials.set_rule(s, rule_tried(s.acting(LOCAL)), by="A", reason="r"), True
    ),
    "rule_trials.try_rule": Case(OPEN, lambda s: (rule_tried(s), rule_trials.try_rule(s, "plan", FOR_ALL))),
    "sample.is_wanted": Case(P.DEFINE, sample.is_wanted),
    "sample.load_sample": Case(P.DEFINE, lambda s: None if s.actor.may(P.DEFINE) else sample.load_sample(s)),
    "signals.control_chart_of": Case(OPEN, lambda s: signals.control_chart_of(s, status(s), "burglary")),
    "since.origins_of": Case(
        OPEN, lambda s: since.origins_of(s, published.open_publication(s, 1).content.review)
    ),
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
