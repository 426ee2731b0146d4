"""What each page says on real stores, and what the address has to do with it."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from measures.model.quarter import Quarter
from measures.services.definitions import load_definitions
from measures.services.uploads import accept_upload, preview_upload
from measures.settings import this_day
from measures.storage.store import open_store
from measures.widgets.parts import WHO_IS_SERVED
from tests.pages.conftest import PLAN, Reader

PAGES = ["status", "exceptions", "review", "priority", "measure", "upload", "desk", "register", "rules", "method"]
ABOUT_A_PLAN = [page for page in PAGES if page not in ("upload", "register")]
HOSTILE = """<script>alert(1)</script><img src=x onerror=alert(2)> "quoted" 'single' **bold** $x^2$ [a](b) & 🚓"""


class Tags(HTMLParser):
    """The elements of a page in order, with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def headings(html: str) -> list[int]:
    return [int(tag[1]) for tag, _ in Tags(html).found if re.fullmatch("h[1-6]", tag)]


def test_the_default_is_the_newest_plan_and_its_newest_quarter_and_the_address_says_so(sample: Reader) -> None:
    assert sample.address["plan"] == "2024-2029"
    assert sample.address["quarter"] == sample.app.selectbox(key="pick_quarter").value


def test_the_finding_agrees_with_the_tiles_and_not_rated_is_always_one_of_them(sample: Reader) -> None:
    sample.go("status", plan="2013-2018", quarter="2016-17-Q1")
    totals = [int(n) for n in re.findall(r'class="total">(\d+)<', sample.html)]
    title = re.search(r"<h1>(.*?)</h1>", sample.html)
    assert len(totals) == 4
    assert "Not rated" in sample.html
    assert title is not None
    assert title[1].startswith(f"{totals[2]} of {sum(totals[:3])} rated measures")


def test_domestic_burglary_shows_both_ratings_side_by_side_with_their_sums(sample: Reader) -> None:
    sample.go("status", plan="2013-2018", quarter="2016-17-Q1")
    row = next(row for row in sample.html.split("<tr")[1:] if "m=domestic-burglary" in row)
    assert re.findall(r'class="mark (\w+) before">([^<]+)<', row) == [("red", "Worse"), ("green", "At or better")]
    assert "68 more (+6.2%) than 1,104" in row
    assert "70 fewer (−5.6%) than 1,242" in row


def test_a_bridge_says_what_it_is_made_of_and_leads_to_each_part(sample: Reader) -> None:
    html = sample.go("measure", m="burglary-bridge", plan="2016-2021", quarter="2017-18-Q2").html
    made = html.split("What it is made of", 1)[1].split("</ul>", 1)[0]
    assert re.findall(r'href="([^"]+)"[^>]*>([^<]+)</a>, ([^<]+)<', made) == [
        ("measure?m=domestic-burglary", "Domestic burglary", "to 2016/17 Q4 (a measure of another plan)"),
        ("measure?m=non-domestic-burglary", "Non-domestic burglary", "to 2016/17 Q4 (a measure of another plan)"),
        ("measure?m=residential-burglary&amp;plan=2016-2021&amp;quarter=2017-18-Q2", "Residential burglary",
         "from 2017/18 Q1"),
        ("measure?m=non-residential-burglary", "Burglary of business and community premises",
         "from 2017/18 Q1 (a measure of another plan)"),
    ]  # fmt: skip
    assert html.count("A bridge: the sum of Domestic burglary and Non-domestic burglary to 2016/17 Q4") == 2
    assert "comparable, with a caveat" in html
    assert "The step is small: 3,245 in 2016/17 Q4, 3,262 in 2017/18 Q1" in html
    assert "the page of each has every revision" in html
    assert len(sample.app.get("vega_lite_chart")) >= 2


def test_a_part_leads_to_its_sum_and_a_part_of_another_plan_opens_under_its_own(sample: Reader) -> None:
    html = sample.go("measure", m="residential-burglary", plan="2016-2021", quarter="2017-18-Q2").html
    assert "Part of: " in html
    assert 'href="measure?m=burglary-bridge&amp;plan=2016-2021&amp;quarter=2017-18-Q2"' in html
    assert "What it is made of" not in html
    assert "Domestic burglary" in sample.go("measure", m="domestic-burglary").html
    assert sample.address["plan"] == "2013-2018"


def test_a_red_carries_its_whole_reason(sample: Reader) -> None:
    sample.go("status", plan="2013-2018", quarter="2016-17-Q1")
    assert "13 fewer would have been Amber." in sample.html


