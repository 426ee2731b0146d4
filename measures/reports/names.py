"""Names made from texts: anchors within a document, file names of a bundle. Unique, and with nothing to interpret."""

import re
from collections.abc import Iterable

from measures.reports.blocks import Pack, Section

_PARTS = re.compile(r"[a-z0-9]+")


def slug(text: str, longest: int = 60) -> str:
    """Small letters, digits and dashes of a text; "" where it has none.

    >>> slug("Appendix A: every measure")
    'appendix-a-every-measure'
    """
    return "-".join(_PARTS.findall(text.lower()))[:longest].strip("-")


def unique(names: Iterable[str], otherwise: str) -> list[str]:
    """The names, each with a number where it is taken; `otherwise` for an empty one.

    >>> unique(["a", "", "a"], "part")
    ['a', 'part', 'a-2']
    """
    taken: set[str] = set()
    found = []
    for given in names:
        name = base = given or otherwise
        n = 1
        while name in taken:
            n += 1
            name = f"{base}-{n}"
        taken.add(name)
        found.append(name)
    return found


def walk_named(pack: Pack) -> list[tuple[int, str, Section]]:
    """Every section with its level and an anchor of its own, in reading order."""
    walked = list(pack.walk())
    anchors = unique((slug(section.id) for _, section in walked), "part")
    return [(level, f"s-{anchor}", section) for anchor, (level, section) in zip(anchors, walked, strict=True)]
