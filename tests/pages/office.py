"""An office whose people sign in, in the test driver: what their sign-in says, and all that a page tells them."""

import re
import time
from typing import Any

from measures.model.access import Role
from tests.access import ISSUER
from tests.pages.conftest import APP, Reader
from tests.provider import CLIENT

GROUPS = {Role.VIEWER: "PCC Panel", Role.OFFICER: "PCC Officers", Role.APPROVER: "PCC Approvers",
          Role.ADMINISTRATOR: "PCC Administrators"}  # fmt: skip


#: Every page of the menu by the name of its file: its title.
PAGES = dict(re.findall(r'st\.Page\("pages/(\w+)\.py", title="([^"]+)"', APP.read_text(encoding="utf-8")))


def claims(role: Role | None, **more: object) -> dict[str, Any]:
    """What `st.user` holds of somebody with a role."""
    known = role.value if role else "nobody"
    return {
        "is_logged_in": True, "iss": ISSUER, "sub": f"{known}-1", "aud": CLIENT, "name": f"A. {known.capitalize()}",
        "iat": time.time() - 60, "groups": ["All Staff", GROUPS[role]] if role else ["All Staff"], **more,
    }  # fmt: skip


def everything(reader: Reader) -> str:
    """All that the page says, in lower case: its HTML, charts, boxes and files."""
    app = reader.app
    parts = [reader.html, *(str(one.proto) for one in app.main)]
    return " ".join([*parts, *(str(one.value) for one in app.code)]).lower()


def titles(reader: Reader) -> list[str]:
    """The first headings of a page: one."""
    return re.findall(r"<h1>(.*?)</h1>", reader.html)
