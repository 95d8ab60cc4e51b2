"""The picture that a page shows: bytes that were looked at, or one that is drawn."""

from __future__ import annotations

import base64
import struct
from typing import Final

import pytest

from microcred.artwork import badge_png, badge_svg
from microcred.server.page.picture import Origin, chosen_picture

PNG: Final = badge_png("Soil", size=16)


def data_url(content: bytes, media_type: str = "image/png") -> str:
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


def jpeg(width: int = 8, height: int = 8, *, markers: bytes = b"", start: int = 0xC0) -> bytes:
    frame = b"\x08" + struct.pack(">HH", height, width) + b"\x01\x01\x11\x00"
    return (
        b"\xff\xd8" + markers + bytes((0xFF, start)) + struct.pack(">H", len(frame) + 2) + frame + b"\xff\xda\x00\x02"
    )


def png(width: int, height: int) -> bytes:
    return PNG[:16] + struct.pack(">II", width, height) + PNG[24:]


@pytest.mark.parametrize(("content", "kind"), [(PNG, "image/png"), (jpeg(), "image/jpeg")])
def test_a_picture_inside_of_the_credential_is_shown(content: bytes, kind: str) -> None:
    found = chosen_picture([data_url(content)], None, "Soil")
    assert (found.content, found.media_type, found.origin) == (content, kind, Origin.CREDENTIAL)
    assert found.data_url == data_url(content, kind)


def test_its_bytes_tell_what_it_is_and_not_what_it_claims() -> None:
    assert chosen_picture([data_url(jpeg(), "image/png")], None, "Soil").media_type == "image/jpeg"
    assert chosen_picture([data_url(b"<svg/>", "image/png")], None, "Soil").origin is Origin.DRAWN


def test_what_the_seal_covers_goes_before_the_file() -> None:
    assert chosen_picture([data_url(PNG)], jpeg(), "Soil").origin is Origin.CREDENTIAL
    assert chosen_picture([], PNG, "Soil").origin is Origin.FILE


@pytest.mark.parametrize(
    "address",
    [
        "https://college.example/badge.png",
        "data:image/png,abc",
        "data:image/png;base64",
        "data:image/png;base64,!!!",
        "data:image/png;base64,AAA",
        data_url(badge_svg("Soil"), "image/svg+xml"),
        data_url(b"<script>", "text/html"),
        data_url(b"\x89PNG\r\n\x1a\n"),
        data_url(PNG[:20]),
        "",
    ],
)
def test_for_every_other_address_a_picture_is_drawn(address: str) -> None:
    found = chosen_picture([address], None, "Soil")
    assert (found.origin, found.media_type) == (Origin.DRAWN, "image/png")


def test_an_svg_file_is_not_shown() -> None:
    assert chosen_picture([], badge_svg("Soil"), "Soil").origin is Origin.DRAWN


@pytest.mark.parametrize(
    "content",
    [
        png(60_000, 60_000),
        png(0, 10),
        png(10, 4_097),
        jpeg(60_000, 10),
        jpeg(0, 10),
        jpeg(markers=jpeg(60_000, 60_000)[2:-4]),
        jpeg(start=0xC4),
        b"\xff\xd8\xff\xe0" + bytes(20),
        b"\xff\xd8" + b"\xff\xe0\x00\x00" * 10,
        PNG + bytes(2_000_000),
    ],
    ids=range(10),
)
def test_a_picture_on_which_a_browser_could_choke_is_not_shown(content: bytes) -> None:
    assert chosen_picture([data_url(content)], content, "Soil").origin is Origin.DRAWN


def test_the_title_chooses_the_colour_of_a_drawing() -> None:
    drawn = {chosen_picture([], None, title).content for title in "abcdefghij"}
    assert len(drawn) == 4
    assert chosen_picture([], None, "a") == chosen_picture([], None, "a")
