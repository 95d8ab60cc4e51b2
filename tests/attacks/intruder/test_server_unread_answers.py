"""Many requests on one connection whose answers are never read.

Attack: ask a hundred thousand times on one connection without reading an answer. What the network can hold is full
soon, and the next answer waits to be sent. A few hundred such connections take every place of the server.

Naively: a server bounds the time that it works on a request, and waits for room to send the answer as long as the
connection is open.

Here: an answer that is not taken within the time for a request ends the connection, and the work for it
(``request-seconds`` of the settings; the test waits for less). Who reads late, and reads, gets everything.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.types import ASGIApp, Receive, Scope, Send

from microcred.server.connections import connections
from served import Served, answered, behind_a_socket

SECONDS = 0.1
SIZE = 1_000_000
ASKED = 20
REQUEST = b"GET / HTTP/1.1\r\nHost: college.example\r\n\r\n"
LAST = b"GET / HTTP/1.1\r\nHost: college.example\r\nConnection: close\r\n\r\n"


class Telling:
    """An application with large answers, that tells how many requests it began, and how many it is at."""

    def __init__(self) -> None:
        self.at = 0
        self.begun = 0

    async def __call__(self, _: Scope, __: Receive, send: Send) -> None:
        self.at += 1
        self.begun += 1
        try:
            headers = [(b"content-length", b"%d" % SIZE)]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": bytes(SIZE)})
        finally:
            self.at -= 1


@contextmanager
def greedy(served: Served) -> Iterator[socket.socket]:
    """A connection on which much is asked, and nothing read."""
    with served.connect() as connection:
        connection.sendall(REQUEST * (ASKED - 1) + LAST)
        yield connection


def rounds_of_another_client(served: Served) -> None:
    """A few questions of somebody who reads: while they are answered the server gets as far as it can with others."""
    for _ in range(3):
        with served.connect() as other:
            other.sendall(LAST)
            assert len(answered(other)) > SIZE


@contextmanager
def naive_server(app: ASGIApp) -> Iterator[Served]:
    """Uvicorn as it comes, with the limits that it has for connections: none is for an answer that nobody takes."""
    with behind_a_socket(app, timeout_keep_alive=1, limit_concurrency=100) as running:
        yield running


def test_a_naive_server_waits_until_its_answers_are_read() -> None:
    app = Telling()
    with naive_server(app) as served, greedy(served):
        rounds_of_another_client(served)
        assert app.at == 1
        assert app.begun < ASKED


def test_an_answer_that_is_not_taken_ends_the_connection() -> None:
    app = Telling()
    with behind_a_socket(app, http=connections(SECONDS, SECONDS / 2)) as served, greedy(served):
        for _ in range(100):
            rounds_of_another_client(served)
            if not app.at:
                break
        assert app.at == 0


def test_who_reads_late_gets_everything() -> None:
    app = Telling()
    with behind_a_socket(app, http=connections(10.0, SECONDS)) as served, greedy(served) as connection:
        rounds_of_another_client(served)
        assert len(answered(connection)) > ASKED * SIZE
