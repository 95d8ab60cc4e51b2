"""A key for logging in that seals badges.

Attack: The forger gets hold of a key that the victim publishes under ``authentication`` alone: the one of a web server,
an app or a single employee. They seal badges with it in the victim's name.

Naively: A verifier looks for the key in the issuer's document, wherever it stands there, and asks no further.

Here: Each relationship is a permission of its own, and a credential takes ``assertionMethod`` (Controlled Identifiers
1.0, 2.3 and 3.3, step 11). The check ``issuer_key`` fails with ``key.not-for-this-purpose`` and says under what the key
is listed; a proof that itself says it is for logging in fails with ``proof.wrong-purpose``, under any key.
"""

from __future__ import annotations

from badges import AT, CANONICALIZER, unsigned
from microcred.document import Document
from microcred.proofs import add_proof
from naive import document_at, proof_holds
from published_keys import ISSUER, METHOD, SIGNER, STRANGER, document, method
from tokens import claims, header, token
from victim import FORGED_KEY, assert_refused, badge, forged, refusal, report, web
from world import World

LOGIN = f"{ISSUER}#login"
FORGERY = forged(LOGIN)


def with_login() -> World:
    key = method(id=LOGIN, publicKeyMultibase=FORGED_KEY)
    return web(document(verificationMethod=[method(), key], authentication=[LOGIN]))


def naive_verify(badge_: Document, world: World) -> bool:
    tree = badge_.to_dict()
    lists = [entries for entries in document_at(ISSUER, world).values() if isinstance(entries, list)]
    keys = {entry["id"]: entry for entries in lists for entry in entries if isinstance(entry, dict)}
    return proof_holds(tree, keys[tree["proof"]["verificationMethod"]]["publicKeyMultibase"])


def test_a_naive_verifier_takes_a_key_for_logging_in() -> None:
    assert naive_verify(FORGERY, with_login())


def test_the_forgery_is_refused_and_the_key_called_what_it_is_for() -> None:
    found = report(FORGERY, with_login())
    assert_refused(found, "issuer_key", "key.not-for-this-purpose", "/proof/verificationMethod")
    assert "authentication" in found["issuer_key"].message


def test_a_proof_for_logging_in_is_none_of_a_badge_even_by_the_issuing_key() -> None:
    tree = unsigned(issuer={"id": ISSUER, "type": ["Profile"]})
    login = add_proof(Document.of(tree), SIGNER, created=AT, purpose="authentication", canonicalizer=CANONICALIZER)
    assert naive_verify(login, web())
    assert_refused(report(login), "proof", "proof.wrong-purpose", "/proof/proofPurpose")


def test_a_token_by_a_key_for_logging_in_is_refused_as_well() -> None:
    own = claims(iss=ISSUER, issuer={"id": ISSUER, "type": ["Profile"]})
    for kid in (LOGIN, "login", STRANGER.public_key.thumbprint()):
        found = report(token(header(kid=kid), own, STRANGER).encode(), with_login())
        assert_refused(found, "issuer_key", "key.not-for-this-purpose")
    assert report(token(header(kid=METHOD), own, SIGNER).encode(), with_login())


def test_the_victims_own_badge_is_accepted() -> None:
    assert report(badge(), with_login())


def test_a_key_for_logging_in_does_not_seal_badges() -> None:
    published = document(assertionMethod=[], authentication=[METHOD])
    assert refusal(published).code == "key.not-for-this-purpose"


def test_a_key_embedded_for_logging_in_does_not_seal_badges() -> None:
    login = method(id=f"{ISSUER}#login", publicKeyMultibase=FORGED_KEY)
    assert refusal(document(authentication=[login]), login["id"]).code == "key.not-for-this-purpose"
