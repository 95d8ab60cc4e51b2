"""A class that belongs to somebody else.

Attack: The forger names the victim as the issuer of a class of their own, writes the class of the victim out under the
forger's profile, or calls their own profile by the victim's id.

Naively: A verifier follows assertion, class and profile one after the other, and takes what each says of itself.

Here: Each document has to have the id of the address at which it is found, ``hosted.wrong-id``; a class has to be on
the origin of its issuer, ``hosted.class-of-another``; and the assertion where that issuer publishes badges,
``hosted.out-of-scope``.
"""

from __future__ import annotations

from typing import Any

from hosted_badges import EVIL, TRUSTED, refused
from naive import document_at
from open_badges_2 import (
    ISSUER,
    assertion,
    badge_class,
    profile,
    verified,
    web,
)
from world import World


def naive_verify(given: dict[str, Any], world: World) -> str:
    class_ = given["badge"] if isinstance(given["badge"], dict) else document_at(given["badge"], world)
    issuer = class_["issuer"] if isinstance(class_["issuer"], dict) else document_at(class_["issuer"], world)
    assert document_at(given["id"], world) == given
    return issuer["id"]


def test_a_naive_verifier_believes_a_document_that_calls_itself_the_victim() -> None:
    world = web()
    world.serve(f"{EVIL}/issuer", profile())
    world.serve(f"{EVIL}/class", badge_class(id=f"{EVIL}/class", issuer=f"{EVIL}/issuer"))
    forged = assertion(id=f"{EVIL}/1", badge=f"{EVIL}/class")
    world.serve(f"{EVIL}/1", forged)
    assert naive_verify(forged, world) == ISSUER


def test_the_victims_own_class_is_accepted() -> None:
    assert verified(assertion(), web(), trust=TRUSTED)


def test_a_class_that_names_an_issuer_who_knows_nothing_of_it_is_no_help() -> None:
    world = web()
    world.serve(f"{EVIL}/class", badge_class(id=f"{EVIL}/class"))
    forged = assertion(id=f"{EVIL}/1", badge=f"{EVIL}/class")
    world.serve(f"{EVIL}/1", forged)
    assert refused(verified(forged, world, trust=TRUSTED), "issuer_key", "hosted.out-of-scope")


def test_a_class_cannot_be_written_out_under_the_id_of_somebody_elses() -> None:
    issuer = profile(id=f"{EVIL}/issuer", name="Evil")
    forged = assertion(id=f"{EVIL}/1", badge=badge_class(issuer=issuer))
    world = web()
    world.serve(f"{EVIL}/issuer", issuer)
    world.serve(f"{EVIL}/1", forged)
    assert refused(verified(forged, world), "issuer_key", "hosted.class-of-another")


def test_a_document_that_calls_itself_by_the_issuers_id_is_not_the_issuer() -> None:
    world = web()
    world.serve(f"{EVIL}/issuer", profile())
    world.serve(f"{EVIL}/class", badge_class(id=f"{EVIL}/class", issuer=f"{EVIL}/issuer"))
    forged = assertion(id=f"{EVIL}/1", badge=f"{EVIL}/class")
    world.serve(f"{EVIL}/1", forged)
    assert refused(verified(forged, world), "model", "hosted.wrong-id")
    assert verified(forged, world, trust=TRUSTED)["trust"].code == "trust.not-recognised"
