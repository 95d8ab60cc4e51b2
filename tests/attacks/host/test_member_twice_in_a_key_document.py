"""A document of keys that has a member twice.

Attack: the document has two `verificationMethod` members, one with the issuer's key and one with the attacker's; who
filters documents on their way sees the first, who verifies sees the last.

Naively: the JSON parser takes the last one, as most do, and says nothing.

Here: what readers of JSON disagree about is refused (RFC 8259, 4; RFC 7493, 2.3): `key.invalid-controller-document`,
because of `document.duplicate-key`.
"""

from __future__ import annotations

import json

from hosted_keys import BADGE, FORGED, MALLORY, TRUE_DOCUMENT, document, judged
from naive_keys import naive_fits, naive_method

TWICE = (
    json.dumps(TRUE_DOCUMENT)[:-1]
    + ', "verificationMethod": '
    + json.dumps(document(MALLORY)["verificationMethod"])
    + "}"
)


def naive_last(body: str) -> dict[str, object]:
    """The document, as the parser of the language gives it."""
    found: dict[str, object] = json.loads(body)
    return found


def naive_first(body: str) -> dict[str, object]:
    """The document, as a parser gives it that keeps what came first."""
    found: dict[str, object] = json.loads(body, object_pairs_hook=lambda pairs: dict(reversed(pairs)))
    return found


def test_two_naive_readers_find_two_keys() -> None:
    assert naive_fits(BADGE, naive_method(naive_first(TWICE)))
    assert naive_fits(FORGED, naive_method(naive_last(TWICE)))


def test_a_document_that_says_a_thing_twice_says_nothing() -> None:
    for badge in (BADGE, FORGED):
        found = judged(badge, TWICE.encode())
        assert (found.verdict, found["issuer_key"].code) == ("rejected", "key.invalid-controller-document")
        assert found["issuer_key"].evidence["cause"] == "document.duplicate-key"
    assert judged(BADGE, TRUE_DOCUMENT).verdict == "accepted"
