"""Whatever is altered, taken out or put in behind the program is named by `check`, in every table of both databases."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import Connection, text

from measures.model.access import Role
from measures.model.audit import AuditKind
from measures.model.funding import Award
from measures.services.audit import note_audit
from measures.services.integrity import check
from measures.services.people import give_role
from measures.services.withdrawals import withdraw_upload
from measures.storage import faults
from measures.storage.funding_rows import NewFundingList
from measures.storage.store import Store, open_store
from measures.storage.tables import BROUGHT, FINAL_TABLES, metadata
from tests.access import ISSUER, secretive
from tests.conftest import POSTGRES_URL, lacking
from tests.postgres import PostgresServer


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Something in every table; nothing that a test does to it stays."""
    if request.param == "sqlite":
        with open_store(f"sqlite:///{tmp_path_factory.mktemp('altered') / 'measures.db'}") as store:
            yield filled(store)
        return
    if not POSTGRES_URL:
        lacking("MEASURES_TEST_DATABASE_URL names no PostgreSQL server to test on")
    with PostgresServer(POSTGRES_URL).new_database() as url, open_store(url) as store:
        yield filled(store)


def filled(store: Store) -> Store:
    secretive(store)
    give_role(store, ISSUER, "v-1", Role.VIEWER, reason="panel", by="Admin", name="V")
    give_role(store, ISSUER, "a-1", Role.ADMINISTRATOR, reason="boss", by="Admin", name="A")
    note_audit(store, AuditKind.SIGN_IN, by="V", summary="Signed in")
    note_audit(store, AuditKind.DOWNLOAD, by="V", summary="x taken")
    withdraw_upload(store, 3, reason="wrong", by="Off")
    awards = [Award(2024, "p", f"Charity {n}", "Help", "Fund", Decimal("1000.50"), Decimal(5), date(2024, 6, 30))
              for n in range(2)]  # fmt: skip
    store.add_funding(NewFundingList("plan", "awards.csv", b"awards", "A list was loaded"), awards, by="Off")
    store.withdraw_funding(1, reason="wrong", by="Off")
    return store


@contextmanager
def unguarded(connection: Connection) -> Iterator[None]:
    """The triggers taken away and put back as they were."""
    if connection.dialect.name == "postgresql":
        for table in FINAL_TABLES:
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER {table}_final"))
        yield
        for table in FINAL_TABLES:
            connection.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER {table}_final"))
        return
    triggers = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
    for name, _ in triggers:
        connection.execute(text(f"DROP TRIGGER {name}"))
    yield
    for _, sql in triggers:
        connection.exec_driver_sql(sql)


def found(store: Store, *statements: str, guarded: bool = False) -> list[str]:
    """What is found after statements in a transaction that is then undone."""
    with store._engine.connect() as connection, closing(connection.begin()):
        if guarded:
            run(connection, statements)
        else:
            with unguarded(connection):
                run(connection, statements)
        return faults.all_faults(connection)


def run(connection: Connection, statements: tuple[str, ...]) -> None:
    for statement in statements:
        done = connection.exec_driver_sql(statement.replace("%", "%%"))
        assert done.rowcount != 0, statement


