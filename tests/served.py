"""An application behind a real socket of this process, for what a client says in octets."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Thread
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Served", "answered", "behind_a_socket", "heard", "small"]


@dataclass(frozen=True)
class Served:
    """Where an application is served."""

    port: int

    def connect(self, seconds: float = 10.0) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), seconds)

    def say(self, octets: bytes) -> bytes:
        """Say these octets on a connection, and hear everything until its end."""
        with self.connect() as connection:
            connection.sendall(octets)
            connection.shutdown(socket.SHUT_WR)
            return answered(connection)


def answered(connection: socket.socket) -> bytes:
    """All that comes on a connection until it ends, one way or the other."""
    pieces: list[bytes] = []
    with suppress(ConnectionResetError):
        while octets := connection.recv(65_536):
            pieces.append(octets)
    return b"".join(pieces)


def heard(connection: socket.socket, end: bytes) -> bytes:
    """What comes on a connection until these octets have come."""
    octets = b""
    while not octets.endswith(end) and (more := connection.recv(65_536)):
        octets += more
    return octets


@contextmanager
def behind_a_socket(app: ASGIApp, **options: Any) -> Iterator[Served]:
    """Serve an application on a free port until the block ends; the options are uvicorn's."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        options = {"lifespan": "off", "log_config": None, "access_log": False, "server_header": False, **options}
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=1, **options))
        thread = Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield Served(listener.getsockname()[1])
        finally:
            server.should_exit = True
            thread.join(10)


async def small(_: Scope, receive: Receive, send: Send) -> None:
    """An application that takes a body, and says OK."""
    while (await receive()).get("more_body"):
        pass
    start: Message = {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]}
    await send(start)
    await send({"type": "http.response.body", "body": b"OK"})
