"""A sample as a whole file: a document that is good but for the one piece in question.

A sample that begins with a ``header`` is a token: its payload is the document. One that begins with ``PNG`` is a
picture.
"""

from __future__ import annotations

import re
from typing import Any, Final

from microcred.codes import MARK, Sample
from microcred.document import Document, to_json
from microcred.lint.samples.pictures import png_of
from microcred.lint.samples.sealing import proof_draft, signed, token_of
from microcred.positions import Position, position_of
from microcred.rooms import content as beside

__all__ = ["file_of"]

_REPEATED: Final = re.compile("⟦(.*?)⟧", re.DOTALL)
_PIECE: Final = "the-piece-stands-here-0b6f1f9e"
_HEADER_FIRST: Final = '{\n  "header":'


def file_of(sample: Sample, piece: str) -> tuple[bytes, Position | None]:
    """The file that a piece of the sample stands in, and where in it the code is reported, if it is the bad piece."""
    whole = _REPEATED.sub(lambda part: part[1] * sample.repeat, piece)
    text = whole if sample.place is None else _placed(sample, sample.place, whole)
    at, plain = text.find(MARK), text.replace(MARK, "", 1)
    is_bad = piece == sample.bad
    encoding = sample.encoding if is_bad else "utf-8"
    if plain.startswith(_HEADER_FIRST):
        content, place = _token(sample, plain)
        return content, place if is_bad else None
    if plain.startswith("PNG"):
        return png_of(plain, encoding), Position(1, 1) if is_bad else None
    content = (signed(plain) if sample.sealed == "after" else plain).encode(encoding)
    if sample.at is not None and is_bad:
        return content, Document.parse(content).position(sample.at) if sample.at else Position(1, 1)
    return content, position_of(plain, at) if at >= 0 else None


def _placed(sample: Sample, place: str, piece: str) -> str:
    """The document with the piece at its place, character by character as it was written."""
    tree = _base(sample)
    holder: Any = tree
    *way, last = [token.replace("~1", "/").replace("~0", "~") for token in place.split("/")[1:]]
    for token in way:
        holder = holder[int(token)] if isinstance(holder, list) else holder[token]
    if isinstance(holder, list):
        holder[int(last) :] = [_PIECE, *holder[int(last) + 1 :]]
    else:
        holder[last] = _PIECE
    return to_json(tree).decode().replace(f'"{_PIECE}"', piece)


def _base(sample: Sample) -> dict[str, Any]:
    tree = _document(sample.base)
    if sample.sealed == "never":
        return tree
    draft = {**tree, "proof": proof_draft(tree["validFrom"]) | tree.get("proof", {})}
    return draft if sample.sealed == "after" else Document.parse(signed(to_json(draft).decode())).to_dict()


def _document(name: str) -> dict[str, Any]:
    tree: dict[str, Any] = _patched(Document.parse(beside(__name__, f"{name}.json")).to_dict())
    return tree


def _patched(value: Any) -> Any:
    """A document that names its ``$base`` is a JSON Merge Patch of that one (RFC 7396, of which nothing is removed)."""
    if not isinstance(value, dict):
        return value
    own = {name: _patched(member) for name, member in value.items() if name != "$base"}
    return _merged(_document(value["$base"]), own) if "$base" in value else own


def _merged(base: Any, patch: Any) -> Any:
    if not isinstance(base, dict) or not isinstance(patch, dict):
        return patch
    return {**base, **{name: _merged(base.get(name), member) for name, member in patch.items()}}


def _token(sample: Sample, text: str) -> tuple[bytes, Position]:
    """The token of a header and a payload, and where in it the part begins that the sample is about."""
    token = token_of(Document.parse(text).to_dict())
    name = sample.at or (sample.place or "/").split("/")[1]
    part = {"header": 0, "payload": 1, "signature": 2}[name]
    return token.encode(), Position(1, len(".".join(["", *token.split(".")[:part]])) + 1)
