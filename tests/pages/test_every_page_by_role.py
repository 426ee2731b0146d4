"""Every page × every reader, and every file that a page gives: the pages are those on disk, none may be left out."""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from measures.model.access import Permission, Role
from measures.widgets.signed_in import NEEDED
from tests.access import OFFICIAL, RESTRICTED
from tests.pages.conftest import APP, Reader
from tests.pages.files import Taken
from tests.pages.office import PAGES, everything, titles

#: Pages that are for every reader, each with what they may see, and addresses of what they may not.
OPEN: dict[str, tuple[dict[str, str], ...]] = {
    "Status": ({"quarter": "2015-16-Q4"},),  # a draft
    "Exceptions": (),
    "Panel review": (),
    "Priority": ({"p": "safety"},),
    "Measure": ({"m": "zebra"}, {"m": "aardvark"}, {"m": "quokka"}),
    "Similar forces": ({"m": "zebra"}, {"m": "zebra", "g": "group"}),
    "National measures": (),
    "Funding": ({"year": "2016-17"},),
    "Publications": ({"publication": "1"},),
    "Breaks and events": (),
    "Definitions and rules": ({"m": "zebra", "from": "2016-17-Q1", "amber": "1", "unit": "pct"},
                              {"m": "burglary", "from": "2016-17-Q1", "amber": "1", "unit": "pct"},
                              {"from": "2016-17-Q1", "amber": "1"}),
    "Method": (),
}  # fmt: skip
#: Addresses in the pages of the office.
STAFF: dict[str, tuple[dict[str, str], ...]] = {
    "Upload": ({"stored": "1"},),
    "Quarter desk": (),
    "Report": (),
    "History": ({"upload": "1"}, {"upload": "2", "withdraw": ""}, {"act": "5"}, {"q": "zebra"}),
    "People": (),
    "Audit": (),
}
AT = {"plan": "plan", "quarter": "2016-17-Q1"}


@dataclass(frozen=True)
class Someone:
    """A reader: how they come, and what of the office may never reach them."""

    role: Role | None
    hidden: tuple[str, ...]
    instead: str = ""  # the heading of every page, where they may see none
    public: bool = False
    age: float = 60.0
    signed_in: bool = True


ALL = (*RESTRICTED, *OFFICIAL, "burglary")
READERS = {
    "who has not signed in": Someone(None, ALL, "Sign in", signed_in=False),
    "who signed in too long ago": Someone(Role.ADMINISTRATOR, ALL, "Your session has ended", age=13 * 3600),
    "without a role": Someone(None, ALL, "You have no role here yet"),
    "a passer-by": Someone(Role.ANYONE, RESTRICTED + OFFICIAL, public=True, signed_in=False),
    "a viewer": Someone(Role.VIEWER, RESTRICTED),
    "an officer": Someone(Role.OFFICER, ()),
    "an approver": Someone(Role.APPROVER, ()),
    "an administrator": Someone(Role.ADMINISTRATOR, ()),
}


def open_as(office: Callable[..., Reader], one: Someone) -> Reader:
    if not one.signed_in:
        return office(public=one.public)
    return office(one.role, iat=time.time() - one.age)


def without_address(text: str, address: dict[str, str]) -> str:
    """What a page says without what its reader typed into the address."""
    for value in address.values():
        text = text.replace(f"“{value}”", "").replace(f"={value}", "").replace(f'value: "{value}"', "")
    return text


def addresses(title: str) -> Iterator[dict[str, str]]:
    for more in ({}, *(OPEN.get(title) or STAFF.get(title) or ())):
        yield AT | more if title not in ("Upload", "History", "People", "Audit", "Publications") else more


def all_pages(reader: Reader) -> None:
    for page, title in PAGES.items():
        for address in addresses(title):
            reader.go(page, **address)


def led_to(reader: Reader) -> set[str]:
    """The pages to which a page has links, by their titles."""
    asked = re.findall(r'href="/?(\w+)["?]', reader.html)
    return {PAGES[page] for page in asked if page in PAGES}


