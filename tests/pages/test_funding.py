"""The page of funding by priority: what it shows, and loading a list or taking one out."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from measures.model.access import Role
from measures.storage.store import Store, open_store
from tests.funding import LIST, load
from tests.pages.conftest import Reader
from tests.pages.files import Taken

NEWER = LIST.replace("£1,000", "£2,000")


@pytest.fixture
def url(small: Callable[..., Reader], tmp_path: Path) -> str:
    """A plan without a list of awards."""
    small()
    return f"sqlite:///{tmp_path / 'small.db'}"


@pytest.fixture
def page(open_app: Callable[[str], Reader], url: str) -> Reader:
    """The page with a list."""
    with closing(open_store(url)) as store:
        assert load(store, note="From the ledger").stored
    return open_app(url).go("funding")


def press(reader: Reader, key: str) -> Reader:
    reader.app.button(key=key).click()
    return reader.run()


def choose(reader: Reader, text: str, name: str = "newer.csv") -> Reader:
    reader.app.file_uploader[0].upload(name, text.encode(), "text/csv")
    return reader.run()


def stored(url: str, read: Callable[[Store], object]) -> object:
    with closing(open_store(url)) as store:
        return read(store)


def test_the_years_sentence_stands_at_the_top_and_the_address_opens_the_view_again(page: Reader) -> None:
    assert "<h1>£1,500 was awarded in 2016/17 by 3 awards</h1>" in page.html
    assert "That is £500 more (50.0%) than in 2015/16. £610 is stated as paid by 30 September" in page.html
    assert page.address == {"plan": "plan", "year": "2016-17"}
    assert "it is not rated" in page.html and "no part of what is published" in page.html
    assert "From the list awards.csv (list 1), loaded on" in page.html and "Note: From the ledger" in page.html
    page.choose("year", "2015-16")
    assert "<h1>£1,000 was awarded in 2015/16 by 1 award</h1>" in page.html
    assert "No list of 2014/15 is held to compare it with" in page.html


def test_a_chart_has_its_sentence_and_its_table_and_no_colour_of_a_rating(page: Reader) -> None:
    (chart,) = page.app.get("vega_lite_chart") or page.app.get("arrow_vega_lite_chart")
    assert "The most, £1,300.50, was awarded for “Safety”" in page.html
    assert "The upright mark is 2015/16." in str(chart.proto)
    assert not [one for one in ("b00020", "ffb000", "3fa07f") if one in str(chart.proto).lower()]
    assert 'class="mark red' not in page.html
    assert ">87%<" in page.html and ">13%<" in page.html
    assert page.html.count("Show 2 awards") == 1 and "Second Chance" in page.html and "For two years" in page.html


def test_a_plan_without_a_list_says_what_to_load(open_app: Callable[[str], Reader], url: str) -> None:
    reader = open_app(url).go("funding")
    assert "<h1>No list of awards is held for this plan</h1>" in reader.html
    assert "a row for each award" in reader.html
    assert reader.html.count('id="list-of-awards"') == 1 == reader.html.count('href="#list-of-awards"')
    assert "Ids of this plan’s priorities: <code>safety</code>, <code>all</code>" in reader.html


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ({"plan": "plan", "year": "2017-18"}, "No list states the awards of 2017/18"),
        ({"plan": "plan", "year": "2017"}, "“2017” is not a financial year, such as 2025-26"),
        ({"plan": "plam"}, "Did you mean “plan”?"),
        ({"plan": "plam", "year": "2016-17"}, "There is no plan “plam”"),
    ],
)
def test_what_is_not_there_is_said_with_something_to_choose(page: Reader, address: dict[str, str], said: str) -> None:
    page.go("funding", **address)
    assert said in page.html
    assert page.app.selectbox(key="pick_plan").options


def test_a_list_is_looked_at_signed_and_stored(page: Reader, url: str) -> None:
    choose(page, NEWER)
    assert "2016/17: 1 with other words or figures." in page.html
    assert "What would change in 1 year" in page.html and "£2,300.50, 2 awards" in page.html
    assert "£1,500 was awarded" in page.html  # nothing is stored by looking
    page.app.text_input(key="person").input("A. Clerk")
    page.app.text_input(key="funding_note").input("Corrected")
    press(page.run(), "funding_store")
    assert "Stored: newer.csv is list 2, with 4 awards." in page.html
    assert "<h1>£2,500 was awarded in 2016/17 by 3 awards</h1>" in page.html
    assert "replaced by a newer list" in page.html
    (newest, _) = stored(url, lambda store: store.funding_lists())  # type: ignore[misc]
    assert (newest.by, newest.note) == ("A. Clerk", "Corrected")
    assert not [one for one in page.app.button if one.key == "funding_store"]


def test_the_same_awards_again_offer_no_button(page: Reader) -> None:
    choose(page, LIST)
    assert "These very awards stand already" in page.html
    assert not [one for one in page.app.button if one.key == "funding_store"]


def test_a_list_with_faults_shows_each_and_offers_no_button(page: Reader) -> None:
    choose(page, LIST.replace("safety,Second", "crime,Second").replace("199.50", "<b>x</b>"))
    assert "The plan plan has no priority “crime”" in page.html
    assert "“&lt;b&gt;x&lt;/b&gt;” is not an amount of money" in page.html
    assert "Nothing was stored: mend the file" in page.html
    assert not [one for one in page.app.button if one.key == "funding_store"]


def test_who_is_overtaken_between_look_and_button_is_told_and_stores_nothing(page: Reader, url: str) -> None:
    choose(page, NEWER)
    page.app.text_input(key="person").input("A. Clerk")
    page.run()
    stored(url, lambda store: load(store, LIST.replace("£1,000", "£3,000"), by="B. Other"))
    press(page, "funding_store")
    assert "by B. Other" in page.html and "Nothing was stored: look again" in page.html
    assert stored(url, lambda store: len(store.funding_lists())) == 2


def test_a_list_is_taken_out_with_a_reason_and_the_one_before_stands_again(page: Reader, url: str) -> None:
    stored(url, lambda store: load(store, NEWER, "newer.csv"))
    page.go("funding")
    page.app.selectbox(key="funding_which").select(2)
    assert "2016/17: the list before it, awards.csv (list 1), stands again." in page.run().html
    page.app.text_input(key="person").input("A. Clerk")
    press(page.run(), "funding_take_out")
    assert "Taking a list out needs a reason" in page.html
    page.app.text_input(key="funding_reason").input("Wrong ledger")
    press(page.run(), "funding_take_out")
    assert "Done: list 2 (newer.csv) was taken out." in page.html
    assert "<h1>£1,500 was awarded in 2016/17" in page.html
    assert "by A. Clerk: Wrong ledger" in page.html
    page.go("history")
    assert "List of awards 2 (newer.csv) was taken out" in page.html
    page.go("history", act=str(stored(url, lambda store: store.data_version())))
    assert "funding?plan=plan" in page.html and "Wrong ledger" in page.html


def test_a_file_may_be_looked_at_while_another_list_is_chosen(page: Reader) -> None:
    choose(page, NEWER)
    page.app.selectbox(key="funding_which").select(1)
    page.run()
    assert {one.key for one in page.app.button} >= {"funding_store", "funding_take_out"}


def test_the_awards_can_be_saved_and_load_again(page: Reader, taken: Taken, url: str) -> None:
    page.go("funding")
    awards = taken.files["funding-2016-17.csv"]()
    assert taken.files["awards.csv"]() == LIST.encode()
    again = stored(url, lambda store: load(store, awards.decode("utf-8-sig")))
    assert (again.issues, again.changes) == ((), ())  # type: ignore[attr-defined]


@pytest.mark.parametrize("role", [Role.ANYONE, Role.VIEWER, Role.OFFICER])
def test_each_role_sees_the_awards_and_is_offered_what_it_may(
    office: Callable[..., Reader], secret_url: str, role: Role
) -> None:
    with closing(open_store(secret_url)) as store:
        load(store)
    reader = (office(public=True) if role is Role.ANYONE else office(role)).go("funding", plan="plan", year="2016-17")
    assert "£1,500 was awarded in 2016/17" in reader.html
    assert ("by A. Officer" in reader.html) is (role is not Role.ANYONE)
    assert ("by the office" in reader.html) is (role is Role.ANYONE)
    assert bool(reader.app.get("file_uploader")) is (role is Role.OFFICER)
    assert ("Every list" in reader.html) is (role is Role.OFFICER)
    assert ("Take a list out" in {one.label for one in reader.app.expander}) is (role is Role.OFFICER)
