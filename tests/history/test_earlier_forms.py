"""What an earlier version of the program published is still opened, and its pack still made.

`published-in-form-1.json` is a publication of the plan of `tests.services.publishing`, as the first version with
publications froze it. It is never made anew: where this test fails, the program has forgotten how to read it.
"""

from datetime import UTC, datetime
from pathlib import Path

from measures.model.meeting import PublicationHead
from measures.model.publication import Publication
from measures.model.quarter import Quarter
from measures.model.rating import Rating
from measures.reports.pack import published_pack
from measures.reports.rendering import render
from measures.storage.frozen import thaw

FROZEN = Path(__file__).with_name("published-in-form-1.json")


def test_a_publication_of_the_first_form_is_read_and_its_pack_is_made() -> None:
    content = thaw(FROZEN.read_bytes())
    assert content.form == 1
    assert (content.status.plan.head.id, content.status.quarter) == ("plan", Quarter.of(2016, 1))
    burglary = content.status.measures[0]
    assert (burglary.headline, burglary.value) == (Rating.RED, 120)
    assert content.commentaries["burglary"].said.action == "Patrols at night."
    assert content.meeting is not None
    head = PublicationHead(1, 9, datetime(2026, 11, 26, tzinfo=UTC), "The approver", content.meeting, "0" * 64,
                           FROZEN.stat().st_size, content.program, content.data_version)  # fmt: skip
    page = render(published_pack(Publication(head, content)), ".html").decode()
    assert burglary.comparisons[0].reason in page
    assert "Two series of burglaries in the north." in page
    assert "A mixed quarter." in page
