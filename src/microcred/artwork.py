"""A picture for a badge that has none yet: a rosette with ribbons, laurels and a star, as PNG or SVG.

Both come from one list of polygons on a canvas of 512 by 512. The PNG is drawn without a drawing library: for each row
the rasteriser keeps how much of which pixels the edges cut off, and a running sum over that is the exact coverage. So
edges are smooth, and the time goes with the length of the outlines, not with the area.
"""

from __future__ import annotations

import math
import re
import struct
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Iterator
from html import escape
from itertools import pairwise
from typing import Final, NamedTuple

from microcred.errors import UsageError

__all__ = ["badge_png", "badge_svg"]

_Point = tuple[float, float]
_Colour = tuple[int, int, int]
_Gradient = tuple[_Colour, _Colour]

_ANGLES: Final = tuple(1.5 * step for step in range(240))
_LINE: Final = 408  # how wide a line of text may be on the banner
_GOLD: Final = (255, 225, 130), (244, 182, 66)
_AMBER: Final = (240, 172, 52), (206, 126, 26)
_BRONZE: Final = (190, 118, 30), (150, 86, 18)
_PAPER: Final = (255, 255, 255), (236, 240, 248)


class _Palette(NamedTuple):
    light: _Colour
    main: _Colour
    dark: _Colour
    ink: _Colour


_PALETTES: Final = (
    _Palette((86, 156, 255), (44, 102, 228), (28, 68, 172), (18, 42, 112)),  # blue
    _Palette((52, 204, 172), (14, 146, 130), (8, 104, 98), (6, 68, 70)),  # teal
    _Palette((168, 128, 255), (112, 72, 220), (80, 46, 170), (50, 28, 116)),  # violet
    _Palette((255, 124, 130), (222, 64, 88), (172, 38, 68), (112, 22, 50)),  # raspberry
)


class _Shape(NamedTuple):
    outline: list[_Point]
    fill: _Gradient  # the colours at the top and at the bottom of the outline


def badge_png(title: str, subtitle: str = "", *, size: int = 512) -> bytes:
    """Draw a badge, ``size`` pixels wide and high, on a transparent ground; the title chooses its colour.

    No letters are drawn: ``title`` and ``subtitle`` become the ``Title`` and ``Description`` of the picture (PNG 3rd
    edition, 11.3.3.1). The same arguments always give the same picture.
    """
    if not 16 <= size <= 2048:
        raise UsageError("usage.picture-size", f"a badge is drawn 16 to 2048 pixels wide, not {size}")
    rows = [bytearray(4 * size) for _ in range(size)]
    for shape in _medal(_palette(title)):
        _fill(rows, shape, size / 512)
    texts = ((b"Title", _clean(title)), (b"Description", _clean(subtitle)))
    chunks = (
        _chunk(b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)),
        *(_chunk(b"iTXt", keyword + b"\0\0\0\0\0" + text.encode()) for keyword, text in texts if text),
        _chunk(b"IDAT", zlib.compress(b"".join(b"\0" + row for row in rows), 9)) + _chunk(b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def badge_svg(title: str, subtitle: str = "") -> bytes:
    """Draw the same badge as SVG, with ``title`` and ``subtitle`` on a banner across the medal."""
    palette, title, subtitle = _palette(title), _clean(title), _clean(subtitle)
    shapes = [*_medal(palette), *_banner(palette)]
    lines = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512" width="512" height="512" role="img">',
        f"<title>{escape(title)}</title>",
        *([f"<desc>{escape(subtitle)}</desc>"] if subtitle else []),
        f"<defs>{''.join(_gradient(fill) for fill in dict.fromkeys(shape.fill for shape in shapes))}</defs>",
        *(
            f'<path d="M{" ".join(f"{x:.1f},{y:.1f}" for x, y in outline)}z" fill="url(#{_id(fill)})"/>'
            for outline, fill in shapes
        ),
        f'<g fill="{_hex(palette.ink)}" text-anchor="middle" font-family="Inter, Helvetica Neue, Arial, sans-serif">',
        _line(title, 346 if subtitle else 358, 32, 700),
        *([_line(subtitle, 370, 17, 500)] if subtitle else []),
        "</g></svg>",
    ]
    return "\n".join((*lines, "")).encode()


