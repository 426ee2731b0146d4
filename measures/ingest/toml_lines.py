"""Where each key of a TOML file stands, so that a fault can name its line (tomllib itself keeps no positions)."""

import re

#: A place in the file: a table, the number of a table in an array of tables, a key in it.
Place = tuple[str | int, ...]

_TOKEN = re.compile(
    r'''"""(?:\\.|[^\\])*?"{3,5}'''
    r"""|'''.*?'{3,5}"""
    r'''|"(?:\\.|[^"\\\n])*"'''
    r"""|'[^'\n]*'"""
    r"""|\#[^\n]*|\n|[\[\]{}=]|[^\s\[\]{}="'#]+|[^\S\n]+|.""",
    re.DOTALL,
)


def key_lines(text: str) -> dict[Place, int]:
    """The line of every table and top-level key of a well-formed TOML text, counted from 1.

    `("measures", 2)` is the third `[[measures]]`, `("measures", 2, "kind")` its key. Keys within inline tables
    and the further parts of dotted keys are not told apart: they stand where the first part stands.

    >>> key_lines('[plan]\\nid = "p"\\n[[measures]]\\nid = "m"')[("measures", 0, "id")]
    4
    """
    lines: dict[Place, int] = {}
    counts: dict[str, int] = {}
    table: Place = ()
    for line, statement in _statements(text):
        if statement[0] == "[":
            is_array = statement[:2] == ["[", "["]
            name = _name([token for token in statement if token not in "[]"])
            table = (name, counts.get(name, 0)) if is_array else (name,)
            counts[name] = counts.get(name, 0) + 1
            lines.setdefault((name,), line)
            lines.setdefault(table, line)
        elif "=" in statement:
            lines.setdefault((*table, _name(statement[: statement.index("=")])), line)
    return lines


def _statements(text: str) -> list[tuple[int, list[str]]]:
    """Each statement's first line and its tokens, without spaces and comments."""
    found: list[tuple[int, list[str]]] = []
    line, depth, fresh = 1, 0, True
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token == "\n" and depth == 0:
            fresh = True
        elif not token.isspace() and token[0] != "#":
            if fresh:
                found.append((line, []))
                fresh = False
            found[-1][1].append(token)
            depth += (token in ("[", "{")) - (token in ("]", "}"))
        line += token.count("\n")
    return found


def _name(tokens: list[str]) -> str:
    first = tokens[0] if tokens else ""
    return first.strip("\"'") if first[:1] in ("'", '"') else first.split(".")[0]
