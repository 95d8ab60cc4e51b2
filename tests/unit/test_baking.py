from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest

from corpus import corpus_path, needs_corpus, samples
from microcred.artwork import badge_png, badge_svg
from microcred.baking import CLR_2, OPEN_BADGES_2, OPEN_BADGES_3, bake, carried, image_kind, unbake
from microcred.document import Document
from microcred.errors import DocumentError, ImageError, UsageError

PNG = badge_png("Teamwork", size=16)
SVG = badge_svg("Teamwork")
PICTURES = pytest.mark.parametrize("picture", [PNG, SVG], ids=["png", "svg"])


def credential(*types: str, **more: Any) -> bytes:
    return json.dumps(
        {"type": ["VerifiableCredential", *types], "proof": {"type": "DataIntegrityProof"}, **more}
    ).encode()


def jws(payload: dict[str, Any]) -> bytes:
    def part(data: bytes) -> bytes:
        return base64.urlsafe_b64encode(data).rstrip(b"=")

    return b".".join((part(b'{"alg":"EdDSA"}'), part(json.dumps(payload).encode()), part(b"signature")))


BADGE = credential("OpenBadgeCredential", name="Teamwork")
TOKEN = jws({"type": ["VerifiableCredential", "OpenBadgeCredential"]})


@PICTURES
@pytest.mark.parametrize("text", [BADGE, TOKEN], ids=["json", "jws"])
def test_what_was_baked_comes_out_again(picture: bytes, text: bytes) -> None:
    assert unbake(bake(picture, text)) == text


@PICTURES
def test_text_bytes_and_documents_are_baked_alike(picture: bytes) -> None:
    assert bake(picture, BADGE.decode()) == bake(picture, Document.parse(BADGE)) == bake(picture, BADGE)


@PICTURES
def test_the_line_end_of_a_token_file_is_not_part_of_the_token(picture: bytes) -> None:
    assert unbake(bake(picture, TOKEN + b"\n")) == TOKEN


@PICTURES
def test_json_keeps_the_white_space_that_surrounds_it(picture: bytes) -> None:
    assert unbake(bake(picture, b"\n  " + BADGE + b"\n")) == b"\n  " + BADGE + b"\n"


@PICTURES
@pytest.mark.parametrize(
    ("text", "standard"),
    [
        (BADGE, OPEN_BADGES_3),
        (credential("AchievementCredential"), OPEN_BADGES_3),
        (credential("ClrCredential"), CLR_2),
        (json.dumps({"type": "ClrCredential", "proof": {}}).encode(), CLR_2),
        (TOKEN, OPEN_BADGES_3),
        (jws({"type": ["VerifiableCredential", "ClrCredential"]}), CLR_2),
        (jws({"vc": {"type": ["VerifiableCredential", "ClrCredential"]}}), CLR_2),
        (jws({"vc": {"type": ["VerifiableCredential", "OpenBadgeCredential"]}}), OPEN_BADGES_3),
        (jws({"type": 7}), OPEN_BADGES_3),
    ],
)
def test_the_type_of_the_credential_decides_whose_marks_it_bears(picture: bytes, text: bytes, standard: object) -> None:
    assert carried(bake(picture, text)).standard is standard


@PICTURES
def test_a_new_credential_replaces_the_old_one_whatever_its_standard(picture: bytes) -> None:
    once = bake(picture, credential("ClrCredential"))
    assert unbake(bake(once, BADGE)) == BADGE


@PICTURES
def test_baking_over_a_credential_gives_the_same_bytes_as_baking_afresh(picture: bytes) -> None:
    assert bake(bake(picture, TOKEN), BADGE) == bake(picture, BADGE)


@PICTURES
def test_without_replace_an_existing_credential_is_an_error(picture: bytes) -> None:
    with pytest.raises(ImageError) as caught:
        bake(bake(picture, BADGE), TOKEN, replace=False)
    assert caught.value.code == "image.already-baked"


@PICTURES
def test_without_replace_a_fresh_picture_is_baked(picture: bytes) -> None:
    assert bake(picture, BADGE, replace=False) == bake(picture, BADGE)


@PICTURES
def test_a_picture_without_a_credential_is_named_so(picture: bytes) -> None:
    with pytest.raises(ImageError) as caught:
        unbake(picture)
    assert caught.value.code == "image.no-credential"


