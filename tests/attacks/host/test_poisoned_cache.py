"""A cache that the forger has filled.

Attack: The forger hands in a badge of their own, whose document they serve themselves, so that what the verifier
remembers of it is taken for something of the victim's: it says that its ``id`` is the victim's, it lies at an address
that differs from the victim's in what a cache does not look at, it is a redirect to the victim, or it fails.

Naively: A verifier remembers documents by the ``id`` in them, or by a shortened address.

Here: An answer is remembered by the whole URL that was asked for, with the media types that were asked for; what failed
is not remembered at all. After every badge of the forger's, the victim's badges are accepted and forgeries refused as
before.
"""

from __future__ import annotations

from typing import Any

import pytest

from badges import AT, CANONICALIZER, STRANGER
from microcred.document import Document
from microcred.keys import PublishedKey, controller_document
from microcred.verification.fetch import Caching, Fetcher, FetchLimits
from microcred.verification.report import Report
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier
from naive import document_at, method_in, proof_holds
from published_keys import ISSUER, METHOD, document, method
from victim import FORGED_KEY, FORGER, badge, forged, web
from world import World

FORGERY = forged(METHOD)
IMPOSTOR = {"id": ISSUER, "verificationMethod": [method(publicKeyMultibase=FORGED_KEY)], "assertionMethod": [METHOD]}


def by(issuer: str) -> Document:
    """A badge by the forger, under an address of their own choice."""
    return badge(STRANGER, f"{issuer}#key-1", issuer={"id": issuer, "type": ["Profile"]})


class NaiveCache:
    """Documents by their ids, so that a redirect or another spelling does not fill the cache twice."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.known: dict[str, Any] = {}

    def get(self, url: str) -> Any:
        if url not in self.known:
            found = document_at(url, self.world)
            self.known[found["id"]] = found
            return found
        return self.known[url]


def naive_verify(document: Document, cache: NaiveCache) -> bool:
    tree = document.to_dict()
    name = tree["proof"]["verificationMethod"]
    found = cache.get(name.partition("#")[0])
    return proof_holds(tree, method_in(found, METHOD)["publicKeyMultibase"])


def test_a_naive_cache_takes_the_forgers_document_for_the_victims() -> None:
    world = web()
    world.serve(FORGER, IMPOSTOR)
    cache = NaiveCache(world)
    assert not naive_verify(FORGERY, NaiveCache(web()))
    naive_verify(by(FORGER), cache)
    assert naive_verify(FORGERY, cache)


def report(source: Document, fetcher: Fetcher) -> Report:
    limits = FetchLimits(response_bytes=50_000)
    verifier = Verifier(
        trust=AnyIssuer(), fetcher=fetcher, limits=limits, canonicalizer=CANONICALIZER, clock=lambda: AT
    )
    return verifier.verify(source)


@pytest.mark.parametrize(
    "address",
    [
        FORGER,
        "https://college.example/issuers/1?as=mallory",
        "https://college.example/issuers/1/",
        "https://college.example/Issuers/1",
        "https://forger.example/https://college.example/issuers/1",
        "https://college.example:8443/issuers/1",
    ],
)
def test_no_address_of_the_forgers_is_taken_for_the_victims(address: str) -> None:
    world = web()
    world.serve(address, IMPOSTOR)
    fetcher = Caching(world, monotonic=lambda: 0.0)
    assert not report(by(address), fetcher)
    assert report(FORGERY, fetcher)["proof"].code == "proof.signature-invalid"
    assert report(badge(), fetcher)


def test_a_redirect_to_the_victim_fills_no_place_of_the_victims() -> None:
    world = web()
    world.redirect(FORGER, ISSUER)
    fetcher = Caching(world, monotonic=lambda: 0.0)
    assert report(by(FORGER), fetcher)["issuer_key"].code == "key.wrong-document-id"
    world.serve(ISSUER, controller_document(ISSUER, [PublishedKey(STRANGER.public_key, "another")]))
    assert report(badge(), fetcher)["issuer_key"].code == "key.not-in-document", "it was asked for anew"


def test_a_failure_is_not_remembered() -> None:
    world = web()
    fetcher = Caching(world, monotonic=lambda: 0.0)
    world.down(ISSUER)
    assert report(badge(), fetcher).verdict == "undetermined"
    world.serve(ISSUER, {}, status=503)
    assert report(badge(), fetcher).verdict == "undetermined"
    world.serve(ISSUER, document())
    assert report(badge(), fetcher)


def test_what_the_forger_spends_is_not_the_victims() -> None:
    """A document too large for the forger's badge is refused for it, and the next one has a budget of its own."""
    world = web()
    world.serve(FORGER, b"[" + b" " * 100_000 + b"]")
    fetcher = Caching(world, monotonic=lambda: 0.0)
    found = report(by(FORGER), fetcher)
    assert (found.verdict, found["issuer_key"].code) == ("undetermined", "fetch.too-large")
    assert report(badge(), fetcher)
