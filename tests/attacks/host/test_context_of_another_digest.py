"""A context that is another one than the issuer meant.

Attack: the host of a context serves other definitions to a verifier than it served to the issuer, so that the words of
the badge mean something else.

Naively: contexts are fetched when they are needed, and a digest in `relatedResource` is for others to look at.

Here: contexts come from the package, byte for byte as recorded, and the digests of the badge are compared with those on
record (VC Data Model 2.0, 5.3): `resource.wrong-digest` in the check `contexts`, and no packet.
"""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

from badges import AT, CANONICALIZER, CREDENTIALS_V2, sealed, unsigned
from microcred.contexts import BUNDLED
from microcred.verification.report import Check
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier
from naive_hosts import naive_page
from world import World

TRUE = bytes.fromhex(BUNDLED.versions(CREDENTIALS_V2)[0].upstream_sha384)
FALSE = hashlib.sha384(b"another context").digest()


def judged(digest: bytes, web: World | None = None) -> Check:
    related: dict[str, Any] = {"id": CREDENTIALS_V2, "digestSRI": f"sha384-{base64.b64encode(digest).decode()}"}
    verifier = Verifier(trust=AnyIssuer(), fetcher=web or World(), canonicalizer=CANONICALIZER, clock=lambda: AT)
    return verifier.verify(sealed(unsigned(relatedResource=[related])))["contexts"]


def naive_meaning(word: str, web: World) -> str:
    """What a word of the badge stands for, in the context at its address."""
    terms: dict[str, str] = json.loads(naive_page(web, CREDENTIALS_V2))["@context"]
    return terms[word]


def test_a_naive_reader_lets_the_host_say_what_words_mean() -> None:
    web = World()
    web.serve(CREDENTIALS_V2, {"@context": {"issuer": "https://attacker.example/terms#nothing"}})
    assert naive_meaning("issuer", web) == "https://attacker.example/terms#nothing"


def test_a_context_is_not_asked_for() -> None:
    web = World({CREDENTIALS_V2: b'{"@context": {}}'})
    assert judged(TRUE, web=web).outcome == "passed"
    assert web.visits == []


def test_a_digest_that_nobody_has_served_is_refused() -> None:
    found = judged(FALSE)
    assert (found.outcome, found.code) == ("failed", "resource.wrong-digest")
    assert found.pointer == "/relatedResource/0/digestSRI"
