"""A name with a public address and a private one.

Attack: the attacker's name server answers with several addresses, of IPv4 and IPv6, of which most are public and one is
inside; the public ones do not answer.

Naively: the first address is checked, and the library that connects looks the name up for itself and tries one address
after another, until the one inside answers.

Here: one address that is not public refuses them all, whatever its place: ``fetch.forbidden-address``, and no
connection.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence
from ipaddress import ip_address

import pytest

from resolvers import PUBLIC_V4, PUBLIC_V6, attempt, refusing

MIXED = (
    [PUBLIC_V4, "10.0.0.1"],
    [PUBLIC_V6, "::1"],
    [PUBLIC_V4, "::1"],
    [PUBLIC_V6, "127.0.0.1"],
    [PUBLIC_V4] * 40 + ["127.0.0.1"],
    ["127.0.0.1", PUBLIC_V4],
)


def naive_connect(addresses: Sequence[str]) -> socket.socket | None:
    """Connect to a name that has these addresses, if the first of them is public."""
    if not ip_address(addresses[0]).is_global:
        return None
    for address in addresses:
        try:
            return socket.create_connection((address, 443), 1)
        except OSError:
            continue
    return None


def test_a_naive_check_of_the_first_address_connects_to_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    connected = refusing(monkeypatch)
    assert naive_connect([PUBLIC_V4, "10.0.0.1"]) is None
    assert connected == [(PUBLIC_V4, 443), ("10.0.0.1", 443)]


@pytest.mark.parametrize("answers", MIXED, ids=lambda answers: f"{answers[0]} of {len(answers)}")
def test_one_forbidden_address_among_public_ones_refuses_them_all(
    answers: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    error, connected = attempt(monkeypatch, answers)
    assert error.code == "fetch.forbidden-address"
    assert connected == []


def test_two_public_addresses_are_both_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    error, connected = attempt(monkeypatch, [PUBLIC_V4, PUBLIC_V6])
    assert error.code == "fetch.unreachable"
    assert [address for address, _ in connected] == [PUBLIC_V4, PUBLIC_V6]  # type: ignore[misc]
