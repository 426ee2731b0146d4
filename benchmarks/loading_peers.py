"""How others load the same file: what `benchmarks.loading` sets beside ours.

pandera and sqlite-utils are in no lock. With them installed (`uv pip install pandera sqlite-utils`, or the extra
`bench` of pyproject.toml) they are measured too; without, the script says so.
"""

import importlib
import importlib.util
import io
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from csv import DictReader
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
from pydantic import BaseModel, Field
from sqlalchemy import Column, Integer, MetaData, Table, Text, create_engine, insert
from sqlalchemy.dialects import postgresql

QUARTER = r"^\d{4}/\d{2} Q[1-4]$"
BATCH = 1000


class Row(BaseModel):
    """One line of the file, as strictly as pydantic says it without a look at any other line."""

    measure_id: Annotated[str, Field(pattern=r"^m\d{3}$")]
    quarter: Annotated[str, Field(pattern=QUARTER)]
    value: Annotated[int, Field(ge=0)]
    area: Annotated[str, Field(max_length=100)]


def rows_of(content: bytes) -> Iterator[dict[str, Any]]:
    """The lines as dictionaries."""
    return DictReader(io.StringIO(content.decode()))


def _figures(*, keyed: bool = False) -> Table:
    names = ("measure_id", "quarter", "area")
    columns = [Column(name, Text, primary_key=keyed) for name in names]
    return Table("figures", MetaData(), *columns, Column("value", Integer))


def by_pydantic(content: bytes, path: Path) -> None:
    """Each row a model, then one bulk insert of SQLAlchemy's core."""
    engine, table = create_engine(f"sqlite:///{path}"), _figures()
    rows = [Row.model_validate(row).model_dump() for row in rows_of(content)]
    with engine.begin() as connection:
        table.drop(connection, checkfirst=True)
        table.create(connection)
        connection.execute(insert(table), rows)
    engine.dispose()


def _validated(content: bytes) -> pd.DataFrame:
    """The file as a frame whose columns pandera has checked, each key once."""
    pandera = importlib.import_module("pandera.pandas")
    check, column = pandera.Check, pandera.Column
    schema = pandera.DataFrameSchema(
        {
            "measure_id": column(str, check.str_matches(r"^m\d{3}$")),
            "quarter": column(str, check.str_matches(QUARTER)),
            "value": column(int, check.ge(0)),
            "area": column(str, check.str_length(max_value=100)),
        },
        strict=True,
        unique=["measure_id", "quarter", "area"],
    )
    checked: pd.DataFrame = schema.validate(pd.read_csv(io.BytesIO(content), keep_default_na=False), lazy=True)
    return checked


def by_pandera(content: bytes, path: Path) -> None:
    """A schema over the frame, then to_sql into a table without a key; compared with nothing."""
    frame = _validated(content)
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        frame.to_sql("figures", connection, index=False, if_exists="replace")
    engine.dispose()


def by_pandera_compared(content: bytes, path: Path) -> None:
    """The same with what an upload needs: a key in the table, and what is there already beside what comes."""
    frame, table = _validated(content), _figures(keyed=True)
    key = [column.name for column in table.primary_key]
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        table.drop(connection, checkfirst=True)
        table.create(connection)
        held = pd.read_sql_table("figures", connection)
        both = frame.merge(held, on=key, how="left", suffixes=("", "_held"))
        new = both[both["value_held"].isna() | (both["value"] != both["value_held"])]
        new[[*key, "value"]].to_sql("figures", connection, index=False, if_exists="append")
    engine.dispose()


def by_sqlite_utils(content: bytes, path: Path) -> None:
    """insert_all, without a check of anything."""
    sqlite_utils = importlib.import_module("sqlite_utils")
    with closing(sqlite3.connect(path)) as connection:
        database = sqlite_utils.Database(connection)
        database["figures"].drop(ignore=True)
        database["figures"].insert_all(rows_of(content))
        connection.commit()


def by_sqlite_utils_keyed(content: bytes, path: Path) -> None:
    """upsert_all by its key, as one would for a file that may come again; still without a check of anything."""
    sqlite_utils = importlib.import_module("sqlite_utils")
    with closing(sqlite3.connect(path)) as connection:
        database = sqlite_utils.Database(connection)
        database["figures"].drop(ignore=True)
        database["figures"].upsert_all(rows_of(content), pk=("measure_id", "quarter", "area"))
        connection.commit()


def installed() -> dict[str, Callable[[bytes, Path], None]]:
    """The peers that are here, and a line about each that is not."""
    found: dict[str, Callable[[bytes, Path], None]] = {"pydantic row by row + bulk insert": by_pydantic}
    for name, module, peer in (
        ("pandera + to_sql", "pandera", by_pandera),
        ("pandera + comparing + to_sql by the key", "pandera", by_pandera_compared),
        ("sqlite-utils, insert_all", "sqlite_utils", by_sqlite_utils),
        ("sqlite-utils, upsert_all by the key", "sqlite_utils", by_sqlite_utils_keyed),
    ):
        if importlib.util.find_spec(module):
            found[name] = peer
        else:
            print(f"{name}: not installed, left out (uv pip install pandera sqlite-utils)")
    return found


def upsert_all(content: bytes, address: str) -> None:
    """Every row through INSERT … ON CONFLICT DO UPDATE, a thousand to a statement, in one transaction."""
    engine, table = create_engine(address), _figures(keyed=True)
    with engine.begin() as connection:
        table.create(connection, checkfirst=True)
        rows = rows_of(content)
        while batch := [{**row, "value": int(row["value"])} for row in islice(rows, BATCH)]:
            statement = postgresql.insert(table).values(batch)
            newer = {"value": statement.excluded.value}
            connection.execute(statement.on_conflict_do_update(index_elements=table.primary_key, set_=newer))
    engine.dispose()


def upsert_each(content: bytes, address: str) -> None:
    """The same with one row to a statement, in SQLAlchemy's batches."""
    engine, table = create_engine(address), _figures(keyed=True)
    statement = postgresql.insert(table)
    statement = statement.on_conflict_do_update(
        index_elements=table.primary_key, set_={"value": statement.excluded.value}
    )
    with engine.begin() as connection:
        table.create(connection, checkfirst=True)
        connection.execute(statement, [{**row, "value": int(row["value"])} for row in rows_of(content)])
    engine.dispose()
