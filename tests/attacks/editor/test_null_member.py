"""A member that is null, or an empty array.

Attack: The editor adds "credentialStatus": null, "evidence": [], "narrative": {"@value": null}, or puts an array around
an array. None of them makes a statement.

Naively: the signature holds; "has a status" is asked by the name, and answered with yes, or the loop over no entries
finds nothing wrong.

Here: what makes no statement is not there (`contexts.dropped-value`, `model.wrong-type`), and may not look as if it
was.
"""

from __future__ import annotations

from typing import Any

import pytest

from badges import unsigned
from doctored import accepted, badge, refusal
from naive_data_integrity import naive_verify

NOTHING = [None, [], [[]], [None], {"@value": None}]
TAGS = "/credentialSubject/achievement/tag"


def naive_is_revocable(tree: dict[str, Any]) -> bool:
    """Whether somebody looks after the badge: it says where its status is."""
    return "credentialStatus" in naive_verify(tree)


@pytest.mark.parametrize("nothing", NOTHING)
@pytest.mark.parametrize("name", ["credentialStatus", "evidence", "termsOfUse", "refreshService", "credentialSchema"])
def test_a_naive_verifier_finds_a_status_that_is_nothing_and_here_it_is_refused(name: str, nothing: Any) -> None:
    doctored = {**badge(), name: nothing}
    assert naive_is_revocable(doctored) == (name == "credentialStatus")
    check, _, place = refusal(doctored)
    assert check in ("model", "contexts")
    assert str(place).startswith(f"/{name}")
    assert accepted(badge())


@pytest.mark.parametrize("nothing", NOTHING)
def test_so_is_a_word_of_the_issuers_own(nothing: Any) -> None:
    own = {"@context": [*unsigned()["@context"], {"motto": "https://college.example/terms#motto"}]}
    doctored = {**badge(**own), "motto": nothing}
    assert naive_verify(doctored)
    assert refusal(doctored)[1] == "contexts.dropped-value"


def test_an_array_around_an_array_is_refused() -> None:
    tree = badge()
    tree["credentialSubject"]["achievement"]["tag"] = [["soil"], "field work"]
    assert naive_verify(tree)
    assert refusal(tree) == ("model", "model.wrong-type", f"{TAGS}/0")


def test_a_member_taken_out_and_left_as_nothing_breaks_the_signature() -> None:
    assert refusal({**badge(), "validUntil": None})[:2] == ("model", "model.wrong-type")