def test_every_page_on_disk_is_in_the_menu_and_here() -> None:
    assert set(PAGES) == {path.stem for path in (APP.parent / "pages").glob("*.py")}
    assert set(PAGES.values()) == {*OPEN, *STAFF}
    assert set(STAFF) == set(NEEDED)


@pytest.mark.parametrize("who", READERS)
def test_every_page_shows_each_reader_what_they_may_see_and_nothing_else(
    office: Callable[..., Reader], who: str
) -> None:
    one = READERS[who]
    if one.role in (Role.ANYONE, Role.VIEWER):
        all_pages(office(Role.OFFICER))  # what is made for an officer is kept for officers
    reader, faults, telling = open_as(office, one), [], set()
    permissions = one.role.permissions if one.role and not one.instead else frozenset[Permission]()
    closed_pages = {title for title, needed in NEEDED.items() if needed not in permissions}
    for page, title in PAGES.items():
        needed = NEEDED.get(title, Permission.SEE_PUBLIC)
        for address in addresses(title):
            reader.go(page, **address)
            (heading,) = titles(reader)
            closed = {f"{title}: not for your role", "Sign in", "Your session has ended", "You have no role here yet"}
            expected = one.instead or f"{title}: not for your role"
            if needed in permissions and heading in closed:
                faults.append(f"{page} {address} is closed to {who}: {heading}")
            if needed not in permissions and heading != expected:
                faults.append(f"{page} {address} is open to {who}: {heading}")
            said = without_address(everything(reader), address)
            faults += [f"{page} {address} tells {who} of {sign}" for sign in one.hidden if sign in said]
            faults += [
                f"{page} {address} leads {who} to {closed_to}" for closed_to in sorted(led_to(reader) & closed_pages)
            ]
            telling |= {title} if any(sign in said for sign in RESTRICTED) else set()
            if needed not in permissions:
                held = {one.label for one in reader.app.button} - {"Sign in", "Sign out", "Read on without signing in"}
                inputs = [kind for kind in ("text_input", "text_area", "file_uploader", "download_button", "selectbox")
                          if reader.app.get(kind)]  # fmt: skip
                faults += [f"{page} offers {who} {found}" for found in (*held, *inputs)]
    assert faults == []
    if permissions >= {Permission.SEE_RESTRICTED}:  # what is looked for is there to be found
        assert telling >= {*OPEN, *STAFF} - {"People", "Audit", "Method", "Panel review", "Funding"}


# ---- files


@pytest.mark.parametrize("who", ["a passer-by", "a viewer", "an officer", "an administrator"])
def test_every_file_that_a_page_gives_holds_what_its_reader_may_see(
    office: Callable[..., Reader], taken: Taken, who: str
) -> None:
    one = READERS[who]
    reader, given, faults, opened = open_as(office, one), set(), [], set()
    for page, title in PAGES.items():
        for address in addresses(title):
            taken.files.clear()
            reader.go(page, **address)
            given |= {(title, Path(name).suffix) for name in taken.files}
            if one.role is Role.ADMINISTRATOR:
                continue  # they may see all that an officer may, whose files are opened
            for name in opened & taken.files.keys():  # a pack that several pages give
                del taken.files[name]
            opened |= {name for name in taken.files if name.startswith(("publication-", "draft-"))}
            for name, text in taken.texts():
                faults += [f"{page}: {name} tells {who} of {sign}" for sign in one.hidden if sign in text]
                if not one.hidden and name.endswith((".pdf", ".docx")) and "zebra" not in text:
                    faults.append(f"{page}: {name} keeps from {who} what they may see")
    packs = {("Publications", ending) for ending in (".docx", ".pdf", ".html", ".xlsx", ".zip")}
    assert faults == []
    assert given >= {("Status", ".csv"), *packs}
    office_files = {found for found in given if found[0] in STAFF}
    assert bool(office_files) is (Role(one.role or "anyone").may(Permission.SEE_WORK))
    assert ("Audit", ".csv") in given or one.role is not Role.ADMINISTRATOR
