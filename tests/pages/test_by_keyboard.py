"""What the exceptions and the register ask of a reader can be done by the keyboard alone, with a focus in sight."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.browser import settle

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Visit = Callable[..., Page]

FOCUSED = "document.activeElement"


def tab_to(page: "Page", condition: str) -> None:
    """Press Tab until the element that has the focus, `e`, fulfils the condition."""
    for _ in range(80):
        page.keyboard.press("Tab")
        settle(page)  # to leave a field may start a run, which takes the focus with it while it draws
        if page.evaluate(f"(e => {condition})({FOCUSED})"):
            return
    raise AssertionError(f"the keyboard never reached {condition}")


def test_the_first_exception_is_reached_seen_and_followed(visit: "Visit") -> None:
    page = visit("/exceptions?plan=2021-2025&quarter=2022-23-Q1")
    first = page.locator(".pc-table a").first.inner_text()
    tab_to(page, "e.closest('.pc-table') !== null")
    assert page.evaluate(f"{FOCUSED}.innerText") == first
    style = f"getComputedStyle({FOCUSED})"
    assert page.evaluate(f"{style}.outlineWidth + ' ' + {style}.outlineStyle") == "3px solid"
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/measure[?]"))
    page.locator("h1").filter(has_text=first).wait_for()


def test_a_change_of_the_register_is_filled_in_and_seen(visit: "Visit") -> None:
    page = visit("/register?m=robbery")
    tab_to(page, "e.getAttribute('aria-label')?.includes('First quarter of the new normal')")
    page.keyboard.type("2019/20 Q2")
    page.get_by_role("option", name="2019/20 Q2").wait_for()
    page.keyboard.press("Enter")
    page.locator('[role="option"]').first.wait_for(state="hidden")
    tab_to(page, "e.getAttribute('aria-label') === 'Why, and who decided it'")
    page.keyboard.type("A new team")
    tab_to(page, "e.tagName === 'BUTTON' && e.textContent.includes('See what it would move')")
    page.keyboard.press("Enter")
    page.get_by_text("start anew at 2019/20 Q2").first.wait_for()
    tab_to(page, "e.tagName === 'BUTTON' && e.textContent.includes('Record this')")
