"""Another spelling of the URL of the victim's key.

Attack: The forger spells the URL of a key, or of the issuer, in another way: percent-encoded, with capitals, a port, a
user name, a dot more. One part of the verifier takes both for the same, another part does not.

Naively: A verifier compares URLs after putting them into some normal form, and fetches them in the form in which they
came. ``https://college.example@forger.example/`` begins like the victim's and leads to the forger.

Here: Ids are compared as text, character by character (Controlled Identifiers 1.0, 3.3; RFC 3986, 6.2.1). Another
spelling of a fragment is another key, ``key.not-in-document``; another spelling of the URL another issuer,
``key.not-the-issuers``; a user name in a URL is ``key.invalid-url``. Nothing is fetched for them.
"""

from __future__ import annotations

from typing import Any

import pytest

from microcred.document import Document
from naive import document_at, proof_holds
from published_keys import ISSUER, METHOD, document
from victim import assert_refused, badge, forged, refusal, report, web
from world import World

LOOKALIKE = "https://college.example@forger.example/issuers/1"


def naive_document_at(url: str, world: World) -> Any:
    """As an HTTP library: what stands in front of an @ is a user name, and does not change where the packet goes."""
    scheme, _, rest = url.partition("://")
    return document_at(f"{scheme}://{rest.rpartition('@')[2]}", world)


def naive_verify(badge_: Document, world: World) -> bool:
    tree = badge_.to_dict()
    name = tree["proof"]["verificationMethod"]
    if not name.startswith("https://college.example"):
        return False
    method_ = naive_document_at(name.partition("#")[0], world)["verificationMethod"][0]
    return name.endswith(method_["id"].partition("#")[2]) and proof_holds(tree, method_["publicKeyMultibase"])


def test_a_naive_verifier_is_led_to_the_forger_by_a_user_name() -> None:
    assert naive_verify(forged(f"{LOOKALIKE}#key-1"), web())


def test_the_forgery_is_refused_and_nothing_is_fetched() -> None:
    world = web()
    assert_refused(report(forged(f"{LOOKALIKE}#key-1"), world), "issuer_key", "key.invalid-url")
    assert world.visits == []


def test_the_victims_own_badge_is_accepted() -> None:
    assert report(badge())


@pytest.mark.parametrize(
    "fragment",
    ["Key-1", "KEY-1", "key%2D1", "%6bey-1", "key-1%00", "key-1%20", "key-1?", "key-1/", "?key-1", "./key-1"],
)
def test_another_spelling_of_the_fragment_is_another_key(fragment: str) -> None:
    assert refusal(document(), f"{ISSUER}#{fragment}").code == "key.not-in-document"


@pytest.mark.parametrize(
    "other",
    [
        f"{ISSUER}/",
        f"{ISSUER}?",
        f"{ISSUER}?x=1",
        ISSUER.replace("https://", "https://college.example:443/").replace(":443/college.example", ":443"),
        ISSUER.replace("college", "COLLEGE"),
        ISSUER.replace("college", "c%6fllege"),
        ISSUER.replace("/issuers/", "/issuers/../issuers/"),
        ISSUER.replace("/issuers/", "//issuers/"),
        ISSUER.replace("https:", "HTTPS:"),
        ISSUER.replace("college.example", "college.example."),
    ],
)
def test_another_spelling_of_the_victims_url_is_another_issuer(other: str) -> None:
    world = World()
    world.serve(ISSUER, document())
    error = refusal(world, f"{other}#key-1")
    assert error.code in {"key.not-the-issuers", "key.invalid-url"}
    assert world.visits == []


def test_a_lookalike_letter_in_the_issuers_id_is_shown_as_what_it_is() -> None:
    lookalike = ISSUER.replace("college", "c\u043ellege")
    error = refusal(World(), METHOD, controller=lookalike)
    assert error.code == "key.not-the-issuers"
    assert r"c\u043ellege" in error.message


def test_a_user_name_that_looks_like_the_victim_is_refused() -> None:
    url = "https://college.example@forger.example/issuers/1#key-1"
    assert refusal(World(), url, controller=url.partition("#")[0]).code == "key.invalid-url"