# --- what is drawn: x to the right, y downwards, angles in degrees clockwise from the top
def _medal(palette: _Palette) -> Iterator[_Shape]:
    """The picture, from back to front."""
    for side in (-1, 1):
        yield from _ribbon(side, palette)
    yield _Shape(_rosette(176, 208, swing=13), (palette.ink, palette.ink))
    yield _Shape(_rosette(176, 200, swing=13), (palette.light, palette.main))
    yield _Shape(_rosette(164, 200), (palette.main, palette.dark))
    yield _Shape(_rosette(155, 203), (palette.ink, palette.ink))
    yield _Shape(_rosette(155, 200), _GOLD)
    yield _Shape(_rosette(144, 200), _AMBER)
    yield _Shape(_rosette(142, 201), _GOLD)
    yield _Shape(_rosette(133, 200), (palette.ink, palette.dark))
    yield _Shape(_rosette(131, 203), (palette.dark, palette.main))
    yield from _laurels()
    yield from _star(palette)


def _ribbon(side: int, palette: _Palette) -> Iterator[_Shape]:
    """A swallow tail: a strip, and a stripe along each edge, whose lower ends rise towards the middle."""
    for strip, fill in (
        ([(-48.0, 0.0), (48.0, 0.0), (48.0, 298.0), (0.0, 269.0), (-48.0, 298.0)], (palette.ink, palette.main)),
        ([(-40.0, 0.0), (-32.0, 0.0), (-32.0, 288.0), (-40.0, 293.0)], (palette.main, palette.light)),
        ([(40.0, 0.0), (32.0, 0.0), (32.0, 288.0), (40.0, 293.0)], (palette.main, palette.light)),
    ):
        yield _Shape([_turned(x, y, -24 * side, 256 + 30 * side, 190) for x, y in strip], fill)


def _banner(palette: _Palette) -> Iterator[_Shape]:
    for points, fill in (
        ([(192, 326), (246, 326), (226, 361), (246, 396), (192, 396)], _AMBER),
        ([(192, 381), (218, 381), (192, 396)], _BRONZE),
    ):
        yield from (_Shape([(256 + side * x, y) for x, y in points], fill) for side in (-1, 1))
    for y, colours in ((385, (palette.ink, palette.ink)), (382, _GOLD)):
        yield _Shape([(38, 312), (474, 312), (474, y), (38, y)], colours)


def _laurels() -> Iterator[_Shape]:
    for side in (-1, 1):
        for step in range(7):
            along = 197 + 19 * step
            for lean, radius in ((-32, 116), (32, 99)):
                x, y = _turned(0, -radius, side * along, 256, 200)
                yield _Shape(_leaf(x, y, side * (along + 90 + lean)), _PAPER)


def _star(palette: _Palette) -> Iterator[_Shape]:
    tips = [_turned(0, -32 if k % 2 else -70, 36 * k, 256, 192) for k in range(10)]
    yield _Shape([(x, y + 6) for x, y in tips], (palette.ink, palette.ink))
    yield _Shape(tips, _AMBER)
    for k in range(0, 10, 2):
        yield _Shape([(256, 192), tips[k - 1], tips[k]], _GOLD)


def _rosette(radius: float, y: float, *, swing: float = 0) -> list[_Point]:
    """A circle on the axis of the medal, with twenty petals that stand out by ``swing``."""
    petals = (swing * abs(math.sin(math.radians(10 * angle))) ** 0.75 for angle in _ANGLES)
    return [_turned(0, -radius - petal, angle, 256, y) for petal, angle in zip(petals, _ANGLES, strict=True)]


def _leaf(x: float, y: float, angle: float) -> list[_Point]:
    half = [(6.5 * math.sin(math.pi * t / 8) ** 0.9, 4.0 * t - 16) for t in range(9)]
    return [_turned(px, py, angle, x, y) for px, py in (*half, *((-px, py) for px, py in half[-2:0:-1]))]


def _turned(px: float, py: float, angle: float, x: float, y: float) -> _Point:
    """A point turned around the origin, which is then moved to ``x`` and ``y``."""
    sine, cosine = math.sin(math.radians(angle)), math.cos(math.radians(angle))
    return px * cosine - py * sine + x, px * sine + py * cosine + y


