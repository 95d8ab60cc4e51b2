"""A 2.0 badge that the forger hosts.

Attack: The forger publishes an assertion on their own host, or in a corner of the victim's host that is open to all,
and names a class of the victim's in it.

Naively: A verifier fetches the assertion from its address, finds that it is there word for word, follows the class to
the victim's profile, and shows the victim as the issuer.

Here: A hosted badge counts where its issuer publishes badges: on the issuer's own origin, or where the profile says
(``startsWith``, ``allowedOrigins``; Open Badges 2.0, VerificationObject). Elsewhere the check ``issuer_key`` fails with
``hosted.out-of-scope``, and the forger's address is not visited.
"""

from __future__ import annotations

from typing import Any

import pytest

from hosted_badges import EVIL, TRUSTED, refused
from naive import document_at
from open_badges_2 import (
    HOME,
    ISSUER,
    assertion,
    profile,
    verified,
    web,
)
from world import World

FORGERY = assertion(id=f"{EVIL}/1")


def hosted(url: str) -> World:
    world = web()
    world.serve(url, assertion(id=url))
    return world


def naive_verify(given: dict[str, Any], world: World) -> str | None:
    """Who is shown as the issuer."""
    if document_at(given["id"], world) != given:
        return None
    return document_at(document_at(given["badge"], world)["issuer"], world)["id"]


def test_a_naive_verifier_follows_the_forgers_badge_to_the_victim() -> None:
    assert naive_verify(FORGERY, hosted(f"{EVIL}/1")) == ISSUER


def test_the_badge_on_the_victims_own_host_is_accepted() -> None:
    assert verified(assertion(), web(), trust=TRUSTED)


def test_an_assertion_on_a_host_of_the_holder_is_rejected_before_it_is_fetched() -> None:
    forged = assertion(id=f"{EVIL}/1")
    world = web()
    world.serve(f"{EVIL}/1", forged)
    assert refused(verified(forged, world, trust=TRUSTED), "issuer_key", "hosted.out-of-scope")
    assert f"{EVIL}/1" not in world.visits


@pytest.mark.parametrize(
    "place",
    [
        "https://college.example.evil.example/1",
        "https://college.example@evil.example/1",
        "https://evil.example/https://college.example/1",
        "https://evil.example#https://college.example/1",
        "https://college.example:8443/1",
    ],
)
def test_a_url_that_looks_like_the_issuers_is_not(place: str) -> None:
    forged = assertion(id=place)
    assert refused(verified(forged, web(), trust=TRUSTED), "issuer_key", "hosted.out-of-scope")


def test_a_path_that_climbs_out_of_the_issuers_part_is_not_in_it() -> None:
    issuer = profile(verification={"startsWith": f"{HOME}/assertions/"})
    forged = assertion(id=f"{HOME}/assertions/../uploads/1")
    world = web(issuer=issuer)
    world.serve(f"{HOME}/uploads/1", forged)
    assert refused(verified(forged, world, trust=TRUSTED), "issuer_key", "hosted.out-of-scope")
    assert verified(assertion(), world, trust=TRUSTED)
