from __future__ import annotations

import json
import struct
import zlib
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from microcred.artwork import badge_png, badge_svg
from microcred.baking import bake, image_kind, unbake
from microcred.errors import ImageError

PNG, SVG = badge_png("Teamwork", size=16), badge_svg("Teamwork")
PICTURES = st.sampled_from([PNG, SVG])
unhurried = settings(deadline=None)

AWKWARD = st.sampled_from(
    ["]]>", "<![CDATA[", "\ufffe", "\uffff", "&amp;", "-->", "\\", '"', "\x7f", "\U0010ffff", "é"]
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"])) | st.lists(AWKWARD).map("".join)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@st.composite
def credentials(draw: st.DrawFn) -> str:
    content: dict[str, Any] = {**draw(st.dictionaries(TEXTS, VALUES, max_size=4)), "proof": draw(VALUES)}
    text = json.dumps(content, ensure_ascii=draw(st.booleans()), indent=draw(st.sampled_from([None, 2, "\t"])))
    return draw(st.sampled_from(["", "\n", " \t"])) + text + draw(st.sampled_from(["", "\n"]))


def between(baked: bytes, picture: bytes) -> bool:
    """Whether ``baked`` is ``picture`` with one stretch of bytes put in."""
    more = len(baked) - len(picture)
    same = next((at for at, (a, b) in enumerate(zip(baked, picture, strict=False)) if a != b), len(picture))
    return baked[same + more :] == picture[same:]


@unhurried
@given(credentials())
def test_a_png_gives_back_any_credential_byte_for_byte(text: str) -> None:
    assert unbake(bake(PNG, text)) == text.encode()


@unhurried
@given(credentials())
def test_an_svg_gives_back_the_meaning_of_any_credential(text: str) -> None:
    assert json.loads(unbake(bake(SVG, text))) == json.loads(text)


@unhurried
@given(credentials())
def test_an_svg_gives_back_the_bytes_of_what_cdata_can_hold(text: str) -> None:
    carried = unbake(bake(SVG, text)).decode()
    assert carried == text.replace("]]>", "]]\\u003e").replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")


@unhurried
@given(credentials())
def test_baking_puts_one_stretch_of_bytes_into_a_png_and_changes_none(text: str) -> None:
    assert between(bake(PNG, text), PNG)


@unhurried
@given(credentials())
def test_baking_puts_one_stretch_of_bytes_into_an_svg_and_changes_none(text: str) -> None:
    declared = SVG.replace(b"<svg ", b'<svg xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0" ', 1)
    assert between(bake(declared, text), declared)


@unhurried
@given(PICTURES, credentials(), credentials())
def test_the_last_baking_counts(picture: bytes, first: str, second: str) -> None:
    assert bake(bake(picture, first), second) == bake(picture, second)


def with_checksums(png: bytes) -> bytes:
    """The same chunks with right checksums, as far as the lengths allow: an attacker can compute them, too."""
    parts, at = [png[:8]], 8
    while at + 12 <= len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        body = png[at + 4 : at + 8 + length]
        parts.append(png[at : at + 4] + body + struct.pack(">I", zlib.crc32(body)))
        at += 12 + length
    return b"".join((*parts, png[at:]))


@st.composite
def mutants(draw: st.DrawFn, picture: bytes) -> bytes:
    """A baked picture with a few stretches replaced, cut, doubled or filled with noise."""
    mutant = picture
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(mutant)))
        end = min(len(mutant), start + draw(st.integers(0, 40)))
        stretch = mutant[start:end]
        new = draw(
            st.sampled_from(
                [b"", stretch * 2, bytes(len(stretch)), stretch[::-1], b"<![CDATA[", b"]]>", b"</svg>", b'"']
            )
            | st.binary(max_size=8)
        )
        mutant = mutant[:start] + new + mutant[end:]
    if image_kind(mutant) == "png" and draw(st.booleans()):
        mutant = with_checksums(mutant)
    return mutant


BADGE = '{"proof": {}, "name": "Équipe ]]>"}'
SMALL_SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="1"><g id="a">\xc3\xa9</g></svg>'


@unhurried
@given(mutants(bake(PNG, BADGE)) | mutants(bake(SMALL_SVG, BADGE)) | st.binary())
def test_a_damaged_picture_is_read_or_refused_and_nothing_else(picture: bytes) -> None:
    try:
        text = unbake(picture)
    except ImageError as error:
        refusal = f"{error.code}: {error.message}"
    else:
        assert text.lstrip().startswith(b"{") or text.count(b".") == 2
        return
    assert refusal.startswith("image.")
    assert refusal.isprintable()


@unhurried
@given(mutants(PNG) | mutants(SMALL_SVG))
def test_a_damaged_picture_is_baked_well_or_refused(picture: bytes) -> None:
    try:
        baked = bake(picture, BADGE)
    except ImageError:
        return
    assert json.loads(unbake(baked)) == json.loads(BADGE)
