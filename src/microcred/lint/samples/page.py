"""A sample as a page shows it: the piece in question, with a caret under what is wrong, and where it belongs."""

from __future__ import annotations

import re
from typing import Final

from microcred.codes import MARK, Sample

__all__ = ["excerpt", "setting"]

_REPEATED: Final = re.compile("⟦(.*?)⟧", re.DOTALL)
_HEADER_FIRST: Final = '{\n  "header":'


def excerpt(sample: Sample, piece: str) -> str:
    """The piece as a page shows it, with the name of its member, and a caret under the mark on a line of its own."""
    name = (sample.place or "").rpartition("/")[2].replace("~1", "/").replace("~0", "~")
    whole = piece if not name or name.isdecimal() else f'"{name}": {piece}'
    first, *more = _REPEATED.sub(r"\1…", whole).split("\n")
    margin = len(more[-1]) - len(more[-1].lstrip()) if more else 0
    shown = []
    for line in [first, *(line[margin:] for line in more)]:
        shown.append(line.replace(MARK, "").replace("\ufeff", r"\ufeff"))
        if MARK in line:
            shown.append(" " * line.index(MARK) + "^")
    return "\n".join(shown)


def setting(sample: Sample) -> str:
    """In words, where the piece stands in the sample file, and what else has to be known about that."""
    whole = "the whole file"
    if sample.bad.replace(MARK, "").startswith(("PNG", _HEADER_FIRST)):
        whole = "the header and payload of a token" if _HEADER_FIRST in sample.bad else "a PNG, chunk by chunk"
    where = whole if sample.place is None else f"at {sample.place} of the sample {sample.base}"
    sealed = {"never": "", "before": ", put in after it was signed", "after": ", signed as it stands"}[sample.sealed]
    repeated = f"; what stands before … is there {sample.repeat} times" if sample.repeat > 1 else ""
    reported = f"; reported at {sample.at or 'the beginning of the file'}" if sample.at is not None else ""
    encoded = "" if sample.encoding == "utf-8" else f", saved as {sample.encoding}"
    return f"{where}{sealed}{encoded}{repeated}{reported}"
