"""A cookie that recognises the verifier again.

Attack: the host of an issuer sets a cookie with its first answer, and knows with the next badge who is asking, and who
shows badges to the same verifier.

Naively: one client is kept for all look-ups, for speed, and keeps the cookies that it is given.

Here: no cookie comes back, neither after a redirect nor with a later request.
"""

from __future__ import annotations

import httpx

from errands import fetch
from loopback import Loopback, response, serving

SETS = response(status="302 Found", location="/next", set_cookie="id=1; Path=/")


def naive_get(client: httpx.Client, server: Loopback) -> bytes:
    """Fetch with the client that fetched before."""
    return client.get(f"http://127.0.0.1:{server.port}/").content


def test_a_naive_client_brings_the_cookie_back() -> None:
    with serving(SETS) as server, httpx.Client(follow_redirects=True, trust_env=False) as client:
        server.plays(SETS, response(b"{}"))
        assert naive_get(client, server) == b"{}"
    assert b"cookie: id=1" in server.heads[1].lower()


def test_a_cookie_does_not_come_back_with_a_redirect_or_a_later_request() -> None:
    with serving(SETS) as server:
        server.plays(SETS, response(b"{}"))
        assert fetch(server).body == b"{}"
        assert fetch(server).body == b"{}"
    assert len(server.heads) == 3
    assert b"cookie" not in b"".join(server.heads).lower()
