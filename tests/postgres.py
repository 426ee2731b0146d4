"""Databases on the PostgreSQL server that the tests may use: a new one for each test, gone when it ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy import make_url


class PostgresServer:
    """A server whose user may create databases. The database named in its address is never touched."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)

    @contextmanager
    def new_database(self) -> Iterator[str]:
        """The address of a new, empty database, which is dropped when the block ends, whoever is connected."""
        name = f"measures_{uuid4().hex}"
        self._run("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", name)
        try:
            yield self.url.set(database=name).render_as_string(hide_password=False)
        finally:
            self._run("DROP DATABASE {} WITH (FORCE)", name)

    def _run(self, statement: str, database: str) -> None:
        address = self.url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(sql.Identifier(database)))
