"""An issuer whose id is an open redirector of a famous host.

Attack: a famous host sends visitors to wherever a parameter of its URL says. The attacker takes such a URL as the id of
an issuer, whose document is then found on the attacker's host, and calls that issuer by the famous name.

Naively: the issuer is whoever owns the host of the id, and the document that is found behind it is genuine.

Here: an issuer is its whole id, character by character: a policy that trusts the famous host's own id does not
recognise it (`trust.not-recognised`), and no packet is sent for it. A verifier that trusts anybody is shown the whole
id, and where its document came from.
"""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from badges import AT, CANONICALIZER, SIGNER, STRANGER, sealed, unsigned
from microcred.keys import Ed25519Signer, PublishedKey, controller_document
from microcred.verification.report import Report
from microcred.verification.trust import AnyIssuer, TrustedIssuers
from microcred.verification.verifier import Verifier
from naive_hosts import naive_page
from naive_keys import naive_fits, naive_method
from world import World

COLLEGE, ELSEWHERE = "https://college.example/issuer", "https://attacker.example/doc"
REDIRECTOR = f"https://college.example/go?to={ELSEWHERE}"
TRUE_KEY = SIGNER.with_verification_method(f"{COLLEGE}#key-1")
FALSE_KEY = STRANGER.with_verification_method(f"{REDIRECTOR}#key-1")


def badge(issuer: str, signer: Ed25519Signer) -> bytes:
    return sealed(unsigned(issuer={"id": issuer, "type": ["Profile"], "name": "Riverside College"}), signer).raw


FORGED = badge(REDIRECTOR, FALSE_KEY)


def web() -> World:
    found = World()
    for place, issuer, key in ((COLLEGE, COLLEGE, TRUE_KEY), (ELSEWHERE, REDIRECTOR, FALSE_KEY)):
        found.serve(place, controller_document(issuer, [PublishedKey(key.public_key, fragment="key-1")]))
    found.redirect(REDIRECTOR, ELSEWHERE)
    return found


def judged(source: bytes, trust: TrustedIssuers | AnyIssuer, pages: World) -> Report:
    return Verifier(trust=trust, fetcher=pages, canonicalizer=CANONICALIZER, clock=lambda: AT).verify(source)


def naive_issuer(source: bytes, pages: World) -> str | None:
    """The host in whose name the badge is genuine."""
    tree = json.loads(source)
    issuer = tree["issuer"]["id"]
    document = json.loads(naive_page(pages, issuer))
    holds = naive_fits(source, naive_method(document, tree["proof"]["verificationMethod"]))
    return urlsplit(issuer).hostname if holds and document["id"] == issuer else None


def test_a_naive_verifier_says_that_the_host_issued_it() -> None:
    assert naive_issuer(FORGED, web()) == "college.example"


def test_a_redirector_of_a_trusted_host_is_another_issuer() -> None:
    pages = web()
    found = judged(FORGED, TrustedIssuers(COLLEGE), pages)
    assert (found.verdict, found["trust"].code) == ("rejected", "trust.not-recognised")
    assert pages.visits == []
    assert judged(badge(COLLEGE, TRUE_KEY), TrustedIssuers(COLLEGE), web()).verdict == "accepted"


def test_who_trusts_anybody_is_shown_the_whole_id_and_where_it_led() -> None:
    found = judged(FORGED, AnyIssuer(), web())
    assert REDIRECTOR in found["issuer_key"].message
    assert [visit.final_url for visit in found.network] == [ELSEWHERE]
