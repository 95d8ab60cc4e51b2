"""A name that is public while it is checked, and inside when it is used.

Attack: the attacker's name server answers the first question with a public address, and the second, a millisecond
later, with 127.0.0.1 (DNS rebinding). The time to live of the answer is zero.

Naively: the name is looked up and its address checked, and then the URL is handed to a library that looks the name up
for itself.

Here: a name is looked up once, and the connection goes to one of the very addresses that were checked, while TLS still
wants the certificate of the name. No name is looked up while connecting.
"""

from __future__ import annotations

import socket
from ipaddress import ip_address

import pytest

from loopback import PUBLIC, Authority, divert, response, serving
from microcred.errors import FetchError
from microcred.verification.fetch import HttpsFetcher
from rebinding import Rebinding, request


def naive_connect(host: str, resolver: Rebinding) -> socket.socket:
    """Check where a name leads, and connect to the name."""
    if not all(ip_address(address).is_global for address in resolver(host, 443)):
        raise PermissionError(host)
    # What every library does with a name that it is given.
    return socket.create_connection((resolver(host, 443)[0], 443))


def test_a_naive_check_is_of_another_address_than_the_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    resolver = Rebinding()
    with serving(response(b"inside")) as server:
        connected = divert(monkeypatch, server)
        naive_connect("issuer.example", resolver).close()
    assert resolver.asked == 2
    assert connected == ["127.0.0.1"]


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
