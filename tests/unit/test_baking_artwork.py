from __future__ import annotations

import struct
import zlib
from xml.etree import ElementTree

import pytest

from microcred.artwork import badge_png, badge_svg
from microcred.baking import bake, unbake
from microcred.errors import UsageError

BADGE = b'{"proof": {}}'


def pixels(picture: bytes) -> list[bytes]:
    """The rows of a PNG that has 8-bit RGBA pixels, one IDAT chunk and no row filters."""
    at, rows, width = 8, b"", 0
    while at < len(picture):
        length, kind = struct.unpack(">I4s", picture[at : at + 8])
        data = picture[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, height, *form = struct.unpack(">IIBBBBB", data)
            assert (width, form) == (height, [8, 6, 0, 0, 0])
        if kind == b"IDAT":
            rows = zlib.decompress(data)
        at += 12 + length
    lines = [rows[start : start + 4 * width + 1] for start in range(0, len(rows), 4 * width + 1)]
    assert len(lines) == width
    assert {line[0] for line in lines} == {0}
    return [line[1:] for line in lines]


def pixel(rows: list[bytes], x: int, y: int) -> bytes:
    return rows[y][4 * x : 4 * x + 4]


def test_the_ground_is_transparent_and_the_medal_is_not() -> None:
    rows = pixels(badge_png("Teamwork", size=64))
    corners = {pixel(rows, x, y)[3] for x in (0, 63) for y in (0, 63)}
    assert corners == {0}
    assert pixel(rows, 32, 16)[3] == 255


def test_the_star_is_golden() -> None:
    red, green, blue, _ = pixel(pixels(badge_png("Teamwork", size=128)), 62, 42)
    assert red > green > blue


def test_edges_are_smooth() -> None:
    alphas = {row[at] for row in pixels(badge_png("Teamwork", size=64)) for at in range(3, 256, 4)}
    assert len(alphas) > 50


def test_left_and_right_mirror_each_other_outside_the_star() -> None:
    for row in pixels(badge_png("Teamwork", size=64)):
        alphas = row[3::4]
        assert all(abs(left - right) <= 1 for left, right in zip(alphas, reversed(alphas), strict=True))


def test_the_same_title_gives_the_same_picture() -> None:
    assert badge_png("Teamwork", size=32) == badge_png("Teamwork", size=32)


def test_titles_choose_among_several_colours() -> None:
    found = {pixel(pixels(badge_png(f"Course {n}", size=16)), 8, 2) for n in range(20)}
    assert len(found) == 4


def test_title_and_subtitle_are_kept_as_the_text_of_the_picture() -> None:
    picture = badge_png("Équipe", "Example University", size=16)
    assert b"Title\0\0\0\0\0" + "Équipe".encode() in picture
    assert b"Description\0\0\0\0\0Example University" in picture


@pytest.mark.parametrize("size", [-1, 0, 15, 2049])
def test_an_absurd_size_is_refused(size: int) -> None:
    with pytest.raises(UsageError) as caught:
        badge_png("Teamwork", size=size)
    assert caught.value.code == "usage.picture-size"


@pytest.mark.parametrize("picture", [badge_png("Teamwork", size=16), badge_svg("Teamwork", "Example University")])
def test_the_pictures_can_be_baked(picture: bytes) -> None:
    assert unbake(bake(picture, BADGE)) == BADGE


def test_the_svg_shows_title_and_subtitle() -> None:
    root = ElementTree.fromstring(badge_svg("Data & <AI>", "Example\nUniversity"))  # noqa: S314 - our own SVG
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts == ["Data & <AI>", "Example University"]


@pytest.mark.parametrize("title", ["", "\0\ud800\ufffe]]>\x1b", "日本語" * 40, "x" * 500])
def test_any_title_gives_a_picture(title: str) -> None:
    assert pixels(badge_png(title, size=16))
    assert ElementTree.fromstring(badge_svg(title)) is not None  # noqa: S314 - our own SVG


def test_a_long_title_is_squeezed_into_the_banner_and_a_short_one_is_not() -> None:
    assert b"textLength" in badge_svg("x" * 80)
    assert b"textLength" not in badge_svg("x" * 40)
