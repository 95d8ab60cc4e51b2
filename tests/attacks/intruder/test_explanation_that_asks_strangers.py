"""A badge that sends whoever explains it to a stranger's host.

Attack: a badge is broken on purpose, and its proof names a key on the attacker's host, who then learns who looks into
it, and when.

Naively: to tell what is wrong, the key is fetched from wherever the proof says.

Here: a key is taken from the issuer and nobody else, also while explaining: `key.not-the-issuers`, and no packet.
"""

from __future__ import annotations

from typing import Any

from badges import CANONICALIZER, sealed
from microcred.explanation import Explainer
from world import World

EXPLAINER = Explainer(canonicalizer=CANONICALIZER)


def naive_key(tree: dict[str, Any], web: World) -> bytes:
    """What is found at the address of the key."""
    return web.session().get(tree["proof"]["verificationMethod"].partition("#")[0], accept="*/*").body


def test_a_naive_explainer_asks_the_stranger() -> None:
    web = World({"https://elsewhere.example/keys": b"{}"})
    naive_key({"proof": {"verificationMethod": "https://elsewhere.example/keys#1"}}, web)
    assert web.visits == ["https://elsewhere.example/keys"]


def test_a_key_is_not_fetched_from_anybody_but_the_issuer() -> None:
    badge = sealed().to_dict()
    badge["proof"]["verificationMethod"] = "https://elsewhere.example/keys#1"
    found = EXPLAINER.explain(badge)
    assert found.network == ()
    assert found.proofs[0].fault is not None
    assert found.proofs[0].fault.code == "key.not-the-issuers"


def test_the_key_of_the_issuer_is_taken() -> None:
    found = EXPLAINER.explain(sealed().to_dict())
    assert found.proofs[0].fault is None
