"""A newer version that is something else.

Attack: A genuine badge says where its newer version is to be had. Whoever answers there hands out another credential:
one of another issuer, an older one, a record with a forgery in it, one that says the same in the victim's name and is
sealed by somebody else.

Naively: A verifier fetches the newer version and takes it for the badge, since the badge itself has sent it there.

Here: A newer version needs the same id and the same issuer, a seal that holds, and a date no earlier (Open Badges 3.0,
9.1, step 3, and 10); anything else is passed over with ``refresh.not-usable``, and the badge in hand judged as it is. A
record that takes the place of one is judged as one.
"""

from __future__ import annotations

from typing import Any

import pytest

from badges import CREDENTIALS_V2, OPEN_BADGES, SIGNER, sealed
from microcred.document import Document
from microcred.keys import Ed25519Signer, controller_document
from microcred.verification.report import Verdict
from microcred.verification.trust import AnyIssuer, TrustedIssuers, TrustPolicy
from naive import document_at, proof_holds
from nested_credentials import (
    EXTENSIONS,
    FORGER,
    FORGER_ID,
    ISSUER,
    SERVICE,
    badge,
    forged,
    record,
    report,
    verifier,
)
from world import World

SERVED = {"id": SERVICE, "type": "1EdTechCredentialRefresh"}


def first(**changes: Any) -> dict[str, Any]:
    return {
        **badge("did:example:learner", refreshService=SERVED),
        "@context": [CREDENTIALS_V2, OPEN_BADGES, EXTENSIONS],
        **changes,
    }


HOME, ALIKE = "https://college.example/a%20b", "https://college.example/%61%20b"
OLD = sealed(first())
OTHERS: dict[str, Document] = {
    "by the forger in the victim's name": sealed(first(name="Doctor"), FORGER),
    "by the forger": sealed(first(issuer={"id": FORGER_ID, "type": ["Profile"]}, name="Doctor"), FORGER),
    "of another id": sealed(first(id="urn:x:another", name="Doctor")),
    "an older one": sealed(first(validFrom="2025-01-15T09:00:00Z", name="Doctor")),
}


def serving(document: Document) -> World:
    world = World()
    world.serve(SERVICE, document.raw)
    return world


def naive_newest(document: Document, world: World) -> dict[str, Any]:
    tree = document.to_dict()
    assert proof_holds(tree, ISSUER.removeprefix("did:key:"))
    newer = document_at(tree["refreshService"]["id"], world)
    key = newer["proof"]["verificationMethod"].partition("#")[2]
    return newer if proof_holds(newer, key) else tree


@pytest.mark.parametrize("other", OTHERS)
def test_a_naive_verifier_takes_what_it_is_sent_to_for_the_badge(other: str) -> None:
    assert naive_newest(OLD, serving(OTHERS[other]))["name"] == "Doctor"


@pytest.mark.parametrize("other", OTHERS)
def test_something_else_does_not_take_the_place_of_the_badge(other: str) -> None:
    found = report(OLD, serving(OTHERS[other]), refresh=True)
    assert found["refresh"].code == "refresh.not-usable"
    assert found.refreshed is None
    assert found.require() == OLD


def test_a_newer_version_takes_its_place() -> None:
    newer = sealed(first(name="Soil Sampling, Level 3", validFrom="2026-02-15T09:00:00Z"))
    assert report(OLD, serving(newer), refresh=True).require() == newer


@pytest.mark.parametrize("trust", [AnyIssuer(), TrustedIssuers(HOME), TrustedIssuers(HOME, ALIKE)], ids=repr)
def test_an_issuer_that_is_spelled_alike_is_another_issuer(trust: TrustPolicy) -> None:
    """Open Badges 3.0, 10 would let the two be equal; the report says whom it has judged, and that is one of them."""
    world = World()
    for url, signer in ((HOME, SIGNER), (ALIKE, FORGER)):
        world.serve(url, controller_document(url, [signer.public_key]))

    def by(url: str, signer: Ed25519Signer, **changes: Any) -> Document:
        named = signer.with_verification_method(f"{url}#{signer.public_key.to_multikey()}")
        return sealed(first(issuer={"id": url, "type": ["Profile"]}, **changes), named)

    world.serve(SERVICE, by(ALIKE, FORGER, name="Doctor", validFrom="2026-02-15T09:00:00Z").raw)
    old = by(HOME, SIGNER)
    found = verifier(world, trust).verify(old, refresh=True)
    assert (found["refresh"].code, found.refreshed) == ("refresh.not-usable", None)
    assert found.require() == old


def test_a_newer_record_does_not_bring_in_a_forgery() -> None:
    old = record(sealed(badge()))
    new = record(forged(), validFrom="2026-04-01T00:00:00Z")
    world = World()
    world.serve(SERVICE, new.raw)
    assert report(new).verdict is Verdict.REJECTED
    found = report(old, world, refresh=True)
    assert (found.verdict, found["credentials"].code) == (Verdict.REJECTED, "credentials.forged")
    assert found.refreshed is not None
    assert found.credentials == found.refreshed.credentials


def test_a_newer_version_that_is_a_record_is_judged_as_one() -> None:
    service = {"id": SERVICE, "type": "1EdTechCredentialRefresh"}
    old = badge(FORGER_ID, FORGER, id="urn:x:record", refreshService=service)
    old["@context"] = [CREDENTIALS_V2, OPEN_BADGES, EXTENSIONS]
    world = World()
    world.serve(SERVICE, record(forged()).raw)
    found = report(sealed(old, FORGER), world, refresh=True)
    assert (found.verdict, found["credentials"].code) == (Verdict.REJECTED, "credentials.forged")


def test_a_newer_version_whose_schema_cannot_be_had_is_not_handed_out() -> None:
    service = {"id": SERVICE, "type": "1EdTechCredentialRefresh"}
    old = badge(FORGER_ID, refreshService=service)
    old["@context"] = [CREDENTIALS_V2, OPEN_BADGES, EXTENSIONS]
    schema = {"id": "https://away.example/schema", "type": "JsonSchema"}
    new = sealed({**old, "validFrom": "2026-02-01T00:00:00Z", "credentialSchema": [schema]})
    assert report(new).verdict is Verdict.UNDETERMINED
    world = World()
    world.serve(SERVICE, new.raw)
    assert report(sealed(old), world, refresh=True).require() == sealed(old)
