"""An issuer whose document comes over plain http.

Attack: A badge names ``http://college.example/…`` as its issuer, and so does the verifier's list. Whoever stands
between the verifier and that host puts a key of their own into the document.

Naively: A verifier fetches what the URL says: whoever chose it will have known.

Here: Keys come over https, or not at all: ``key.insecure-url``, and the verdict is *undetermined*, as nobody could look
(did:web Method Specification, 3; docs/decisions/0007).
"""

from __future__ import annotations

from microcred.document import Document
from naive import document_at, method_in, proof_holds
from published_keys import document, method
from victim import FORGED_KEY, badge, forged, report
from world import World

PLAIN = "http://college.example/issuers/1"
KEY = f"{PLAIN}#key-1"
FORGERY = forged(KEY, issuer={"id": PLAIN, "type": ["Profile"]})


class NaiveWorld(World):
    """A fetcher that asks whomever it is sent to, over whatever line; somebody listens on this one."""

    @property
    def unguarded(self) -> bool:
        return True


def listened_to() -> NaiveWorld:
    world = NaiveWorld()
    swapped = method(id=KEY, controller=PLAIN, publicKeyMultibase=FORGED_KEY)
    world.serve(PLAIN, document(id=PLAIN, verificationMethod=[swapped], assertionMethod=[KEY]))
    return world


def naive_verify(badge_: Document, world: World) -> bool:
    tree = badge_.to_dict()
    return proof_holds(tree, method_in(document_at(PLAIN, world), KEY)["publicKeyMultibase"])


def test_a_naive_verifier_takes_the_key_of_whoever_stands_in_between() -> None:
    assert naive_verify(FORGERY, listened_to())


def test_no_key_comes_over_plain_http() -> None:
    world = World()
    found = report(FORGERY, world, trust=PLAIN)
    assert (found.verdict, found["issuer_key"].code) == ("undetermined", "key.insecure-url")
    assert world.visits == []
    assert report(badge())
