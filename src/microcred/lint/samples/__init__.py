"""The samples of the catalogue as whole files: a document that is good but for the one piece in question.

Where a sample has to be signed, it is signed with the key of :data:`SAMPLE_SEED`, which everybody knows and nobody
should trust.
"""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Any, Final

from microcred.codes import MARK, Sample
from microcred.document import Document, to_json
from microcred.positions import Position, position_of

__all__ = ["SAMPLE_SEED", "excerpt", "file_of", "setting"]

SAMPLE_SEED: Final = bytes(range(32))
"""The seed of the Ed25519 key of the samples: the bytes 0 to 31."""

_REPEATED: Final = re.compile("⟦(.*?)⟧", re.DOTALL)
_PIECE: Final = "the-piece-stands-here-0b6f1f9e"
_SIGNATURE: Final = '"proofValue": "…"'


def file_of(sample: Sample, piece: str) -> tuple[bytes, Position | None]:
    """The file that a piece of the sample stands in, and where in it the code is reported, if it is the bad piece."""
    whole = _REPEATED.sub(lambda part: part[1] * sample.repeat, piece)
    text = whole if sample.place is None else _placed(sample, sample.place, whole)
    at = text.find(MARK)
    plain = text.replace(MARK, "", 1)
    content = (_signed(plain) if sample.sealed == "after" else plain).encode()
    if sample.at is not None and piece == sample.bad:
        return content, Document.parse(content).position(sample.at) if sample.at else Position(1, 1)
    return content, position_of(plain, at) if at >= 0 else None


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
    where = "the whole file" if sample.place is None else f"at {sample.place} of the sample {sample.base}"
    sealed = {"never": "", "before": ", put in after it was signed", "after": ", signed as it stands"}[sample.sealed]
    repeated = f"; what stands before … is there {sample.repeat} times" if sample.repeat > 1 else ""
    reported = f"; reported at {sample.at or 'the beginning of the file'}" if sample.at is not None else ""
    return f"{where}{sealed}{repeated}{reported}"


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
    tree = Document.parse(files(__name__).joinpath(f"{sample.base}.json").read_bytes()).to_dict()
    if sample.sealed == "never":
        return tree
    draft = {**tree, "proof": _proof_draft(tree["validFrom"]) | tree.get("proof", {})}
    return draft if sample.sealed == "after" else Document.parse(_signed(to_json(draft).decode())).to_dict()


def _proof_draft(created: str) -> dict[str, Any]:
    return {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": created,
        "verificationMethod": _signer().verification_method,
        "proofPurpose": "assertionMethod",
        "proofValue": "…",
    }


def _signed(draft: str) -> str:
    """The text with the signature in place of ``…``, over everything else that it says; what has none stays so."""
    if _SIGNATURE not in draft:
        return draft
    from microcred.canonical import Canonicalizer
    from microcred.proofs import CRYPTOSUITES, SecuredDocument

    secured = SecuredDocument(Document.parse(draft), Canonicalizer())
    proof = secured.proof()
    signature = CRYPTOSUITES[proof.suite_name].seal(secured, proof, _signer())
    return draft.replace(_SIGNATURE, f'"proofValue": "{signature}"')


def _signer() -> Any:
    from microcred.keys import Ed25519Signer

    return Ed25519Signer.from_seed(SAMPLE_SEED)
