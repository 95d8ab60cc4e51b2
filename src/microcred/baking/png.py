"""Credentials in PNG: one ``iTXt`` chunk, directly after ``IHDR`` (Open Badges 3.0, 5.3.1; PNG 3rd edition, 5 and 11).

The stream is read chunk by chunk up to ``IEND``, and every length and checksum is checked before a chunk is believed.
What stands behind ``IEND`` is outside the PNG: it is neither read nor changed, as every PNG decoder does and as the
standard says ("the rest of the stream can be safely discarded").
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from microcred.baking.payload import OPEN_BADGES_2, STANDARDS, Edit, Standard, credential_text
from microcred.document import MAX_BYTES
from microcred.errors import ImageError

__all__ = ["MAX_CHUNKS", "SIGNATURE", "Png", "TextChunk"]

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
MAX_CHUNKS: Final = 65_536

_MAX_LENGTH: Final = 2**31 - 1
_OVERHEAD: Final = 12  # length, type and checksum: four bytes each
_TYPE: Final = re.compile(rb"[A-Za-z]{4}")
_BY_KEYWORD: Final = {standard.keyword: standard for standard in STANDARDS}
_LONGEST_KEYWORD: Final = 79


@dataclass(frozen=True, slots=True)
class _Chunk:
    kind: bytes
    start: int
    end: int
    data: memoryview


@dataclass(frozen=True, slots=True)
class TextChunk:
    """A text chunk whose keyword is the mark of a standard."""

    standard: Standard
    start: int
    end: int
    kind: bytes
    body: bytes  # what follows the keyword, from its terminating zero byte on

    @property
    def carrier(self) -> str:
        """What this is, in words."""
        return f"{self.kind.decode()} chunk"

    def text(self) -> bytes:
        """The text, inflated where it was deflated; raises :class:`~microcred.errors.ImageError`."""
        if self.kind == b"tEXt" and self.standard is OPEN_BADGES_2:
            return self.body[1:].decode("latin-1").encode()  # the URL of an assertion, as the first bakers wrote it
        if self.kind != b"iTXt":
            raise ImageError(
                "image.wrong-chunk-type",
                f"the credential stands in a {self.kind.decode()} chunk, wanted iTXt",
                hint="ask the issuer to bake the credential again",
            )
        text = self._international_text()
        return text if self.standard is OPEN_BADGES_2 else credential_text(text)

    def _international_text(self) -> bytes:
        # iTXt (PNG 11.3.3.4): keyword 00, compression flag, method, language tag 00, translated keyword 00, text
        fields = self.body[3:].split(b"\0", 2)
        if self.body[:1] != b"\0" or len(fields) != 3:
            raise _malformed("ends before its text begins")
        match self.body[1:3]:
            case b"\0\0":
                text = fields[2]
            case b"\1\0":
                # The standard forbids writing this; reading it is harmless as long as the size is bounded.
                text = _inflated(fields[2])
            case other:
                raise _malformed(f"has compression {other.hex(' ')}, wanted 00 00")
        try:
            text.decode()
        except UnicodeDecodeError as error:
            raise ImageError(
                "image.text-not-utf-8", f"byte {error.start} of the credential's text is not UTF-8"
            ) from None
        return text


@dataclass(frozen=True, slots=True)
class Png:
    """A PNG that has been read through."""

    places: tuple[TextChunk, ...]
    header_end: int

    @classmethod
    def parse(cls, image: bytes) -> Png:
        """Check the structure and every checksum; raises :class:`~microcred.errors.ImageError`."""
        if not image.startswith(SIGNATURE):
            raise ImageError(
                "image.png-signature",
                f"the PNG signature is damaged: {image[:8].hex(' ')}, wanted {SIGNATURE.hex(' ')}",
                hint="transfer the file in binary mode: line ends were probably converted on the way",
            )
        header, *chunks = _chunks(image)
        if all(chunk.kind != b"IDAT" for chunk in chunks):
            raise _out_of_order("there is no IDAT chunk before IEND, wanted at least one")
        return cls(tuple(_marked(chunks)), header.end)

    def insertion(self, standard: Standard, text: bytes) -> list[Edit]:
        """One uncompressed chunk directly after ``IHDR``, where readers of a stream find it first."""
        body = b"iTXt" + standard.keyword + b"\0\0\0\0\0" + text
        chunk = (len(body) - 4).to_bytes(4) + body + zlib.crc32(body).to_bytes(4)
        return [(self.header_end, self.header_end, chunk)]


def _chunks(image: bytes) -> Iterator[_Chunk]:
    """The chunks from ``IHDR`` to ``IEND``, each within bounds and with the checksum it announces."""
    view, start = memoryview(image), len(SIGNATURE)
    for number in range(MAX_CHUNKS):
        chunk = _chunk(view, start)
        if number == 0 and chunk.kind != b"IHDR":
            raise _out_of_order(f"the first chunk is {chunk.kind.decode()}, wanted IHDR")
        if number > 0 and chunk.kind == b"IHDR":
            raise _out_of_order(f"chunk {number + 1} is a second IHDR, wanted one")
        yield chunk
        if chunk.kind == b"IEND":
            return
        start = chunk.end
    raise ImageError("image.too-complex", f"the PNG has more than {MAX_CHUNKS} chunks")


def _chunk(view: memoryview, start: int) -> _Chunk:
    if len(view) - start < _OVERHEAD:
        raise _truncated(f"the PNG ends at byte {len(view)}, before its IEND chunk")
    length = int.from_bytes(view[start : start + 4])
    kind = bytes(view[start + 4 : start + 8])
    end = start + _OVERHEAD + length
    if not _TYPE.fullmatch(kind):
        raise ImageError("image.png-chunk", f"the chunk at byte {start} has the type {kind!r}, wanted four letters")
    if length > _MAX_LENGTH or end > len(view):
        left = len(view) - start - _OVERHEAD
        raise _truncated(f"the {kind.decode()} chunk at byte {start} announces {length} bytes, {left} are left")
    found, wanted = zlib.crc32(view[start + 4 : end - 4]), int.from_bytes(view[end - 4 : end])
    if found != wanted:
        raise ImageError(
            "image.crc-mismatch",
            f"the {kind.decode()} chunk at byte {start} has the checksum {found:08x}, it announces {wanted:08x}",
            hint="the file was damaged or changed after it was written: ask for it again",
        )
    if kind in (b"IHDR", b"IEND") and length != (13 if kind == b"IHDR" else 0):
        raise ImageError("image.png-chunk", f"the {kind.decode()} chunk has {length} bytes of data")
    return _Chunk(kind, start, end, view[start + 8 : end - 4])


def _marked(chunks: list[_Chunk]) -> Iterator[TextChunk]:
    for chunk in chunks:
        if chunk.kind in (b"iTXt", b"tEXt", b"zTXt"):
            keyword = bytes(chunk.data[: _LONGEST_KEYWORD + 1]).partition(b"\0")[0]
            if standard := _BY_KEYWORD.get(keyword):
                yield TextChunk(standard, chunk.start, chunk.end, chunk.kind, bytes(chunk.data[len(keyword) :]))


def _inflated(data: bytes) -> bytes:
    inflater = zlib.decompressobj()
    try:
        text = inflater.decompress(data, MAX_BYTES + 1)
    except zlib.error:
        raise _malformed("is not a zlib stream") from None
    if len(text) > MAX_BYTES:
        raise ImageError("image.too-large", f"the credential's compressed text inflates to more than {MAX_BYTES} bytes")
    if not inflater.eof or inflater.unused_data:
        raise _malformed("is not exactly one zlib stream")
    return text


def _malformed(what: str) -> ImageError:
    return ImageError("image.png-text-malformed", f"the iTXt chunk of the credential {what}")


def _out_of_order(what: str) -> ImageError:
    return ImageError("image.png-order", what)


def _truncated(what: str) -> ImageError:
    return ImageError("image.truncated", what, hint="the file is incomplete: download it again")
