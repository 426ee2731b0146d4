"""The page of breaks and events: fill in, see what it would move, record, take back."""

from collections.abc import Callable

import pytest

from tests.pages.conftest import FIGURES, Reader

MORE = FIGURES + "".join(f"burglary,{y}/{y % 100 + 1} Q{n},{y + n}\n" for y in (2017, 2018) for n in (1, 2, 3, 4))


@pytest.fixture
def reader(small: Callable[..., Reader]) -> Reader:
    return small(figures=MORE).go("register", m="burglary")


def press(reader: Reader, label: str) -> Reader:
    next(button for button in reader.app.button if button.label == label).click()
    return reader.run()


def fill_rebase(reader: Reader) -> Reader:
    quarters = reader.app.selectbox(key="register_quarter")
    quarters.select(next(one for one in quarters.options if str(one).startswith("2017/18 Q1")))
    reader.app.text_input(key="register_reason").input("A new team")
    return reader.run()


def test_a_rebase_is_seen_before_it_is_recorded_and_then_stands_on_the_register(reader: Reader) -> None:
    assert reader.app.radio(key="register_kind").value == "Limits set anew"
    assert reader.app.selectbox(key="register_measure").value == "burglary"
    press(fill_rebase(reader), "See what it would move")
    assert "start anew at 2017/18 Q1" in reader.html
    assert "0 rebases on the register" in reader.html
    reader.app.text_input(key="person").input("A. Officer")
    press(reader.run(), "Record this")
    assert "Recorded. The limits of" in reader.html
    assert "1 rebase on the register" in reader.html
    assert "A new team" in reader.html


def test_a_blank_reason_is_said_and_nothing_can_be_recorded(reader: Reader) -> None:
    quarters = reader.app.selectbox(key="register_quarter")
    quarters.select(next(one for one in quarters.options if str(one).startswith("2017/18 Q1")))
    press(reader.run(), "See what it would move")
    assert "The reason is blank" in reader.html
    assert "Record this" not in {button.label for button in reader.app.button}


def test_a_preview_is_dropped_as_soon_as_anything_else_is_filled_in(reader: Reader) -> None:
    press(fill_rebase(reader), "See what it would move")
    reader.app.text_input(key="register_reason").input("Another reason")
    reader.run()
    assert "Record this" not in {button.label for button in reader.app.button}


def test_what_stands_can_be_taken_back(reader: Reader) -> None:
    press(fill_rebase(reader), "See what it would move")
    reader.app.text_input(key="person").input("A. Officer")
    press(reader.run(), "Record this")
    reader.app.radio(key="register_kind").set_value("Take one back")
    reader.run()
    which = reader.app.selectbox(key="register_which")
    which.select(which.options[0])
    reader.app.text_input(key="register_reason").input("Too soon")
    press(reader.run(), "See what it would move")
    assert "Taken back: The limits of" in reader.html
    press(reader, "Record this")
    assert "0 rebases" in reader.html


def test_no_word_of_a_note_or_a_reason_becomes_markup(small: Callable[..., Reader]) -> None:
    reader = small(figures=MORE, measure="<b>Burglary</b>").go("register", m="burglary")
    quarters = reader.app.selectbox(key="register_quarter")
    quarters.select(next(one for one in quarters.options if str(one).startswith("2017/18 Q1")))
    reader.app.text_input(key="register_reason").input("<script>alert(1)</script>")
    press(reader.run(), "See what it would move")
    reader.app.text_input(key="person").input("<i>Me</i>")
    press(reader.run(), "Record this")
    for text in ("<b>Burglary", "<script>", "<i>Me"):
        assert text not in reader.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in reader.html
