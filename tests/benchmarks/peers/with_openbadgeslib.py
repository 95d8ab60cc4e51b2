"""openbadgeslib: its check of a Data Integrity proof, with the key out of the DID; and its seal."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import Any, ClassVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from openbadgeslib.ob3.did import resolve_verification_method
from openbadgeslib.ob3.ldp import add_data_integrity_proof, verify_data_integrity_proof
from openbadgeslib.ob3.verifier import OB3VerificationError

from benchmarks.peers.worker import Contender, Record, serve


class OpenBadgesLib(Contender):
    """It has the contexts with it."""

    versions: ClassVar = {name: version(name) for name in ("openbadgeslib", "PyLD", "cryptography")}

    def verify(self, sealed: str) -> bool:
        document = json.loads(sealed)
        try:
            key = resolve_verification_method(document["proof"]["verificationMethod"])
            verify_data_integrity_proof(document, key)
        except OB3VerificationError:
            return False
        return True

    def unsealed(self, record: Record) -> tuple[dict[str, Any], bytes, str]:
        key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(record["seed"]))
        did = record["document"]["issuer"]["id"]
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return record["document"], pem, f"{did}#{did.removeprefix('did:key:')}"

    def sign(self, unsealed: tuple[dict[str, Any], bytes, str]) -> dict[str, Any]:
        return add_data_integrity_proof(*unsealed)


if __name__ == "__main__":
    serve(OpenBadgesLib())
