"""A status list that has a status in itself.

Attack: a status list is a credential, so it has a `credentialStatus` of its own, which refers to the list itself, or to
another list that refers back.

Naively: the status of a credential is looked up like that of any other, also where the credential is a list, and the
verifier goes round until it falls over.

Here: a list is verified by all steps but that one. Its own status is not looked up, whatever it says: an issuer who
wants to take a list back publishes another at its URL. One request is made.
"""

from __future__ import annotations

import json

import pytest

from hosted_lists import REVOKING, judged
from naive_hosts import naive_page
from status_lists import LIST, encoded, entry, status_list
from world import World

SECOND = "https://college.example/status/2"
ITSELF = {LIST: status_list(credentialStatus=entry(statusListIndex="1"))}
RING = {
    LIST: status_list(credentialStatus=entry(id=f"{SECOND}#1", statusListCredential=SECOND, statusListIndex="1")),
    SECOND: status_list(credentialStatus=entry(statusListIndex="1"), id=SECOND),
}


def naive_lists(web: World, credential: bytes) -> list[str]:
    """The lists behind a credential, and behind each of those."""
    status = json.loads(credential).get("credentialStatus")
    if status is None:
        return []
    url = status["statusListCredential"]
    return [url, *naive_lists(web, naive_page(web, url))]


@pytest.mark.parametrize("pages", [ITSELF, RING], ids=["itself", "ring"])
def test_a_naive_verifier_goes_round_until_it_falls_over(pages: dict[str, bytes]) -> None:
    web = World(pages)
    with pytest.raises(RecursionError):
        naive_lists(web, pages[LIST])
    assert len(web.visits) > 50


@pytest.mark.parametrize("pages", [ITSELF, RING], ids=["itself", "ring"])
def test_a_checker_that_is_asked_in_a_loop_ends(pages: dict[str, bytes]) -> None:
    web = World(pages)
    found = judged(web=web)
    assert (found.verdict, found["status"].message) == ("accepted", "not revoked")
    assert web.visits == [LIST]


def test_a_list_with_a_status_of_its_own_still_revokes() -> None:
    page = status_list({"encodedList": encoded({94567})}, credentialStatus=entry(statusListIndex="1"))
    assert judged(page=page)["status"].code == judged(page=REVOKING)["status"].code == "status.revoked"
