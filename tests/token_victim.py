"""An issuer of tokens whom the verifier trusts, its genuine badge, and what becomes of tokens that others make."""

from __future__ import annotations

import base64
import json
from typing import Any

from badges import AT, CANONICALIZER, unsigned
from microcred.document import Document
from microcred.keys import Ed25519Signer, RsaSigner, controller_document
from microcred.proofs import seal_jwt
from microcred.verification.report import Report, Verdict
from microcred.verification.trust import TrustedIssuers
from microcred.verification.verifier import Verifier
from world import World

VICTIM = "https://college.example/issuers/1"
EVIL = "https://evil.example"
SETS = "https://college.example/.well-known/jwks.json"
KEY = RsaSigner.generate(2048)
NAME = f"{VICTIM}#{KEY.public_key.to_multikey()}"
SIGNER = KEY.with_verification_method(NAME)
FORGER = Ed25519Signer.from_seed(b"forger" + bytes(26))
FORGER_ID = FORGER.verification_method.partition("#")[0]
BADGE = unsigned(issuer={"id": VICTIM, "type": ["Profile"], "name": "Riverside College"})
GENUINE = seal_jwt(Document.of(BADGE), SIGNER)


def published(**pages: Any) -> World:
    world = World()
    world.serve(VICTIM, controller_document(VICTIM, [KEY.public_key]))
    for url, content in pages.items():
        world.serve(url, content)
    return world


def report(text: str, world: World | None = None) -> Report:
    verifier = Verifier(
        trust=TrustedIssuers(VICTIM),
        fetcher=world or published(),
        canonicalizer=CANONICALIZER,
        clock=lambda: AT,
    )
    return verifier.verify(text.encode())


def assert_forged(text: str, code: str, world: World | None = None) -> None:
    world = world or published()
    found = report(text, world)
    assert found.verdict is Verdict.REJECTED
    assert found.authentic is not True
    assert code in {check.code for check in found.checks}
    assert not [url for url in world.visits if url.startswith(EVIL)], "the forger chose that URL"


def header(**changes: Any) -> dict[str, Any]:
    whole = {"alg": "RS256", "typ": "JWT", "kid": NAME, **changes}
    return {name: value for name, value in whole.items() if value is not None}


def claims(**changes: Any) -> dict[str, Any]:
    return {**json.loads(payload_of(GENUINE)), **changes}


def payload_of(text: str) -> bytes:
    middle = text.split(".")[1]
    return base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4))
