"""The history page on real stores: the list, one act, one upload, taking it out; hostile texts; the address."""

import re
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from measures.model.commentary import Commentary
from measures.model.meeting import Meeting, ReportText
from measures.model.quarter import Quarter
from measures.services.commentary import write_commentary
from measures.services.publications import publish
from measures.services.report_texts import write_text
from measures.services.uploads import accept_upload, preview_upload
from measures.services.withdrawals import withdraw_upload
from measures.storage.records import NewUpload
from measures.storage.store import Store, open_store
from tests.builders import values
from tests.pages.conftest import Reader
from tests.pages.test_pages import HOSTILE, Tags, headings

CORRECTED = b"measure_id,quarter,value,note\nburglary,2016/17 Q1,1100,Audit\n"


class Office:
    """A small office's application, and its store beside it."""

    def __init__(self, reader: Reader, store: Store) -> None:
        self.reader, self.store = reader, store

    def load(self, name: str = "corrected.csv", content: bytes = CORRECTED, by: str = "B. Officer", **more: str) -> int:
        preview = preview_upload(self.store, name, content)
        return accept_upload(self.store, preview, by=by, confirm=True, **more).upload_id

    def open(self, **address: str) -> str:
        app = self.reader.app
        app.switch_page("pages/history.py")
        for name in list(app.query_params):
            del app.query_params[name]
        for name, value in address.items():
            app.query_params[name] = value
        return self.reader.run().html

    def take_out(self, *, by: str = "C. Lead", reason: str = "Wrong month", tick: bool = True) -> str:
        """Fill in the form as it stands and press its button."""
        app = self.reader.app
        app.text_input(key="person").set_value(by)
        app.text_area[0].set_value(reason)
        if tick:
            app.checkbox[0].check()
        app.button[0].click()
        return self.reader.run().html


@pytest.fixture
def office(small: Callable[..., Reader], tmp_path: Path) -> Office:
    reader = small()
    with open_store(f"sqlite:///{tmp_path / 'small.db'}") as store:
        yield Office(reader, store)


def cards(html: str) -> list[str]:
    return html.split("<tr")[2:]


def test_every_act_is_listed_newest_first_with_who_when_what_and_why(office: Office) -> None:
    office.load(note="After the audit")
    withdraw_upload(office.store, 2, reason="Wrong month", by="C. Lead")
    html = office.open()
    assert "History: 4 acts, the newest on " in html
    rows = cards(html)
    assert [re.findall(r"Upload withdrawn|Figures uploaded|Definitions changed", row)[0] for row in rows] == [
        "Upload withdrawn", "Figures uploaded", "Figures uploaded", "Definitions changed",
    ]  # fmt: skip
    for said in ("corrected.csv", "upload 2", "B. Officer", "After the audit", "1 changed", "finding", "Withdrawn on ",
                 office.store.upload(2).sha256[:12], 'href="history?upload=2"'):  # fmt: skip
        assert said in rows[1], said
    assert "1 restored" in rows[0]
    assert "Wrong month" in rows[0]
    assert re.search(r"\d+ \w+ \d{4} at \d\d:\d\d", rows[0])


def test_the_filters_are_kept_in_the_address_and_read_from_it(office: Office) -> None:
    office.load()
    office.open()
    office.reader.app.selectbox(key="history_kind").select("definitions")
    html = office.reader.run().html
    assert office.reader.address == {"kind": "definitions"}
    assert "History: 1 act found" in html
    office.reader.app.text_input(key="history_text").set_value("  no such thing ")
    html = office.reader.run().html
    assert office.reader.address == {"kind": "definitions", "q": "no such thing"}
    assert "No act fits." in html
    html = office.open(q="CORRECTED")
    assert len(cards(html)) == 1
    assert office.reader.app.text_input(key="history_text").value == "CORRECTED"
    assert "History: 3 acts" in office.open(kind="nonsense")


def test_a_long_list_is_paged_with_links_that_keep_the_filter(office: Office) -> None:
    for number in range(55):
        office.store.add_upload(
            values({"2016/17 Q1": number}), NewUpload(f"{number}.csv", b"%d" % number, "A", added=1)
        )
    html = office.open(kind="upload")
    assert len(cards(html)) == 50
    assert "Acts 1 to 50 of 56" in html
    assert 'href="history?kind=upload&amp;page=2"' in html
    html = office.open(kind="upload", page="2")
    assert len(cards(html)) == 6
    assert "Page 2 of 2" in html
    assert 'href="history?kind=upload"' in html
    assert "Page 2 of 2" in office.open(kind="upload", page="77")


