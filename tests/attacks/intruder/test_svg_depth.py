"""An SVG of a million elements inside each other, or beside each other.

Attack: a small file nests elements as deep as its size allows, or has millions of them, or one with thousands of
attributes.

Naively: the tree is walked by a function that calls itself, which ends in a `RecursionError` that nobody expected.

Here: at most 256 levels, 500 000 elements and 1 000 attributes of one are read, counted while they are read:
`image.too-complex`.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from hostile_pictures import BADGE, ELEMENT, refusal, svg
from microcred.baking import unbake
from microcred.baking.svg import MAX_ATTRIBUTES, MAX_DEPTH, MAX_ELEMENTS


def naive_count(element: ET.Element) -> int:
    """How many elements there are."""
    return 1 + sum(naive_count(child) for child in element)


def test_a_naive_walk_falls_over_its_own_depth() -> None:
    tree = ET.fromstring(svg("<g>" * 2_000 + "</g>" * 2_000))  # noqa: S314 - that it trusts the file is the point
    with pytest.raises(RecursionError):
        naive_count(tree)


def test_deep_nesting_stops_early() -> None:
    assert unbake(svg("<g>" * (MAX_DEPTH - 2) + ELEMENT + "</g>" * (MAX_DEPTH - 2))) == BADGE
    assert refusal(svg("<g>" * (MAX_DEPTH - 1) + ELEMENT + "</g>" * (MAX_DEPTH - 1))) == "image.too-complex"
    assert refusal(svg("<g>" * 1_000_000)) == "image.too-complex"


def test_many_attributes_stop_early() -> None:
    attributes = [f' a{n}=""' for n in range(MAX_ATTRIBUTES)]
    assert unbake(svg(attributes="".join(attributes[:MAX_ATTRIBUTES]))) == BADGE
    assert refusal(svg(attributes="".join(attributes) + ' b=""')) == "image.too-complex"


def test_many_elements_stop_early() -> None:
    assert refusal(svg("<g/>" * (MAX_ELEMENTS + 1))) == "image.too-complex"
