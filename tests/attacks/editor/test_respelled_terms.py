"""Attack: write what was signed under other names, so that the signature holds and a reader of the JSON misses it.

Contexts are not signed. With plain JSON-LD processing each of these documents makes the same statements as the badge,
so a signature over statements holds for all of them; here each is refused, with the place in the document.
"""

from __future__ import annotations

from typing import Any

import pytest
from pyld import jsonld

from badges import AT, sealed, unsigned
from microcred.contexts import BUNDLED
from microcred.verification.fetch import Offline
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier

VC = "https://www.w3.org/2018/credentials#"
OB = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"


def plain_statements(tree: dict[str, Any]) -> str:
    """What a processor without safe mode makes of a document, its proof left out."""

    def load(url: str, _options: object) -> dict[str, Any]:
        return {"contextUrl": None, "documentUrl": url, "document": BUNDLED.versions(url)[0].load()}

    unsecured = {name: value for name, value in tree.items() if name != "proof"}
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": load}
    return str(jsonld.normalize(unsecured, options))


def respelled_as_iri() -> dict[str, Any]:
    tree = sealed().to_dict()
    end = tree.pop("validUntil")
    tree[f"{VC}validUntil"] = {"@type": "http://www.w3.org/2001/XMLSchema#dateTime", "@value": end}
    return tree


def renamed_by_a_context() -> dict[str, Any]:
    tree = sealed().to_dict()
    date_time = "http://www.w3.org/2001/XMLSchema#dateTime"
    tree["@context"].append({"goodFor": {"@id": f"{VC}validUntil", "@type": date_time}})
    tree["goodFor"] = tree.pop("validUntil")
    return tree


def moved_into_a_graph_block() -> dict[str, Any]:
    tree = sealed().to_dict()
    end = tree.pop("validUntil")
    tree["@included"] = [{"id": tree["id"], f"{VC}validUntil": {"@type": "http://www.w3.org/2001/XMLSchema#dateTime", "@value": end}}]  # fmt: skip  # noqa: E501
    return tree


def class_for_property() -> dict[str, Any]:
    tree = sealed(with_address()).to_dict()
    tree["issuer"]["address"]["GeoCoordinates"] = tree["issuer"]["address"].pop("geo")
    return tree


def with_address() -> dict[str, Any]:
    tree = unsigned()
    place = {"type": "GeoCoordinates", "latitude": 51.5, "longitude": 7.25}
    tree["issuer"]["address"] = {"type": ["Address"], "addressLocality": "Riverside", "geo": place}
    return tree


def keyword_for_alias() -> dict[str, Any]:
    tree = sealed().to_dict()
    tree["credentialSubject"]["@id"] = tree["credentialSubject"].pop("id")
    return tree


@pytest.mark.parametrize(
    ("respelled", "code"),
    [
        (respelled_as_iri, "contexts.respelled-term"),
        (renamed_by_a_context, "contexts.respelled-term"),
        (moved_into_a_graph_block, "contexts.divided-node"),
        (class_for_property, "contexts.respelled-term"),
        (keyword_for_alias, "contexts.keyword"),
    ],
)
def test_another_spelling_of_the_same_statements_is_refused(respelled: Any, code: str) -> None:
    tree = respelled()
    original = with_address() if respelled is class_for_property else sealed().to_dict()
    assert plain_statements(tree) == plain_statements(original), "the attack has to be a real one"
    found = Verifier(trust=AnyIssuer(), fetcher=Offline()).verify(tree, at=AT)
    assert found.verdict == "rejected"
    assert found["contexts"].code == code


def test_an_undefined_member_makes_no_statement_and_is_refused() -> None:
    tree = sealed().to_dict()
    tree["credentialSubject"]["honours"] = "summa cum laude"
    assert plain_statements(tree) == plain_statements(sealed().to_dict()), "the attack has to be a real one"
    found = Verifier(trust=AnyIssuer(), fetcher=Offline()).verify(tree, at=AT)
    assert (found.verdict, found["contexts"].code) == ("rejected", "contexts.undefined-term")
    assert found["contexts"].pointer == "/credentialSubject/honours"
