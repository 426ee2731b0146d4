"""How long a PostgreSQL server is waited for. A network that was cut says nothing, and no driver gives up by itself.

Without these bounds a page would hang for a quarter of an hour after a cable was pulled, and the server, which does
not learn that a writer is gone, would keep everybody else from writing for two hours.
"""

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, event

if TYPE_CHECKING:
    import psycopg

#: A connection that lay idle has to answer within so long before it is used again.
IDLE_ANSWER_SECONDS = 5
#: A statement is given up after so long without a word, though the network is well: many times what any of ours takes.
ANSWER_SECONDS = 120
#: After so long without a packet the two machines ask each other whether they are there: after so many seconds, then
#: every so many, so many times.
ALIVE = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3}


def driver_waits(seconds: float) -> dict[str, int | float]:
    """What the driver is told: to connect within so long, and to give up what nobody has received for so long.

    That is two seconds more, because the driver misreads a connection that the system gives up before it does.
    """
    return {"connect_timeout": seconds, "tcp_user_timeout": int(1000 * (seconds + 2)), **ALIVE}


def server_waits(seconds: float) -> dict[str, str]:
    """The same for the server's end of the connection: it lets go of the locks of who is gone or silent."""
    waits = {name: str(wait) for name, wait in driver_waits(seconds).items() if name != "connect_timeout"}
    return {
        "idle_in_transaction_session_timeout": str(1000 * ANSWER_SECONDS),
        **{name if name.startswith("tcp_") else f"tcp_{name}": wait for name, wait in waits.items()},
    }


def bound_answers(engine: Engine) -> None:
    """Have every connection of an engine give up where a server says nothing."""

    def connect(_dialect: object, _record: object, arguments: Any, named: Any) -> Any:
        return _bounded().connect(*arguments, **named)

    def in_use(connection: Any, _record: object, _proxy: object) -> None:
        connection.patience = ANSWER_SECONDS

    def idle(connection: Any, _record: object) -> None:
        if connection is not None:
            connection.patience = IDLE_ANSWER_SECONDS

    event.listen(engine, "do_connect", connect)
    event.listen(engine, "checkout", in_use)
    event.listen(engine, "checkin", idle)


@cache
def _bounded() -> "type[psycopg.Connection[Any]]":
    """The driver's connection, which says after a while that the server does not answer; it is closed then."""
    import psycopg

    class Bounded(psycopg.Connection[Any]):
        patience: float = IDLE_ANSWER_SECONDS

        def wait(self, gen: Any, *arguments: Any, **named: Any) -> Any:
            if arguments[1:] or named.get("timeout") is not None:
                return super().wait(gen, *arguments, **named)
            try:
                return super().wait(gen, *arguments, **{**named, "timeout": self.patience})
            except psycopg.OperationalError as error:
                if type(error).__name__ != "_WaitTimeout":
                    raise
                self.pgconn.finish()
                raise psycopg.OperationalError(f"no answer within {self.patience:g} seconds") from None

    return Bounded
