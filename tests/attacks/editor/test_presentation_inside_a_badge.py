"""A presentation inside a badge.

Attack: What stands in a presentation makes graphs of its own, apart from the statements around it. The editor calls a
piece of evidence in a signed badge a presentation as well, and puts into it what nobody signed.

Naively: a verifier that leaves out what stands in other graphs, since it is verified on its own, finds the statements
that were signed, and the page shows the distinction.

Here: all graphs of a document are signed with it (RDFC-1.0 canonicalizes datasets), whoever calls what a presentation.
"""

from __future__ import annotations

from typing import Any

from badges import sealed
from doctored import accepted, refusal
from naive_data_integrity import naive_verify
from records import course, holds


def with_presentation() -> dict[str, Any]:
    narrative = {"id": "did:example:learner", "type": ["AchievementSubject"], "narrative": "With distinction."}
    tree = sealed(course(11)).to_dict()
    tree["evidence"] = [{"type": ["Evidence", "VerifiablePresentation"], "verifiableCredential": [narrative]}]
    return tree


def naive_verify_the_default_graph(tree: dict[str, Any]) -> dict[str, Any]:
    """The badge, if its signature holds without the parts that are presentations, which have proofs of their own."""
    outside = [part for part in tree.get("evidence", []) if "VerifiablePresentation" not in part["type"]]
    naive_verify({name: value for name, value in {**tree, "evidence": outside}.items() if value})
    return tree


def test_a_naive_page_shows_what_the_presentation_holds() -> None:
    assert "With distinction." in str(naive_verify_the_default_graph(with_presentation()))


def test_a_presentation_inside_a_badge_hides_nothing() -> None:
    """Whoever calls an object a presentation only makes graphs of what is in it."""
    assert not holds(with_presentation())
    assert refusal(with_presentation())[0] in ("model", "contexts", "proof")
    assert accepted(sealed(course(11)).to_dict())