def test_an_upload_in_full_holds_facts_figures_and_ratings_with_both_marks(office: Office) -> None:
    office.load(note="After the audit")
    html = office.open(upload="2")
    said = (
        "corrected.csv brought 1 figure and moved ",
        "Upload 2, accepted on ",
        "(UTC) by B. Officer",
        "After the audit",
        "1 line read: 1 changed",
        office.store.upload(2).sha256,
        f"{len(CORRECTED)} bytes",
        "Confirmed when it was accepted",
        ", 2016/17 Q1: it is held as",
        "See what taking it out would do",
    )
    for text in said:
        assert text in html, text
    moved = html[html.index("The ratings it moved") : html.index("The figures it brought")]
    assert moved.count('class="mark ') == 2 * moved.count('class="pc-move"') > moved.count("<li>") > 0
    assert "<li>" in moved and "Not rated: " not in moved
    figures = html[html.index("The figures it brought") :]
    assert re.search(r">1,100<.*>1,0\d\d<.*>Changed<.*>2<.*>Audit<", figures)
    labels = [button.label for button in office.reader.app.get("download_button")]
    assert labels == ["Download the file as it was sent", "Download the ratings it moved (CSV)",
                      "Download its figures (CSV)"]  # fmt: skip


def test_the_figures_of_one_measure_can_be_asked_for(office: Office) -> None:
    html = office.open(upload="1", m="burglary")
    assert "Those of Burglary alone." in html
    assert len(cards(html[html.index("The figures it brought") :])) == 8
    assert "This file has no figure of “nonsense”." in office.open(upload="1", m="nonsense")


def test_a_change_of_definitions_says_what_changed(office: Office) -> None:
    html = office.open(act="1")
    assert "Definitions of plan were loaded" in html
    assert "plan: measure “burglary” added" in html


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ({"upload": "99"}, "There is no upload 99. The newest is 1"),
        ({"upload": "99", "withdraw": "yes"}, "There is no upload 99."),
        ({"upload": "first"}, "“first” is not the number of an upload"),
        ({"upload": "9" * 400}, "is not the number of an upload"),
        ({"act": "99"}, "There is no act 99. The newest is 2"),
        ({"act": "-1"}, "“-1” is not the number of an act"),
        ({"page": "x"}, "“x” is not the number of a page"),
    ],
)
def test_an_address_that_leads_nowhere_says_so_and_leads_back(
    office: Office, address: dict[str, str], said: str
) -> None:
    html = office.open(**address)
    assert said in html
    assert 'href="history"' in html
    assert headings(html)[0] == 1


def test_taking_a_file_out_shows_first_what_it_would_do_and_changes_nothing(office: Office) -> None:
    office.load()
    html = office.open(upload="2", withdraw="yes")
    assert re.search(
        "Taking out corrected.csv would restore 1 earlier figure and move [0-9]+ colours?, in [0-9]+ comparisons", html
    )
    assert "Nothing has been changed yet." in html
    assert re.search(r">1,100<.*>1,0\d\d<.*>Restored<", html)
    assert "Ratings that would move" in html
    assert "cannot itself be taken back, but the same file can be uploaded again" in html
    assert office.store.upload(2).stands


def test_a_file_is_taken_out_once_and_the_result_stands_on_its_page(office: Office) -> None:
    office.load()
    office.open(upload="2", withdraw="yes")
    html = office.take_out()
    assert office.reader.address == {"upload": "2"}
    assert re.search(
        "Done: corrected.csv was taken out: 1 figure restored[.] It moved [0-9]+ colours?, in [0-9]+ comp", html
    )
    for _ in range(2):  # as it is, and after a rerun
        assert "This file was withdrawn on " in html
        assert "(UTC) by C. Lead: Wrong month." in html
        assert "Figures: 1 restored." in html
        assert "the same file can be uploaded again" in html
        html = office.reader.run().html
    assert "Done: " not in html  # said once
    assert sum(act.kind == "withdrawal" for act in office.store.acts()) == 1
    assert office.store.values()["value_units"].ne(1100).all()
    assert "This file was withdrawn on " in office.open(upload="2", withdraw="yes")  # an old address, a reload


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"tick": False}, "then tick that you have"),
        ({"reason": "  "}, "A withdrawal needs a reason"),
        ({"by": "  "}, "A withdrawal needs a name"),
    ],
)
def test_without_a_tick_a_reason_or_a_name_nothing_is_changed(office: Office, given: dict[str, str], said: str) -> None:
    office.load()
    office.open(upload="2", withdraw="yes")
    html = office.take_out(**given)
    assert said in html
    assert "Taking out corrected.csv would" in html
    assert office.store.upload(2).stands
    assert "was taken out: " in office.take_out()


def test_a_withdrawal_is_previewed_again_where_something_was_stored_meanwhile(office: Office) -> None:
    office.load()
    office.open(upload="2", withdraw="yes")
    office.load("later.csv", CORRECTED.replace(b"1100", b"1150"), by="D. Other")
    html = office.take_out()
    assert "later.csv was uploaded with 1 figure by D. Other on " in html
    assert "preview again" in html
    assert "would change no figure: later files have replaced them all" in html
    assert not office.reader.app.checkbox[0].value  # what was looked at is another thing now
    assert office.reader.app.text_area[0].value == "Wrong month"
    assert office.store.upload(2).stands
    assert "was taken out: " in office.take_out()


def test_the_second_of_two_who_take_a_file_out_is_told_that_it_is_done(office: Office) -> None:
    office.load()
    office.open(upload="2", withdraw="yes")
    withdraw_upload(office.store, 2, reason="Mine", by="D. Other")
    html = office.take_out()
    assert "was already withdrawn by D. Other on " in html
    assert "This file was withdrawn on " in html
    assert sum(act.kind == "withdrawal" for act in office.store.acts()) == 1


