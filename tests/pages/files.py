"""The files behind the buttons of a page, as text."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pypdf


class Taken:
    """What the buttons of a page would save."""

    def __init__(self) -> None:
        self.files: dict[str, Any] = {}
        self.kinds: dict[str, str] = {}

    def texts(self) -> Iterator[tuple[str, str]]:
        """Each file by its name, as text."""
        for name, content in self.files.items():
            yield name, text_of(name, content() if callable(content) else content)


def text_of(name: str, content: bytes) -> str:
    """All that a file says, in lower case."""
    if name.endswith(".pdf"):
        return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages).lower()
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return " ".join(package.read(part).decode("utf-8", "replace") for part in package.namelist()).lower()
    return content.decode("utf-8", "replace").lower()
