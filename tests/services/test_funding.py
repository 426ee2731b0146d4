"""Lists of awards: loaded whole, the same once, the list before standing again, kept for good, told by role."""

import pytest
from sqlalchemy import text

from measures.errors import ChangedMeanwhile, NotAllowed, NotFound, NotPermitted
from measures.model.access import ANYONE, Role
from measures.model.funding import year_label
from measures.reports.open_data.about import about
from measures.reports.open_data.folder import open_files
from measures.services import funding, history
from measures.services.definitions import load_plans
from measures.services.open_data import open_data
from measures.storage import upgrade
from measures.storage.address import make_engine, read_address
from measures.storage.store import Store, open_store
from tests.access import person
from tests.builders import a_measure, a_plan
from tests.funding import HEADER, LIST, load

LATER = HEADER + "2016/17,safety,Safer Streets,CCTV,Safety fund,2000,,,\n"


@pytest.fixture
def office(store: Store) -> Store:
    assert load_plans(store, [a_plan(a_measure())], by="A", reason="r").stored
    return store


def awarded(store: Store) -> dict[str, int]:
    """What stands: the sum of each year that has a list."""
    years = funding.standing_years(store, ["plan"])
    return {year_label(one.year): int(sum(award.amount for award in one.awards)) for one in reversed(years)}


def test_a_list_is_loaded_whole_and_its_file_and_act_are_kept(office: Store) -> None:
    done = load(office, note="From the ledger")
    assert done.stored is not None
    assert awarded(office) == {"2016/17": 1500, "2015/16": 1000}
    assert funding.list_file(office, done.stored.id) == LIST.encode()
    act = office.acts()[0]
    assert act.summary == "awards.csv was loaded as the list of awards of 2016/17 and 2015/16"
    assert (act.by, act.reason, act.kind.words, act.kind.moves_ratings) == (
        "A. Officer", "From the ledger", "List of awards loaded", False,
    )  # fmt: skip
    assert "2016/17, Safety: £1,300.50 by 2 awards." in act.details["changes"]  # type: ignore[operator]
    assert history.act_record(office, act.id).changes == done.changes
    assert office.faults() == []


def test_a_dry_run_and_a_refusal_store_nothing(office: Store) -> None:
    before = office.data_version()
    assert load(office, dry_run=True, by="").years
    refused = load(office, LIST.replace("safety,Second", "crime,Second"))
    assert refused.refused and [one.code for one in refused.issues] == ["priority_not_in_plan"]
    assert (office.data_version(), funding.plan_funding(office).sums) == (before, None)


def test_the_same_awards_again_change_nothing_whatever_their_order_or_bytes(office: Store) -> None:
    load(office)
    header, *rows = LIST.splitlines(keepends=True)
    for again in (LIST, "".join([header, *reversed(rows)]), LIST.replace("£1,000", "1000.00")):
        assert (load(office, again).stored, load(office, again).changes) == (None, ())
    assert len(office.funding_lists()) == 1


def test_a_newer_list_replaces_the_years_that_it_names_and_leaves_the_others(office: Store) -> None:
    load(office)
    done = load(office, LATER, "later.csv")
    assert done.changes == (
        "2016/17: £2,000 by 1 award, in place of £1,500 by 3 awards (1 with other words or figures, 2 no longer "
        "named).",
        "2016/17, Safety: £2,000 by 1 award, in place of £1,300.50 by 2 awards.",
        "2016/17, All priorities: no award, in place of £199.50 by 1 award.",
    )
    assert awarded(office) == {"2016/17": 2000, "2015/16": 1000}


def test_a_list_that_is_taken_out_lets_the_one_before_stand_again_and_stays_on_record(office: Store) -> None:
    load(office)
    load(office, LATER, "later.csv")
    planned = funding.list_withdrawal(office, 2)
    assert [(year, one.name if one else None) for year, one in planned.instead] == [(2016, "awards.csv")]
    funding.withdraw_list(office, 2, reason="Wrong ledger", by="B. Officer")
    assert awarded(office) == {"2016/17": 1500, "2015/16": 1000}
    gone = funding.kept_lists(office, "plan")[0]
    assert (gone.id, gone.is_kept, gone.withdrawn_by, gone.withdrawn_reason) == (2, False, "B. Officer", "Wrong ledger")
    assert funding.list_file(office, 2) == LATER.encode()
    assert office.acts()[0].summary == "List of awards 2 (later.csv) was taken out"
    funding.withdraw_list(office, 1, reason="All wrong", by="B")
    assert awarded(office) == {}
    assert load(office, LATER).stored is not None  # after a withdrawal it is a list like any other
    assert office.faults() == []


def test_a_list_is_taken_out_once_with_a_reason_and_a_name(office: Store) -> None:
    load(office)
    for reason, by, said in ((" ", "A", "needs a reason"), ("r", " ", "Write your name first")):
        with pytest.raises(NotAllowed, match=said):
            funding.withdraw_list(office, 1, reason=reason, by=by)
    funding.withdraw_list(office, 1, reason="r", by="A")
    with pytest.raises(NotAllowed, match=r"List of awards 1 \(awards.csv\) was already taken out by A on"):
        funding.withdraw_list(office, 1, reason="r", by="A")
    with pytest.raises(NotFound, match=r"There is no list of awards 7\. The newest is 1"):
        funding.withdraw_list(office, 7, reason="r", by="A")