def test_no_text_of_a_file_a_note_or_a_name_becomes_markup(office: Office) -> None:
    content = f'measure_id,quarter,value,note\nburglary,2016/17 Q1,1100,"{HOSTILE.replace(chr(34), chr(34) * 2)}"\n'
    office.load(HOSTILE, content.encode(), by=HOSTILE, note=HOSTILE)
    pages = [office.open(), office.open(q=HOSTILE), office.open(upload="2"), office.open(upload="2", m=HOSTILE),
             office.open(upload=HOSTILE), office.open(upload="2", withdraw="yes")]  # fmt: skip
    pages += [office.take_out(by=HOSTILE[:90], reason=HOSTILE), office.open(act="4"), office.open()]
    for html in pages:
        tags = Tags(html).found
        assert "script" not in {tag for tag, _ in tags}
        assert not [given for _, given in tags if any(name.startswith("on") for name in given)]
        assert "&lt;script&gt;" in html
    name = office.reader.go("history", upload="2").app.get("download_button")[0].proto.url
    assert "<" not in name


def test_the_history_of_an_empty_database_says_what_to_do(open_app: Callable[[str], Reader], tmp_path: Path) -> None:
    html = open_app(f"sqlite:///{tmp_path / 'empty.db'}").go("history").html
    assert "History: nothing was stored yet" in html
    assert "measures define FILE" in html


@pytest.mark.parametrize(
    "address", [{}, {"upload": "9"}, {"act": "1"}, {"upload": "14", "withdraw": "yes"}, {"upload": "999"}], ids=str
)
def test_headings_captions_and_words_hold_on_every_view(sample: Reader, address: dict[str, str]) -> None:
    html = sample.go("history", **address).html
    levels, tags = headings(html), Tags(html).found
    assert levels.count(1) == levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert sum(tag == "table" for tag, _ in tags) == sum(tag == "caption" for tag, _ in tags)
    assert all("alt" in given for tag, given in tags if tag == "img")
    assert "target" not in re.sub(r'target="_self"', "", html).lower()


def test_a_figure_of_a_measure_leads_to_its_revisions_and_each_of_those_to_its_upload(office: Office) -> None:
    office.load()
    html = office.reader.go("measure", m="burglary", plan="plan", quarter="2016-17-Q1").html
    links = [given["href"] for tag, given in Tags(html).found if tag == "a" and "href" in given]
    anchors = [given["id"] for _, given in Tags(html).found if "id" in given]
    assert "#figures-2016-17-Q1" in links
    assert {link[1:] for link in links if str(link).startswith("#figures-")} == {
        anchor for anchor in anchors if str(anchor).startswith("figures-")
    }
    assert len(anchors) == len(set(anchors))
    assert '<a href="history?upload=2&amp;m=burglary" target="_self">corrected.csv, upload 2, line 2</a>' in html
    assert "history?upload=1&m=burglary" in links


def test_a_text_a_meeting_and_a_publication_read_well_and_lead_to_what_they_are_about(office: Office) -> None:
    store, q = office.store, Quarter.parse("2016/17 Q4")
    write_text(store, ReportText("plan", q, "summary", "All *quiet* <b>."), by="A. Officer")
    write_commentary(store, Commentary("burglary", q, why="Dark <i> evenings"), by="A. Officer")
    head = publish(store, Meeting("plan", q, date(2017, 6, 12), "Panel <u>"), by="An Approver")
    rows = cards(office.open())
    kinds = ["Quarter published", "Meeting recorded", "Commentary written", "Report written"]
    assert all(kind in row for kind, row in zip(kinds, rows, strict=False))
    assert 'data-label="Ratings moved"></td>' in rows[0]
    text, comment, meeting, published = (office.open(act=str(number)) for number in range(3, 7))
    assert "All <em>quiet</em> &lt;b&gt;." in text
    assert 'href="report?plan=plan&amp;quarter=2016-17-Q4"' in text
    assert "Dark &lt;i&gt; evenings" in comment and 'href="measure?m=burglary&amp;quarter=2016-17-Q4"' in comment
    assert "Panel &lt;u&gt;, the meeting of 12 June 2017, on 2016/17 Q4." in meeting
    assert head.sha256 in published and 'href="publications?publication=1"' in published
    for html in (text, comment, meeting, published):
        assert "The ratings it moved" not in html


def test_a_restatement_stands_with_its_upload_and_its_withdrawal(office: Office) -> None:
    meeting = Meeting("plan", Quarter.parse("2016/17 Q4"), date(2017, 6, 12))
    publish(office.store, meeting, by="An Approver")
    number = office.load(note="After the audit")
    said = "Burglary, 2016/17 Q1: reported"
    html = office.open(upload=str(number))
    assert "What was published and restated" in html and said in html
    publish(office.store, office.store.meetings()[0], by="An Approver", reason="Revised")
    html = office.open(upload=str(number), withdraw="yes")
    assert "What was published and would be restated" in html and 'href="publications?publication=2"' in html
    assert said in office.take_out()
