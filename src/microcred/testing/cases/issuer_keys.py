"""Keys that are not keys of this issuer for this purpose, or that nobody could find out about."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from microcred.multibase import encode_base58btc
from microcred.testing.badge_case import BadgeCase
from microcred.testing.parties import ACADEMY, ACADEMY_KEY, academy_document, academy_method, did_of, signer_of
from microcred.testing.workbench import Recipe, Workbench

__all__ = ["CASES"]

_ED25519: Final = b"\xed\x01"
_RSA: Final = b"\x85\x24"
_NOT_ON_THE_CURVE: Final = b"\x02" + bytes(31)


def _by_method(bench: Workbench, **changes: Any) -> BadgeCase:
    """A badge of the academy, whose verification method differs."""
    return bench.of_academy(academy_document(verificationMethod=[academy_method(**changes)]))


def _by_document(bench: Workbench, **changes: Any) -> BadgeCase:
    """A badge of the academy, whose controller document differs."""
    return bench.of_academy(academy_document(**changes))


def _by_key(bench: Workbench, raw: bytes, header: bytes = _ED25519) -> BadgeCase:
    """A badge of the academy, which publishes these bytes as its key."""
    return _by_method(bench, publicKeyMultibase=encode_base58btc(header + raw))


def _by_jwk(bench: Workbench, **changes: Any) -> BadgeCase:
    """A badge of the academy, which publishes its key as a JWK that differs."""
    jwk: Mapping[str, Any] = {**signer_of("academy").public_key.to_jwk(), **changes}
    return _by_method(bench, type="JsonWebKey", publicKeyMultibase=None, publicKeyJwk=jwk)


def _by_issuer(bench: Workbench, issuer: str, method: str | None = None) -> BadgeCase:
    """A badge of an issuer whose id leads to no key."""
    edits = {"/issuer": {"id": issuer, "type": ["Profile"], "name": "Riverside College"}}
    return bench.altered({**edits, "/proof/verificationMethod": method or f"{issuer}#key-1"}, trusted=[issuer])


def _two_entries(bench: Workbench) -> BadgeCase:
    other = academy_method(publicKeyMultibase=signer_of("stranger").public_key.to_multikey())
    return _by_document(bench, verificationMethod=[academy_method(), other])


CASES: Final = MappingProxyType[str, Recipe](
    {
        "key.ambiguous": _two_entries,
        "key.expired": lambda bench: _by_method(bench, expires=bench.day(-90)),
        "key.insecure-url": lambda bench: _by_issuer(bench, "http://college.example/issuer"),
        "key.invalid-controller-document": lambda bench: bench.of_academy(b"<!doctype html><title>Academy</title>"),
        "key.invalid-did": lambda bench: _by_issuer(bench, "did:web:127.0.0.1"),
        "key.invalid-jwk": lambda bench: _by_jwk(bench, x="short"),
        "key.invalid-method": lambda bench: _by_method(bench, expires="2026-05-01"),
        "key.invalid-url": lambda bench: bench.altered(
            {"/proof/verificationMethod": "https://college.example@forger.example/issuer#key-1"}
        ),
        "key.no-fragment": lambda bench: bench.of_academy(method=ACADEMY),
        "key.not-a-point": lambda bench: _by_key(bench, _NOT_ON_THE_CURVE),
        "key.not-canonical": lambda bench: _by_key(bench, b"\xed" + b"\xff" * 30 + b"\x7f"),
        "key.not-for-signatures": lambda bench: _by_jwk(bench, use="enc"),
        "key.not-for-this-purpose": lambda bench: _by_document(bench, assertionMethod=[], authentication=[ACADEMY_KEY]),
        "key.not-in-document": lambda bench: bench.of_academy(method=f"{ACADEMY}#key-2"),
        "key.not-multikey": lambda bench: _by_method(bench, publicKeyMultibase="MCowBQYDK2VwAyEA"),
        "key.not-one-encoding": lambda bench: _by_method(bench, publicKeyJwk=signer_of("academy").public_key.to_jwk()),
        "key.not-rsa": lambda bench: _by_key(bench, b"\x30\x03\x02\x01\x05", _RSA),
        "key.not-the-issuers": lambda bench: bench.altered(
            {"/issuer/id": did_of("famous university")}, trusted=[did_of("famous university")]
        ),
        "key.private-key-published": lambda bench: _by_jwk(bench, d="AA"),
        "key.revoked": lambda bench: _by_method(bench, revoked=bench.day(-90)),
        "key.revoked-since": lambda bench: _by_method(bench, revoked=bench.day(-10)),
        "key.small-order": lambda bench: _by_key(bench, b"\x01" + bytes(31)),
        "key.unsupported-did-method": lambda bench: _by_issuer(bench, "did:ion:abc"),
        "key.unsupported-method-type": lambda bench: _by_method(bench, type="EcdsaSecp256k1VerificationKey2019"),
        "key.unsupported-scheme": lambda bench: _by_issuer(bench, "urn:uuid:8c9d1c9e-4e10-4c8a-8f6c-111111111111"),
        "key.unsupported-type": lambda bench: _by_jwk(bench, crv="Ed448"),
        "key.wrong-controller": lambda bench: _by_method(bench, controller="https://academy.example/"),
        "key.wrong-document-id": lambda bench: _by_document(bench, id="https://academy.example/issuers/2"),
        "key.wrong-length": lambda bench: _by_key(bench, bytes(33)),
        "key.wrong-method-type": lambda bench: _by_method(bench, type="DataIntegrityProof"),
    }
)
