"""docs/running.md names every setting with its default, and no other."""

import re
from pathlib import Path

import pytest

from measures.settings import PREFIX, ROOT, Settings, read_settings

PAGE = (Path(__file__).parents[2] / "docs" / "running.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| `(\w+)` \| `?([^|`]*)", PAGE, flags=re.M))


def test_every_setting_is_there_and_no_other() -> None:
    assert set(ROWS) == {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}


def test_the_defaults_are_true() -> None:
    defaults = {f"{PREFIX}{name.upper()}": _shown(field.default) for name, field in Settings.model_fields.items()}
    place = defaults.pop(f"{PREFIX}DATABASE_URL")
    assert place == f"sqlite:///{ROOT / ROWS[f'{PREFIX}DATABASE_URL'].strip()}"
    assert {name: ROWS[name].strip() for name in defaults} == defaults


def test_the_settings_of_the_documented_server_are_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ROWS:
        monkeypatch.delenv(name, raising=False)
    (block,) = re.findall(r"^```sh\n(MEASURES_DATABASE_URL=.*?)^```", PAGE, flags=re.M | re.S)
    (tmp_path / ".env").write_text(block, encoding="utf-8")
    found = read_settings(tmp_path / ".env")
    assert found.signs_in and found.public_url == "https://measures.example.org"
    assert len(found.model_fields_set) == block.count("MEASURES_") == 8


def _shown(default: object) -> str:
    """A default as the page writes it: nothing where there is none."""
    return "" if default == {} else str(default).lower() if isinstance(default, bool) else str(default)
