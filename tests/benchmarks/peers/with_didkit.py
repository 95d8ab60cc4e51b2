"""DIDKit: badges in its own data model, 1.1, sealed by itself with ``Ed25519Signature2020``."""

from __future__ import annotations

import asyncio
import json
from base64 import urlsafe_b64encode
from typing import Any, ClassVar

import didkit

from benchmarks.peers.worker import Contender, Record, serve


class DidKit(Contender):
    """A record's document is the twin of the badge that the others get."""

    versions: ClassVar = {"didkit": didkit.get_version()}

    def __init__(self) -> None:
        self._run = asyncio.new_event_loop().run_until_complete

    def sealed(self, record: Record) -> str:
        return self.sign(self.unsealed(record))

    def verify(self, sealed: str) -> bool:
        found = json.loads(self._run(_awaited(didkit.verify_credential, sealed, '{"proofPurpose":"assertionMethod"}')))
        return "proof" in found["checks"] and not found["errors"]

    def unsealed(self, record: Record) -> tuple[str, str, str]:
        did = record["document"]["issuer"]["id"]
        options = {"proofPurpose": "assertionMethod", "type": "Ed25519Signature2020"}
        options["verificationMethod"] = f"{did}#{did.removeprefix('did:key:')}"
        key = {"kty": "OKP", "crv": "Ed25519", "x": _base64(record["public"]), "d": _base64(record["seed"])}
        return json.dumps(record["document"]), json.dumps(options), json.dumps(key)

    def sign(self, unsealed: tuple[str, str, str]) -> str:
        signed: str = self._run(_awaited(didkit.issue_credential, *unsealed))
        return signed

    def text(self, signed: Any) -> Any:
        return signed


async def _awaited(call: Any, *arguments: str) -> str:
    """DIDKit wants to be called inside a running loop."""
    found: str = await call(*arguments)
    return found


def _base64(digits: str) -> str:
    return urlsafe_b64encode(bytes.fromhex(digits)).decode().rstrip("=")


if __name__ == "__main__":
    serve(DidKit())
