"""Changes of compact tokens that leave them tokens: header and payload as JSON, written and sometimes signed again."""

from __future__ import annotations

import base64
import binascii
from random import Random
from typing import Final

from badges import SIGNER, STRANGER
from fuzzing.json_mutations import changed_bytes, mutate_json
from microcred.keys import EcdsaSigner, Signer

__all__ = ["mutate_token", "parts_of", "sealed_again"]

SIGNERS: Final[tuple[Signer, ...]] = (SIGNER, STRANGER, EcdsaSigner("P-256", 7))


def mutate_token(data: bytes, rnd: Random) -> bytes:
    """One of the parts changed; half of the tokens are then signed with a key of the tests."""
    parts = data.strip().split(b".")
    if len(parts) != 3 or rnd.random() < 0.05:
        return changed_bytes(data, rnd)
    which = rnd.choice((0, 0, 1, 1, 1, 1, 2))
    octets = _decoded(parts[which])
    if octets is None or rnd.random() < 0.03:
        parts[which] = changed_bytes(parts[which], rnd)
        return b".".join(parts)
    parts[which] = _encoded(changed_bytes(octets, rnd) if which == 2 else mutate_json(octets, rnd))
    token = b".".join(parts)
    return sealed_again(token, rnd.choice((SIGNER, *SIGNERS))) if which < 2 and rnd.random() < 0.6 else token


def sealed_again(token: bytes, signer: Signer) -> bytes:
    """The token with a signature of ``signer``, whatever its header says."""
    signed = token.rpartition(b".")[0]
    return signed + b"." + _encoded(signer.sign(signed))


def parts_of(token: bytes) -> tuple[bytes, bytes, bytes] | None:
    """Header, payload and signature of what is three parts in base64url."""
    octets = [_decoded(part) for part in token.strip().split(b".")]
    match octets:
        case [bytes() as header, bytes() as payload, bytes() as signature]:
            return header, payload, signature
        case _:
            return None


def _decoded(part: bytes) -> bytes | None:
    try:
        return base64.urlsafe_b64decode(part + b"=" * (-len(part) % 4))
    except (binascii.Error, ValueError):
        return None


def _encoded(octets: bytes) -> bytes:
    return base64.urlsafe_b64encode(octets).rstrip(b"=")