ALTERED = [
    ("UPDATE given_role SET role = 'administrator' WHERE subject = 'v-1'", "given_role was altered (row 1)"),
    ("DELETE FROM given_role WHERE subject = 'v-1'", "given_role has lost rows (it is missing: row 1)"),
    (
        "UPDATE definition SET content = replace(content, '\"restricted\"', '\"public\"') WHERE key = 'zebra'",
        "in the table definition was altered (in the rows 1 to",
    ),
    (
        "UPDATE revision SET value_units = value_units - 7 WHERE id = 9",
        "in the table revision was altered (in the rows",
    ),
    ("UPDATE revision SET note = 'x' WHERE id = 9", "in the table revision was altered (in the rows 1 to"),
    ("UPDATE revision SET line = NULL WHERE id = 9", "in the table revision was altered (in the rows 1 to"),
    ("UPDATE revision SET data_to = '2001-03-31' WHERE id = 9", "in the table revision was altered (in the rows 1 to"),
    ("UPDATE series SET measure_id = 'burgled' WHERE id = 1", "in the table series was altered (in the rows 1 to"),
    ("UPDATE withdrawal SET upload_id = 4", "in the table withdrawal was altered (row 1)"),
    ("UPDATE commentary SET happened = 'All is well.' WHERE id = 2", "in the table commentary was altered (row 2)"),
    ("UPDATE commentary SET action_due = NULL WHERE id = 2", "in the table commentary was altered (row 2)"),
    ("UPDATE commentary SET outcome = 'Done' WHERE id = 2", "in the table commentary was altered (row 2)"),
    ("DELETE FROM commentary WHERE id = 1", "in the table commentary has lost rows (it is missing: row 1)"),
    ("UPDATE meeting SET day = '2017-01-01'", "in the table meeting was altered (row 1)"),
    ("UPDATE meeting SET called_off = true", "in the table meeting was altered (row 1)"),
    ("UPDATE report_text SET text = 'Other'", "in the table report_text was altered (row 1)"),
    ("UPDATE publication SET title = 'Other'", "in the table publication was altered (row 1)"),
    ("UPDATE publication SET program = '9'", "in the table publication was altered (row 1)"),
    ("UPDATE publication SET incomplete = 'late'", "in the table publication was altered (row 1)"),
    ("UPDATE area SET population = 5 WHERE id = 1", "in the table area was altered (in the rows 1 to 2)"),
    ("UPDATE area SET population = NULL WHERE id = 1", "in the table area was altered (in the rows 1 to 2)"),
    (
        "UPDATE membership SET to_quarter = 8000 WHERE id = 1",
        "in the table membership was altered (in the rows 1 to 2)",
    ),
    ("DELETE FROM membership WHERE id = 1", "membership has lost rows (of the rows 1 to 2 1 are missing)"),
    ("UPDATE funding_list SET name = 'other.csv'", "in the table funding_list was altered (row 1)"),
    ("UPDATE award SET amount_pence = 1 WHERE id = 2", "in the table award was altered (in the rows 1 to 2)"),
    ("UPDATE award SET paid_to = NULL WHERE id = 2", "in the table award was altered (in the rows 1 to 2)"),
    ("DELETE FROM funding_withdrawal WHERE id = 1", "funding_withdrawal has lost rows (it is missing: row 1)"),
    ("UPDATE upload SET name = 'harmless.csv' WHERE id = 1", "in the table upload was altered (row 1)"),
    ("UPDATE upload SET read_as = 'x' WHERE id = 1", "in the table upload was altered (row 1)"),
    ("UPDATE upload SET lines_read = 1 WHERE id = 1", "in the table upload was altered (row 1)"),
    (
        "UPDATE upload SET rows_added = rows_added - 1, rows_changed = rows_changed + 1 WHERE id = 1",
        "in the table upload was altered (row 1)",
    ),
]


@pytest.mark.parametrize(("statement", "said"), ALTERED)
def test_a_row_that_is_altered_or_taken_out_is_named_with_its_table_and_its_act(
    office: Store, statement: str, said: str
) -> None:
    (fault,) = [one for one in found(office, statement) if one.startswith("What act ")]
    assert said in fault
    assert fault.endswith(": its SHA-256 is another.")


def test_every_table_that_acts_bring_was_tried() -> None:
    tried = {table.name for table in BROUGHT for statement, _ in ALTERED if f" {table.name} " in statement}
    assert tried == set(metadata.tables) - {"act", "audit_line", "chain"}
    assert set(FINAL_TABLES) == set(metadata.tables) - {"chain"}


def test_nothing_is_found_where_nothing_was_done(office: Store) -> None:
    assert check(office) == []
    assert found(office) == []


PUT_IN = [
    (
        "INSERT INTO given_role VALUES (3, 1, 'https://id.example.org', 'evil', 'Evil', 'administrator')",
        ["Row 3 of the table given_role hangs under act 1, which is of another kind (Definitions changed).",
         "Row 3 of the table given_role (it names act 1) was recorded by no act: it was put in by hand."],
    ),
    (
        "INSERT INTO definition SELECT (SELECT max(id) + 1 FROM definition), act_id, plan_id, kind, key, from_quarter, "
        "removed, replace(content, 'restricted', 'public') FROM definition WHERE key = 'zebra' AND kind = 'measure'",
        ["of the table definition (it names act 1) was recorded by no act: it was put in by hand."],
    ),
    (
        "INSERT INTO withdrawal VALUES (2, 2, 1)",
        ["Row 2 of the table withdrawal hangs under act 2, which is of another kind (Areas and groups changed).",
         "Row 2 of the table withdrawal (it names act 2) was recorded by no act: it was put in by hand."],
    ),
    (
        "INSERT INTO area SELECT id + 2, act_id, area_id, title, 7, 2025, note FROM area",
        ["2 rows of the table area (the first is 3 and names act 2) were recorded by no act: they were put in"],
    ),
    (
        "INSERT INTO series VALUES (77, 'zebra', 'mars')",
        ["Row 77 of the table series was recorded by no act: it was put in by hand."],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "said"), PUT_IN)
