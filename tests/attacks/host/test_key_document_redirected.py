"""A document of keys that is somewhere else.

Attack: the issuer's host sends whoever asks for its document to another host, or into the verifier's own network.

Naively: redirects are followed wherever they lead, and the report names only the address that was asked for.

Here: what the issuer's host answers is the issuer's word, and a redirect to a public https URL is an answer; the
document there has to be the issuer's by its id, and the report shows where it was found. A redirect to http or to a
private address ends there.
"""

from __future__ import annotations

import json

import pytest

from badges import AT, CANONICALIZER
from hosted_keys import BADGE, COLLEGE, DOCUMENT_URL, FORGED, MALLORY, TRUE_DOCUMENT, document
from microcred.verification.report import Report
from microcred.verification.trust import TrustedIssuers
from microcred.verification.verifier import Verifier
from naive_hosts import naive_page
from naive_keys import naive_fits, naive_method
from world import World

ELSEWHERE = "https://cdn.example/did.json"


def judged(badge: bytes, web: World) -> Report:
    verifier = Verifier(trust=TrustedIssuers(COLLEGE), fetcher=web, canonicalizer=CANONICALIZER, clock=lambda: AT)
    return verifier.verify(badge)


def redirecting(answer: object, target: str = ELSEWHERE) -> World:
    web = World()
    web.serve(ELSEWHERE, answer)
    web.redirect(DOCUMENT_URL, target)
    return web


ANOTHER = document(MALLORY, id="did:web:cdn.example")


def test_a_naive_verifier_takes_the_key_of_wherever_it_was_sent() -> None:
    web = redirecting(ANOTHER)
    assert naive_fits(FORGED, naive_method(json.loads(naive_page(web, DOCUMENT_URL))))


def test_the_document_of_another_host_is_not_the_issuers() -> None:
    assert judged(FORGED, redirecting(ANOTHER))["issuer_key"].code == "key.wrong-document-id"


def test_the_report_shows_where_the_document_was_found() -> None:
    found = judged(BADGE, redirecting(TRUE_DOCUMENT))
    assert found.verdict == "accepted"
    assert [(visit.url, visit.final_url) for visit in found.network] == [(DOCUMENT_URL, ELSEWHERE)]


@pytest.mark.parametrize("target", ["http://college.example/did.json", "https://127.0.0.1/did.json", "https://[::1]/"])
def test_a_redirect_to_where_it_could_be_replaced_ends_there(target: str) -> None:
    web = redirecting(TRUE_DOCUMENT, target)
    found = judged(BADGE, web)
    assert found.verdict == "undetermined"
    assert str(found["issuer_key"].code).startswith("fetch.")
    assert web.visits == [DOCUMENT_URL]
