"""JSON Web Signatures in their compact form (RFC 7515; RFC 7518, 3; RFC 8037, 3.1; RFC 8725).

A token is read once, strictly, and nothing in it is believed before :func:`verify_jws` has held. Which algorithms count
is said here and not in the token; a key fits an algorithm by its type alone. The signatures themselves are checked by
joserfc, over the very characters that were read (docs/decisions/0014).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from microcred.document import Document, JsonObject, to_json
from microcred.errors import DocumentError, ProofError, UnsupportedError
from microcred.keys import KeyType, PublicKey, Signer, private_members
from microcred.multibase import decode_base64url, encode_base64url

if TYPE_CHECKING:
    from joserfc.jwk import ECKey, OKPKey, RSAKey

__all__ = ["JWS_ALGORITHMS", "CompactJws", "jws_algorithm", "read_jws", "sign_jws", "verify_jws"]

#: The signature algorithms that count, with the one type of key that each of them takes.
JWS_ALGORITHMS: Final[Mapping[str, KeyType]] = MappingProxyType(
    {
        "RS256": "RSA",
        "PS256": "RSA",
        "ES256": "P-256",
        "ES384": "P-384",
        "EdDSA": "Ed25519",
        # RFC 9864, 2.2: the newer name for the same algorithm.
        "Ed25519": "Ed25519",
    }
)

#: Algorithms that prove nothing about an issuer: no signature at all, and codes that whoever checks them can make.
_PROVES_NOTHING: Final = re.compile(r"none|hs[0-9]+", re.IGNORECASE)

_MAX_TOKEN: Final = 13_400_000  # A payload of ten million bytes, which is what the gate reads.
_MAX_HEADER: Final = 16_384
_MAX_HEADER_DEPTH: Final = 8
_MAX_SIGNATURE: Final = 1_366  # An RSA key of 8192 bits makes 1024 bytes.
_MAX_KEY_ID: Final = 4_096
_MAX_ALGORITHM: Final = 32

_VERIFICATION: Final = "https://w3id.org/security#PROOF_VERIFICATION_ERROR"
# COSE_Sign1 is tag 18 of CBOR and an array of four, in base64url or hexadecimal.
_COSE: Final = ("0oR", "d284")


@dataclass(frozen=True, slots=True)
class CompactJws:
    """A compact JWS as it was read; nothing in it is believed yet.

    ``text`` is the token without surrounding white space, ``header`` its protected header, ``payload`` and
    ``signature`` the bytes of its other parts.
    """

    text: str = field(repr=False)
    header: JsonObject
    payload: bytes = field(repr=False)
    signature: bytes = field(repr=False)

    @property
    def algorithm(self) -> str:
        """The ``alg`` that the header names."""
        return str(self.header["alg"])

    @property
    def key_id(self) -> str | None:
        """The ``kid`` of the header: a hint to the key, chosen by whoever made the token."""
        return self.header.get("kid")

    @property
    def jwk(self) -> JsonObject | None:
        """The public key in the header, which shows that a key was used, and not whose it is."""
        return self.header.get("jwk")

    @property
    def signing_input(self) -> bytes:
        """The characters that are signed: the first two parts, as they were written (RFC 7515, 5.2)."""
        return self.text.rpartition(".")[0].encode("ascii")


def read_jws(text: str | bytes) -> CompactJws:
    """Read a compact JWS (RFC 7515, 5.2, steps 1 to 7), with white space around it at most.

    Raises :class:`~microcred.errors.ProofError` for anything that is not three parts in strict base64url with a header
    that may be used, and :class:`~microcred.errors.UnsupportedError` for an SD-JWT and for COSE.
    """
    token = _token(text)
    if "~" in token:
        raise UnsupportedError("proof.unsupported-sd-jwt", "the credential is an SD-JWT, which is not verified here")
    parts = token.split(".", 5)
    if len(parts) == 1 and token.startswith(_COSE):
        raise UnsupportedError("proof.unsupported-cose", "the credential is secured with COSE, which is not verified")
    if len(parts) != 3:
        raise _malformed(f"it has {len(parts)} parts with points between them, wanted 3")
    header = _header(_part("header", parts[0], _MAX_HEADER))
    payload = _part("payload", parts[1], _MAX_TOKEN)
    if not payload:
        raise _malformed("its payload is empty", hint="a detached payload cannot be verified here")
    return CompactJws(token, header, payload, _part("signature", parts[2], _MAX_SIGNATURE))


def verify_jws(jws: CompactJws, key: PublicKey, *, algorithms: Mapping[str, KeyType] = JWS_ALGORITHMS) -> None:
    """Check that ``key`` made the signature (RFC 7515, 5.2, step 8; RFC 8725, 3.1 and 3.2).

    ``algorithms`` is the list of those that count, each with its type of key. Raises
    :class:`~microcred.errors.ProofError` when the key is of another type or the signature does not hold, and
    :class:`~microcred.errors.UnsupportedError` for an algorithm that is not on the list.
    """
    wanted = algorithms.get(jws.algorithm)
    if wanted is None:
        raise UnsupportedError(
            "proof.unsupported-algorithm",
            f"the JWS is signed with {jws.algorithm!a}, known here are {', '.join(algorithms)}",
        )
    if key.type != wanted:
        raise ProofError(
            "proof.wrong-key-type",
            f"{jws.algorithm} takes a key of type {wanted}, and the key is of type {key.type}",
            problem=_VERIFICATION,
        )
    if not _holds(jws, key):
        raise ProofError(
            "proof.signature-invalid",
            "the signature does not hold: the token was changed after it was signed, or signed with another key",
            problem=_VERIFICATION,
            evidence={"algorithm": jws.algorithm, "key": key.to_multikey()},
        )


def sign_jws(payload: bytes, signer: Signer, *, header: Mapping[str, Any]) -> str:
    """Sign ``payload`` with ``signer``, whose raw signatures are those of JWS (RFC 7515, 5.1; RFC 7518, 3.4).

    ``header`` is written after ``alg``, which follows from the signer unless it is given. What is returned has been
    checked with the public key: a service that signs with another key raises
    :class:`~microcred.errors.ProofError`.
    """
    members = {"alg": jws_algorithm(signer), **header}
    encoded = encode_base64url(to_json(members, indent=None))
    signing_input = f"{encoded}.{encode_base64url(payload)}"
    token = f"{signing_input}.{encode_base64url(signer.sign(signing_input.encode('ascii')))}"
    verify_jws(read_jws(token), signer.public_key)
    return token


def jws_algorithm(signer: Signer) -> str:
    """The algorithm of a signer: the one that it names itself in ``algorithm``, or the usual one of its key's type.

    Raises :class:`~microcred.errors.UnsupportedError` for a key that no known algorithm takes.
    """
    named = getattr(signer, "algorithm", None)
    if isinstance(named, str):
        return named
    for algorithm, key_type in JWS_ALGORITHMS.items():
        if key_type == signer.public_key.type:
            return algorithm
    raise UnsupportedError(
        "proof.unsupported-algorithm", f"no algorithm for a key of type {signer.public_key.type} is known here"
    )


def _token(text: str | bytes) -> str:
    if len(text) > _MAX_TOKEN:
        raise _malformed(f"it has {len(text)} characters, at most {_MAX_TOKEN} are read")
    try:
        token = text.decode("ascii") if isinstance(text, bytes) else text
    except UnicodeDecodeError:
        raise _malformed("it is not in ASCII") from None
    return token.strip(" \t\r\n")


def _part(name: str, text: str, max_length: int) -> bytes:
    try:
        return decode_base64url(text, max_length=max_length)
    except ValueError as error:
        raise _malformed(f"its {name} cannot be read: {error}") from None


def _header(raw: bytes) -> JsonObject:
    try:
        header = Document.parse(raw, max_bytes=_MAX_HEADER, max_depth=_MAX_HEADER_DEPTH).tree
    except DocumentError as error:
        raise ProofError(
            "proof.malformed-jws",
            f"the header of the JWS is not one JSON object: {error.message}",
            problem=_VERIFICATION,
            evidence={"cause": error.code},
        ) from error
    algorithm, key_id, jwk = header.get("alg"), header.get("kid"), header.get("jwk")
    if not isinstance(algorithm, str) or not 0 < len(algorithm) <= _MAX_ALGORITHM:
        raise _malformed(f"its header has alg {algorithm!a:.60}, wanted the name of an algorithm")
    if _PROVES_NOTHING.fullmatch(algorithm):
        raise ProofError(
            "proof.insecure-algorithm",
            f"the header has alg {algorithm!a}, under which anybody could have made the token",
            hint=f"an issuer signs with one of {', '.join(JWS_ALGORITHMS)}",
            problem=_VERIFICATION,
        )
    _check_critical(header)
    if "kid" in header and not (isinstance(key_id, str) and 0 < len(key_id) <= _MAX_KEY_ID):
        raise _malformed(f"its header has kid {key_id!a:.60}, wanted a text of at most {_MAX_KEY_ID} characters")
    if "jwk" in header and not isinstance(jwk, JsonObject):
        raise _malformed(f"its header has jwk {jwk!a:.60}, wanted a JSON Web Key")
    for place in private_members(header):
        raise ProofError(
            "proof.private-key-in-header",
            f"the header carries private key material at {place!a:.80}, so anybody could have made the token",
            hint="the key is no secret any more: the issuer has to revoke it",
            problem=_VERIFICATION,
        )
    return header


def _check_critical(header: JsonObject) -> None:
    """RFC 7515, 4.1.11: what is critical has to be understood, and no extension is; RFC 7797 is the best known one."""
    if "crit" in header:
        raise _critical(f"crit {header['crit']!a:.60}, of which nothing is understood here")
    if header.get("b64", True) is not True:
        raise _critical(f"b64 {header['b64']!a:.60}, and only payloads in base64url are read here")


def _holds(jws: CompactJws, key: PublicKey) -> bool:
    from joserfc.jws import JWSRegistry

    algorithm = JWSRegistry.algorithms.get("EdDSA" if key.type == "Ed25519" else jws.algorithm)
    if algorithm is None:
        raise UnsupportedError("proof.unsupported-algorithm", f"joserfc does not know the algorithm {jws.algorithm!a}")
    return algorithm.verify(jws.signing_input, jws.signature, _joserfc_key(key))


def _joserfc_key(key: PublicKey) -> RSAKey | ECKey | OKPKey:
    from joserfc.jwk import ECKey, OKPKey, RSAKey

    jwk: dict[str, Any] = key.to_jwk()
    match jwk["kty"]:
        case "RSA":
            return RSAKey.import_key(jwk)
        case "EC":
            return ECKey.import_key(jwk)
        case _:
            return OKPKey.import_key(jwk)


def _malformed(why: str, *, hint: str | None = None) -> ProofError:
    return ProofError("proof.malformed-jws", f"not a compact JWS: {why}", hint=hint, problem=_VERIFICATION)


def _critical(what: str) -> ProofError:
    return ProofError("proof.critical-header", f"the header of the JWS has {what}", problem=_VERIFICATION)
