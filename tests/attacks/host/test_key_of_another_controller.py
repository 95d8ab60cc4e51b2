"""A key in the issuer's document that is somebody else's.

Attack: the issuer's document lists a method whose controller is another one: a partner, a service, the attacker.

Naively: a key in the issuer's document is the issuer's key.

Here: the controller of a method is the identifier of the document in which it is (Controlled Identifiers 1.0, 2.2 and
3.3, step 10): `key.wrong-controller`; and a method that is not written out there is `key.not-in-document`: no other
document is asked for it.
"""

from __future__ import annotations

from hosted_keys import BADGE, FORGED, MALLORY, METHOD, TRUE_DOCUMENT, document, judged
from naive_keys import naive_fits, naive_method
from world import World

FOREIGN = {**naive_method(document(MALLORY)), "controller": "did:web:attacker.example"}


def test_a_naive_verifier_takes_every_key_in_the_document() -> None:
    assert naive_fits(FORGED, naive_method(document(verificationMethod=[FOREIGN])))


def test_a_key_of_another_controller_is_not_the_issuers() -> None:
    found = judged(FORGED, document(verificationMethod=[FOREIGN]))
    assert (found.verdict, found["issuer_key"].code) == ("rejected", "key.wrong-controller")
    assert judged(BADGE, TRUE_DOCUMENT).verdict == "accepted"


def test_a_method_that_is_only_named_is_not_looked_for_elsewhere() -> None:
    web = World({"https://attacker.example/.well-known/did.json": b"{}"})
    found = judged(FORGED, document(verificationMethod=[], assertionMethod=[METHOD]), web=web)
    assert found["issuer_key"].code == "key.not-in-document"
    assert len(web.visits) == 1
