"""Tokens of our own making: whole ones, and ones that are wrong in one way."""

from __future__ import annotations

import json
from typing import Any

from badges import SIGNER, unsigned
from microcred.document import Document
from microcred.keys import Signer
from microcred.multibase import encode_base64url
from microcred.proofs import seal_jwt


def part(value: Any) -> str:
    """One part of a token: octets as they are, text as UTF-8, anything else as JSON."""
    raw = (
        value if isinstance(value, bytes) else value.encode() if isinstance(value, str) else json.dumps(value).encode()
    )
    return encode_base64url(raw)


def token(header: Any, payload: Any, signer: Signer = SIGNER) -> str:
    """Any header over any payload, truly signed: only our own signing refuses to write what is wrong."""
    signing_input = f"{part(header)}.{part(payload)}"
    return f"{signing_input}.{encode_base64url(signer.sign(signing_input.encode()))}"


def header(**changes: Any) -> dict[str, Any]:
    """The usual header of the tests' issuer, with some members set, or left out where the change is None."""
    whole = {"alg": "EdDSA", "typ": "JWT", "kid": SIGNER.verification_method, **changes}
    return {name: value for name, value in whole.items() if value is not None}


def claims(**changes: Any) -> dict[str, Any]:
    """The payload that Open Badges wants for the tests' badge, with some members set, or left out by None."""
    badge = unsigned()
    whole = {
        **badge,
        "iss": badge["issuer"]["id"],
        "jti": badge["id"],
        "sub": badge["credentialSubject"]["id"],
        "nbf": 1768467600,
        "exp": 1863162000,
        **changes,
    }
    return {name: value for name, value in whole.items() if value is not None}


def badge_token(signer: Signer = SIGNER, **options: Any) -> str:
    """The tests' badge as a token."""
    return seal_jwt(Document.of(unsigned()), signer, **options)
