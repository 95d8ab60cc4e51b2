"""A key in the fragment of the victim's URL.

Attack: The forger makes a badge in the victim's name, seals it with a key of their own, and lets the proof point at the
victim's URL with that key behind the ``#``, as the fragment of a did:key holds its key.

Naively: A verifier reads the key from the fragment, because that works for did:key, and compares what stands in front
of the ``#`` with the issuer. The signature holds, and the badge is the victim's.

Here: A fragment names a key and is none. The issuer's own document has to list a verification method by this very id
(Controlled Identifiers 1.0, 3.3, steps 5 to 8), or the check ``issuer_key`` fails with ``key.not-in-document``.
"""

from __future__ import annotations

from microcred.document import Document
from naive import issuer_of, proof_holds
from published_keys import ISSUER, KEY, document
from victim import FORGED_KEY, assert_refused, badge, forged, refusal, report
from world import World

FORGERY = forged(f"{ISSUER}#{FORGED_KEY}")


def naive_verify(document: Document, trusted: str) -> bool:
    tree = document.to_dict()
    owner, _, key = tree["proof"]["verificationMethod"].partition("#")
    return owner == issuer_of(tree) == trusted and proof_holds(tree, key)


def test_a_naive_verifier_takes_the_key_in_the_fragment() -> None:
    assert naive_verify(FORGERY, ISSUER)


def test_the_forgery_is_refused_where_it_names_the_key() -> None:
    assert_refused(report(FORGERY), "issuer_key", "key.not-in-document", "/proof/verificationMethod")


def test_the_victims_own_badge_is_accepted() -> None:
    assert report(badge())


def test_a_key_in_the_fragment_of_the_victims_url_is_not_taken() -> None:
    error = refusal(document(), f"{ISSUER}#{FORGED_KEY}")
    assert error.code == "key.not-in-document"
    assert "proves nothing" in (error.hint or "")


def test_a_key_in_the_fragment_is_not_taken_when_the_victim_publishes_no_key() -> None:
    assert refusal({"id": ISSUER, "type": "Profile"}, f"{ISSUER}#{FORGED_KEY}").code == "key.not-in-document"


def test_a_key_in_the_fragment_is_not_taken_when_the_victim_publishes_no_json() -> None:
    assert refusal(b"<html>", f"{ISSUER}#{FORGED_KEY}").code == "key.invalid-controller-document"


def test_the_fragment_does_not_choose_the_key_of_a_did_key() -> None:
    victim = f"did:key:{KEY.to_multikey()}"
    assert refusal(World(), f"{victim}#{FORGED_KEY}", controller=victim).code == "key.not-in-document"
