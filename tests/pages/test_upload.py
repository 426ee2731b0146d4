"""The Upload page: every fault at once, nothing stored before a person's word, never stored twice."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import pairwise
from pathlib import Path
from threading import Barrier

import pytest

from measures.model.commentary import Commentary
from measures.model.meeting import Meeting
from measures.model.quarter import Quarter
from measures.services.commentary import write_commentary
from measures.services.meetings import record_meeting
from measures.services.publications import publish
from measures.services.uploads import accept_upload, preview_upload
from measures.services.withdrawals import withdraw_upload
from measures.settings import settings
from measures.storage.store import Store, open_store
from measures.widgets.upload_work import ChosenFile, Work
from tests.ingest.workbooks import a_workbook
from tests.pages.conftest import FIGURES, Reader
from tests.pages.test_pages import HOSTILE, Tags, headings

FAULTY = b"measure_id,quarter,value\nburglary,2017/18 Q1,12..5\nburglry,2017/18 Q1,1\n"
NEW = b"measure_id,quarter,value\nburglary,2017/18 Q1,1010\n"
RESTATED = b"measure_id,quarter,value,status\nburglary,2016/17 Q4,900,r\nburglary,2017/18 Q1,2500,\n"
EXAMPLES = Path(__file__).parents[2] / "data" / "examples"


@pytest.fixture
def page(small: Callable[..., Reader]) -> Reader:
    """The Upload page of a small plan with two years of one measure."""
    return small().go("upload")


@pytest.fixture
def store(page: Reader, tmp_path: Path) -> Iterator[Store]:
    """The store that the page works on, opened beside it."""
    with open_store(f"sqlite:///{tmp_path / 'small.db'}") as opened:
        yield opened


def put(page: Reader, content: bytes, name: str = "q.csv", key: str = "upload_file") -> Reader:
    uploader = next(one for one in page.app.file_uploader if str(one.key).startswith(key))
    uploader.upload(name, content, "application/octet-stream")
    return page.run()


def title(page: Reader) -> str:
    found = re.search(r"<h1>(.*?)</h1>", page.html)
    assert found is not None
    return found[1]


def tick(page: Reader) -> Reader:
    for box in page.app.checkbox:
        box.check()
    return page


def say(page: Reader, note: str = "Revised by the force", by: str = "A. Officer") -> Reader:
    page.app.text_input(key="person").input(by)
    page.app.text_area[0].input(note)
    return page


def press(page: Reader) -> Reader:
    page.app.button[0].click()
    return page.run()


def test_before_a_file_is_chosen_the_page_shows_the_four_steps_and_what_a_file_may_look_like(page: Reader) -> None:
    assert title(page) == "Upload a quarter’s figures"
    for step in ("Choose", "Checks", "Preview", "Confirm"):
        assert f"<strong>{step}</strong>" in page.html
    assert "measure_id, quarter, value, status" in page.html
    assert 'href="desk"' in page.html
    assert not page.app.button


def test_every_fault_is_in_the_table_with_its_place_and_nothing_can_be_stored(page: Reader, store: Store) -> None:
    put(page, FAULTY)
    assert title(page) == "2 faults keep this file out"
    rows = page.html.split("<tr")
    first = next(row for row in rows if "“12..5” is not a number" in row)
    for text in (">Fault<", ">2<", ">value<", ">12..5<", "a number such as 1234 or 12.5", "Write the figure in digits"):
        assert text in first, text
    assert any("Did you mean “burglary”?" in row for row in rows)
    assert "<strong>2</strong> figures read = <strong>0</strong> accepted + <strong>2</strong> stopped" in page.html
    assert "mend the file" in page.html
    assert not page.app.button
    assert len(store.uploads()) == 1


def test_a_refused_file_can_be_saved_with_its_problem_column_and_a_sound_one_not(page: Reader) -> None:
    labels = [one.label for one in put(page, FAULTY).app.get("download_button")]
    assert labels == ["Download your file with a problem column"]
    labels = [one.label for one in put(page, NEW).app.get("download_button")]
    assert "Download your file with a problem column" not in labels


def test_a_preview_shows_what_is_new_which_colours_would_move_and_stores_nothing(page: Reader, store: Store) -> None:
    put(page, NEW)
    assert title(page) == "1 figure is new; 1 colour would move"
    difference = next(row for row in page.html.split("<tr") if "<strong>1,010</strong>" in row)
    assert "Burglary" in difference and "2017/18 Q1" in difference and ">New<" in difference
    assert "Not rated: no data yet" in page.html
    assert "A year before" in page.html and "Baseline" in page.html
    assert [button.label for button in page.app.button] == ["Store 1 figure"]
    assert len(store.uploads()) == 1
    page.run()
    assert len(store.uploads()) == 1


def test_the_button_stores_once_and_the_result_stands_on_the_page(page: Reader, store: Store) -> None:
    press(say(put(page, NEW), note="As returned"))
    assert title(page) == "Stored: 1 figure is new; 1 colour moved"
    (upload, _) = store.uploads()
    assert (upload.by, upload.note, upload.added, upload.name) == ("A. Officer", "As returned", 1, "q.csv")
    assert page.address == {"stored": str(upload.id)}
    for address in (f"history?upload={upload.id}", "measure?m=burglary&amp;plan=plan&amp;quarter=2017-18-Q1",
                    "./?plan=plan&amp;quarter=2017-18-Q1"):  # fmt: skip
        assert f'href="{address}"' in page.html, address
    page.run()
    page.run()
    assert title(page).startswith("Stored")
    assert len(store.uploads()) == 2


def test_the_result_is_found_again_by_its_address_alone(
    page: Reader, store: Store, open_app: Callable[..., Reader]
) -> None:
    press(say(put(page, NEW)))
    again = open_app(store.url)
    again.app.query_params["stored"] = page.address["stored"]
    again.app.switch_page("pages/upload.py")
    again.run()
    assert title(again) == "Stored: 1 figure is new; 1 colour moved"
    assert "A. Officer" in again.html


def test_a_second_click_that_comes_late_finds_the_result_and_stores_nothing(page: Reader, store: Store) -> None:
    say(put(page, NEW))
    press(page)
    del page.app.query_params["stored"]  # as the browser's second message has it
    page.run()
    assert title(page).startswith("Stored")
    assert len(store.uploads()) == 2


def test_clicks_that_run_beside_each_other_store_once_and_all_find_what_was_stored(page: Reader, store: Store) -> None:
    session, chosen, start = Work(), ChosenFile("q.csv", NEW), Barrier(8)
    preview = preview_upload(store, chosen.name, chosen.content)

    def click(_: int) -> int | None:
        start.wait()
        session.accept(store, chosen, preview, by="A. Officer", note="", ticks=[])
        return session.stored(chosen)

    with ThreadPoolExecutor(8) as clicks:
        assert set(clicks.map(click, range(8))) == {2}
    assert len(store.uploads()) == 2


def test_another_file_after_one_that_was_stored_starts_anew(page: Reader, store: Store) -> None:
    press(say(put(page, NEW)))
    put(page, b"measure_id,quarter,value\nburglary,2017/18 Q2,1011\n", "next.csv")
    assert title(page).startswith("1 figure is new")
    assert page.address == {}
    press(say(page))
    assert len(store.uploads()) == 3


def test_the_same_bytes_again_are_told_who_uploaded_them_and_cannot_be_stored(page: Reader, store: Store) -> None:
    accept_upload(store, preview_upload(store, "mine.csv", NEW), by="B. Officer")
    put(page, NEW, "renamed.csv")
    assert title(page) == "Already uploaded: nothing would change"
    assert "B. Officer uploaded it on " in page.html
    assert 'href="history?upload=2"' in page.html
    assert not page.app.button


def test_a_file_without_anything_new_says_so(page: Reader) -> None:
    line = FIGURES.splitlines()[1]
    put(page, f"measure_id,quarter,value\n{line}\n".encode())
    assert title(page) == "Nothing in this file is new: its one figure stands already"
    assert [button.label for button in page.app.button] == ["Store this file, though no figure changes"]


def test_each_finding_has_its_own_tick_and_all_are_needed_with_a_name_and_a_note(page: Reader, store: Store) -> None:
    put(page, RESTATED)
    labels = [box.label.replace("\\", "") for box in page.app.checkbox]
    assert any(label.startswith("Line 2, Burglary, 2016/17 Q4: it is held as") for label in labels)
    assert any(label.startswith("Line 3, Burglary, ") for label in labels)
    press(page)
    assert len(labels) == 2
    assert "2 of 2 ticks are still to be given" in page.html
    assert "say why in the note" in page.html
    page.app.checkbox[0].check()
    press(say(page))
    assert "1 of 2 ticks is still to be given" in page.html
    press(say(tick(page), by="  "))
    assert "Your name is missing" in page.html
    assert len(store.uploads()) == 1
    press(say(tick(page)))
    assert title(page).startswith("Stored: 1 figure is new, 1 changed; ")
    assert store.uploads()[0].note == "Revised by the force"
    assert len(store.acts()[0].details["confirmed"]) == len(labels)  # type: ignore[arg-type]


def test_many_findings_of_a_kind_share_a_tick_and_every_one_is_listed(small: Callable[..., Reader]) -> None:
    figures = ["measure_id,quarter,value"]
    figures += [f"burglary,{year}/{year % 100 + 1} Q{n},{1000 + n}" for year in range(2010, 2017) for n in (1, 2, 3, 4)]
    page = small(figures="\n".join(figures)).go("upload")
    put(page, "\n".join(line.replace(",100", ",101") for line in figures).encode())
    assert [box.label for box in page.app.checkbox if "each of the 28 listed" in box.label]
    assert page.html.count("is held as") == 28


def test_what_is_stored_meanwhile_is_told_and_the_ticks_are_asked_for_anew(page: Reader, store: Store) -> None:
    say(tick(put(page, RESTATED)))
    other = b"measure_id,quarter,value\nburglary,2016/17 Q4,950\n"
    accept_upload(store, preview_upload(store, "other.csv", other), by="B. Officer", confirm=True)
    press(page)
    assert re.search(r"other\.csv was uploaded with 1 figure by B\. Officer on ", page.html)
    assert "While you were looking" in page.html
    assert "is held as 950 and becomes 900" in page.html
    assert not any(box.value for box in page.app.checkbox)
    assert len(store.uploads()) == 2
    press(say(tick(page)))
    assert title(page).startswith("Stored")
    assert len(store.uploads()) == 3


def test_a_commentary_written_meanwhile_moves_no_figure_and_the_ticks_hold(page: Reader, store: Store) -> None:
    say(tick(put(page, RESTATED)))
    said = Commentary("burglary", Quarter.of(2016, 4), happened="Fewer were reported.")
    write_commentary(store, said, by="B. Officer")
    record_meeting(store, Meeting("plan", Quarter.of(2016, 4), date(2017, 6, 1)), by="B. Officer")
    press(page)
    assert "While you were looking" not in page.html
    assert title(page).startswith("Stored")
    assert len(store.uploads()) == 2


def test_an_upload_that_was_withdrawn_says_so_at_its_address_and_its_file_can_come_in_again(
    page: Reader, store: Store
) -> None:
    press(say(put(page, NEW)))
    withdraw_upload(store, 2, reason="A trial", by="B. Officer")
    page.run()
    assert title(page) == "Upload 2 was withdrawn"
    page.go("status").go("upload")
    assert title(put(page, NEW)) == "1 figure is new; 1 colour would move"


@pytest.mark.parametrize("asked", ["99", "x", "<script>alert(1)</script>", "-1", "1e9"])
def test_an_address_that_names_no_upload_says_so(page: Reader, asked: str) -> None:
    page.go("upload", stored=asked)
    assert headings(page.html)[0] == 1
    assert "The history lists them all" in page.html
    assert "<script" not in page.html


def test_a_workbook_of_several_sheets_asks_which_and_names_the_hidden_ones(page: Reader) -> None:
    def rows(quarter: str) -> list[list[object]]:
        return [["measure_id", "quarter", "value"], ["burglary", quarter, 1010]]

    book = a_workbook(
        rows("2017/18 Q1"), rows("2017/18 Q2"), [["nothing"]], names=["One", "Two", "Old"], hidden=["Old"]
    )
    put(page, book, "q.xlsx")
    assert title(page) == "1 fault keeps this file out"
    picker = page.app.selectbox(key="upload_sheet")
    assert picker.options[1:] == ["One", "Two", "Old (hidden)"]
    picker.select("Two")
    page.run()
    assert title(page).startswith("1 figure is new")
    assert "2017/18 Q2" in page.html
    page.app.selectbox(key="upload_sheet").select("Old")
    assert "No row of the sheet “Old” names the columns" in page.run().html


@pytest.fixture
def on_sample(open_app: Callable[[str], Reader], sample_copy: Store) -> Reader:
    """The Upload page on a copy of the sample."""
    return open_app(sample_copy.url).go("upload")


def test_a_published_table_is_read_by_the_shipped_mapping_for_this_force_or_all(on_sample: Reader) -> None:
    content = (EXAMPLES / "police-recorded-crime.csv").read_text(encoding="utf-8")
    others = content.partition("\n")[2].replace("Lancashire", "Cumbria")
    put(on_sample, (content + others).encode(), "prc.csv")
    assert on_sample.app.selectbox(key="upload_mapping").value == "police-recorded-crime.toml"
    own = re.search(r"<strong>([\d,]+)</strong> figures? read", on_sample.html)
    on_sample.app.radio(key="upload_forces").set_value("All forces")
    everyone = re.search(r"<strong>([\d,]+)</strong> figures? read", on_sample.run().html)
    assert own is not None and everyone is not None
    assert int(everyone[1].replace(",", "")) > int(own[1].replace(",", ""))
    assert '<th scope="col" role="columnheader">Area</th>' in on_sample.html


def test_an_officers_own_mapping_is_read_and_its_faults_are_told(on_sample: Reader) -> None:
    put(on_sample, (EXAMPLES / "police-recorded-crime.csv").read_bytes(), "prc.csv")
    on_sample.app.selectbox(key="upload_mapping").select("A mapping file of my own")
    assert "mapping_needed" not in on_sample.run().html
    assert title(on_sample) == "1 fault keeps this file out"
    put(on_sample, b"[mapping]\nbogus = 1", "mine.toml", key="upload_own_mapping")
    assert title(on_sample).endswith("in the mapping file")
    assert "bogus" in on_sample.html


def test_the_quarter_of_the_readme_says_what_is_still_missing_after_it(on_sample: Reader) -> None:
    put(on_sample, (EXAMPLES / "2025-26-Q4.csv").read_bytes(), "2025-26-Q4.csv")
    assert title(on_sample) == "6 figures are new; 4 colours would move"
    assert "Still missing for 2025/26 Q4" in on_sample.html
    missing = on_sample.html.split("Still missing for 2025/26 Q4")[1]
    assert "Residential burglary" in missing
    assert "All recorded crime" not in missing


def test_a_file_over_the_limit_is_refused_in_our_words_and_the_uploader_says_the_limit(
    page: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEASURES_UPLOAD_MAX_MB", "0.0001")
    settings.cache_clear()
    page.run()
    put(page, NEW + b"burglary,2017/18 Q2,1\n" * 10)
    assert "at most 0.0001 MB" in page.app.file_uploader(key="upload_file").label
    assert title(page) == "1 fault keeps this file out"
    assert "more than the 100 bytes that are read" in page.html


def test_without_a_plan_the_page_says_what_to_do_first(open_app: Callable[[str], Reader], tmp_path: Path) -> None:
    page = open_app(f"sqlite:///{tmp_path / 'empty.db'}").go("upload")
    assert "measures define FILE" in page.html
    assert not page.app.get("file_uploader")


HOSTILE_CELLS = (
    'measure_id,quarter,value,note\n"<script>alert(1)</script>",2017/18 Q1,"<img src=x onerror=alert(2)>",x\n'
    '"=cmd|x",2017/18 Q1,"**bold** [a](http://x) $x$",\n'
)


@pytest.mark.parametrize("content", [HOSTILE_CELLS.encode(), NEW, RESTATED], ids=["cells", "new", "to confirm"])
def test_no_text_of_a_file_or_its_name_becomes_markup(small: Callable[..., Reader], content: bytes) -> None:
    page = small(measure=HOSTILE, title=HOSTILE).go("upload")
    put(page, content, HOSTILE.replace("/", "") + ".csv")
    if page.app.button:
        press(say(tick(page), note=HOSTILE, by=HOSTILE[:100]))
        assert title(page).startswith("Stored")
    tags = Tags(page.html).found
    assert "script" not in {tag for tag, _ in tags}
    assert not [given for _, given in tags if any(name.startswith("on") for name in given)]
    assert "&lt;script&gt;" in page.html


def test_no_tick_takes_a_text_for_markdown(small: Callable[..., Reader]) -> None:
    page = small(measure="![x](http://x/y.png) **b** :red[z] $q$").go("upload")
    put(page, RESTATED)
    label = page.app.checkbox[0].label
    assert r"\!\[x\]\(http\:\/\/x\/y\.png\) \*\*b\*\* \:red\[z\] \$q\$" in label


@pytest.mark.parametrize("content", [FAULTY, NEW, RESTATED], ids=["faults", "new", "to confirm"])
def test_headings_and_tables_of_every_state_are_sound(page: Reader, content: bytes) -> None:
    html = put(page, content).html
    levels = headings(html)
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert html.count("<table") == html.count("<caption>")
    assert "target" not in re.sub(r'target="_self"', "", html).lower()
    if page.app.button:
        levels = headings(press(say(tick(page))).html)
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_restatement_of_what_was_published_is_shown_ticked_and_needs_a_reason(page: Reader, store: Store) -> None:
    meeting = Meeting("plan", Quarter.parse("2016/17 Q4"), date(2017, 6, 12))
    publish(store, meeting, by="An Approver")
    put(page, RESTATED)
    assert "What was published and would be restated" in page.html
    assert '<a href="publications?publication=1" target="_self">publication 1</a>' in page.html
    assert "A figure that was published would change" in page.html
    press(say(tick(page), note=" "))
    assert "A figure that was published would change: say why in the note." in page.html
    assert len(store.uploads()) == 1
    press(say(page, note="Late recording"))
    assert title(page).startswith("Stored")
    assert store.uploads()[0].note == "Late recording"
