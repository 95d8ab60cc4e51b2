"""The right name in the wrong namespace, and the right namespace under another name.

Attack: the picture holds `<openbadges:credential>` with a prefix that stands for something else, or an element of
another name or another, similar namespace.

Naively: the prefix is taken for the name. But a prefix means what the document says that it means: one reader finds a
badge where another one finds none.

Here: namespace and local name decide together (Namespaces in XML 1.0, 2.1 and 6), compared character by character; all
else is no credential. The element counts under every prefix.
"""

from __future__ import annotations

import pytest

from hostile_pictures import BADGE, ELEMENT, OB3, refusal, svg
from microcred.baking import unbake
from microcred.errors import ImageError
from naive_pictures import naive_markup

FOREIGN = f'<g xmlns:openbadges="urn:other">{ELEMENT}</g>'


def test_a_naive_reader_goes_by_the_prefix() -> None:
    assert naive_markup(svg(FOREIGN)) == BADGE
    assert naive_markup(svg(f'<c xmlns="{OB3}"/>')) is None


def test_the_prefix_alone_means_nothing() -> None:
    assert refusal(svg(FOREIGN)) == "image.no-credential"


@pytest.mark.parametrize(
    "element", [f'<x:credential xmlns:x="{OB3}">X</x:credential>', f'<credential xmlns="{OB3}">X</credential>']
)
def test_the_element_counts_under_every_prefix(element: str) -> None:
    assert unbake(svg(element.replace("X", BADGE.decode()))) == BADGE


@pytest.mark.parametrize(
    "namespace",
    [
        "http://www.w3.org/2000/svg",
        "http://purl.imsglobal.org/ob/v3p0",
        OB3 + "/",
        OB3.upper(),
        OB3 + " ",
        "https://purl.imsglobal.org/spec/ob/v3p0",
        OB3 + "&#32;credential",
    ],
)
def test_the_right_name_in_another_namespace_is_no_credential(namespace: str) -> None:
    with pytest.raises(ImageError) as caught:
        unbake(svg(f'<x:credential xmlns:x="{namespace}">{{"id": "another"}}</x:credential>'))
    # Newer versions of expat refuse a namespace with a space in it, older ones do not.
    assert caught.value.code in ("image.no-credential", "image.svg-malformed")


@pytest.mark.parametrize("name", ["Credential", "credentials", "assertion", "openbadges"])
def test_another_name_in_the_right_namespace_is_no_credential(name: str) -> None:
    assert refusal(svg(f'<openbadges:{name} verify="a.b.c"/>')) == "image.no-credential"
