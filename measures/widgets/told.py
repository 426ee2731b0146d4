"""What came of the last press of a button: kept as it is pressed, told once when the page is made again."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from measures.errors import MeasuresError
from measures.views.figures import counted
from measures.views.markup import esc, tag
from measures.widgets.fault_words import sentence_of
from measures.widgets.markup import link
from measures.widgets.parts import told_html


def keep_told(about: str, sentence: str, *, refused: bool = False) -> None:
    """Keep a sentence on what came of a press of one of the buttons of a form."""
    st.session_state[f"told {about}"] = (refused, sentence)


def tell(about: str, act: Callable[[], str]) -> bool:
    """Do what a button asks for and keep the sentence that it gives, or that of the refusal; whether it was done."""
    try:
        keep_told(about, act())
    except MeasuresError as error:
        keep_told(about, sentence_of(error), refused=True)
        return False
    return True


@dataclass(frozen=True, slots=True)
class News:
    """What came of the last press of a button of a form: whether it was refused, and the sentence ("" for none)."""

    refused: bool = False
    sentence: str = ""

    @property
    def html(self) -> str:
        """The sentence above the form, said aloud; it goes into the element that stands there.

        An element of its own would move all that follows, and the browser would fold up what was open.
        """
        return told_html(self.sentence, refused=self.refused) if self.sentence else ""

    def beside(self, remarks: int, to: str) -> str:
        """The same beside the button, from where the rest of the page is out of sight.

        With it how many `remarks` a check has on what stands now, which are at the anchor `to`.
        """
        if not self.sentence:
            return ""
        words = f"A check of it has {counted(remarks, 'remark')}: see above."
        pointed = tag("p", link(f"#{to}", words)) if remarks and not self.refused else ""
        return tag("div", tag("p", esc(self.sentence)), pointed, class_="pc pc-notice pc-screen")


def news_of(about: str) -> News:
    """What is kept of a form, once."""
    return News(*st.session_state.pop(f"told {about}", (False, "")))


def told(about: str) -> str:
    """What is kept of a form, once, as HTML for the element above it."""
    return news_of(about).html


def typed(name: str) -> str:
    """What stands in a box of the page, by its key; "" where there is no such box."""
    return str(st.session_state.get(name) or "")
