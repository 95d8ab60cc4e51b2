"""A request whose head never comes to its end.

Attack: open a connection to the server and say nothing, or a byte of a header now and then. Two thousand of these cost
their owner nothing, and take every place that the server has.

Naively: a server bounds the time for a request once it has read the head of it, and waits for the head as long as
somebody keeps the connection open.

Here: a connection on which no complete head has come ten seconds after it was opened, or after the last answer, is
ended, whatever trickles in (limit of the connections of ``microcred serve``; the test waits for less). Who asks at
once, or sends a body slowly behind a complete head, is served.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from cli_runs import run
from microcred.server.connections import HEAD_SECONDS, Connection, connections
from served import Served, answered, behind_a_socket, heard, small

SECONDS = 0.1
REQUEST = b"GET / HTTP/1.1\r\nHost: college.example\r\n\r\n"


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with behind_a_socket(small, http=connections(5.0, SECONDS)) as running:
        yield running


@pytest.fixture(scope="module")
def naive_server() -> Iterator[Served]:
    """Uvicorn as it comes: the head of a request has all the time of the world."""
    with behind_a_socket(small) as running:
        yield running


def drips(connection: socket.socket, pieces: int = 10) -> int:
    """Send the parts of a header, a piece each now and then; returns how many, until the other side had enough."""
    connection.settimeout(SECONDS / 2)
    connection.sendall(b"GET / HTTP/1.1\r\nHost: college.example\r\n")
    for number in count():
        try:
            connection.sendall(b"X-Slow: %d\r\n" % number)
            if not connection.recv(1):
                return number
        except TimeoutError:
            if number == pieces:
                return number
        except (ConnectionResetError, BrokenPipeError):
            return number
    return 0


def test_a_naive_server_waits_for_a_head_as_long_as_it_trickles(naive_server: Served) -> None:
    with naive_server.connect() as connection:
        assert drips(connection) == 10
        connection.sendall(b"Connection: close\r\n\r\n")
        connection.settimeout(5)
        assert answered(connection).endswith(b"OK")


def test_a_head_that_trickles_is_not_waited_for(served: Served) -> None:
    with served.connect() as connection:
        assert drips(connection, 100) < 100


def test_a_connection_that_says_nothing_is_ended(served: Served) -> None:
    with served.connect() as connection:
        assert answered(connection) == b""


def test_a_second_head_has_no_more_time_than_the_first(served: Served) -> None:
    with served.connect() as connection:
        connection.sendall(REQUEST)
        heard(connection, b"\r\n\r\nOK")
        assert drips(connection, 100) < 100


def test_the_command_serves_with_connections_that_end(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    made: list[Any] = []

    def take(server: uvicorn.Server, sockets: object) -> None:
        made.append(server.config.http)

    monkeypatch.setattr(uvicorn.Server, "run", take)
    monkeypatch.setattr("microcred.cli.serve._write_log", lambda: None)
    monkeypatch.setenv("MICROCRED_DATA", str(tmp_path))
    assert run("serve", "--port", "0").code == 0
    assert made[0].func is Connection
    assert made[0].keywords == {"head_seconds": HEAD_SECONDS, "answer_seconds": 60.0}


def test_who_asks_at_once_is_served_again_and_again() -> None:
    with behind_a_socket(small, http=connections(5.0, 5.0)) as served, served.connect() as connection:
        for _ in range(5):
            connection.sendall(REQUEST)
            assert heard(connection, b"\r\n\r\nOK")


def test_a_slow_body_behind_a_complete_head_is_not_a_slow_head() -> None:
    with behind_a_socket(small, http=connections(5.0, 3 * SECONDS)) as served, served.connect(SECONDS) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nHost: college.example\r\nContent-Length: 6\r\n\r\n")
        for _ in range(6):
            with pytest.raises(TimeoutError):
                connection.recv(1)
            connection.sendall(b"a")
        connection.settimeout(5)
        assert heard(connection, b"\r\n\r\nOK").startswith(b"HTTP/1.1 200")