@pytest.mark.parametrize("page", PAGES)
def test_every_page_has_one_first_heading_skips_none_and_never_says_target(sample: Reader, page: str) -> None:
    html = sample.go(page, plan="2016-2021", quarter="2020-21-Q4").html
    levels = headings(html)
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert "target" not in re.sub(r'target="_self"', "", html).lower()
    assert WHO_IS_SERVED in html


@pytest.mark.parametrize("page", PAGES)
def test_every_table_has_a_caption_and_headings_and_every_picture_a_text(sample: Reader, page: str) -> None:
    html = sample.go(page, plan="2016-2021", quarter="2020-21-Q4").html
    tags = Tags(html).found
    assert sum(tag == "table" for tag, _ in tags) == sum(tag == "caption" for tag, _ in tags)
    assert all(given.get("scope") in ("col", "row") for tag, given in tags if tag == "th")
    pictures = [
        given for tag, given in tags if tag == "img" or given.get("role") == "img" or given.get("class") == "spark"
    ]
    assert all(given.get("aria-label") for given in pictures)


def test_a_measures_page_says_colour_and_signal_together_and_has_the_control_chart_as_a_table(sample: Reader) -> None:
    html = sample.go("measure", m="violence-with-injury", plan="2016-2021", quarter="2018-19-Q2").html
    assert "Quarter by quarter: unusually worse" in html
    assert "Red, and unusually worse: look now." in html
    assert "How to read this." in html
    assert "24 of 26 quarters are marked" in html
    assert "◆ unusually worse: outside the usual range" in html


def test_a_picker_writes_the_address_and_another_plan_starts_at_its_newest_quarter(sample: Reader) -> None:
    sample.choose("plan", "2013-2018")
    assert sample.address == {"plan": "2013-2018", "quarter": "2017-18-Q4"}
    sample.choose("quarter", "2016-17-Q1")
    assert sample.address == {"plan": "2013-2018", "quarter": "2016-17-Q1"}
    assert "April to June 2016" in sample.html


def test_plan_and_quarter_go_along_to_the_next_page(sample: Reader) -> None:
    sample.go("status", plan="2013-2018", quarter="2016-17-Q1").go("priority")
    assert sample.address == {"p": "defend-frontline", "plan": "2013-2018", "quarter": "2016-17-Q1"}
    sample.choose("p", "tackle-crime")
    assert sample.address["p"] == "tackle-crime"
    assert "Domestic burglary" in sample.html


def test_a_measures_address_without_a_plan_opens_the_newest_plan_that_has_it(sample: Reader) -> None:
    sample.go("measure", m="domestic-burglary")
    assert sample.address == {"m": "domestic-burglary", "plan": "2013-2018", "quarter": "2017-18-Q4"}


def test_a_measures_page_holds_definition_reasons_every_quarter_and_every_revision(sample: Reader) -> None:
    html = sample.go("measure", m="domestic-burglary", plan="2013-2018", quarter="2016-17-Q1").html
    for text in ("worse than a year before, but at or better than the baseline", "Lower is better.", "(mixed)",
                 "Every quarter", "Every revision", "burglary-to-2017-from-rolling-year-2018-12.csv", "2012/13 Q1",
                 "Who set the definition", "Non-domestic burglary"):  # fmt: skip
        assert text in html, text


def test_a_priority_has_a_chart_with_a_text_for_every_measure_that_has_figures(sample: Reader) -> None:
    sample.go("priority", p="crime-reoffending", plan="2016-2021", quarter="2020-21-Q4")
    charts = sample.app.get("vega_lite_chart")
    assert len(charts) >= 8
    assert "First national lockdown" in sample.html
    assert "1 April 2018, counting changed" in sample.html


@pytest.mark.parametrize(
    ("page", "address", "said"),
    [
        ("measure", {"m": "domestic-burglry", "plan": "2013-2018"}, "Did you mean “domestic-burglary”?"),
        ("priority", {"p": "tackle-crim", "plan": "2013-2018"}, "Did you mean “tackle-crime”?"),
        ("status", {"plan": "2013-2019"}, "Did you mean “2013-2018”?"),
        ("status", {"plan": "2013-2018", "quarter": "2016-Q1"}, "Write both years of the financial year"),
        ("status", {"plan": "2013-2018", "quarter": "nonsense"}, "Write the financial year and the quarter"),
        ("status", {"plan": "2013-2018", "quarter": "2030-31-Q1"}, "Figures are held from"),
    ],
    ids=["measure", "priority", "plan", "ambiguous quarter", "no quarter", "quarter without figures"],
)
def test_an_address_that_leads_nowhere_says_what_to_do_and_lets_one_choose(
    sample: Reader, page: str, address: dict[str, str], said: str
) -> None:
    sample.go(page, **address)
    assert said in sample.html
    assert headings(sample.html)[0] == 1
    assert sample.app.selectbox(key="pick_plan").options


