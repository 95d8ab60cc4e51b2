"""The whole badge within an @graph.

Attack: The editor moves all members of the badge into "@graph": [...]; only contexts, issuer and proof stay outside.
For JSON-LD an object with nothing but a graph stands for what is in it, so the statements do not change.

Naively: the signature holds over a document that has no type, no dates, no status and no subject to look at; other
members of the attacker's, which no context defines, can be written in their place.

Here: what the model requires at the root is missing (`model.missing`), and a keyword beside it is refused
(`contexts.keyword`).
"""

from __future__ import annotations

from typing import Any

from doctored import accepted, badge, refusal
from naive_data_integrity import naive_verify


def wrapped() -> dict[str, Any]:
    tree = badge()
    context, proof = tree.pop("@context"), tree.pop("proof")
    # The issuer outside adds the id of the key to the statements of nobody: it is the one inside, once more.
    return {"@context": context, "@graph": [tree], "proof": proof}


def naive_verify_wrapped(tree: dict[str, Any]) -> dict[str, Any]:
    """Verify by the method of the proof, as somebody does who finds no issuer and takes the key's controller for it."""
    issuer = tree["proof"]["verificationMethod"].partition("#")[0]
    unwrapped = {**tree, **tree["@graph"][0], "issuer": {**tree["@graph"][0]["issuer"], "id": issuer}}
    del unwrapped["@graph"]
    naive_verify(unwrapped)
    return tree


def test_a_naive_verifier_sees_neither_dates_nor_status() -> None:
    assert naive_verify_wrapped(wrapped()).keys() == {"@context", "@graph", "proof"}


def test_a_graph_is_no_badge() -> None:
    assert refusal(wrapped())[:2] == ("model", "model.missing")


def test_a_graph_beside_a_badge_is_refused() -> None:
    tree = badge()
    tree["@graph"] = [{"id": "urn:x:1"}]
    assert refusal(tree) == ("contexts", "contexts.keyword", "/@graph")
    del tree["@graph"]
    assert accepted(tree)
