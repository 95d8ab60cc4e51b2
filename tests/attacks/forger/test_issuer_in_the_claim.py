"""A token whose claim names another issuer than its credential.

Attack: The forger names themselves in the claim ``iss``, under which their key is found, and the victim as the
``issuer`` of the credential; or the other way round.

Naively: A verifier of tokens finds the key by ``iss``, as for every token, and hands the credential on, of which the
next program shows the issuer.

Here: The key has to be that of the issuer in the credential, and ``iss`` has to say the same (Open Badges 3.0, 8.2.4.1
and 8.2.6.1): ``key.not-the-issuers``, or ``proof.claim-mismatch`` if the victim itself signed such a thing.
"""

from __future__ import annotations

from microcred.verification.report import Verdict
from naive import token_holds, token_of
from token_victim import (
    EVIL,
    FORGER,
    FORGER_ID,
    GENUINE,
    SIGNER,
    assert_forged,
    claims,
    header,
    report,
)
from tokens import token

FORGERY = token(header(alg="EdDSA", kid=FORGER.verification_method), claims(iss=FORGER_ID), FORGER)


def naive_verify(text: str) -> str | None:
    """Who is shown as the issuer, if the key of ``iss`` signed."""
    from microcred.keys import public_key_of_did_key

    read = token_of(text)
    return read.payload["issuer"]["name"] if token_holds(read, public_key_of_did_key(read.payload["iss"])) else None


def test_a_naive_verifier_finds_the_key_by_one_name_and_shows_the_other() -> None:
    assert naive_verify(FORGERY) == "Riverside College"


def test_the_forgery_is_refused() -> None:
    assert_forged(FORGERY, "key.not-the-issuers")
    assert report(GENUINE)


def test_the_key_of_another_issuer_signs_for_nobody_else() -> None:
    other = f"{EVIL}/issuer"
    forged = token(header(alg="EdDSA", kid=f"{other}#key-1"), claims(iss=other), FORGER)
    assert_forged(forged, "key.not-the-issuers")


def test_the_issuer_is_the_one_in_the_credential_and_not_in_the_claim() -> None:
    # Signed by the victim itself, over a claim that names the victim and a credential that names somebody else.
    trusted = token(header(), claims(issuer={"id": f"{EVIL}/issuer", "type": ["Profile"]}), SIGNER)
    found = report(trusted)
    assert found.verdict is Verdict.REJECTED
    # And the other way round: the credential names the victim, the claim somebody else.
    assert_forged(token(header(), claims(iss=f"{EVIL}/issuer"), SIGNER), "proof.claim-mismatch")
