"""An inclusion (XInclude) in an SVG.

Attack: the picture, or the very element of the badge, includes a file of whoever reads it.

Naively: inclusions are resolved before the credential is read, and the file becomes part of it.

Here: an inclusion is an element like any other: it is never followed, and within the credential's element it is
`image.svg-credential-malformed`.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path
from xml.etree import ElementInclude

from hostile_pictures import BADGE, ELEMENT, OB3, refusal, svg
from microcred.baking import unbake

INCLUDE = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{}" parse="text"/>'


def naive_included(image: bytes) -> str:
    """The content of the badge's element, with inclusions filled in."""
    root = ET.fromstring(image)  # noqa: S314 - that it trusts the file is the point
    ElementInclude.include(root)
    return "".join(root.find(f"{{{OB3}}}credential").itertext())  # type: ignore[union-attr]


def test_a_naive_reader_includes_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("the key")
    element = f"<openbadges:credential>{INCLUDE.format(tmp_path / 'secret')}</openbadges:credential>"
    assert naive_included(svg(element)) == "the key"


def test_an_inclusion_is_not_followed() -> None:
    include = INCLUDE.format("file:///etc/passwd")
    assert unbake(svg(include + ELEMENT)) == BADGE
    assert refusal(svg(f"<openbadges:credential>{include}</openbadges:credential>")) == "image.svg-credential-malformed"
