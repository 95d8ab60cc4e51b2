"""The account of a JSON Web Token: header, claims, the characters that are signed, the key, and what it is worth."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from microcred.document import JsonObject, to_json
from microcred.errors import Fault, MicrocredError, Undetermined
from microcred.explanation.account import Cause, Holds, KeyFound, SignatureRead, TokenAccount
from microcred.explanation.causes import signatures_in
from microcred.explanation.named_key import key_of_token, other_keys
from microcred.keys import PublicKey
from microcred.multibase import encode_base64url
from microcred.proofs import JWS_ALGORITHMS, CompactJws, SecuredJwt, check_claims, verify_jws
from microcred.verification.controller_documents import KeyResolver
from microcred.verification.fetch import FetchSession

__all__ = ["account_of_token"]

_WIDTHS: Final[Mapping[str, int]] = {"ES256": 64, "ES384": 96, "EdDSA": 64, "Ed25519": 64}


def account_of_token(jwt: SecuredJwt, session: FetchSession, resolvers: Mapping[str, KeyResolver]) -> TokenAccount:
    """The account of a token; what goes wrong is in it, and never raised."""
    jws = jwt.jws
    key = key_of_token(jws, jwt.controller, session, resolvers)
    holds, fault = _judged(jwt, key)
    causes, tried = list[Cause](), dict[str, None]()
    if key.key is not None and fault is not None and fault.code == "proof.signature-invalid":
        causes = list(_causes(jws, key, session, resolvers, tried))
    return TokenAccount(
        jws.algorithm,
        holds,
        jws.header,
        jwt.claims.tree,
        jws.signing_input,
        hashlib.sha256(jws.signing_input).hexdigest(),
        fault,
        key,
        SignatureRead(encode_base64url(jws.signature), "base64url", jws.signature, _WIDTHS.get(jws.algorithm)),
        tuple(causes),
        tuple(tried),
    )


def _judged(jwt: SecuredJwt, key: KeyFound) -> tuple[Holds, Fault | None]:
    if key.key is not None:
        try:
            verify_jws(jwt.jws, key.key)
            check_claims(jwt)
        except MicrocredError as error:
            return (Holds.UNKNOWN if isinstance(error, Undetermined) else Holds.NO), error.faults[0]
    if key.fault is None:
        return Holds.YES, None
    return (Holds.UNKNOWN if key.undecided else Holds.NO), key.fault


def _causes(
    jws: CompactJws,
    found: KeyFound,
    session: FetchSession,
    resolvers: Mapping[str, KeyResolver],
    tried: dict[str, None],
) -> Iterator[Cause]:
    """The first thing that the signature of a token holds for, if any of those that are tried is."""
    key = found.key
    assert key is not None  # noqa: S101 - without one nothing was checked
    for cause, attempt in _attempts(jws, key):
        tried[cause.code] = None
        if _verifies(attempt, key):
            yield cause
            return
    for cause, data in _other_data(jws):
        tried[cause.code] = None
        if key.type in ("Ed25519", "P-256", "P-384") and key.verify(jws.signature, data):
            yield cause
            return
    tried["signature.other-key"] = None
    for method in other_keys(found, session, resolvers):
        if _verifies(jws, method.public_key):
            yield Cause("signature.other-key", method.id)
            return


def _attempts(jws: CompactJws, key: PublicKey) -> Iterator[tuple[Cause, CompactJws]]:
    """The same token with its signature read otherwise, or with the name of another algorithm."""
    text = encode_base64url(jws.signature)
    for signature, cause in signatures_in(text, key.type):
        if cause is not None and cause.detail is not None:
            yield cause, replace(jws, signature=signature)
    for algorithm, key_type in JWS_ALGORITHMS.items():
        if key_type == key.type and algorithm != jws.algorithm:
            header = JsonObject({**jws.header, "alg": algorithm})
            yield (
                Cause("signature.other-algorithm", algorithm),
                CompactJws(jws.text, header, jws.payload, jws.signature),
            )


def _other_data(jws: CompactJws) -> Iterator[tuple[Cause, bytes]]:
    """What may have been signed instead of the two first parts of the token."""
    encoded_header, _, encoded_payload = jws.signing_input.partition(b".")
    header = base64.urlsafe_b64decode(encoded_header + b"=" * (-len(encoded_header) % 4))
    code = "signature.payload-alone"
    for detail, data in (
        ("the payload", jws.payload),
        ("the encoded payload", encoded_payload),
        ("header and payload without their encoding", header + b"." + jws.payload),
        ("the SHA-256 of header and payload", hashlib.sha256(jws.signing_input).digest()),
        ("the SHA-256 of header and payload, in hexadecimal", hashlib.sha256(jws.signing_input).hexdigest().encode()),
        ("header and payload in base64 with padding", _padded(header, jws.payload, base64.b64encode)),
        ("header and payload in base64url with padding", _padded(header, jws.payload, base64.urlsafe_b64encode)),
        ("a header that was written anew", _anew(jws.header, encoded_payload)),
    ):
        yield Cause(code, detail), data


def _padded(header: bytes, payload: bytes, encode: Callable[[bytes], bytes]) -> bytes:
    return encode(header) + b"." + encode(payload)


def _anew(header: JsonObject, encoded_payload: bytes) -> bytes:
    return encode_base64url(to_json(header, indent=None)).encode() + b"." + encoded_payload


def _verifies(jws: CompactJws, key: PublicKey) -> bool:
    try:
        verify_jws(jws, key)
    except MicrocredError:
        return False
    return True
