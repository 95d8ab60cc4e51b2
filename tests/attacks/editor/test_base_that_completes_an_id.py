"""A base that completes an id.

Attack: With {"@base": "https://college.example/achievements/"} at the end, the relative reference "soil-2" comes to the
id of the achievement. The editor writes it so, and a reader who resolves it against the place of the file, as browsers
do, looks at a page of the editor's.

Naively: the statement is the same, and the signature holds.

Here: an id is absolute (`model.not-a-uri`, `contexts.relative-iri`: there is no base that would be signed), and a
context in the document sets no base (`contexts.inline-not-plain`).
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from badges import sealed, unsigned
from doctored import accepted, badge, refusal
from naive_data_integrity import naive_verify

BASE = "https://college.example/achievements/"


def relative() -> dict[str, Any]:
    tree = badge()
    tree["@context"].append({"@base": BASE})
    tree["credentialSubject"]["achievement"]["id"] = "soil-2"
    return tree


def naive_page_of_the_achievement(tree: dict[str, Any], file: str) -> str:
    """Where a browser goes that shows the badge, once the signature holds."""
    return urljoin(file, naive_verify(tree)["credentialSubject"]["achievement"]["id"])


def test_a_naive_reader_looks_at_a_page_of_the_editors() -> None:
    assert naive_page_of_the_achievement(relative(), "https://thief.example/me") == "https://thief.example/soil-2"
    assert naive_page_of_the_achievement(badge(), "https://thief.example/me") == f"{BASE}soil-2"


def test_an_id_is_absolute() -> None:
    assert refusal(relative()) == ("model", "model.not-a-uri", "/credentialSubject/achievement/id")
    tree = badge(evidence=[{"id": f"{BASE}protocol", "type": ["Evidence"]}])
    tree["@context"].append({"@base": BASE})
    tree["evidence"][0]["id"] = "protocol"
    assert naive_verify(tree)
    assert refusal(tree) == ("model", "model.not-a-uri", "/evidence/0/id")


def test_an_id_in_a_member_of_ones_own_is_absolute_as_well() -> None:
    plot = {"plot": {"@id": "https://college.example/terms#plot", "@type": "@id"}}
    tree = badge()
    tree["@context"].append(plot)
    tree["plot"] = "north"
    assert refusal(tree) == ("contexts", "contexts.relative-iri", "/plot")
    tree = unsigned(plot=f"{BASE}north")
    tree["@context"] = [*tree["@context"], plot]
    assert accepted(sealed(tree))


def test_a_base_is_refused_though_nothing_makes_use_of_it() -> None:
    tree = badge()
    tree["@context"].append({"@base": BASE})
    assert naive_verify(tree)
    assert refusal(tree) == ("contexts", "contexts.inline-not-plain", "/@context/2/@base")
    del tree["@context"][2]
    assert accepted(tree)
