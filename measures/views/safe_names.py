"""File names that no file system and no shell trips over."""

import re

_MOST = 120  # characters; file systems take 255 bytes
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)  # what Windows keeps for devices


def safe_name(name: str, otherwise: str) -> str:
    """The name without anything that steers a path, a shell or the direction of writing; letters of any script stay.

    >>> [safe_name(name, "upload-7") for name in ("../Q4 (final).csv", "a\\u202ecsv.exe", "..")]
    ['Q4 (final).csv', 'a_csv.exe', 'upload-7']
    """
    last = re.split(r"[\\/]", name)[-1]
    kept = "".join(one if one.isalnum() or one in " ._-()" else "_" for one in last).rstrip(" .").lstrip(" .-")
    if len(kept) > _MOST:
        stem, dot, ending = kept.rpartition(".")
        kept = f"{stem[: _MOST - len(ending) - 1]}.{ending}" if dot and len(ending) <= 10 else kept[:_MOST]
    if not re.search(r"[^\W_]", kept):
        return otherwise
    return f"_{kept}" if _RESERVED.match(kept) else kept
