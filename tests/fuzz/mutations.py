"""One mutated file from a seed and a number: the same two always make the same bytes."""

import csv
import io
import random
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass

from tests.fuzz import books, seeds
from tests.fuzz.awkward import AWKWARD, FIGURES, QUARTERS, SPECIALS, TYPED
from tests.fuzz.damage import damaged
from tests.fuzz.seeds import Grid

SEPARATORS, LINE_ENDS = (",", ";", "\t"), ("\n", "\r\n", "\r")
ENCODINGS = ("utf-8", "utf-8", "utf-8-sig", "cp1252", "cp1252", "utf-16", "utf-16-le", "latin-1", "utf-32")


@dataclass(frozen=True, slots=True)
class File:
    """A file that is offered, and what was done to make it."""

    number: int
    name: str
    content: bytes
    steps: tuple[str, ...]


def mutated(seed: int, number: int) -> File:
    """File `number` of a seed."""
    rng = random.Random(f"{seed}/{number}")
    kind = rng.choices(["text", "book", "special", "bomb"], [62, 30, 6, 2])[0]
    steps: list[str] = [kind]
    content = {"text": _text, "book": _book, "special": _special, "bomb": books.bomb}[kind](rng, steps)
    return File(number, f"{seed}-{number}.{'xlsx' if kind in ('book', 'bomb') else 'csv'}", content, tuple(steps))


def _text(rng: random.Random, steps: list[str]) -> bytes:
    grid = deepcopy(rng.choice(seeds.texts()))
    _change(grid, rng, steps, AWKWARD)
    content = _dressed(grid, rng, steps)
    for _ in range(rng.choices([0, 1, 2, 4], [80, 12, 5, 3])[0]):
        content = damaged(content, rng, steps)
    return content


def _book(rng: random.Random, steps: list[str]) -> bytes:
    if rng.random() < 0.1:
        steps.append("example")
        content = rng.choice(seeds.example_books())
    else:
        grid = deepcopy(rng.choice(seeds.BOOKS))
        _change(grid, rng, steps, AWKWARD + TYPED * 3)
        content = books.workbook(grid, rng, steps)
    if rng.random() < 0.2:
        return books.damaged(content, rng, steps)
    return damaged(content, rng, steps) if rng.random() < 0.1 else content


def _special(rng: random.Random, steps: list[str]) -> bytes:
    place = rng.randrange(len(SPECIALS) + 3)
    steps.append(str(place))
    if place < len(SPECIALS):
        return SPECIALS[place]
    if place == len(SPECIALS):
        return b"measure_id,quarter,value\n" + b"arson,2025/26 Q2,5\n" * 1_100_000
    return rng.randbytes(rng.choice([1, 7, 200, 5000]))


# ---- cells


def _change(grid: Grid, rng: random.Random, steps: list[str], pool: Sequence[object]) -> None:
    for _ in range(rng.choices([0, 1, 2, 3, 6], [12, 53, 23, 8, 4])[0]):
        change = rng.choice(CHANGES)
        steps.append(change.__name__.strip("_"))
        if len(grid) > 1 and grid[0]:
            change(grid, rng, pool)


def _cell(grid: Grid, rng: random.Random, *, header: bool = False) -> tuple[int, int]:
    row = rng.randrange(0 if header else 1, len(grid))
    return row, rng.randrange(max(len(grid[row]), 1))


def _put(grid: Grid, row: int, column: int, cell: object) -> None:
    if column < len(grid[row]):
        grid[row][column] = cell


def _awkward_cell(grid: Grid, rng: random.Random, pool: Sequence[object]) -> None:
    _put(grid, *_cell(grid, rng), rng.choice(pool))


def _awkward_figure(grid: Grid, rng: random.Random, pool: Sequence[object]) -> None:
    names = [str(cell).casefold() for cell in grid[0]]
    wanted = [place for place, name in enumerate(names) if name in ("value", "numerator", "denominator") or "q" in name]
    if wanted:
        _put(grid, rng.randrange(1, len(grid)), rng.choice(wanted), rng.choice(pool))


def _other_figure(grid: Grid, rng: random.Random, _pool: Sequence[object]) -> None:
    _awkward_figure(grid, rng, FIGURES)


def _other_quarter(grid: Grid, rng: random.Random, _pool: Sequence[object]) -> None:
    names = [str(cell).casefold() for cell in grid[0]]
    if "quarter" in names:
        _put(grid, rng.randrange(1, len(grid)), names.index("quarter"), rng.choice(QUARTERS))
    else:
        _put(grid, 0, rng.randrange(len(grid[0])), rng.choice(QUARTERS))


def _awkward_heading(grid: Grid, rng: random.Random, pool: Sequence[object]) -> None:
    grid[0][rng.randrange(len(grid[0]))] = rng.choice(pool)


def _other_digits(grid: Grid, rng: random.Random, _pool: Sequence[object]) -> None:
    row, column = _cell(grid, rng)
    for place in range(column, len(grid[row])):
        if str(grid[row][place]).isdigit():
            whole, part = rng.randrange(10 ** rng.randint(1, 9)), rng.choice(["", "", ".5", ".25", ".125", ".10"])
            grid[row][place] = f"{whole}{part}"
            break


def _swap_cells(grid: Grid, rng: random.Random, _pool: Sequence[object]) -> None:
    (a, b), (c, d) = _cell(grid, rng, header=True), _cell(grid, rng, header=True)
    if b < len(grid[a]) and d < len(grid[c]):
        grid[a][b], grid[c][d] = grid[c][d], grid[a][b]


