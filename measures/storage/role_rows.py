"""The roles that people were given: rows in, nouns out; and what a person is at this very moment."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, select

from measures.errors import ChangedMeanwhile, SessionEnded
from measures.model import clock
from measures.model.access import Actor, GivenRole, Role
from measures.model.record import ActKind
from measures.storage.new_rows import FewRows
from measures.storage.records import add_act, clean
from measures.storage.tables import act, given_role

_QUERY = select(given_role, act.c.at, act.c.by, act.c.reason).join_from(
    given_role, act, given_role.c.act_id == act.c.id
)


def refuse_ended(actor: Actor) -> None:
    """Raise SessionEnded where the person signed in too long ago."""
    if actor.until is not None and clock.now() >= actor.until:
        raise SessionEnded("Your sign-in has ended. Nothing was stored: sign in again, and you are back on this page.")


def as_now(connection: Connection, actor: Actor) -> Actor:
    """The person with the role that holds at this moment; raises SessionEnded."""
    refuse_ended(actor)
    if not actor.signed_in:
        return actor
    given = of_person(connection, actor.issuer, actor.subject)
    return replace(actor, role=given.role if given else actor.claimed)


def of_person(connection: Connection, issuer: str, subject: str) -> GivenRole | None:
    """The role that our own table has for a person; None where it says nothing of them."""
    c = given_role.c
    query = _QUERY.where(c.issuer == issuer, c.subject == subject).order_by(c.id.desc()).limit(1)
    row = connection.execute(query).first()
    return None if row is None else _given(row)


def all_given(connection: Connection) -> tuple[GivenRole, ...]:
    """The role of everybody whom our own table names, the latest change first."""
    newest: dict[tuple[str, str], GivenRole] = {}
    for row in connection.execute(_QUERY.order_by(given_role.c.id.desc())):
        newest.setdefault((row.issuer, row.subject), _given(row))
    return tuple(newest.values())


def _given(row: Row[Any]) -> GivenRole:
    role = Role(row.role) if row.role else None
    return GivenRole(row.issuer, row.subject, row.name, role, row.act_id, row.at, row.by, row.reason)


def give(connection: Connection, one: GivenRole, *, seen: int | None) -> GivenRole:
    """Record a person's role; of `one` the act is not looked at, `by` and `reason` are those of the new one.

    Raises ChangedMeanwhile where the newest change of the person is another than the act `seen` (0: none; None:
    whatever it is).
    """
    before = of_person(connection, one.issuer, one.subject)
    if seen is not None and (before.act_id if before else 0) != seen:
        raise ChangedMeanwhile("Somebody changed this person's role meanwhile. Nothing was stored: look again.")
    words = one.role.value if one.role else "no role"
    was = f", after {before.role.value if before.role else 'no role'}" if before else ""
    about = {"issuer": one.issuer, "subject": one.subject, "role": one.role.value if one.role else ""}
    who = one.name or one.subject
    row = {
        "issuer": clean(one.issuer), "subject": clean(one.subject), "name": clean(one.name),
        "role": one.role.value if one.role else "",
    }  # fmt: skip
    said = f"{who} was given: {words}{was}"
    recorded = add_act(connection, ActKind.ROLES, one.by, said, one.reason, about, [FewRows(given_role, [row])])
    return replace(one, act_id=recorded.id, at=recorded.at, by=recorded.by)
