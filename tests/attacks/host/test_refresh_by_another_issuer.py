"""A refresh service that gives out another issuer's version.

Attack: `did:web:college.example%3A8443` is the college's server at port 8443, and `did:web:college.example:8443` a
folder that a student has on its website. Whoever answers at the refresh service of a badge of the former gives out one
that the student issued: a doctorate.

Naively: two credentials are the same if their issuers and ids are equal once they have been percent-decoded (Open
Badges 3.0, 10), and then the two issuers are one.

Here: ids of credentials are compared in that form, issuers character by character, like everywhere else: the version is
passed over with `refresh.not-usable`, and the badge in hand is judged as it is.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

from badges import AT, CANONICALIZER, SIGNER, STRANGER, sealed, unsigned
from microcred.keys import Ed25519Signer, PublishedKey, controller_document
from microcred.verification.report import Report
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier
from naive_hosts import naive_page
from naive_keys import naive_fits, naive_method
from world import World

SERVICE = "https://college.example/refresh/7"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
COLLEGE, STUDENT = "did:web:college.example%3A8443", "did:web:college.example:8443"
PLACES = {
    COLLEGE: "https://college.example:8443/.well-known/did.json",
    STUDENT: "https://college.example/8443/did.json",
}
COLLEGE_KEY = SIGNER.with_verification_method(f"{COLLEGE}#key-1")
STUDENT_KEY = STRANGER.with_verification_method(f"{STUDENT}#key-1")


def badge(issuer: str, signer: Ed25519Signer, **changes: Any) -> bytes:
    service = {"id": SERVICE, "type": "1EdTechCredentialRefresh"}
    tree = unsigned(issuer={"id": issuer, "type": ["Profile"], "name": "College"}, refreshService=service, **changes)
    tree["@context"] = [*tree["@context"], EXTENSIONS]
    return sealed(tree, signer).raw


HELD = badge(COLLEGE, COLLEGE_KEY, validUntil="2026-03-01T00:00:00Z")
FORGED = badge(STUDENT, STUDENT_KEY, validFrom="2026-04-01T00:00:00Z", name="Doctor of Philosophy")
NEWER = badge(COLLEGE, COLLEGE_KEY, validFrom="2026-04-01T00:00:00Z")


def web(newest: bytes) -> World:
    found = World({SERVICE: newest})
    for did, key in ((COLLEGE, COLLEGE_KEY), (STUDENT, STUDENT_KEY)):
        found.serve(PLACES[did], controller_document(did, [PublishedKey(key.public_key, fragment="key-1")]))
    return found


def judged(newest: bytes) -> Report:
    verifier = Verifier(trust=AnyIssuer(), fetcher=web(newest), canonicalizer=CANONICALIZER, clock=lambda: AT)
    return verifier.verify(HELD, refresh=True)


def naive_newest(held: bytes, pages: World) -> bytes:
    """What the refresh service gives out, if it is sealed by its issuer and is the same credential."""
    newest = naive_page(pages, SERVICE)
    old, new = json.loads(held), json.loads(newest)
    document = json.loads(naive_page(pages, PLACES[new["issuer"]["id"]]))
    is_sealed = naive_fits(newest, naive_method(document, new["proof"]["verificationMethod"]))
    is_same = all(
        unquote(one).strip() == unquote(other).strip()
        for one, other in ((old["id"], new["id"]), (old["issuer"]["id"], new["issuer"]["id"]))
    )
    return newest if is_sealed and is_same else held


def test_a_naive_verifier_takes_the_students_word_for_the_colleges() -> None:
    assert json.loads(naive_newest(HELD, web(FORGED)))["name"] == "Doctor of Philosophy"


def test_another_issuer_gives_no_newer_version() -> None:
    found = judged(FORGED)
    assert found["refresh"].code == "refresh.not-usable"
    assert found.refreshed is None
    assert (found.verdict, found["period"].code) == ("rejected", "period.expired")


def test_the_issuer_itself_does() -> None:
    found = judged(NEWER)
    assert (found.verdict, found["refresh"].outcome) == ("accepted", "passed")


def test_the_id_of_the_credential_may_be_spelled_otherwise() -> None:
    name = unsigned()["id"].replace("-", "%2D")
    assert judged(badge(COLLEGE, COLLEGE_KEY, id=name, validFrom="2026-04-01T00:00:00Z")).verdict == "accepted"
