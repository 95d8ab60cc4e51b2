"""A report that tells a stranger what the inner network looks like.

Attack: have badges verified whose names lead to one inner address after another, and read in the reports which of them
exist, and what they are.

Naively: the error of the network is passed on, with the address that a name inside leads to.

Here: the refusal says what kind of address it is, and never which: ``fetch.forbidden-address`` with neither the address
nor an answer of anybody in message, hint or evidence.
"""

from __future__ import annotations

import pytest

from resolvers import PUBLIC_V4, attempt

INNER = ("10.20.30.40", "192.168.7.8", "fd12:3456::1", "169.254.169.254")


def naive_refusal(host: str, address: str) -> str:
    """Say why nothing was fetched, so that whoever looks for the mistake has it easy."""
    return f"cannot fetch from {host}: it resolves to {address}, which is private"


def test_a_naive_message_is_a_directory_of_the_network() -> None:
    assert "10.20.30.40" in naive_refusal("payroll.college.example", "10.20.30.40")


@pytest.mark.parametrize("address", INNER)
def test_the_report_is_no_directory_of_the_inner_network(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    error, _ = attempt(monkeypatch, [address])
    assert error.code == "fetch.forbidden-address"
    assert address not in repr((str(error), dict(error.evidence), error.hint))


def test_what_the_stranger_wrote_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    error, _ = attempt(monkeypatch, [PUBLIC_V4])
    assert error.code == "fetch.unreachable"
    assert error.evidence["url"] == "https://issuer.example/"
