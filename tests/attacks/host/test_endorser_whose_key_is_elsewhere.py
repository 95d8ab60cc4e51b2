"""An endorsement in the name of an accreditor, whose key another host serves.

Attack: a badge carries an endorsement by a well-known accreditor. Its proof names a key on the attacker's host, whose
document says that the key is the accreditor's.

Naively: the key is fetched from wherever the proof says, and it fits.

Here: a key of an endorsement is taken only from the document of the endorser itself: `key.not-the-issuers` in the
report on the endorsement, and no packet goes to the other host.
"""

from __future__ import annotations

import json
from typing import Any

from badges import AT, CANONICALIZER, CREDENTIALS_V2, OPEN_BADGES, STRANGER, sealed, unsigned
from microcred.keys import Ed25519Signer, PublishedKey, controller_document
from microcred.verification.report import Report
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier
from naive_hosts import naive_page
from naive_keys import naive_fits, naive_method
from world import World

ACCREDITOR, ATTACKER = "did:web:accreditor.example", "did:web:attacker.example"
TRUE_KEY = Ed25519Signer.from_seed(bytes(range(5, 37))).with_verification_method(f"{ACCREDITOR}#key-1")
FALSE_KEY = STRANGER.with_verification_method(f"{ATTACKER}#key-1")


def endorsement(signer: Ed25519Signer) -> dict[str, Any]:
    tree = {
        "@context": [CREDENTIALS_V2, OPEN_BADGES],
        "id": "urn:uuid:5f2f1c7e-6a38-4a8c-9d0c-0d5f3a1f2b77",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Accredited",
        "issuer": {"id": ACCREDITOR, "type": ["Profile"], "name": "The Accreditor"},
        "validFrom": "2026-01-10T00:00:00Z",
        "credentialSubject": {"id": unsigned()["id"], "type": ["EndorsementSubject"]},
    }
    return sealed(tree, signer).to_dict()


def web() -> World:
    found = World()
    for did, key in ((ACCREDITOR, TRUE_KEY), (ATTACKER, FALSE_KEY)):
        found.serve_did_web(did, controller_document(did, [PublishedKey(key.public_key, fragment="key-1")]))
    return found


def judged(attached: dict[str, Any], pages: World) -> Report:
    badge = sealed(unsigned(endorsement=[attached]))
    verifier = Verifier(trust=AnyIssuer(), fetcher=pages, canonicalizer=CANONICALIZER, clock=lambda: AT)
    (found,) = verifier.verify(badge).endorsements
    return found


def naive_holds(attached: dict[str, Any], pages: World) -> bool:
    """The endorsement fits the key at the address in its proof."""
    name = attached["proof"]["verificationMethod"]
    host = name.partition("#")[0].removeprefix("did:web:")
    document = json.loads(naive_page(pages, f"https://{host}/.well-known/did.json"))
    return naive_fits(json.dumps(attached).encode(), naive_method(document, name))


def test_a_naive_verifier_shows_the_accreditors_name() -> None:
    assert naive_holds(endorsement(FALSE_KEY), web())


def test_a_key_of_another_host_is_not_the_endorsers() -> None:
    pages = web()
    found = judged(endorsement(FALSE_KEY), pages)
    assert (found.verdict, found["issuer_key"].code) == ("rejected", "key.not-the-issuers")
    assert pages.visits == []
    assert judged(endorsement(TRUE_KEY), web()).verdict == "accepted"
