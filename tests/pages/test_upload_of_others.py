"""The Upload page with figures of other forces alone: there is no quarter of this force to say anything of."""

from collections.abc import Callable

from tests.pages.conftest import Reader
from tests.pages.test_upload import press, put, say, tick, title

OTHERS = b"measure_id,area,quarter,value\nburglary,kent,2017/18 Q1,1010\nburglary,essex,2017/18 Q1,990\n"


def test_figures_of_other_forces_alone_are_previewed_and_stored(small: Callable[..., Reader]) -> None:
    page = put(small().go("upload"), OTHERS)
    assert "Still missing" not in page.html
    assert title(press(say(tick(page)))) == "Stored: 2 figures are new; no colour moved"
