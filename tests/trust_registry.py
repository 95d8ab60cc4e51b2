"""A registry of issuers on the web, the issuer that it lists, and one that it does not."""

from __future__ import annotations

from badges import SIGNER, STRANGER

COLLEGE = SIGNER.verification_method.partition("#")[0]
ATTACKER = STRANGER.verification_method.partition("#")[0]
REGISTRY = "https://registry.example/registry.json"
EVIL = "https://attacker.example/registry.json"


def registry(issuer: str) -> dict[str, object]:
    return {"meta": {}, "registry": {issuer: {"name": "Riverside College"}}}
