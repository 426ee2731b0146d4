import csv
import io

from measures.model.audit import AuditKind
from measures.services.audit import note_audit
from measures.storage.store import open_store


def noted(command, plan, url):
    command("define", plan, "--by", "A")
    with open_store(url) as store:
        note_audit(store, AuditKind.REFUSAL, by="=cmd()", summary="Refused:\x1b[31m upload", details={"page": "upload"})


def test_acts_and_lines_are_printed_and_nothing_in_them_steers_a_terminal(command, plan, database_url):
    noted(command, plan, database_url)
    ran = command("audit")
    assert (ran.status, ran.err) == (0, "")
    head, _, refusal, definitions = ran.out.splitlines()
    assert head.split() == ["When", "(UTC)", "By", "What", "Said", "Reason"]
    assert "=cmd()  Refused" in " ".join(refusal.split(" ")) or "Refused" in refusal
    assert "\\x1b[31m" in refusal and "\x1b" not in ran.out
    assert "Definitions changed" in definitions


def test_the_audit_is_one_json_document(command, plan, database_url):
    noted(command, plan, database_url)
    refusal, definitions = command("audit", "--format", "json").document["entries"]
    assert (refusal["kind"], refusal["line"], definitions["kind"], definitions["act"]) == (
        "refusal", 1, "definitions", 1,
    )  # fmt: skip
    assert (refusal["issuer"], refusal["subject"]) == ("", "")
    assert len(refusal["sha256"]) == len(definitions["sha256"]) == 64


def test_a_spreadsheet_of_it_runs_nothing(command, plan, database_url):
    noted(command, plan, database_url)
    rows = list(csv.DictReader(io.StringIO(command("audit", "--format", "csv").out.lstrip("\ufeff"))))
    assert [row["what"] for row in rows] == ["Refused", "Definitions changed"]
    assert rows[0]["by"] == "'=cmd()"


def test_it_can_be_narrowed(command, plan, database_url):
    noted(command, plan, database_url)
    assert len(command("audit", "--kind", "refusal", "--format", "json").document["entries"]) == 1
    assert command("audit", "--text", "nowhere").out == "Nothing fits.\n"
    assert command("audit", "--to", "2001-01-01").out == "Nothing fits.\n"
    ran = command("audit", "--kind", "guess")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("“guess” is not a kind of entry. Kinds are sign_in, ")
