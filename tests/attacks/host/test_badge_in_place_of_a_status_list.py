"""Another credential of the issuer in the place of its status list.

Attack: at the address of the list, the host serves some other genuine credential of the issuer, which was made to hold
an `encodedList`, or is about two lists at once.

Naively: whatever is signed by the issuer and has an encodedList somewhere is its list.

Here: the credential is of the type BitstringStatusListCredential, and about one BitstringStatusList (Bitstring Status
List 1.0, 2.2): else the status is undetermined with `status.list-unusable`.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from badges import sealed
from hosted_lists import CLEAN, judged, unknown
from naive_hosts import naive_bits, naive_seal_holds
from status_lists import encoded, status_list

LIST_2021 = status_list(type=["VerifiableCredential"])


def two_lists() -> bytes:
    tree = json.loads(CLEAN)
    subject: dict[str, Any] = tree["credentialSubject"]
    revoking = {**subject, "id": f"{subject['id']}-2", "encodedList": encoded({94567})}
    return status_list(None, credentialSubject=[subject, revoking])


def naive_is_fine(page: bytes) -> bool:
    """The first encodedList in anything that is signed has a zero."""
    found = json.loads(page)["credentialSubject"]
    subject = found[0] if isinstance(found, list) else found
    return naive_seal_holds(page) and not naive_bits(subject["encodedList"])[94567 // 8]


def test_a_naive_verifier_takes_anything_with_a_list_in_it() -> None:
    assert naive_is_fine(LIST_2021)
    assert naive_is_fine(two_lists())


@pytest.mark.parametrize("page", [LIST_2021, two_lists(), sealed().raw], ids=["no list", "two lists", "a badge"])
def test_what_is_no_list_says_nothing(page: bytes) -> None:
    assert unknown(judged(page=page)) == "status.list-unusable"
    assert judged(page=CLEAN).verdict == "accepted"
