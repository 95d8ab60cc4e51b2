"""A name that leads outside and inside by turns.

Attack: a name has a public address for the first request, and an inner one for the next: for a redirect to the same
name, or for the second document of a verification.

Naively: a name that was found to be public is remembered as one, and looked up again by the library without a check.

Here: each hop and each request is looked up, checked and pinned for itself: ``fetch.forbidden-address`` for the one
that leads inside, whatever came before.
"""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from loopback import PUBLIC, Authority, divert, response, serving
from microcred.errors import FetchError
from microcred.verification.fetch import HttpsFetcher
from rebinding import Rebinding, request


class NaiveGuard:
    """Checks each name once, and remembers those that are fine."""

    def __init__(self, resolver: Rebinding) -> None:
        self.resolver = resolver
        self.fine: set[str] = set()

    def address_of(self, host: str) -> str:
        addresses = self.resolver(host, 443)
        if host not in self.fine and not all(ip_address(each).is_global for each in addresses):
            raise PermissionError(host)
        self.fine.add(host)
        return addresses[0]


def test_a_naive_guard_remembers_that_a_name_was_fine() -> None:
    guard = NaiveGuard(Rebinding())
    assert [guard.address_of("issuer.example") for _ in range(2)] == [PUBLIC, "127.0.0.1"]


def test_a_redirect_to_the_same_name_is_resolved_and_checked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    authority, resolver = Authority(), Rebinding()
    fetcher = HttpsFetcher(resolver=resolver, extra_authorities=authority.pem)
    with serving(response(status="302 Found", location="/again"), authority.server("issuer.example")) as server:
        connected = divert(monkeypatch, server)
        with pytest.raises(FetchError) as refused:
            fetcher.fetch(request())
        assert server.connections == 1
    assert refused.value.code == "fetch.forbidden-address"
    assert connected == [PUBLIC]


def test_every_request_is_checked_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    authority = Authority()
    resolver = Rebinding([PUBLIC], ["10.0.0.1"], [PUBLIC], [PUBLIC, "::1"], [PUBLIC])
    fetcher = HttpsFetcher(resolver=resolver, extra_authorities=authority.pem)
    outcomes = []
    with serving(response(b"{}"), authority.server("issuer.example")) as server:
        connected = divert(monkeypatch, server)
        for _ in range(5):
            try:
                outcomes.append(fetcher.fetch(request()).body.decode())
            except FetchError as error:
                outcomes.append(error.code)
    assert outcomes == ["{}", "fetch.forbidden-address", "{}", "fetch.forbidden-address", "{}"]
    assert connected == [PUBLIC] * 3
