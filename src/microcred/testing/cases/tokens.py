"""Badges as JWTs, each wrong in one way; all but a few are truly signed."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Final

from microcred.document import to_json
from microcred.multibase import encode_base64url
from microcred.testing.badge_case import BadgeCase
from microcred.testing.parties import ACADEMY, ACADEMY_KEY, academy_document, academy_method, signer_of
from microcred.testing.workbench import REMOVED, Edits, Recipe, Workbench

__all__ = ["CASES"]

_ISSUER: Final = {"id": ACADEMY, "type": ["Profile"], "name": "Harbour Academy"}
_JWK_SET: Final = "https://academy.example/.well-known/jwks.json"


def _of_academy(
    bench: Workbench, header: Edits | None = None, document: Any = None, jwks: Any = None, **case: Any
) -> BadgeCase:
    """A token of the academy, with the documents in which it publishes its keys."""
    pages = {ACADEMY: academy_document() if document is None else document}
    pages |= {} if jwks is None else {_JWK_SET: jwks}
    signer = signer_of("academy", verification_method=ACADEMY_KEY)
    return bench.token(header, edits={"/issuer": _ISSUER}, signer=signer, pages=pages, **case)


def _jwk(name: str, **members: Any) -> dict[str, Any]:
    return {**signer_of(name).public_key.to_jwk(), **members}


def _envelope(bench: Workbench, media_type: str) -> BadgeCase:
    from microcred.testing.workbench import CREDENTIALS

    envelope = {
        "@context": [CREDENTIALS],
        "id": f"data:{media_type};base64,gkSDAaBA",
        "type": "EnvelopedVerifiableCredential",
    }
    return bench.case(envelope)


def _seconds(bench: Workbench, days: float) -> int:
    return int(bench.moment(days).timestamp())


def _published_for_another(bench: Workbench) -> BadgeCase:
    method = academy_method(type="JsonWebKey", publicKeyMultibase=None, publicKeyJwk=_jwk("academy", alg="ES256"))
    return _of_academy(bench, document=academy_document(verificationMethod=[method]))


def _unsigned_token(bench: Workbench, algorithm: str) -> BadgeCase:
    head = to_json({"alg": algorithm, "typ": "JWT", "kid": signer_of("college").verification_method}, indent=None)
    parts = (head, to_json(bench.claims(), indent=None), b"nobody" if algorithm != "none" else b"")
    return bench.case(".".join(encode_base64url(part) for part in parts))


def _wrapped_twice(bench: Workbench) -> BadgeCase:
    return bench.token(payload={**bench.claims(), "vc": bench.tree()})


def _undated(bench: Workbench, **claims: Any) -> BadgeCase:
    """A token without an end in the document, so that its claims alone have a say."""
    edits = {"/validUntil": REMOVED, "/validFrom": bench.day(-30)}
    return bench.token(claims={f"/{name}": value for name, value in claims.items()}, edits=edits)


def _by_way_of_a_set(bench: Workbench, jwks: Any) -> BadgeCase:
    return _of_academy(bench, {"/kid": _JWK_SET}, jwks=jwks)


CASES: Final = MappingProxyType[str, Recipe](
    {
        "key.algorithm-mismatch": _published_for_another,
        "key.invalid-jwk-set": lambda bench: _by_way_of_a_set(bench, {"key": "AAAA"}),
        "key.not-named": lambda bench: bench.token({"/kid": REMOVED}),
        "key.not-published": lambda bench: bench.token({"/kid": REMOVED, "/jwk": _jwk("stranger")}),
        "key.two-keys": lambda bench: bench.token({"/jwk": _jwk("stranger")}),
        "proof.ambiguous-payload": _wrapped_twice,
        "proof.claim-mismatch": lambda bench: bench.token(claims={"/iss": "https://famous.example/"}),
        "proof.critical-header": lambda bench: bench.token({"/crit": ["b64"], "/b64": False}),
        "proof.insecure-algorithm": lambda bench: _unsigned_token(bench, "none"),
        "proof.malformed-claim": lambda bench: bench.token(claims={"/exp": "2030-01-01"}),
        "proof.malformed-jws": lambda bench: bench.case(bench.token().text.replace(".", "AA.", 1)),
        "proof.private-key-in-header": lambda bench: bench.token({"/jwk": _jwk("college", d="AAAA")}),
        "proof.unsupported-algorithm": lambda bench: _unsigned_token(bench, "ES256K"),
        "proof.unsupported-cose": lambda bench: bench.token({"/typ": "application/vc+cose"}),
        "proof.unsupported-envelope": lambda bench: _envelope(bench, "application/vc+cose"),
        "proof.unsupported-sd-jwt": lambda bench: bench.token({"/typ": "application/vc+sd-jwt"}),
        "proof.wrong-media-type": lambda bench: bench.token({"/typ": "at+jwt"}),
    }
)
