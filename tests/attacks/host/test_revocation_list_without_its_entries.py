"""A 1EdTech revocation list whose entries are not where one looks.

Attack: the list has its entries under another name, as texts instead of objects, or is an error message in JSON that
came with status 200.

Naively: what is not there is an empty list, and an empty list revokes nobody.

Here: both spellings that are in use are read, together; where there is neither, or it is no array of objects, the
status is undetermined with `status.list-unusable`.
"""

from __future__ import annotations

from typing import Any

import pytest

from hosted_lists import unknown
from revocation_lists import ENTRY, judged, naive_is_fine

BROKEN: list[Any] = [
    {"error": "try again later"},
    {"revokedCredential": None},
    {"revokedCredential": {"0": ENTRY}},
    {"revokedCredential": [ENTRY["id"]]},
    {"revokedCredential": [], "revokedCredentials": ENTRY["id"]},
    {"revoked": [ENTRY]},
]


def test_a_naive_verifier_takes_an_error_message_for_an_empty_list() -> None:
    assert naive_is_fine({"error": "try again later"})
    assert naive_is_fine({"revokedCredentials": [ENTRY]})


@pytest.mark.parametrize("page", BROKEN)
def test_a_list_without_entries_is_not_an_empty_one(page: Any) -> None:
    assert unknown(judged(page)) == "status.list-unusable"


@pytest.mark.parametrize("page", [b"[]", b"", b"<html>", b'{"revokedCredential": [], "revokedCredential": []}'])
def test_a_list_that_is_no_json_object_says_nothing(page: bytes) -> None:
    assert unknown(judged(page)) == "status.list-unusable"


def test_both_spellings_are_read_together() -> None:
    assert judged({"revokedCredential": []}).verdict == "accepted"
    for page in ({"revokedCredentials": [ENTRY]}, {"revokedCredential": [], "revokedCredentials": [ENTRY]}):
        assert judged(page)["status"].code == "status.revoked"
