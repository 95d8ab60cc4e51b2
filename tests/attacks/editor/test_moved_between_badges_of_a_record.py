"""A distinction moved from one course to another.

Attack: A record holds two badges about one learner. The editor moves "With distinction." from the subject of the one to
the subject of the other: the subjects have the same id.

Naively: no statement of the record changes, its proof holds, and the badges in it are believed.

Here: each badge has its own proof, which is verified too, and breaks (`credentials`); badges without proofs about one
id are not sealed as a record (`contexts.divided-node`).
"""

from __future__ import annotations

from typing import Any

import pytest

from badges import sealed
from doctored import accepted, refusal
from microcred.errors import ContextError
from naive_data_integrity import naive_verify
from records import course, embedded, holds, record


def two_courses() -> dict[str, Any]:
    with_narrative = sealed(course(11, narrative="With distinction."))
    return sealed(record(with_narrative.tree, sealed(course(12)).tree)).to_dict()


def exchanged() -> dict[str, Any]:
    tree = two_courses()
    first, second = embedded(tree)
    second["credentialSubject"]["narrative"] = first["credentialSubject"].pop("narrative")
    return tree


def test_a_naive_verifier_finds_the_distinction_in_the_other_course() -> None:
    assert "narrative" in embedded(naive_verify(exchanged()))[1]["credentialSubject"]


def test_what_is_moved_between_them_breaks_their_own_proofs() -> None:
    assert holds(exchanged()), "no statement of the record has changed"
    assert [holds(credential) for credential in embedded(exchanged())] == [False, False]
    assert refusal(exchanged())[0] == "credentials"
    assert accepted(two_courses())


def test_badges_with_proofs_of_their_own_stand_together_in_a_record() -> None:
    tree = sealed(record(*(sealed(course(number)).tree for number in range(11, 31)))).to_dict()
    assert holds(tree)
    assert all(holds(credential) for credential in embedded(tree))


def test_unsigned_badges_about_one_id_are_not_sealed_as_a_record() -> None:
    with pytest.raises(ContextError) as caught:
        sealed(record(course(11, narrative="With distinction."), course(12)))
    assert caught.value.code == "contexts.divided-node"


def test_a_badge_does_not_stand_twice_in_a_record() -> None:
    badge = sealed(course(11))
    with pytest.raises(ContextError):
        sealed(record(badge.tree, badge.tree))
