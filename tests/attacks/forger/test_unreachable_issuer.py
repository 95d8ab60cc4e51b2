"""An issuer that cannot be asked.

Attack: The forger sees to it that a forgery cannot be checked: the victim's host is under load, the proof is of a suite
that nobody knows, the key of a kind that nobody has.

Naively: A verifier catches the error of its look-up, writes it to a log, and goes on with what it has: it has found
nothing wrong.

Here: "Could not look" is neither yes nor no (docs/decisions/0009): the verdict is *undetermined*, the report is false
where a program asks it, and ``Report.require`` raises.
"""

from __future__ import annotations

import logging

import pytest

from microcred.document import Document
from microcred.errors import FetchError, Undetermined
from naive import document_at, method_in, proof_holds
from published_keys import ISSUER, METHOD
from victim import badge, forged, report, web
from world import World

FORGERY = forged(METHOD)


def away() -> World:
    world = web()
    world.down(ISSUER)
    return world


def naive_verify(document: Document, world: World) -> bool:
    tree = document.to_dict()
    try:
        key = method_in(document_at(ISSUER, world), METHOD)["publicKeyMultibase"]
        if not proof_holds(tree, key):
            return False
    except FetchError as error:
        logging.getLogger(__name__).debug("could not check the proof: %s", error)
    return True


def test_a_naive_verifier_finds_nothing_wrong_where_it_cannot_look() -> None:
    assert not naive_verify(FORGERY, web())
    assert naive_verify(FORGERY, away())


def unknown(**changes: str) -> Document:
    tree = FORGERY.to_dict()
    return Document.of({**tree, "proof": {**tree["proof"], **changes}})


@pytest.mark.parametrize(
    ("document", "world", "check", "code"),
    [
        (FORGERY, away(), "issuer_key", "fetch.unreachable"),
        (unknown(cryptosuite="quantum-2035"), web(), "proof", "proof.unsupported-suite"),
    ],
)
def test_what_could_not_be_checked_is_not_accepted(document: Document, world: World, check: str, code: str) -> None:
    found = report(document, world)
    assert (found.verdict, found[check].code, found.authentic) == ("undetermined", code, None)
    assert not found
    with pytest.raises(Undetermined):
        found.require()


def test_what_can_be_checked_is_decided() -> None:
    assert report(FORGERY).verdict == "rejected"
    assert report(badge()).verdict == "accepted"
