"""A host that names another one in its place.

Attack: a public host answers with ``Alt-Svc`` (RFC 7838) that names a port inside, so that the next request goes there,
past every check of a URL.

Naively: a client remembers where else a host says it can be reached, and goes there the next time.

Here: no alternative service is remembered; the second request goes where the first one went.
"""

from __future__ import annotations

import re
from http.client import HTTPConnection

from errands import fetch
from loopback import response, serving


class NaiveClient:
    """Remembers the alternative service of a host, and prefers it."""

    def __init__(self) -> None:
        self.known: dict[int, tuple[str, int]] = {}

    def get(self, port: int) -> bytes:
        connection = HTTPConnection(*self.known.get(port, ("127.0.0.1", port)), timeout=5)
        connection.request("GET", "/")
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        if found := re.search(r'="([^":]*):([0-9]+)"', answer.headers["alt-svc"] or ""):
            self.known[port] = (found[1], int(found[2]))
        return body


def test_a_naive_client_goes_to_the_alternative_inside() -> None:
    with serving(response(b"inside")) as other, serving(response(b"{}", alt_svc=f'h2="127.0.0.1:{other.port}"')) as one:
        client = NaiveClient()
        assert [client.get(one.port), client.get(one.port)] == [b"{}", b"inside"]


def test_an_alternative_service_is_not_remembered() -> None:
    with serving(response(b"{}")) as other, serving(response(b"{}", alt_svc=f'h2="127.0.0.1:{other.port}"')) as server:
        fetch(server)
        fetch(server)
        assert other.connections == 0
        assert server.connections == 2