@PICTURES
@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"badge.json",
        b"[]",
        b"a.b",
        b"a.b.",
        b"a.b.c.d",
        b"e.!!.e",
        b"e.e.e",
        "ä.ä.ä",
        "\ud800",
        None,
        7,
        {"proof": {}},
    ],
)
def test_what_is_no_credential_is_not_baked(picture: bytes, text: Any) -> None:
    with pytest.raises(UsageError) as caught:
        bake(picture, text)
    assert caught.value.code == "usage.not-a-credential"


@PICTURES
def test_an_unsigned_credential_is_not_baked(picture: bytes) -> None:
    with pytest.raises(UsageError) as caught:
        bake(picture, b'{"type": ["VerifiableCredential", "OpenBadgeCredential"]}')
    assert caught.value.code == "usage.unsigned-credential"


@PICTURES
@pytest.mark.parametrize("text", [b'{"proof": {}', b'{"proof": 1, "proof": 2}', jws({})[:20] + b".W10.c2ln"])
def test_json_that_no_reader_should_accept_is_not_baked(picture: bytes, text: bytes) -> None:
    with pytest.raises(DocumentError):
        bake(picture, text)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PNG, "png"),
        (b"\x89PNG\n\x1a\n", "png"),
        (SVG, "svg"),
        (b"\xef\xbb\xbf" + SVG, "svg"),
        (b'\n<?xml version="1.0"?>\n<!-- drawn by hand -->\n<svg:svg/>', "svg"),
        ('<?xml version="1.0" encoding="UTF-16"?><svg/>'.encode("utf-16"), "svg"),
        ("<svg/>".encode("utf-16-be"), "svg"),
        (BADGE, None),
        (TOKEN, None),
        (b'{"image": "<svg/>"}', None),
        (b"<html><body/></html>", None),
        (b"<svgx/>", None),
        (b"", None),
    ],
)
def test_pictures_are_told_from_everything_else_by_content(data: bytes, kind: str | None) -> None:
    assert image_kind(data) == kind


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"GIF89a", "GIF"),
        (b"RIFF\0\0\0\0WEBP", "WebP"),
        (b"%PDF-1.7", "PDF"),
        (b"", "neither"),
        (BADGE, "neither"),
    ],
)
@pytest.mark.parametrize("act", [unbake, lambda image: bake(image, BADGE)], ids=["unbake", "bake"])
def test_another_format_is_named_in_the_error(data: bytes, name: str, act: Callable[[bytes], bytes]) -> None:
    with pytest.raises(ImageError, match=name) as caught:
        act(data)
    assert caught.value.code == "image.unknown-format"


@pytest.mark.parametrize("picture", ["badge.png", None, bytearray(PNG)])
def test_a_picture_is_bytes(picture: Any) -> None:
    with pytest.raises(UsageError) as caught:
        unbake(picture)
    assert caught.value.code == "usage.not-bytes"


@PICTURES
def test_a_picture_beyond_the_limit_is_not_read(picture: bytes) -> None:
    baked = bake(picture, BADGE)
    assert unbake(baked, max_bytes=len(baked)) == BADGE
    with pytest.raises(ImageError) as caught:
        unbake(baked, max_bytes=len(baked) - 1)
    assert caught.value.code == "image.too-large"


@PICTURES
def test_a_picture_that_baking_would_make_too_large_is_not_made(picture: bytes) -> None:
    with pytest.raises(ImageError) as caught:
        bake(picture, BADGE, max_bytes=len(picture))
    assert caught.value.code == "image.too-large"


BAKED = [
    sample for sample in samples() if sample["file"].endswith((".png", ".svg")) and "baked" in sample.get("checked", {})
]


@needs_corpus
@pytest.mark.corpus
@pytest.mark.parametrize("sample", BAKED, ids=lambda sample: sample["file"])
def test_pictures_baked_by_others_are_read(sample: dict[str, Any]) -> None:
    found = carried(corpus_path(sample["file"]).read_bytes())
    [[place, mark, start]] = sample["checked"]["baked"]
    assert (found.standard is OPEN_BADGES_2) == (place == "svg:assertion" or mark == "openbadges")
    # The list has the first characters of each payload, with the white space of the file.
    assert "".join(found.text.decode().split()).startswith("".join(start.split()))


@needs_corpus
@pytest.mark.corpus
@pytest.mark.parametrize("sample", BAKED, ids=lambda sample: sample["file"])
def test_pictures_baked_by_others_can_be_baked_again(sample: dict[str, Any]) -> None:
    assert unbake(bake(corpus_path(sample["file"]).read_bytes(), BADGE)) == BADGE
