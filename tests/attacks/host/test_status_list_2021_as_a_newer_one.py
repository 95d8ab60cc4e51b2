"""A status of 2021 that is read by the rules of today, and the other way round.

Attack: the entry of a badge is of the older kind, and the list at its address of the newer one, with the first letter
that tells its base; or the older list stands where the newer one should. A reader who mixes both reads other bits.

Naively: both kinds are read by one function, which cuts off a first letter if there is one.

Here: an entry of one kind is answered by a list of the same kind: anything else is `status.list-unusable`, and the
status is undetermined.
"""

from __future__ import annotations

import json
from typing import Any

from badges import AT, CANONICALIZER, OPEN_BADGES, sealed, unsigned
from hosted_lists import CLEAN, REVOKING, judged, unknown
from microcred.verification.report import Report
from microcred.verification.trust import TrustedIssuers
from microcred.verification.verifier import Verifier
from naive_hosts import naive_bits
from status_lists import ISSUER, LIST, STATUS_2021, encoded, entry, status_list
from world import World

V1 = "https://www.w3.org/2018/credentials/v1"


def older_list(*ones: int, **subject: Any) -> bytes:
    return status_list(
        {"type": "StatusList2021", "encodedList": encoded(set(ones), prefix=""), **subject},
        **{"@context": [V1, STATUS_2021], "type": ["VerifiableCredential", "StatusList2021Credential"]},
        issuanceDate="2026-01-01T00:00:00Z",
        validFrom=None,
    )


def judged_by_2021(page: bytes) -> Report:
    tree = unsigned(validFrom=None, validUntil=None, issuanceDate="2026-01-01T00:00:00Z")
    tree["@context"] = [V1, OPEN_BADGES, STATUS_2021]
    tree["credentialStatus"] = entry(type="StatusList2021Entry")
    web = World({LIST: page})
    verifier = Verifier(trust=TrustedIssuers(ISSUER), fetcher=web, canonicalizer=CANONICALIZER, clock=lambda: AT)
    return verifier.verify(sealed(tree))


def naive_is_fine(page: bytes) -> bool:
    """The bit in a list of either kind is zero."""
    text = json.loads(page)["credentialSubject"]["encodedList"]
    return not naive_bits(text if text.startswith("u") else f"u{text}")[94567 // 8]


def test_a_naive_reader_reads_both_kinds_alike() -> None:
    assert naive_is_fine(CLEAN)
    assert naive_is_fine(older_list())
    assert not naive_is_fine(older_list(94567))


def test_a_list_of_the_other_kind_says_nothing() -> None:
    assert unknown(judged_by_2021(CLEAN)) == "status.list-unusable"
    assert unknown(judged(page=older_list())) == "status.list-unusable"


def test_a_list_of_the_same_kind_is_read() -> None:
    assert judged_by_2021(older_list()).verdict == "accepted"
    assert judged_by_2021(older_list(94567))["status"].code == "status.revoked"
    assert judged(page=REVOKING)["status"].code == "status.revoked"


def test_the_mark_of_a_base_is_no_letter_of_an_older_list() -> None:
    found = judged_by_2021(older_list(encodedList=encoded({94567})))
    assert found.verdict == "undetermined"
