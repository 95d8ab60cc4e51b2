"""A document that changes between two looks.

Attack: The forger's host gives out one document to whoever asks for the first time, and another one the second time:
the first passes what is checked of it, the second has the key.

Naively: A verifier fetches the document once to see whose it is, and once more to get the key.

Here: Within one verification a URL says the same to everybody: it is fetched once, and what was checked is what is
used. The report has the digest of the very bytes.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from microcred.document import Document
from microcred.verification.fetch import Request
from naive import document_at, method_in, proof_holds
from published_keys import ISSUER, METHOD, document, method
from victim import FORGED_KEY, assert_refused, badge, forged, report, web
from world import Answer, World


def turning(*answers: Any) -> World:
    """Each answer once, and the last one from then on."""
    left = [json.dumps(answer).encode() for answer in answers]

    def answer(request: Request) -> Answer:
        return left.pop(0) if len(left) > 1 else left[0]

    world = web()
    world.answer(ISSUER, answer)
    return world


SOUND, FORGED = document(), document(verificationMethod=[method(publicKeyMultibase=FORGED_KEY)])
FORGERY = forged(METHOD)


def naive_verify(badge_: Document, world: World, known_digests: set[str]) -> bool:
    """The document has to be one that was looked at before, by its digest; then the key is read from it."""
    looked_at = world.session().get(ISSUER, accept="application/json").body
    if hashlib.sha256(looked_at).hexdigest() not in known_digests:
        return False
    key = method_in(document_at(ISSUER, world), METHOD)["publicKeyMultibase"]
    return proof_holds(badge_.to_dict(), key)


def test_a_naive_verifier_checks_one_document_and_uses_another() -> None:
    known = {hashlib.sha256(json.dumps(SOUND).encode()).hexdigest()}
    assert naive_verify(FORGERY, turning(SOUND, FORGED), known)


def test_what_was_checked_is_what_is_used() -> None:
    world = turning(SOUND, FORGED)
    found = report(FORGERY, world)
    assert_refused(found, "proof", "proof.signature-invalid")
    assert world.visits == [ISSUER]
    digest = hashlib.sha256(json.dumps(SOUND).encode()).hexdigest()
    assert found["issuer_key"].evidence["sha256"] == digest
    assert [visit.sha256 for visit in found.network] == [digest]


def test_two_proofs_are_looked_at_with_one_document() -> None:
    tree = badge().to_dict()
    twice = Document.of({**tree, "proof": [{**tree["proof"], "nonce": "another"}, tree["proof"]]})
    world = turning(SOUND, FORGED)
    assert report(twice, world)
    assert world.visits == [ISSUER]
    assert report(badge(), turning(SOUND))
