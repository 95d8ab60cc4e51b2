"""A presentation that is shown as a credential.

Attack: The forger has a presentation that the victim once signed, in which the victim shows somebody else's claims, or
the forger's own. They hand it in as a credential of the victim's, perhaps with a few members of one.

Naively: A verifier finds a seal of the victim's over a document in which a badge stands, and takes the badge for the
victim's word.

Here: A presentation says who showed something, and not that it is so (VCDM 2.0, 4.13): as a credential it is
``model.presentation``. The proof of one is for ``authentication``, and the members of a credential in it do not help.
"""

from __future__ import annotations

from typing import Any

import pytest

from badges import AT, CANONICALIZER, unsigned
from microcred.document import Document
from microcred.proofs import add_proof
from naive import proof_holds
from published_keys import ISSUER, METHOD, SIGNER, document
from victim import badge, report, web

CLAIM = unsigned(issuer={"id": ISSUER, "type": ["Profile"]}, name="Doctor of Everything")


def shown_by_the_victim(purpose: str = "authentication", **members: Any) -> Document:
    tree = {
        "@context": CLAIM["@context"],
        "type": ["VerifiablePresentation"],
        "holder": ISSUER,
        "verifiableCredential": [CLAIM],
        **members,
    }
    return add_proof(Document.of(tree), SIGNER, created=AT, purpose=purpose, canonicalizer=CANONICALIZER)


def naive_verify(document_: Document) -> list[str]:
    """The names of all badges that stand under the victim's seal."""
    tree = document_.to_dict()
    held = [each for each in (tree, *tree.get("verifiableCredential", [])) if "credentialSubject" in each]
    return [each["name"] for each in held] if proof_holds(tree, SIGNER.public_key.to_multikey()) else []


def test_a_naive_verifier_takes_what_the_victim_showed_for_its_word() -> None:
    assert naive_verify(shown_by_the_victim()) == ["Doctor of Everything"]


@pytest.mark.parametrize("purpose", ["authentication", "assertionMethod"])
def test_a_presentation_is_no_credential(purpose: str) -> None:
    world = web(document(authentication=[METHOD]))
    found = report(shown_by_the_victim(purpose), world)
    assert (found.verdict, found["model"].code, found["model"].pointer) == ("rejected", "model.presentation", "/type")
    assert found.authentic is None


@pytest.mark.parametrize("purpose", ["authentication", "assertionMethod"])
def test_a_presentation_with_the_members_of_a_credential_is_none(purpose: str) -> None:
    both = shown_by_the_victim(purpose, **{**CLAIM, "type": [*CLAIM["type"], "VerifiablePresentation"]})
    found = report(both, web(document(authentication=[METHOD])))
    assert (found.verdict, found["model"].code) == ("rejected", "model.presentation")
    assert report(badge())
