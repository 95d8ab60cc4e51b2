"""A refresh service that leads to another refresh service.

Attack: the newer version of a badge names another refresh service, where there is a still newer version, which names
the first one again.

Naively: a badge is refreshed until there is nothing newer, so the verifier goes round, or down a line without an end.

Here: the service of the badge in hand is asked once, and that of the version which it gives is not: one request.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from badges import AT, CANONICALIZER, sealed, unsigned
from microcred.instants import format_instant
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier
from naive_hosts import naive_page, naive_seal_holds
from world import World

EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"


def service(number: int) -> str:
    return f"https://college.example/refresh/{number}"


def version(number: int, names: int) -> bytes:
    changes: dict[str, Any] = {"refreshService": {"id": service(names), "type": "1EdTechCredentialRefresh"}}
    tree = unsigned(validFrom=format_instant(AT - timedelta(days=50 - number)), **changes)
    tree["@context"] = [*tree["@context"], EXTENSIONS]
    return sealed(tree).raw


def line(length: int) -> World:
    return World({service(number): version(number, number + 1) for number in range(length)})


def naive_newest(held: bytes, web: World) -> bytes:
    """The version behind which there is none."""
    while True:
        newer = naive_page(web, json.loads(held)["refreshService"]["id"])
        if newer == held or not naive_seal_holds(newer):
            return held
        held = newer


def test_a_naive_verifier_asks_every_service_of_the_line() -> None:
    web = World({**{service(n): version(n, n + 1) for n in range(1, 6)}, service(6): version(5, 6)})
    naive_newest(version(0, 1), web)
    assert len(web.visits) >= 6


@pytest.mark.parametrize("web", [line(6), World({service(1): version(1, 1)})], ids=["line", "itself"])
def test_one_service_is_asked_once(web: World) -> None:
    verifier = Verifier(trust=AnyIssuer(), fetcher=web, canonicalizer=CANONICALIZER, clock=lambda: AT)
    found = verifier.verify(version(0, 1), refresh=True)
    assert (found.verdict, found["refresh"].outcome) == ("accepted", "passed")
    assert web.visits == [service(1)]
