"""The name of a trusted issuer under another id.

Attack: The forger issues badges under an id of their own, and calls themselves by the name of a college that the
verifier trusts, with its logo and its address.

Naively: A verifier looks the issuer up in the registry by its name, or shows the name that the badge gives beside a
green tick.

Here: Whom a list trusts is an id (docs/decisions/0021): another id by the same name is ``trust.not-recognised``, and
for one that is trusted the report has the name by which the *list* knows it.
"""

from __future__ import annotations

import json

import pytest

from badges import AT, STRANGER, sealed, unsigned
from microcred.errors import MicrocredError
from microcred.verification.fetch import Offline
from microcred.verification.trust import TrustedIssuers
from microcred.verification.verifier import Verifier
from naive import document_at
from trust_registry import ATTACKER, COLLEGE, REGISTRY, registry
from world import World


def naive_trusts(tree: dict[str, object], world: World) -> bool:
    known = {entry["name"] for entry in document_at(REGISTRY, world)["registry"].values()}
    return tree["issuer"]["name"] in known  # type: ignore[index]


def test_a_naive_verifier_trusts_a_name() -> None:
    world = World()
    world.serve(REGISTRY, registry(COLLEGE))
    assert naive_trusts(unsigned(issuer={"id": ATTACKER, "type": ["Profile"], "name": "Riverside College"}), world)


def test_the_name_in_a_registry_does_not_lend_itself_to_another_id() -> None:
    world = World()
    world.serve(REGISTRY, registry(COLLEGE))
    trust = TrustedIssuers.from_url(REGISTRY, fetcher=world)
    impostor = {"id": ATTACKER, "type": ["Profile"], "name": "Riverside College"}
    genuine, forged = sealed(), sealed(unsigned(issuer=impostor), STRANGER)
    verifier = Verifier(trust=trust, fetcher=Offline())
    assert verifier.verify(genuine, at=AT)["trust"].evidence["name"] == "Riverside College"
    assert verifier.verify(forged, at=AT)["trust"].code == "trust.not-recognised"


def test_a_member_name_is_not_taken_for_an_issuer() -> None:
    world = World({REGISTRY: json.dumps({"registry": {"meta": {"name": "x"}}}).encode()})
    with pytest.raises(MicrocredError) as caught:
        TrustedIssuers.from_url(REGISTRY, fetcher=world)
    assert caught.value.code == "usage.empty-trust-list"
