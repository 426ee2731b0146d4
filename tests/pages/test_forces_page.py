"""The page of similar forces in the test driver: what it says, and what its address keeps."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from measures.widgets.parts import WHO_IS_SERVED
from tests.pages.conftest import Reader
from tests.pages.test_pages import HOSTILE, Tags, headings

NOW = {"plan": "2024-2029", "quarter": "2025-26-Q3"}


def test_the_finding_is_the_title_and_the_sum_the_reason_and_the_year_stand_below(sample: Reader) -> None:
    html = sample.go("forces", m="robbery", **NOW).html
    for text in (
        "<h1>Lancashire has the 18th highest rate of robbery of 42 forces, in the middle half</h1>",
        "1,269 offences among 1,601,645 residents in mid-2024", "City of London: too few residents",
        "This stands beside the colour and is no part of it.", "Populations are those of mid-2024.",
        "Metropolitan Police", "Lancashire, this force", "Only counts and rates have a rate",
    ):  # fmt: skip
        assert text in html, text
    assert len(sample.app.get("vega_lite_chart")) == 2


def test_headings_tables_and_pictures_are_sound(sample: Reader) -> None:
    html = sample.go("forces", m="robbery", **NOW).html
    levels = headings(html)
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert "target" not in html.replace('target="_self"', "").lower()
    assert WHO_IS_SERVED in html
    tags = Tags(html).found
    assert sum(tag == "table" for tag, _ in tags) == sum(tag == "caption" for tag, _ in tags) == 3


def test_the_address_keeps_measure_and_group_and_the_pickers_write_them(sample: Reader) -> None:
    sample.go("forces", **NOW)
    assert sample.address == NOW | {"m": "residential-burglary", "g": "all-forces"}
    sample.choose("g", "north-west")
    assert sample.address == NOW | {"m": "residential-burglary", "g": "north-west"}
    assert "of 5 forces" in sample.html
    sample.choose("m", "robbery")
    assert sample.address == NOW | {"m": "robbery", "g": "north-west"}
    sample.choose("quarter", "2024-25-Q4")
    assert sample.address == {"plan": "2024-2029", "quarter": "2024-25-Q4", "m": "robbery", "g": "north-west"}
    assert "12 months to March 2025" in sample.html


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ({"m": "robery", **NOW}, "Did you mean “robbery”?"),
        ({"m": "officers", **NOW}, "Police officers: Only counts and rates"),
        ({"m": "robbery", "g": "north-wets", **NOW}, "Did you mean “north-west”?"),
        ({"plan": "2013-2018", "quarter": "2016-17-Q1"}, "no figures of other forces are held"),
    ],
    ids=["measure", "no rate", "group", "quarter"],
)
def test_an_address_that_leads_nowhere_says_why_and_lets_one_choose(
    sample: Reader, address: dict[str, str], said: str
) -> None:
    sample.go("forces", **address)
    assert said in sample.html
    assert headings(sample.html)[0] == 1
    assert sample.app.selectbox(key="pick_quarter").options


def test_a_measures_page_says_it_in_one_sentence_with_a_link(sample: Reader) -> None:
    html = sample.go("measure", m="violence-with-injury", **NOW).html
    assert "Lancashire has the 4th highest rate of violence with injury of 42 forces, among the worst 10%." in html
    assert 'href="forces?m=violence-with-injury&amp;g=all-forces&amp;plan=2024-2029&amp;quarter=2025-26-Q3"' in html
    assert "Beside other forces" not in sample.go("measure", m="officers", **NOW).html


def test_without_a_group_it_says_how_to_load_one(small: Callable[..., Reader]) -> None:
    html = small().go("forces").html
    assert "measures define AREAS.csv GROUPS.csv" in html


def test_no_text_from_a_file_becomes_markup(small: Callable[..., Reader], tmp_path: object) -> None:
    from measures.services.areas import load_areas
    from measures.services.uploads import accept_upload, preview_upload
    from measures.storage.store import open_store

    reader = small(measure=HOSTILE)
    quoted = '"' + HOSTILE.replace('"', '""') + '"'
    areas = f"area_id,title,population,year\nlancashire,Lancashire,9,2016\nk,{quoted},9,2016\n".encode()
    groups = f"group_id,title,area_id,from_quarter,to_quarter\ng,{quoted},lancashire,,\ng,{quoted},k,,\n".encode()
    with open_store(f"sqlite:///{tmp_path}/small.db") as store:
        assert load_areas(store, [("a.csv", areas), ("g.csv", groups)]).stored
        rows = "".join(f"burglary,2016/17 Q{n},5,k\n" for n in (1, 2, 3, 4))
        more = preview_upload(store, "o.csv", f"measure_id,quarter,value,area\n{rows}".encode())
        accept_upload(store, more, by="A test", confirm=True)
    html = reader.go("forces").html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "script" not in {tag for tag, _ in Tags(html).found}
    assert not [given for _, given in Tags(html).found if any(name.startswith("on") for name in given)]
