"""The samples of the catalogue as whole files: a document that is good but for the one piece in question."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from microcred.codes import MARK, Sample
from microcred.document import Document, to_json
from microcred.positions import Position, position_of

__all__ = ["file_of"]

_HOLDER = "0b6f1f9e-the-piece-stands-here"


def file_of(sample: Sample, piece: str) -> tuple[bytes, Position | None]:
    """The file that a piece of the sample stands in, and where in it the mark is, if there is one."""
    text = piece if sample.place is None else _placed(sample.base, sample.place, piece)
    at = text.find(MARK)
    plain = text.replace(MARK, "", 1)
    return plain.encode(), position_of(plain, at) if at >= 0 else None


def _placed(base: str, place: str, piece: str) -> str:
    """The document with the piece at its place, character by character as it was written."""
    tree = Document.parse(files("microcred.lint.samples").joinpath(f"{base}.json").read_bytes()).to_dict()
    holder: Any = tree
    *way, last = [token.replace("~1", "/").replace("~0", "~") for token in place.split("/")[1:]]
    for token in way:
        holder = holder[int(token)] if isinstance(holder, list) else holder[token]
    if isinstance(holder, list):
        holder[int(last) :] = [_HOLDER, *holder[int(last) + 1 :]]
    else:
        holder[last] = _HOLDER
    return to_json(tree).decode().replace(f'"{_HOLDER}"', piece)
