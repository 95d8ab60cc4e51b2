"""A redirect that carries a header along.

Attack: the target of a redirect has a line break in it, percent-encoded or as it is, so that the next request says what
the attacker wants: a header more, or a whole second request to a service inside.

Naively: the target is decoded, or taken as it came, and pasted into the head of the next request.

Here: a line break has no place in a URL, ``fetch.bad-url``; an encoded one stays encoded, and no header comes of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

import pytest

from loopback import response
from microcred.verification.fetch import FetchLimits, FetchSession
from redirecting import Web, asking, code_of, sent_to

LOCATION = "/x%0d%0aX-Injected:%20yes"


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    with asking(monkeypatch) as running:
        yield running


def naive_request(location: str) -> bytes:
    """The head of a request for what a URL means, once it is decoded."""
    parts = urlsplit(location)
    return f"GET {unquote(parts.path)} HTTP/1.1\r\nHost: issuer.example\r\n\r\n".encode()


def test_a_naive_request_has_one_header_more() -> None:
    assert b"\r\nX-Injected: yes" in naive_request(LOCATION)


def test_a_redirect_that_carries_a_header_along_sends_none(web: Web) -> None:
    web.server.plays(sent_to(LOCATION))
    assert code_of(FetchSession(web.fetcher, FetchLimits(redirects=1))) == "fetch.too-many-redirects"
    assert web.server.heads[1].startswith(b"GET /x%0d%0aX-Injected:%20yes HTTP/1.1\r\n")
    assert b"\r\nX-Injected" not in web.server.heads[1]


@pytest.mark.parametrize("location", ["/x\rX-Injected: yes", "/x\ty", "/x y", "/x\x00y", "/x\x0by"])
def test_a_control_or_blank_in_a_redirect_is_refused(location: str, web: Web) -> None:
    web.server.plays(sent_to(location))
    # What is no header at all is refused one step earlier.
    assert code_of(FetchSession(web.fetcher)) in ("fetch.bad-url", "fetch.bad-response")
    assert web.server.connections == 1


def test_a_target_with_other_encoded_characters_is_asked_for(web: Web) -> None:
    web.server.plays(sent_to("/caf%C3%A9"), response(b"{}"))
    FetchSession(web.fetcher).get("https://issuer.example/", accept="application/json")
    assert web.server.heads[1].startswith(b"GET /caf%C3%A9 HTTP/1.1\r\n")
