"""`measures funding`: lists of awards, for a person or a machine."""

from pathlib import Path

from measures.cli import documents
from measures.cli.arguments import CalledWrongly, TextOrJson, person, read_file
from measures.cli.findings import show_issues
from measures.cli.printing import add_row, as_json, complain, new_table, say, show, under_way
from measures.ingest.funding_file import MAX_BYTES
from measures.model.funding import Award, FundingList, Portion, year_label
from measures.rules.funding import portion_sentences
from measures.services.funding import (
    FundingLoaded,
    PlanFunding,
    list_withdrawal,
    load_funding,
    plan_funding,
    withdraw_list,
)
from measures.storage.store import open_store
from measures.views import funding_view as view
from measures.views.upload_view import issues_in_words

DONE, REFUSED = 0, 1


def load_list(path: Path, plan_id: str, by: str | None, note: str, form: TextOrJson, *, dry_run: bool) -> int:
    """`measures funding load`."""
    content, name = read_file(path, MAX_BYTES), person(by)
    with open_store() as store, under_way(f"Reading {path.name} …"):
        done = load_funding(store, plan_id, path.name, content, by=name, note=note, dry_run=dry_run)
    if form is TextOrJson.JSON:
        as_json(_loaded_document(done))
    else:
        _tell_loaded(path.name, done, dry_run=dry_run)
    return REFUSED if done.refused else DONE


def _tell_loaded(name: str, done: FundingLoaded, *, dry_run: bool) -> None:
    show_issues(done.issues)
    if done.refused:
        complain(f"{name} was refused: {issues_in_words(done.issues)}. Nothing was stored.")
    elif not done.years:
        say(f"{name}: these very awards stand already. Nothing was changed.")
    else:
        say(*done.changes)
        say("This was a dry run: nothing was stored." if done.stored is None else f"Stored as list {done.stored.id}.")


def _loaded_document(done: FundingLoaded) -> documents.Document:
    return {
        "accepted": done.stored is not None,
        "list": done.stored.id if done.stored else None,
        "awards": len(done.awards),
        "changes": list(done.changes),
        "issues": [documents.issue(one) for one in done.issues],
    }


def show_year(plan_id: str | None, year: int | None, form: TextOrJson) -> int:
    """`measures funding show`."""
    with open_store(upgrade=False) as store:
        found = plan_funding(store, plan_id, year)
    if form is TextOrJson.JSON:
        as_json(_year_document(found))
        return DONE
    if found.sums is None or found.standing is None:
        say(f"{view.NO_LIST} ({found.plan.id}). Load one with “measures funding load FILE --plan {found.plan.id}”.")
        return DONE
    sums = found.sums
    say(f"{view.finding(found)}.", view.lead(sums), view.NO_PERFORMANCE, view.list_sentence(found.standing.of), "")
    headings = view.portion_headings(sums)
    table = new_table(*headings, right=headings[1:-1])
    for row in view.portion_rows(sums):
        add_row(table, *row)
    show(table)
    for one in sums.portions:
        say("", f"{one.title}: {view.portion_text(one)}")
        if one.awards:
            awards = new_table(*view.AWARD_HEADINGS, right=("Awarded",))
            for cells in view.award_rows(view.awards_of(found.standing.awards, one.priority)):
                add_row(awards, *cells)
            show(awards)
    return DONE


def _year_document(found: PlanFunding) -> documents.Document:
    sums, of = found.sums, found.standing
    return {
        "plan": found.plan.id,
        "years": [year_label(one) for one in found.years],
        "year": year_label(sums.year) if sums else None,
        "list": _list(of.of) if of else None,
        "whole": _portion(sums.whole) if sums else None,
        "priorities": [{"priority": one.priority, "title": one.title, **_portion(one)} for one in sums.portions]
        if sums else [],
        "awards": [_award(one) for one in of.awards] if of else [],
    }  # fmt: skip


def _list(one: FundingList) -> documents.Document:
    return {"list": one.id, "file": one.name, "at": documents.moment(one.at), "by": one.by, "note": one.note,
            "sha256": one.sha256}  # fmt: skip


def _portion(one: Portion) -> documents.Document:
    number = documents.number
    return {
        "awarded": number(one.awarded), "awards": one.awards, "share": one.share, "before": number(one.before),
        "awards_before": one.awards_before, "change": number(one.change), "change_pct": number(one.change_pct),
        "paid": number(one.paid), "paid_stated": one.paid_stated, "paid_from": documents.day(one.paid_from),
        "paid_to": documents.day(one.paid_to),
        "sources": [{"source": fund, "awarded": number(amount)} for fund, amount in one.sources],
        "words": " ".join(portion_sentences(one)),
    }  # fmt: skip


def _award(one: Award) -> documents.Document:
    return {
        "priority": one.priority, "recipient": one.recipient, "purpose": one.purpose, "source": one.source,
        "amount": documents.number(one.amount), "paid": documents.number(one.paid),
        "paid_to": documents.day(one.paid_to), "note": one.note,
    }  # fmt: skip


def take_out(number: int, reason: str, by: str | None, *, dry_run: bool) -> int:
    """`measures funding withdraw`."""
    if not dry_run and not reason.strip():
        raise CalledWrongly("The reason is missing. Say why the list no longer counts: --reason TEXT.")
    name = person(by)
    with open_store() as store:
        done = list_withdrawal(store, number) if dry_run else withdraw_list(store, number, reason=reason, by=name)
    verb = "would be taken out" if dry_run else "was taken out"
    say(f"List {done.of.id} ({done.of.name}) {verb}.", *view.withdrawal_sentences(done))
    if dry_run:
        say("This was a dry run: nothing was changed.")
    return DONE