def test_after_a_wrong_plan_the_picker_leads_to_a_right_one(sample: Reader) -> None:
    sample.go("status", plan="nonsense").choose("plan", "2013-2018")
    assert sample.address["plan"] == "2013-2018"
    assert "rated measures" in sample.html


def test_an_empty_database_says_how_to_load_a_plan(open_app: Callable[[str], Reader], tmp_path: Path) -> None:
    html = open_app(f"sqlite:///{tmp_path / 'empty.db'}").html
    assert "There is no plan in the database yet." in html
    assert "measures init --sample" in html


def test_a_plan_without_figures_says_how_to_load_some(small: Callable[..., Reader]) -> None:
    assert "measures load FILE" in small(figures="").html


def test_a_database_out_of_reach_is_said_in_a_sentence(open_app: Callable[[str], Reader], tmp_path: Path) -> None:
    html = open_app(f"sqlite:///{tmp_path / 'no' / 'such' / 'folder' / 'x.db'}").html
    assert "nothing to show" in html


@pytest.mark.parametrize("page", ABOUT_A_PLAN)
def test_no_text_from_a_file_becomes_markup(small: Callable[..., Reader], page: str) -> None:
    words = dict.fromkeys(("title", "priority", "measure", "definition"), HOSTILE)
    html = small(**words).go(page).html
    tags = Tags(html).found
    assert "script" not in {tag for tag, _ in tags}
    assert not [given for _, given in tags if any(name.startswith("on") for name in given)]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "**bold** $x^2$ [a](b) &amp; 🚓" in html


def test_the_address_cannot_smuggle_markup_in(sample: Reader) -> None:
    html = sample.go("measure", m=HOSTILE, plan="2013-2018").html
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_while_figures_of_the_quarter_are_late_every_page_says_so_and_leads_to_the_desk(
    open_app: Callable[[str], Reader], tmp_path: Path
) -> None:
    now = Quarter.containing(this_day()).shift(-1)
    theft = '[[measures]]\nid = "theft"\npriority = "safety"\ntitle = "Theft <of> it"\nunit = "offences"\n'
    plan = PLAN.format(title="A plan", priority="Safety", measure="Burglary", definition="Dwellings.")
    plan = (
        plan.replace("2020-03-31", "2099-03-31") + theft + 'kind = "count"\npolarity = "lower"\ndefinition = "All."\n'
    )
    lines = [f"{one},{now.shift(-back)},{100 + back}" for one in ("burglary", "theft") for back in range(9)]
    lines.remove(f"theft,{now},100")
    url = f"sqlite:///{tmp_path / 'late.db'}"
    with open_store(url) as store:
        assert load_definitions(store, [("plan.toml", plan.encode())], by="A test").stored
        file = "measure_id,quarter,value\n" + "\n".join(lines)
        accept_upload(store, preview_upload(store, "f.csv", file.encode()), by="A test", confirm=True)
    reader = open_app(url)
    title = re.search("<h1>(.*?)</h1>", reader.html)
    assert title
    assert title[1] == "So far 1 of 2 figures is in: the one rated measure is at or better than before"
    for page in ("status", "exceptions"):
        said = reader.go(page).html
        assert (
            f"1 figure of {now.label} that came in earlier quarters is still to come: Theft &lt;of&gt; it. What" in said
        )
        assert f'href="desk?plan=plan&amp;quarter={now.slug}"' in said


def test_an_accepted_file_shows_at_once(small: Callable[..., Reader], tmp_path: Path) -> None:
    reader = small()
    assert reader.address["quarter"] == "2016-17-Q4"
    with open_store(f"sqlite:///{tmp_path / 'small.db'}") as store:
        more = b"measure_id,quarter,value\nburglary,2017/18 Q1,4321\n"
        accept_upload(store, preview_upload(store, "more.csv", more), by="A test", confirm=True)
    reader.go("status")
    assert reader.app.selectbox(key="pick_quarter").options[0].startswith("2017/18 Q1")
    assert "4,321" in reader.go("status", plan="plan", quarter="2017-18-Q1").html