def test_a_row_that_is_put_in_past_every_guard_is_named(office: Store, statement: str, said: list[str]) -> None:
    faults = found(office, statement, guarded=True)
    assert all(any(one in fault for fault in faults) for one in said), faults
    assert len(faults) == len(said)


def test_a_publication_whose_columns_say_other_than_its_content_is_told(office: Store) -> None:
    faults = found(office, "UPDATE publication SET title = 'Other', day = '2001-01-01', incomplete = 'late'")
    said = "Publication 1 (the meeting of 1 January 2001) says in its head another day, title and reason for what is"
    assert [fault for fault in faults if fault.startswith(said)] == [f"{said} missing than was frozen."]


def test_the_last_line_of_the_audit_that_is_cut_off_with_the_end_of_its_chain_is_missed_by_the_next_act(
    office: Store,
) -> None:
    faults = found(
        office,
        "DELETE FROM audit_line WHERE id = 2",
        "UPDATE chain SET length = 1, sha256 = (SELECT sha256 FROM audit_line WHERE id = 1) WHERE name = 'audit_line'",
    )
    (fault,) = faults
    assert fault.startswith("When act 18 was recorded, the audit ended with line 2:")
    assert fault.endswith(" That line is not there: the audit was cut off or written anew.")


SQLITE = [
    (
        ["DROP TRIGGER given_role_no_update",
         "CREATE TRIGGER given_role_no_update BEFORE UPDATE ON given_role BEGIN SELECT 1; END"],
        "The guard that keeps rows of the table given_role from being changed was replaced by another.",
    ),
    (
        ["DROP TRIGGER given_role_no_update",
         "CREATE TRIGGER harmless BEFORE UPDATE ON given_role BEGIN SELECT 1; END"],
        "The guard that keeps rows of the table given_role from being changed is missing.",
    ),
    (
        ["CREATE TRIGGER more AFTER INSERT ON given_role BEGIN SELECT 1; END"],
        "The table given_role has a trigger “more” that this program did not make.",
    ),
]  # fmt: skip
_WITHOUT = "DROP TRIGGER given_role_final ON given_role"
_MADE = "CREATE TRIGGER given_role_final BEFORE {} ON given_role FOR EACH {} EXECUTE FUNCTION {}()"
POSTGRESQL = [
    (
        ["CREATE OR REPLACE FUNCTION measures_keep_final() RETURNS trigger LANGUAGE plpgsql AS "
         "'BEGIN RETURN NULL; END'"],
        "The guard that keeps rows of the table given_role from being changed was replaced by another.",
    ),
    (
        [_WITHOUT, _MADE.format("DELETE", "STATEMENT", "measures_keep_final")],
        "The guard that keeps rows of the table given_role from being changed was replaced by another.",
    ),
    (
        [_WITHOUT, "CREATE FUNCTION other() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
         _MADE.format("UPDATE OR DELETE OR TRUNCATE", "STATEMENT", "other")],
        "The guard that keeps rows of the table given_role from being changed was replaced by another.",
    ),
    (
        ["ALTER TABLE given_role DISABLE TRIGGER given_role_final"],
        "The guard that keeps rows of the table given_role from being changed is missing.",
    ),
    (
        ["ALTER TABLE given_role ENABLE REPLICA TRIGGER given_role_final"],
        "The guard that keeps rows of the table given_role from being changed was replaced by another.",
    ),
]  # fmt: skip


def test_a_guard_that_guards_nothing_is_told(office: Store) -> None:
    cases = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[office._engine.dialect.name]
    for statements, said in cases:
        with office._engine.connect() as connection, closing(connection.begin()):
            for statement in statements:
                connection.exec_driver_sql(statement)
            assert said in faults.all_faults(connection), statements
