"""A badge that stands twice in a 1EdTech revocation list.

Attack: behind the entry that revokes a badge, another one says `"revoked": false`; or `revoked` is a text, a zero, or
nothing.

Naively: the entries are kept by id, so that the last one wins, and whatever the language takes for false is false.

Here: one entry that revokes is enough, and only `false` itself is no revocation: whatever is unclear counts as revoked.
"""

from __future__ import annotations

from typing import Any

import pytest

from revocation_lists import ENTRY, judged

TAKEN_BACK = {"id": ENTRY["id"], "revoked": False}


def naive_is_revoked(page: dict[str, Any]) -> bool:
    """What the last entry of the badge says."""
    by_id = {entry["id"]: entry for entry in page["revokedCredential"]}
    return bool(by_id.get(ENTRY["id"], {}).get("revoked"))


def test_a_naive_reader_lets_the_last_entry_win() -> None:
    assert not naive_is_revoked({"revokedCredential": [ENTRY, TAKEN_BACK]})
    assert not naive_is_revoked({"revokedCredential": [{"id": ENTRY["id"]}]})


@pytest.mark.parametrize("entries", [[ENTRY, TAKEN_BACK], [TAKEN_BACK, ENTRY], [ENTRY, ENTRY]])
def test_one_entry_that_revokes_is_enough(entries: list[Any]) -> None:
    assert judged({"revokedCredential": entries})["status"].code == "status.revoked"


@pytest.mark.parametrize("said", ["false", 0, "", None, []])
def test_what_is_unclear_counts_as_revoked(said: Any) -> None:
    assert judged({"revokedCredential": [{**ENTRY, "revoked": said}]})["status"].code == "status.revoked"


def test_an_entry_that_does_not_revoke_does_not_revoke() -> None:
    assert judged({"revokedCredential": [TAKEN_BACK]}).verdict == "accepted"
