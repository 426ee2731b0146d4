"""Lists of awards: rows in, nouns out. The caller holds the transaction."""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, func, select

from measures.errors import ChangedMeanwhile, NotAllowed, NotFound
from measures.model.funding import Award, FundingList, newest_act
from measures.model.moment import in_words
from measures.model.record import Act, ActKind
from measures.storage import records
from measures.storage.new_rows import FewRows, next_id
from measures.storage.records import add_act, clean
from measures.storage.tables import act, award, funding_list, funding_withdrawal

_taken, _left = act.alias("taken"), act.alias("gone")
_SAID = ("priority", "recipient", "purpose", "source", "note")


@dataclass(frozen=True, slots=True)
class NewFundingList:
    """What is kept of a list beside its awards; `summary` says in a sentence what the act did."""

    plan_id: str
    name: str
    content: bytes
    summary: str
    note: str = ""


def lists(connection: Connection, as_at: datetime | None = None) -> tuple[FundingList, ...]:
    """Every list, the newest first; as at a moment those that were recorded by then, and taken out by then."""
    last = records.newest_act(connection, as_at)
    held: dict[int, tuple[tuple[int, ...], int]] = {}
    counted = select(award.c.list_id, award.c.year, func.count()).group_by(award.c.list_id, award.c.year)
    for number, year, many in connection.execute(counted.order_by(award.c.year.desc())):
        years, awards = held.get(number, ((), 0))
        held[number] = (*years, year), awards + many
    columns = [column for column in funding_list.c if column.name not in ("content", "act_id")]
    query = (
        select(
            *columns, funding_list.c.act_id, _taken.c.at, _taken.c.by, _taken.c.reason.label("note"),
            _left.c.at.label("left_at"), _left.c.by.label("left_by"), _left.c.reason, _left.c.id.label("left_act"),
        )
        .join_from(funding_list, _taken, funding_list.c.act_id == _taken.c.id)
        .outerjoin(funding_withdrawal, funding_withdrawal.c.list_id == funding_list.c.id)
        .outerjoin(_left, (_left.c.id == funding_withdrawal.c.act_id) & (_left.c.id <= last))
        .where(funding_list.c.act_id <= last)
        .order_by(funding_list.c.id.desc())
    )  # fmt: skip
    return tuple(_list(row, *held.get(row.id, ((), 0))) for row in connection.execute(query))


def _list(row: Any, years: tuple[int, ...], awards: int) -> FundingList:
    return FundingList(
        row.id, row.act_id, row.plan_id, row.at, row.by, row.name, row.note, row.sha256, row.size, years, awards,
        row.left_at, row.left_by, row.reason, row.left_act,
    )  # fmt: skip


def one_list(connection: Connection, number: int) -> FundingList:
    """One list; raises NotFound."""
    return find_list(lists(connection), number)


def find_list(held: Sequence[FundingList], number: int) -> FundingList:
    """The list of that number among those that there are; raises NotFound, naming the newest."""
    found = next((one for one in held if one.id == number), None)
    if found is None:
        newest = max((one.id for one in held), default=0)
        there_is = f"The newest is {newest}." if newest else "None was loaded yet."
        raise NotFound(f"There is no list of awards {number}. {there_is}")
    return found


def file_of(connection: Connection, number: int) -> bytes:
    """The bytes of a list's file; raises NotFound."""
    one_list(connection, number)
    query = select(funding_list.c.content).where(funding_list.c.id == number)
    return bytes(connection.execute(query).scalar_one())


def awards(connection: Connection, list_ids: Collection[int]) -> dict[int, tuple[Award, ...]]:
    """The awards of some lists, each in the order of its file."""
    found: dict[int, list[Award]] = {number: [] for number in list_ids}
    query = select(award).where(award.c.list_id.in_(list(list_ids))).order_by(award.c.id)
    for row in connection.execute(query):
        found[row.list_id].append(_award(row))
    return {number: tuple(rows) for number, rows in found.items()}


def _award(row: Any) -> Award:
    paid = None if row.paid_pence is None else _pounds(row.paid_pence)
    return Award(row.year, row.priority, row.recipient, row.purpose, row.source, _pounds(row.amount_pence), paid,
                 row.paid_to, row.note)  # fmt: skip


def _pounds(pence: int) -> Decimal:
    return Decimal(pence).scaleb(-2)


