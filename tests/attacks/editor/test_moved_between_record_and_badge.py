"""A member moved between a record and the badge in it.

Attack: A record and a badge in it have one issuer, and describe it differently, since the badge is older. The editor
moves the telephone number, or the address, from the one description to the other.

Naively: no statement of the record changes and its proof holds; the badges in it are not verified, since the record
vouches for them.

Here: what a record holds is verified on its own, and what was moved breaks the proof of the badge (`credentials`). What
has no proof of its own has to agree with what stands around it (`contexts.divided-node`).
"""

from __future__ import annotations

from typing import Any

import pytest

from badges import sealed
from doctored import accepted, refusal
from microcred.errors import ContextError
from naive_data_integrity import naive_verify
from records import course, embedded, holds, record, with_phone


def moved_in() -> dict[str, Any]:
    tree = with_phone()
    embedded(tree)[0]["issuer"]["phone"] = tree["issuer"].pop("phone")
    return tree


def moved_out() -> dict[str, Any]:
    tree = with_phone()
    tree["issuer"]["url"] = embedded(tree)[0]["issuer"].pop("url")
    return tree


@pytest.mark.parametrize("moved", [moved_in, moved_out])
def test_a_naive_verifier_believes_a_badge_because_its_record_holds(moved: Any) -> None:
    assert embedded(naive_verify(moved()))[0] != embedded(with_phone())[0]


def test_an_issuer_may_have_changed_between_a_badge_and_the_record_of_it() -> None:
    assert accepted(with_phone())


def test_what_is_moved_from_the_record_into_a_badge_breaks_the_proof_of_the_badge() -> None:
    assert holds(moved_in()), "no statement of the record has changed"
    assert refusal(moved_in())[0] == "credentials"


def test_what_is_moved_out_of_a_badge_into_the_record_breaks_the_proof_of_the_badge() -> None:
    assert holds(moved_out()), "no statement of the record has changed"
    assert refusal(moved_out())[0] == "credentials"


def test_only_in_a_record_are_credentials_told_apart_by_their_own_proofs() -> None:
    """What nobody verifies on its own has to agree with what stands around it."""
    tree = with_phone()
    inner = {**sealed(course(12)).tree, "issuer": {**tree["issuer"], "phone": "+49 2"}}
    embedded(tree)[0]["credentialSubject"]["verifiableCredential"] = [inner]
    del tree["proof"]
    with pytest.raises(ContextError) as caught:
        sealed(tree)
    assert "contexts.divided-node" in {fault.code for fault in caught.value.faults}


def test_taking_the_proof_off_an_embedded_badge_breaks_the_seal_of_the_record() -> None:
    tree = sealed(record(sealed(course(11)).tree)).to_dict()
    assert holds(tree)
    del embedded(tree)[0]["proof"]
    assert not holds(tree)
