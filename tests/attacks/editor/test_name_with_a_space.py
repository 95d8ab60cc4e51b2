"""Attack: a member that is added to a signed credential, and of which no statement is made."""

from __future__ import annotations

from typing import Any

import pytest

from badges import AT, CANONICALIZER, sealed, unsigned
from microcred.canonical.expansion import Expander
from microcred.canonical.statements import statements
from microcred.contexts import BUNDLED
from microcred.document import Document
from microcred.errors import ContextError
from microcred.verification.fetch import Offline
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier

# A context in which every word has an IRI, so that none is undefined.
ANY_WORD = "https://www.w3.org/ns/credentials/undefined-terms/v2"
SPACES = ["\xa0", "\u1680", "\u2003", "\u2028", "\u2029", "\u202f", "\u205f", "\u3000"]


def badge(**members: Any) -> dict[str, Any]:
    tree = unsigned(**members)
    tree["@context"] = [*tree["@context"], ANY_WORD]
    return tree


def with_member(name: str, tree: dict[str, Any]) -> dict[str, Any]:
    return {**tree, name: "gold"}


@pytest.mark.parametrize("space", SPACES, ids=ascii)
def test_a_name_with_a_space_of_another_script_is_not_passed_over(space: str) -> None:
    tree = with_member(f"award{space}level", sealed(badge()).to_dict())
    assert Verifier(trust=AnyIssuer(), fetcher=Offline()).verify(tree, at=AT).verdict == "rejected"


@pytest.mark.parametrize("space", SPACES, ids=ascii)
def test_nor_is_it_by_the_guarded_reader(space: str) -> None:
    tree = Document.of(with_member(f"award{space}level", badge())).tree
    with pytest.raises(ContextError) as caught:
        statements(Expander(BUNDLED).expand(tree, {}))
    assert caught.value.code == "contexts.undefined-term"
    with pytest.raises(ContextError) as caught:
        CANONICALIZER.statements(tree, {})
    assert caught.value.code == "contexts.undefined-term"


def test_a_value_of_two_types_is_refused_and_nothing_else() -> None:
    tree = badge(award={"@value": False, "@type": "urn:x:type", "type": "Achievement"})
    with pytest.raises(ContextError) as caught:
        CANONICALIZER.statements(Document.of(tree).tree, {})
    assert caught.value.code == "contexts.invalid-iri"
