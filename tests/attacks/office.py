"""An office whose people sign in, served by the command of a laptop."""

from dataclasses import dataclass
from pathlib import Path

from tests.attacks.sockets import USER, Browser, claims, signed

PEOPLE = {"olive": {"name": "Olive Officer", "groups": ["PCC Officers"]},
          "mallory": {"name": "Mallory", "groups": ["PCC Administrators"]}}  # fmt: skip


@dataclass(frozen=True)
class Office:
    """A dashboard whose people sign in, started by the command of a laptop: with sign-in it is guarded as a server."""

    home: str
    issuer: str
    log: Path

    def browser(self, role: str = "", cookie: str = "", **more: object) -> Browser:
        """Of somebody who signed in with a role, or who holds that cookie; of nobody without either."""
        held = cookie or (signed(claims(self.home, self.issuer, role, **more)) if role else "")
        return Browser(self.home, {USER: held} if held else {})


def reads(browser: Browser) -> str:
    """The heading of the first page as a browser gets it."""
    with browser.session() as session:
        html = session.go().html
    assert ("burglary" in html.lower()) is ("<h1>Sign in</h1>" not in html and "has ended" not in html)
    return html.partition("<h1>")[2].partition("</h1>")[0]
