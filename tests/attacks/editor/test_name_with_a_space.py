"""A name with a space of another script.

Attack: A context can give an IRI to every word. The editor adds a member "award level", with a no-break space, an em
space, a line separator in its name: what comes of it is no IRI, and no statement is made.

Naively: a processor that drops what is no IRI finds the statements that were signed, and the page shows the member.

Here: IRIs have no white space of whatever script (RFC 3987, 2.2), and what comes to none is `contexts.undefined-term`,
in the quick reader as in the guarded one.
"""

from __future__ import annotations

from typing import Any

import pytest

from badges import CANONICALIZER, sealed, unsigned
from doctored import accepted, refusal
from microcred.canonical.expansion import Expander
from microcred.canonical.statements import statements
from microcred.contexts import BUNDLED
from microcred.document import Document
from microcred.errors import ContextError
from naive_data_integrity import naive_verify

# A context in which every word has an IRI, so that none is undefined.
ANY_WORD = "https://www.w3.org/ns/credentials/undefined-terms/v2"
SPACES = ["\xa0", "\u1680", "\u2003", "\u2028", "\u2029", "\u202f", "\u205f", "\u3000"]


def badge(**members: Any) -> dict[str, Any]:
    tree = unsigned(**members)
    tree["@context"] = [*tree["@context"], ANY_WORD]
    return tree


def with_member(name: str, tree: dict[str, Any]) -> dict[str, Any]:
    return {**tree, name: "gold"}


@pytest.mark.parametrize("space", [" ", *SPACES], ids=ascii)
def test_a_naive_verifier_drops_what_it_shows(space: str) -> None:
    assert "gold" in naive_verify(with_member(f"award{space}level", sealed(badge()).to_dict())).values()


@pytest.mark.parametrize("space", [" ", *SPACES], ids=ascii)
def test_a_name_with_a_space_of_another_script_is_not_passed_over(space: str) -> None:
    name = f"award{space}level"
    assert refusal(with_member(name, sealed(badge()).to_dict())) == ("contexts", "contexts.undefined-term", f"/{name}")
    assert accepted(sealed(badge(**{"award-level": "gold"})).to_dict())


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
