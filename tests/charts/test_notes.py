"""What a chart has letters for: none is left out, however many there are."""

from measures.charts.notes import spans_of
from measures.model.measure import Event
from measures.model.quarter import Quarter


def test_after_z_comes_aa_and_nothing_is_left_out() -> None:
    first = Quarter.of(2010, 1).ordinal
    events = [Event(Quarter(first + at), Quarter(first + at), f"Event {at}") for at in range(54)]
    spans = spans_of([], events, first, first + 60)
    assert [span.note.text.rpartition(": ")[2] for span in spans] == [f"Event {at}" for at in range(54)]
    letters = [span.note.letter for span in spans]
    assert (letters[0], letters[25:28], letters[51:54]) == ("A", ["Z", "AA", "AB"], ["AZ", "BA", "BB"])
