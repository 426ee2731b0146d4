"""The network between the program and PostgreSQL: a relay on loopback that can be cut, in silence or with a reset.

In silence nothing that is sent arrives any more and nobody is told: a filter of the kernel throws away every packet
that comes to the relay's sockets, before it is acknowledged, as a pulled cable would. New connections are not taken
up either. Mended, what the two sides still try to send goes through.
"""

import ctypes
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest
from sqlalchemy import make_url

_ATTACH, _DETACH = 26, 27  # SO_ATTACH_FILTER, SO_DETACH_FILTER of Linux
_NOTHING = ctypes.create_string_buffer(struct.pack("HBBI", 0x06, 0, 0, 0))  # a filter that keeps no byte
_FILTER = struct.pack("HxxxxxxP", 1, ctypes.addressof(_NOTHING))
_AT_ONCE = struct.pack("ii", 1, 0)  # closing means a reset
_LOOKS = (
    ((socket.SOL_SOCKET, socket.SO_KEEPALIVE), 1),
    ((socket.IPPROTO_TCP, getattr(socket, "TCP_KEEPIDLE", 0)), 1),
    ((socket.IPPROTO_TCP, socket.TCP_KEEPINTVL), 1),
    ((socket.IPPROTO_TCP, socket.TCP_KEEPCNT), 100),
)

#: Whether what the server answers may pass; asked with each part of it.
Passes = Callable[[bytes], bool]


class Network:
    """The relay; `url` is the database's address through it, `server_url` that past it."""

    def __init__(self, url: str) -> None:
        self.server_url = url
        place = make_url(url)
        self._server = (str(place.host), place.port or 5432)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.answers = 0  # of the server, so far
        self._ends: list[socket.socket] = []
        self._lock = threading.Lock()
        self._passes: Passes = lambda _: True
        self._open = threading.Event()
        self._open.set()
        self.url = place.set(host="127.0.0.1", port=self._listener.getsockname()[1]).render_as_string(False)
        self._passing: list[threading.Thread] = []
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()

    def cut(self) -> None:
        """From now on every packet vanishes."""
        with self._lock:
            for end in (self._listener, *self._ends):
                with suppress(OSError):
                    end.setsockopt(socket.SOL_SOCKET, _ATTACH, _FILTER)

    def reset(self) -> None:
        """Break off every connection; new ones are taken."""
        with self._lock:
            ends, self._ends = self._ends, []
        for end in ends:
            with suppress(OSError):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
                end.shutdown(socket.SHUT_RD)  # wakes its thread, which closes both

    def mend(self) -> None:
        """Let packets through again."""
        self._open.set()
        self._passes = lambda _: True
        with self._lock:
            for end in (self._listener, *self._ends):
                with suppress(OSError):
                    end.setsockopt(socket.SOL_SOCKET, _DETACH, 0)

    def lose_the_commit(self, then: Callable[[], None]) -> None:
        """When the server says that it has stored what was written, do not pass that on, but cut or reset (`then`)."""
        written: list[bytes] = []

        def passes(part: bytes) -> bool:
            if b"INSERT 0 1\x00" in part:
                written.append(part)
            if not written or b"COMMIT\x00" not in part:
                return True
            self._passes = lambda _: True
            then()
            return False

        self._passes = passes

    def reset_at(self, answer: int) -> None:
        """Break off every connection in place of that answer of the server, counted from now on: 1 is the next."""
        left = [answer]

        def passes(_: bytes) -> bool:
            left[0] -= 1
            if left[0]:
                return True
            self.reset()
            return False

        self._passes = passes

    def hold(self) -> None:
        """Take what is sent and acknowledge it, but pass nothing on: the other side is there, and silent."""
        self._open.clear()

    def close(self) -> None:
        self.mend()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._accepting.join()
        self._listener.close()
        self.reset()
        for one in self._passing:
            one.join()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                try:
                    far = socket.create_connection(self._server)
                except OSError:
                    near.close()
                    continue
                for option, value in _LOOKS:  # a client that gave up is noticed when packets pass again
                    near.setsockopt(*option, value)
                with self._lock:
                    self._ends += [near, far]
                for one, other, answers in ((near, far, False), (far, near, True)):
                    self._passing.append(threading.Thread(target=self._pass_on, args=(one, other, answers)))
                    self._passing[-1].start()

    def _pass_on(self, one: socket.socket, other: socket.socket, answers: bool) -> None:
        with suppress(OSError):
            while part := one.recv(65536):
                self._open.wait()
                self.answers += answers
                if not answers or self._passes(part):
                    other.sendall(part)
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RD)  # wakes the thread of the other way
            end.close()


@contextmanager
def network_to(url: str) -> Iterator[Network]:
    """A network to the database at an address; skips where the system is not Linux."""
    if not hasattr(socket, "TCP_USER_TIMEOUT"):
        pytest.skip("packets can be made to vanish on Linux only")
    network = Network(url)
    try:
        yield network
    finally:
        network.close()
