"""A registry without an end.

Attack: A host serves a registry that never ends, a list of very many registries, or one that names itself.

Naively: A verifier reads until there is no more, and follows every registry that a list names, and those that they
name.

Here: A list has two million octets and sixteen registries at most, none of which is a list again: ``fetch.too-large``
and ``usage.not-a-trust-list``, after one look-up.
"""

from __future__ import annotations

import pytest

from microcred.errors import FetchError, MicrocredError
from microcred.verification.fetch import FetchLimits
from microcred.verification.trust import TrustedIssuers, TrustedRegistries
from naive import document_at
from trust_registry import COLLEGE, REGISTRY, registry
from world import World


def naive_read(url: str, world: World, *, patience: int) -> int:
    """How many lists are fetched before the patience of the test ends."""
    pending, fetched = [url], 0
    while pending and fetched < patience:
        found = document_at(pending.pop(), world)
        fetched += 1
        pending += [entry["url"] for entry in found] if isinstance(found, list) else []
    return fetched


def test_a_naive_reader_goes_round_in_a_registry_that_names_itself() -> None:
    world = World()
    world.serve(REGISTRY, [{"name": "again", "type": "dcc-legacy", "url": REGISTRY}])
    assert naive_read(REGISTRY, world, patience=50) == 50


def test_a_list_of_registries_is_read_once_through() -> None:
    world, other = World(), "https://other.example/registry.json"
    world.serve(REGISTRY, [{"name": "one", "type": "dcc-legacy", "url": other}])
    world.serve(other, registry(COLLEGE))
    assert TrustedRegistries.from_url(REGISTRY, fetcher=world).recognise(COLLEGE) is not None
    assert world.visits == [REGISTRY, other]


def test_a_registry_that_never_ends_is_given_up() -> None:
    world = World()
    world.serve(REGISTRY, b"{" + b" " * 3_000_000 + b"}")
    with pytest.raises(FetchError) as caught:
        TrustedIssuers.from_url(REGISTRY, fetcher=world)
    assert caught.value.code == "fetch.too-large"
    with pytest.raises(MicrocredError) as caught_too:
        TrustedIssuers.from_url(REGISTRY, fetcher=world, limits=FetchLimits(response_bytes=4_000_000))
    assert caught_too.value.code == "usage.not-a-trust-list"


def test_a_list_of_registries_does_not_send_us_round_the_web() -> None:
    world = World()
    entries = [{"name": str(n), "type": "dcc-legacy", "url": f"https://r{n}.example/"} for n in range(17)]
    world.serve(REGISTRY, entries)
    with pytest.raises(MicrocredError) as caught:
        TrustedRegistries.from_url(REGISTRY, fetcher=world)
    assert caught.value.code == "usage.not-a-trust-list"
    assert world.visits == [REGISTRY]


def test_a_list_of_registries_is_not_a_registry_that_a_list_names() -> None:
    world = World()
    world.serve(REGISTRY, [{"name": "again", "type": "dcc-legacy", "url": REGISTRY}])
    with pytest.raises(MicrocredError) as caught:
        TrustedRegistries.from_url(REGISTRY, fetcher=world)
    assert caught.value.code == "usage.not-a-trust-list"
