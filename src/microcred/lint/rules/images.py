"""Pictures: what a data URI holds, and what those are told who do not see it."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Iterator
from types import MappingProxyType
from typing import Final
from urllib.parse import unquote_to_bytes

from microcred.lint.rule import Breach, Part, Rules, Subject
from microcred.models.faults import described

__all__ = ["RULES"]

_LARGE: Final = 300_000
_MAX_SEARCHED: Final = 1_000_000
_DATA: Final = re.compile(r"data:([^;,]{0,100})((?:;[^;,]{0,100}){0,8}),", re.IGNORECASE)
_BASE_64: Final = re.compile(r"[A-Za-z0-9+/_-]+={0,2}")
_ACTIVE: Final = re.compile(rb"<script[\s>/]|\son[a-z]{3,20}\s{0,9}=|[\"']\s{0,9}javascript:", re.IGNORECASE)
_BEGINNINGS: Final = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"RIFF", "image/webp"),
    (b"%PDF", "application/pdf"),
)


def _no_caption(subject: Subject) -> Iterator[Breach]:
    for image in subject.objects("Image"):
        if not (image.text("caption") or "").strip():
            yield Breach(
                image.below("caption") if image.has("caption") else image.pointer,
                "the picture has no caption, so a screen reader has nothing to read out; wanted what it shows",
                wanted="a caption",
            )


def _large(subject: Subject) -> Iterator[Breach]:
    for part, _, _ in _data(subject):
        if len(part.value) > _LARGE:
            message = f"the picture makes up {len(part.value)} characters of the credential; wanted {_LARGE} or fewer"
            yield Breach(part.pointer, message, wanted="its address, or a smaller picture")


def _damaged(subject: Subject) -> Iterator[Breach]:
    for part, declared, at in _data(subject):
        if len(part.value) == at:
            yield Breach(part.pointer, f"found a data URI of the type {described(declared)} without any data")
        elif _is_base64(part.value[:at]) and _BASE_64.fullmatch(part.value, at) is None:
            yield Breach(part.pointer, "found a data URI that is no base64; wanted the picture", wanted="base64")


def _other_type(subject: Subject) -> Iterator[Breach]:
    for part, declared, at in _data(subject):
        found = _sniffed(_bytes(part.value, at, 400))
        if found is not None and declared.lower() in ("image/png", "image/svg+xml") and found != declared.lower():
            message = f"found a picture of the type {found} that is called {declared}; wanted its own type"
            yield Breach(part.pointer, message, wanted=f"data:{found}")


def _script(subject: Subject) -> Iterator[Breach]:
    for part, declared, at in _data(subject):
        if declared.lower() == "image/svg+xml" and _ACTIVE.search(_bytes(part.value, at, _MAX_SEARCHED)):
            message = "found a script in an SVG, which readers refuse, or else run; wanted a picture alone"
            yield Breach(part.pointer, message, wanted="an SVG without scripts and event handlers")


def _data(subject: Subject) -> Iterator[tuple[Part, str, int]]:
    """Each picture in a data URI: its place, the type that it is said to be, and where its data begin."""
    for image in subject.objects("Image"):
        for part in image.members("id"):
            found = _DATA.match(part.value) if isinstance(part.value, str) else None
            if found is not None:
                yield part, found[1], found.end()


def _is_base64(head: str) -> bool:
    return head[:-1].rpartition(";")[2].strip().lower() == "base64"


def _bytes(uri: str, at: int, limit: int) -> bytes:
    """The first bytes of a data URI, as far as they can be read."""
    data = uri[at : at + limit]
    if not _is_base64(uri[:at]):
        return unquote_to_bytes(data)
    try:
        return b64decode(data[: len(data) // 4 * 4], altchars=b"-_" if "-" in data or "_" in data else None)
    except (NotBase64, ValueError):
        return b""


def _sniffed(data: bytes) -> str | None:
    for beginning, name in _BEGINNINGS:
        if data.startswith(beginning) and (name != "image/webp" or data[8:12] == b"WEBP"):
            return name
    return "image/svg+xml" if data.lstrip().startswith((b"<svg", b"<?xml", b"<!--", b"<!DOCTYPE svg")) else None


RULES: Final[Rules] = MappingProxyType(
    {
        "image.damaged": _damaged,
        "image.large": _large,
        "image.no-caption": _no_caption,
        "image.other-type": _other_type,
        "image.script": _script,
    }
)
