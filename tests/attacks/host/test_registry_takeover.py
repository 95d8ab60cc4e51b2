"""A registry that sends on to the attacker's.

Attack: The host of a registry of trusted issuers has changed hands, or has an open redirector: whoever asks for the
registry is sent to one of the attacker's, which lists the attacker.

Naively: A verifier fetches the registry from the address that it was told, follows the redirect and trusts whom it
finds.

Here: Whoever answers decides whom to trust, so a list that comes from another host than the one that was named is
refused, ``trust.redirected`` (docs/decisions/0021). A redirect on the same host is followed.
"""

from __future__ import annotations

import pytest

from microcred.errors import FetchError
from microcred.verification.trust import TrustedIssuers, TrustedRegistries
from naive import document_at
from trust_registry import ATTACKER, COLLEGE, EVIL, REGISTRY, registry
from world import World


def taken_over() -> World:
    world = World()
    world.redirect(REGISTRY, EVIL)
    world.serve(EVIL, registry(ATTACKER))
    return world


def naive_trusted(url: str, world: World) -> set[str]:
    return set(document_at(url, world)["registry"])


def test_a_naive_verifier_trusts_whom_the_other_host_lists() -> None:
    assert naive_trusted(REGISTRY, taken_over()) == {ATTACKER}


def test_a_redirect_to_another_host_does_not_decide_whom_to_trust() -> None:
    world = World()
    world.redirect(REGISTRY, EVIL)
    world.serve(EVIL, registry(ATTACKER))
    for load in (TrustedIssuers.from_url, TrustedRegistries.from_url):
        with pytest.raises(FetchError) as caught:
            load(REGISTRY, fetcher=world)
        assert caught.value.code == "trust.redirected"


def test_a_redirect_within_the_host_is_followed() -> None:
    world = World()
    world.redirect(REGISTRY, "/v2/registry.json")
    world.serve("https://registry.example/v2/registry.json", registry(COLLEGE))
    assert TrustedIssuers.from_url(REGISTRY, fetcher=world).recognise(COLLEGE) is not None
