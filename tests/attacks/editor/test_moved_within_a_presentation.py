"""A member moved between the credentials of a presentation.

Attack: A holder shows two badges. Somebody on the way moves "With distinction." from the one to the other; or a badge
is shown twice, and one of the two is changed.

Naively: a processor that puts all credentials into one graph sees the same statements, and the holder's proof holds.

Here: each credential of a presentation is a graph of its own (VCDM 2.0, 4.13), so a member that changes its place, or
one of two copies, breaks the holder's proof as well as the issuer's.
"""

from __future__ import annotations

import copy
from typing import Any

from badges import STRANGER, sealed
from naive_data_integrity import naive_statements
from records import course, holds, presentation


def shown() -> dict[str, Any]:
    return presentation(sealed(course(11, narrative="With distinction.")), sealed(course(12)))


def exchanged() -> dict[str, Any]:
    tree = shown()
    first, second = tree["verifiableCredential"]
    second["credentialSubject"]["narrative"] = first["credentialSubject"].pop("narrative")
    return tree


def naive_graph(tree: dict[str, Any]) -> set[str]:
    """The statements about everything that has an id, of all credentials in one graph, their proofs left out."""
    lines: set[str] = set()
    for credential in tree["verifiableCredential"]:
        unsecured = {name: value for name, value in credential.items() if name != "proof"}
        lines.update(line for line in naive_statements(unsecured).splitlines() if "_:c14n" not in line)
    return lines


def test_a_naive_graph_of_all_credentials_does_not_change() -> None:
    assert naive_graph(exchanged()) == naive_graph(shown())


def test_credentials_in_a_presentation_are_graphs_of_their_own() -> None:
    assert holds(shown(), STRANGER, "authentication")
    assert not holds(exchanged(), STRANGER, "authentication")
    assert not any(holds(credential) for credential in exchanged()["verifiableCredential"])


def test_the_same_credential_may_be_shown_twice_and_neither_hides_the_other() -> None:
    tree = presentation(sealed(course(11)), sealed(course(11)))
    assert holds(tree, STRANGER, "authentication")
    changed = copy.deepcopy(tree)
    changed["verifiableCredential"][0]["credentialSubject"]["narrative"] = "With distinction."
    assert not holds(changed, STRANGER, "authentication")


def test_within_one_credential_of_a_presentation_members_cannot_be_moved() -> None:
    own = course(11) | {"issuer": {"id": STRANGER.verification_method.partition("#")[0], "type": ["Profile"]}}
    own["credentialSubject"]["source"] = {**own["issuer"], "name": "Mira"}
    tree = presentation(own)
    assert holds(tree, STRANGER, "authentication")
    inside = tree["verifiableCredential"][0]
    inside["issuer"]["phone"] = "+49 1"
    assert not holds(tree, STRANGER, "authentication")
