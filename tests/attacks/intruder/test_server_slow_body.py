"""A body that comes a byte at a time.

Attack: announce a body, and send a byte of it now and then, on as many connections as the server serves at once.

Naively: the time limit is for a silence, and each byte ends one.

Here: a request has its time in all, body and work together (``request-seconds``): 408 ``server.slow-request``, and its
place is free again.
"""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from microcred.server.connections import connections
from served import Served, answered, behind_a_socket
from servers import serving

SECONDS = 0.3
HEAD = (
    b"POST /credentials/verify HTTP/1.1\r\nHost: college.example\r\nContent-Type: application/json\r\n"
    b"Content-Length: %d\r\n\r\n"
)


class NaiveHandler(BaseHTTPRequestHandler):
    """Reads a body with a time limit for each silence."""

    timeout = 2 * SECONDS

    def do_POST(self) -> None:
        body = b""
        while len(body) < int(self.headers["content-length"]):
            body += self.rfile.read(1)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing is written to the terminal of the tests."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder: Path = tmp_path_factory.mktemp("slow")
    app = serving(folder, **{"request-seconds": SECONDS, "requests": 1}).app
    with behind_a_socket(app, http=connections(5.0)) as running:
        yield running


def drip(port: int, pieces: int) -> tuple[bytes, float]:
    """Send a body piece by piece, each well in time; what comes back, and how long it took."""
    begun = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), SECONDS / 4) as connection:
        connection.sendall(HEAD % pieces)
        for _ in range(pieces):
            try:
                connection.sendall(b"{")
                begin = connection.recv(65_536)
                connection.settimeout(5)
                return begin + answered(connection), time.monotonic() - begun
            except TimeoutError:
                continue
        connection.settimeout(5)
        return answered(connection), time.monotonic() - begun


def test_a_naive_limit_for_each_silence_is_never_reached() -> None:
    server = HTTPServer(("127.0.0.1", 0), NaiveHandler)
    thread = Thread(target=server.handle_request)
    thread.start()
    answer, seconds = drip(server.server_port, 10)
    thread.join(5)
    server.server_close()
    assert b"200" in answer
    assert seconds > NaiveHandler.timeout


def test_a_body_that_trickles_ends_at_the_time_of_a_request(served: Served) -> None:
    answer, _ = drip(served.port, 100)
    assert answer.startswith(b"HTTP/1.1 408")
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["code"] == "server.slow-request"


def test_the_place_of_a_slow_request_is_free_again(served: Served) -> None:
    drip(served.port, 100)
    asked = b"GET /issuers HTTP/1.1\r\nHost: college.example\r\nConnection: close\r\n\r\n"
    assert served.say(asked).startswith(b"HTTP/1.1 200")
