"""docs/access.md says of every role what it may, and of no other."""

import re
from pathlib import Path

from measures.model.access import Permission, Role

PAGE = (Path(__file__).parents[2] / "docs" / "access.md").read_text(encoding="utf-8")
TABLE = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line.startswith("| ")]


def test_the_table_has_every_role_and_every_permission() -> None:
    heading, *rows = TABLE
    assert heading[1:] == [role.value.capitalize() for role in Role]
    assert [row[0] for row in rows] == [permission.words for permission in Permission]


def test_the_table_says_what_holds() -> None:
    for permission, row in zip(Permission, TABLE[1:], strict=True):
        assert row[1:] == ["yes" if role.may(permission) else "–" for role in Role], permission


def test_the_settings_that_it_names_are_there() -> None:
    from measures.settings import PREFIX, Settings

    named = set(re.findall(r"`(MEASURES_\w+)`", PAGE))
    assert named <= {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
