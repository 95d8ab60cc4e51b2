"""A host that learns where the verifier was before.

Attack: the host to which a redirect leads reads in the request where it came from, with everything that stood in that
address.

Naively: a client that imitates a browser sends ``Referer`` with the address before, ids and all.

Here: where a redirect came from is not told.
"""

from __future__ import annotations

from http.client import HTTPConnection, HTTPResponse

from errands import fetch
from loopback import Loopback, response, serving

SENDS_ON = response(status="302 Found", location="/next")


def naive_get(server: Loopback, path: str) -> bytes:
    """Follow a redirect as a browser does, and say where it came from."""
    headers: dict[str, str] = {}
    while True:
        connection = HTTPConnection("127.0.0.1", server.port, timeout=5)
        connection.request("GET", path, headers=headers)
        answer: HTTPResponse = connection.getresponse()
        body, location = answer.read(), answer.headers["location"]
        connection.close()
        if location is None:
            return body
        headers, path = {"Referer": f"http://127.0.0.1:{server.port}{path}"}, location


def test_a_naive_client_tells_where_it_was() -> None:
    with serving(b"") as server:
        server.plays(SENDS_ON, response(b"{}"))
        assert naive_get(server, "/secret-path") == b"{}"
    assert b"secret-path" in server.heads[1]


def test_where_a_redirect_came_from_is_not_told() -> None:
    with serving(b"") as server:
        server.plays(SENDS_ON, response(b"{}"))
        assert fetch(server, "/secret-path").body == b"{}"
    assert b"referer" not in server.heads[1].lower()
    assert b"secret-path" not in server.heads[1]