def _move_columns(grid: Grid, rng: random.Random, _pool: Sequence[object]) -> None:
    order = rng.sample(range(len(grid[0])), len(grid[0]))
    for row in grid:
        if len(row) == len(order):
            row[:] = [row[place] for place in order]


def _move_one_column_of_cells(grid: Grid, rng: random.Random, _pool: Sequence[object]) -> None:
    """The headings stay where they are."""
    column, other = rng.randrange(len(grid[0])), rng.randrange(len(grid[0]))
    for row in grid[1:]:
        if max(column, other) < len(row):
            row[column], row[other] = row[other], row[column]


def _drop_column(grid: Grid, rng: random.Random, _pool: Sequence[object]) -> None:
    column = rng.randrange(len(grid[0]))
    for row in grid:
        del row[column : column + 1]


def _repeat_column(grid: Grid, rng: random.Random, _pool: Sequence[object]) -> None:
    column = rng.randrange(len(grid[0]))
    for row in grid:
        row[column:column] = row[column : column + 1]


def _blank_column(grid: Grid, rng: random.Random, _pool: Sequence[object]) -> None:
    column = rng.choice([0, len(grid[0]), rng.randrange(len(grid[0]))])
    for row in grid:
        row.insert(column, "")


def _drop_cell(grid: Grid, rng: random.Random, _pool: Sequence[object]) -> None:
    row, column = _cell(grid, rng, header=True)
    del grid[row][column : column + 1]


def _drop_row(grid: Grid, rng: random.Random, _pool: Sequence[object]) -> None:
    del grid[rng.randrange(len(grid))]


def _repeat_row(grid: Grid, rng: random.Random, _pool: Sequence[object]) -> None:
    grid.insert(rng.randrange(len(grid) + 1), list(rng.choice(grid)))


def _shuffle_rows(grid: Grid, rng: random.Random, _pool: Sequence[object]) -> None:
    grid[1:] = rng.sample(grid[1:], len(grid) - 1)


def _blank_rows(grid: Grid, rng: random.Random, _pool: Sequence[object]) -> None:
    at = rng.randrange(len(grid) + 1)
    grid[at:at] = [list(rng.choice([[], [""], [" "], [""] * len(grid[0])])) for _ in range(rng.randint(1, 3))]


def _title_row(grid: Grid, rng: random.Random, _pool: Sequence[object]) -> None:
    grid.insert(0, [rng.choice(["A title", "Return for the quarter", "measure_id"])])


def _total_row(grid: Grid, rng: random.Random, _pool: Sequence[object]) -> None:
    grid.append([rng.choice(["Total", "Grand total:", "TOTALS", "All"]), *[""] * (len(grid[0]) - 2), "99"])


def _other_case(grid: Grid, rng: random.Random, _pool: Sequence[object]) -> None:
    row, column = _cell(grid, rng, header=True)
    if column < len(grid[row]) and isinstance(grid[row][column], str):
        text = str(grid[row][column])
        _put(grid, row, column, rng.choice([text.upper(), f" {text} ", text.title(), text.replace("-", " ")]))


def _long(grid: Grid, rng: random.Random, _pool: Sequence[object]) -> None:
    """Hundreds of rows more: the same ones for other areas, where there is a column of areas."""
    names = [str(cell).strip().casefold() for cell in grid[0]]
    body, column = grid[1:], names.index("area") if "area" in names else None
    for turn in range(rng.choice([20, 60])):
        for row in body:
            grid.append(list(row))
            if column is not None:
                _put(grid, len(grid) - 1, column, f"area-{turn}")


def _long_cell(grid: Grid, rng: random.Random, _pool: Sequence[object]) -> None:
    _put(grid, *_cell(grid, rng), rng.choice(["n", "9", '"', "a,b\n"]) * rng.choice([300, 3000, 30_000, 140_000]))


CHANGES: tuple[Callable[[Grid, random.Random, Sequence[object]], None], ...] = (
    *[_other_figure] * 4 + [_other_quarter] * 3 + [_awkward_figure] * 3,
    *[_awkward_cell, _move_columns, _other_digits, _other_case] * 2,
    *(_awkward_heading, _swap_cells, _move_one_column_of_cells, _drop_column, _repeat_column, _blank_column),
    *(_drop_cell, _drop_row, _repeat_row, _shuffle_rows, _blank_rows, _title_row, _total_row, _long, _long_cell),
)


# ---- the table as a file


def _dressed(grid: Grid, rng: random.Random, steps: list[str]) -> bytes:
    separator, end = rng.choice(SEPARATORS), rng.choice(LINE_ENDS)
    encoding = rng.choice(ENCODINGS[:5] if rng.random() < 0.9 else ENCODINGS)
    quoting = rng.choices([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONE], [60, 30, 10])[0]
    steps.append(f"{separator!r} {end!r} {encoding} {quoting}")
    out = io.StringIO(newline="")
    try:
        csv.writer(out, delimiter=separator, lineterminator=end, quoting=quoting).writerows(grid)
        text = out.getvalue()
    except csv.Error:  # QUOTE_NONE cannot write every cell: then as someone would who does not know that
        text = end.join(separator.join(map(str, row)) for row in grid)
    if rng.random() < 0.2:
        text = text.rstrip("\r\n")
    return text.encode(encoding, "replace" if encoding in ("cp1252", "latin-1") else "surrogatepass")