def test_who_looked_before_somebody_else_stored_is_told_and_nothing_is_stored(office: Store) -> None:
    seen = load(office, dry_run=True).based_on
    load(office, LATER, "later.csv", by="B. Other")
    with pytest.raises(ChangedMeanwhile, match=r"later\.csv was loaded .* by B\. Other on .* look again"):
        load(office, seen=seen)
    looked = funding.list_withdrawal(office, 1).based_on
    load(office)
    with pytest.raises(ChangedMeanwhile, match="Nothing was stored"):
        funding.withdraw_list(office, 1, reason="r", by="A", seen=looked)
    assert len(office.funding_lists()) == 2


def test_a_preview_of_figures_holds_though_a_list_was_loaded_meanwhile(office: Store) -> None:
    before = office.figures_version()
    load(office)
    assert (office.figures_version(), office.data_version() > before) == (before, True)


def test_the_past_is_read_as_it_was_known(office: Store) -> None:
    first = load(office).stored
    load(office, LATER)
    funding.withdraw_list(office, 1, reason="r", by="A")
    assert first is not None
    assert [(one.id, one.is_kept) for one in office.funding_lists(first.at)] == [(1, True)]
    assert [(one.id, one.is_kept) for one in office.funding_lists()] == [(2, True), (1, False)]


def test_a_plan_a_year_and_a_priority_that_are_not_there_are_named(office: Store) -> None:
    with pytest.raises(NotFound, match="Did you mean “plan”"):
        funding.load_funding(office, "plam", "a.csv", LIST.encode(), by="A")
    load(office)
    with pytest.raises(NotFound, match=r"No list states the awards of 2017/18 for the plan plan. Held: 2016/17, 2015"):
        funding.plan_funding(office, "plan", 2017)


def test_anyone_reads_what_is_awarded_and_nobody_is_named_to_who_has_not_signed_in(office: Store) -> None:
    load(office)
    funding.withdraw_list(office, 1, reason="r", by="A. Officer")
    load(office, LATER)
    anyone = office.acting(ANYONE)
    found = funding.plan_funding(anyone)
    assert found.standing is not None and found.standing.of.by == "the office"
    assert {(one.by, one.withdrawn_by) for one in anyone.funding_lists()} == {
        ("the office", None), ("the office", "the office"),
    }  # fmt: skip
    viewer = office.acting(person(Role.VIEWER))
    assert funding.plan_funding(viewer).standing.of.by == "A. Officer"  # type: ignore[union-attr]
    for attempt in (lambda: load(viewer), lambda: funding.withdraw_list(viewer, 2, reason="r", by="A"),
                    lambda: viewer.withdraw_funding(2, reason="r", by="A")):  # fmt: skip
        with pytest.raises(NotPermitted):
            attempt()


def test_a_list_that_was_altered_is_found(office: Store) -> None:
    load(office)
    with office._engine.begin() as connection:
        connection.execute(text("DROP TRIGGER award_no_update") if connection.dialect.name == "sqlite"
                           else text("ALTER TABLE award DISABLE TRIGGER award_final"))  # fmt: skip
        connection.execute(text("UPDATE award SET amount_pence = 1 WHERE id = 1"))
    assert "The awards of list of awards 1 (awards.csv) are not those that were loaded: their SHA-256 differs." in (
        office.faults()
    )


def test_a_file_of_a_list_that_was_altered_is_found(office: Store) -> None:
    load(office)
    with office._engine.begin() as connection:
        connection.execute(text("DROP TRIGGER funding_list_no_update") if connection.dialect.name == "sqlite"
                           else text("ALTER TABLE funding_list DISABLE TRIGGER funding_list_final"))  # fmt: skip
        connection.execute(text("UPDATE funding_list SET content = :other"), {"other": b"other"})
    assert "The file of list of awards 1 (awards.csv) is not the one that was loaded: its SHA-256 differs." in (
        office.faults()
    )


def test_a_database_from_before_there_were_lists_is_upgraded_and_takes_one(database_url: str) -> None:
    engine = make_engine(read_address(database_url))
    with engine.connect() as plain, plain.execution_options(writing=True) as connection, connection.begin():
        upgrade.make_anew(connection, "0008")
    engine.dispose()
    with open_store(database_url) as store:
        load_plans(store, [a_plan(a_measure())], by="A", reason="r")
        assert load(store).stored is not None
        assert store.faults() == []


def test_what_is_open_to_anyone_has_the_awards_that_stand(office: Store) -> None:
    load(office)
    load(office, LATER)
    data = open_data(office)
    lines = open_files(data, about(data))["funding.csv"].decode("utf-8-sig").splitlines()
    assert lines[0].startswith("plan_id,financial_year,priority_id,recipient,purpose,source,amount,paid,paid_to,note")
    assert [line.rsplit(",", 1)[0] for line in lines[1:]] == [
        "plan,2015/16,safety,Safer Streets,CCTV,Safety fund,1000.00,1000.00,2016-03-31,",
        "plan,2016/17,safety,Safer Streets,CCTV,Safety fund,2000.00,,,",
    ]
