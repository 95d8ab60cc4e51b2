"""Servers on the loopback interface that say exactly what a test tells them to, for the tests of the network door.

A server plays a script on each connection, in its own thread, and is always shut down: a script that waits does so on
``server.stopped``, so that no test sleeps.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import TypeAlias

import pytest
import trustme

Script: TypeAlias = Callable[["Loopback", socket.socket], None]

# An address that nobody uses for anything: in public unicast space, and never connected to, as tests divert it.
PUBLIC = "93.184.215.14"


class Loopback:
    """A listening server; ``heads`` are the requests that it read, ``connections`` how many it accepted."""

    def __init__(self, script: Script, tls: ssl.SSLContext | None, speaks_first: bool) -> None:
        self.heads: list[bytes] = []
        self.connections = 0
        self.stopped = Event()
        self._script = script
        self._tls = tls
        self._speaks_first = speaks_first
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._threads = [Thread(target=self._accept)]
        self._threads[0].start()

    def plays(self, *answers: bytes) -> None:
        """Say these octets from now on: one answer per connection, the last one for ever."""
        left = list(answers)
        self._script = lambda _, connection: connection.sendall(left.pop(0) if len(left) > 1 else left[0])

    def close(self) -> None:
        self.stopped.set()
        # Wakes the accept: closing a listener from another thread does not.
        with suppress(OSError), socket.socket() as knock:
            knock.settimeout(2)
            knock.connect(("127.0.0.1", self.port))
        for thread in list(self._threads):
            thread.join(timeout=5)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            if self.stopped.is_set():
                connection.close()
                return
            self.connections += 1
            thread = Thread(target=self._serve, args=(connection,))
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(5)
        with suppress(OSError), connection:
            if self._tls is None:
                self._answer(connection)
            else:
                with self._tls.wrap_socket(connection, server_side=True) as secured:
                    self._answer(secured)

    def _answer(self, connection: socket.socket) -> None:
        head = b""
        while not self._speaks_first and b"\r\n\r\n" not in head and (octets := connection.recv(65536)):
            head += octets
        self.heads.append(head)
        self._script(self, connection)


class Authority:
    """A certificate authority of the test's own, and server certificates from it."""

    def __init__(self) -> None:
        self._ca = trustme.CA()
        self.pem: str = self._ca.cert_pem.bytes().decode()

    def server(self, *names: str) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._ca.issue_cert(*names).configure_cert(context)
        return context


@contextmanager
def serving(
    script: Script | bytes, tls: ssl.SSLContext | None = None, *, speaks_first: bool = False
) -> Iterator[Loopback]:
    """Run a server that plays a script, or says the same octets, on every connection, once it has read a request."""
    server = Loopback(says(script) if isinstance(script, bytes) else script, tls, speaks_first)
    try:
        yield server
    finally:
        server.close()


def says(octets: bytes) -> Script:
    return lambda server, connection: connection.sendall(octets)


def response(body: bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    """An HTTP/1.1 response; header names are written with underscores for hyphens.

    It is the only one on its connection, and says so: a client that kept the connection would ask where nobody is.
    """
    fields = {"content_length": str(len(body)), "connection": "close", **headers}
    lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in fields.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def divert(monkeypatch: pytest.MonkeyPatch, *servers: Loopback) -> list[str]:
    """Let every connection, whatever its address, end at the given servers in turn; returns the addresses asked for.

    This stands in for the public internet, so that the guarded fetcher can be seen at work to the end.
    """
    asked: list[str] = []
    connect = socket.create_connection

    def diverted(
        address: tuple[str, int], timeout: float | None = None, source_address: tuple[str, int] | None = None
    ) -> socket.socket:
        server = servers[min(len(asked), len(servers) - 1)]
        asked.append(address[0])
        return connect(("127.0.0.1", server.port), timeout)

    monkeypatch.setattr(socket, "create_connection", diverted)
    return asked
