"""DNS rebinding: a name that is public while it is checked, and inside when it is used."""

from __future__ import annotations

import socket

import pytest

from loopback import PUBLIC, Authority, divert, response, serving
from microcred.errors import FetchError
from microcred.verification.fetch import HttpsFetcher, Request


class Rebinding:
    """A resolver that answers with a public address the first time, and with loopback ever after."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, host: str, port: int) -> list[str]:
        self.asked += 1
        return [PUBLIC] if self.asked == 1 else ["127.0.0.1"]


def request(url: str = "https://issuer.example/") -> Request:
    return Request(url, "application/json", 1000, 5.0, 3)


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    authority, resolver = Authority(), Rebinding()
    fetcher = HttpsFetcher(resolver=resolver, extra_authorities=authority.pem)
    with serving(response(b"{}"), authority.server("issuer.example")) as server:
        connected = divert(monkeypatch, server)
        assert fetcher.fetch(request()).body == b"{}"
    assert resolver.asked == 1
    assert connected == [PUBLIC]


def test_no_name_is_resolved_while_connecting(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up: list[object] = []
    look_up = socket.getaddrinfo

    def spy(host: object, *rest: object, **options: object) -> object:
        looked_up.append(host)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", spy)
    with pytest.raises(FetchError, match="cannot be reached"):
        HttpsFetcher(resolver=lambda host, port: [PUBLIC]).fetch(request())
    assert looked_up == [PUBLIC]
    assert look_up is not spy


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
