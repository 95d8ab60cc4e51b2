"""A class written where a property belongs.

Attack: In the context of Open Badges the class "GeoCoordinates" and the property "geo" have IRIs that make one
statement. The editor writes the one for the other.

Naively: the signature holds, and the place of the college has gone from where readers look for it.

Here: each word has its one spelling at its one place, `contexts.respelled-term`.
"""

from __future__ import annotations

from typing import Any

from badges import sealed, unsigned
from doctored import accepted, refusal
from naive_data_integrity import naive_verify


def with_address() -> dict[str, Any]:
    tree = unsigned()
    place = {"type": "GeoCoordinates", "latitude": 51.5, "longitude": 7.25}
    tree["issuer"]["address"] = {"type": ["Address"], "addressLocality": "Riverside", "geo": place}
    return sealed(tree).to_dict()


def class_for_property() -> dict[str, Any]:
    tree = with_address()
    tree["issuer"]["address"]["GeoCoordinates"] = tree["issuer"]["address"].pop("geo")
    return tree


def test_a_naive_verifier_finds_no_place() -> None:
    assert "geo" not in naive_verify(class_for_property())["issuer"]["address"]


def test_a_class_is_no_property() -> None:
    place = "/issuer/address/GeoCoordinates"
    assert refusal(class_for_property()) == ("contexts", "contexts.respelled-term", place)
    assert accepted(with_address())
