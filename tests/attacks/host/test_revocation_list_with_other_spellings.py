"""A revoked badge whose id is spelled otherwise in the list.

Attack: an id is written with a percent-encoded character, or with a space at its end, in the list of what was revoked,
and without it in the badge, or the other way round: whoever made the badge chose its id.

Naively: the text of the id is looked for in the list, and not found.

Here: ids of credentials are compared after percent-decoding and trimming (Open Badges 3.0, 10: such credentials are the
same): `status.revoked`.
"""

from __future__ import annotations

import pytest

from revocation_lists import ENTRY, judged, naive_is_fine

ID = str(ENTRY["id"])
SPELLINGS = [ID.replace("-", "%2D"), f"{ID} ", f" {ID}\n", ID.replace("urn", "%75rn"), ID.replace("-", "%2d")]


@pytest.mark.parametrize("name", SPELLINGS)
def test_a_naive_verifier_does_not_find_it(name: str) -> None:
    assert naive_is_fine({"revokedCredential": [{**ENTRY, "id": name}]})


@pytest.mark.parametrize("name", [ID, *SPELLINGS])
def test_another_spelling_of_the_same_id_is_revoked(name: str) -> None:
    assert judged({"revokedCredential": [{**ENTRY, "id": name}]})["status"].code == "status.revoked"


@pytest.mark.parametrize("name", [f"{ID}0", ID[:-1], ID.replace("-", "%252D"), "", None, [ID]])
def test_another_id_is_not(name: object) -> None:
    assert judged({"revokedCredential": [{**ENTRY, "id": name}]}).verdict == "accepted"