def _palette(title: str) -> _Palette:
    return _PALETTES[zlib.crc32(_clean(title).encode()) % len(_PALETTES)]


def _clean(text: str) -> str:
    """``text`` on one line, without what neither XML nor the text of a PNG can hold."""
    return re.sub("[\0-\x20\x7f-\x9f\ud800-\udfff\ufffe\uffff]+", " ", text).strip()


# --- how it becomes SVG
def _gradient(fill: _Gradient) -> str:
    stops = f'<stop stop-color="{_hex(fill[0])}"/><stop offset="1" stop-color="{_hex(fill[1])}"/>'
    return f'<linearGradient id="{_id(fill)}" x2="0" y2="1">{stops}</linearGradient>'


def _line(text: str, y: float, size: float, weight: int) -> str:
    """One line of text, in smaller letters where it is long, and squeezed where it would still not fit."""
    ems = sum(1.0 if unicodedata.east_asian_width(letter) in "WF" else 0.56 for letter in text)
    size = max(14, min(size, _LINE / max(ems, 1)))
    squeeze = f' textLength="{_LINE}" lengthAdjust="spacingAndGlyphs"' if ems * size > _LINE + 1 else ""
    return f'<text x="256" y="{y:g}" font-size="{size:.3g}" font-weight="{weight}"{squeeze}>{escape(text)}</text>'


def _id(fill: _Gradient) -> str:
    # Named for its colours: where several badges share a page, the same name means the same gradient.
    return f"from-{_hex(fill[0])}-to-{_hex(fill[1])}".replace("#", "")


def _hex(colour: _Colour) -> str:
    return f"#{bytes(colour).hex()}"


# --- how it becomes pixels
def _fill(rows: list[bytearray], shape: _Shape, scale: float) -> None:
    outline = [(x * scale, y * scale) for x, y in shape.outline]
    top, bottom = min(y for _, y in outline), max(y for _, y in outline)
    for y, cuts in _cuts(outline).items():
        share = min(max((y + 0.5 - top) / (bottom - top), 0), 1)
        colour = bytes(round(a + (b - a) * share) for a, b in zip(*shape.fill, strict=True))
        covered, columns = 0.0, sorted(cuts)
        for x, end in zip(columns, [*columns[1:], columns[-1] + 1], strict=True):
            covered += cuts[x]
            _paint(rows[y], x, end, colour, min(abs(covered), 1))


def _cuts(outline: list[_Point]) -> dict[int, dict[int, float]]:
    """For each row and column, by how much the covered share of a pixel differs from that of its left neighbour."""
    rows: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for (x0, y0), (x1, y1) in pairwise([*outline, outline[0]]):
        slope = (x1 - x0) / (y1 - y0) if y1 != y0 else 0
        for y in range(math.floor(min(y0, y1)), math.ceil(max(y0, y1))):
            upper, lower = (min(max(end, y), y + 1) for end in (y0, y1))
            _cut(rows[y], x0 + (upper - y0) * slope, x0 + (lower - y0) * slope, lower - upper)
    return rows


def _cut(row: dict[int, float], x0: float, x1: float, height: float) -> None:
    left, right = min(x0, x1), max(x0, x1)
    for x in range(math.floor(left), math.floor(right) + 1):
        start, stop = max(left, x), min(right, x + 1)
        part = height * (stop - start) / (right - left) if right > left else height
        missed = (start + stop) / 2 - x  # the mean share of this pixel that lies to the left of the edge
        row[x] += part * (1 - missed)
        row[x + 1] += part * missed


def _paint(row: bytearray, x: int, end: int, colour: bytes, share: float) -> None:
    if share > 0.996:
        row[4 * x : 4 * end] = (colour + b"\xff") * (end - x)
    elif share > 0.004:
        for at in range(4 * x, 4 * end, 4):
            below = row[at + 3] / 255 * (1 - share)
            alpha = share + below
            for channel, value in enumerate(colour):
                row[at + channel] = round((value * share + row[at + channel] * below) / alpha)
            row[at + 3] = round(255 * alpha)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
