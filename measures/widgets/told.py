"""What came of the last press of a button: kept as it is pressed, told once when the page is made again."""

from collections.abc import Callable

import streamlit as st

from measures.errors import MeasuresError
from measures.widgets.fault_words import sentence_of
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


def told(about: str) -> str:
    """What is kept of a form, once, as HTML that goes into the element above it.

    An element of its own would move all that follows, and the browser would fold up what was open.
    """
    refused, sentence = st.session_state.pop(f"told {about}", (False, ""))
    return told_html(sentence, refused=refused) if sentence else ""


def typed(name: str) -> str:
    """What stands in a box of the page, by its key; "" where there is no such box."""
    return str(st.session_state.get(name) or "")
