"""HTML by two small functions, for pages and packs.

Every text that comes from a file or an address passes `esc`; nothing else does it.
"""

from html import escape


def esc(text: object) -> str:
    """A text made safe to stand in HTML, in attributes too."""
    return escape(str(text), quote=True)


def tag(name: str, *parts: str, **attributes: str) -> str:
    """An element. `parts` are HTML already; attribute values are texts (`class_` for class, `data_x` for data-x).

    An attribute without a text is left out.
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{esc(value)}"' for key, value in attributes.items() if value
    )
    return f"<{name}{given}>{''.join(parts)}</{name}>"
