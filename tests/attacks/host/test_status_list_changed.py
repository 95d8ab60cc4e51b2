"""A status list that was changed after it was signed.

Attack: the host takes the issuer's list, and puts another encodedList into it, in which the bit of the revoked badge is
zero; the proof stays as it was.

Naively: the list has a proof of the issuer, and so it is the issuer's: the proof is looked at, and not calculated.

Here: the proof is verified over every byte of the list: `status.list-not-verified`, because of
`proof.signature-mismatch`.
"""

from __future__ import annotations

import json

from hosted_lists import CLEAN, REVOKING, judged, unknown
from naive_hosts import naive_bit
from status_lists import ISSUER, encoded

CHANGED = REVOKING.replace(encoded({94567}).encode(), encoded().encode())


def naive_is_fine(page: bytes) -> bool:
    """The list has a proof with a key of the issuer, and the bit is zero."""
    proof = json.loads(page)["proof"]
    return proof["verificationMethod"].startswith(ISSUER) and naive_bit(page) == 0


def test_a_naive_verifier_does_not_calculate() -> None:
    assert CHANGED != REVOKING
    assert not naive_is_fine(REVOKING)
    assert naive_is_fine(CHANGED)


def test_a_changed_list_is_not_believed() -> None:
    found = judged(page=CHANGED)
    assert unknown(found) == "status.list-not-verified"
    assert str(found["status"].evidence["because"]).startswith("proof.")
    assert judged(page=CLEAN).verdict == "accepted"