def _pence(amount: Decimal | None) -> int | None:
    return None if amount is None else int(amount.scaleb(2))


def add(
    connection: Connection, new: NewFundingList, rows: Sequence[Award], *, by: str, details: Mapping[str, object]
) -> FundingList:
    """Record a list with its awards and its act."""
    number, sha256 = next_id(connection, funding_list), hashlib.sha256(new.content).hexdigest()
    kept = [_kept(one) | {"list_id": number} for one in rows]
    about = {"list": number, "plan": new.plan_id, "sha256": sha256, "awards_sha256": _digest(kept), **details}
    file = {
        "plan_id": new.plan_id, "name": clean(new.name), "sha256": sha256, "size": len(new.content),
        "content": new.content,
    }  # fmt: skip
    brought = [FewRows(funding_list, [file]), FewRows(award, kept)]
    add_act(connection, ActKind.FUNDING, by, new.summary, new.note, about, brought)
    return one_list(connection, number)


def _kept(one: Award) -> dict[str, Any]:
    texts = {name: clean(getattr(one, name)) for name in _SAID}
    return {
        "year": one.year, **texts, "amount_pence": _pence(one.amount), "paid_pence": _pence(one.paid),
        "paid_to": one.paid_to,
    }  # fmt: skip


def _digest(rows: Sequence[Any]) -> str:
    """The SHA-256 over a list's awards in their order, which its act keeps: the same in every database."""
    names = ("year", *_SAID, "amount_pence", "paid_pence", "paid_to")
    said = [[None if row[name] is None else str(row[name]) for name in names] for row in rows]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def refuse_overtaken(connection: Connection, plan_id: str, seen: int | None) -> None:
    """Raise ChangedMeanwhile, naming what was done, where a list of the plan was loaded or taken out since `seen`.

    `seen` is the number of the newest such act when it was looked at, 0 where there was none; None: nobody looked.
    """
    newest = newest_act(lists(connection), plan_id)
    if seen is None or newest == seen:
        return
    done = connection.execute(select(act.c.summary, act.c.by, act.c.at).where(act.c.id == newest)).first()
    said = f"{done.summary} by {done.by} on {in_words(done.at)}. " if done else ""
    raise ChangedMeanwhile(f"{said}This was after your look at it. Nothing was stored: look again.")


def withdraw(
    connection: Connection, number: int, *, reason: str, by: str, details: Mapping[str, object], seen: int | None
) -> Act:
    """Record that a list no longer counts; raises NotFound, NotAllowed (taken out already), ChangedMeanwhile."""
    one = one_list(connection, number)
    refuse_taken_out(one)
    refuse_overtaken(connection, one.plan_id, seen)
    about = {"list": number, "plan": one.plan_id, **details}
    summary = f"List of awards {number} ({one.name}) was taken out"
    brought = [FewRows(funding_withdrawal, [{"list_id": number}])]
    return add_act(connection, ActKind.FUNDING_WITHDRAWAL, by, summary, reason, about, brought)


def refuse_taken_out(one: FundingList) -> None:
    """Raise NotAllowed for a list that was taken out, saying by whom and when."""
    if one.withdrawn_at is not None:
        raise NotAllowed(
            f"List of awards {one.id} ({one.name}) was already taken out by {one.withdrawn_by} on "
            f"{in_words(one.withdrawn_at)}. Nothing was changed."
        )


def faults(connection: Connection) -> Iterator[str]:
    """Lists whose file or awards are not those that were loaded."""
    query = select(funding_list, act.c.details).outerjoin(act, act.c.id == funding_list.c.act_id)
    for row in connection.execute(query.order_by(funding_list.c.id)):
        recorded = json.loads(row.details or "{}")
        found = row.content if isinstance(row.content, bytes) else str(row.content).encode()
        name = f"list of awards {row.id} ({row.name})"
        if not hashlib.sha256(found).hexdigest() == row.sha256 == recorded.get("sha256") or len(found) != row.size:
            yield f"The file of {name} is not the one that was loaded: its SHA-256 differs."
        rows = connection.execute(select(award).where(award.c.list_id == row.id).order_by(award.c.id)).mappings().all()
        if _digest(rows) != recorded.get("awards_sha256"):
            yield f"The awards of {name} are not those that were loaded: their SHA-256 differs."
