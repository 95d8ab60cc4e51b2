"""Keep the private key in another process, and let it sign over a pipe.

    python examples/remote_signer.py issuer.pem examples/credential.json > badge.json

The key may be of any type that ``microcred keygen`` makes; with an RSA key the badge is a JWT.
A security module or a cloud service is used in the same way: ``Issuer`` asks for three members of ``RemoteSigner``, and
nothing else. The key service is this script itself, started with ``--serve``: it answers each line of JSON with one.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from microcred import Document, Issuer, Profile
from microcred.keys import PublicKey, did_key, signer_from_pem


class RemoteSigner:
    """A Signer whose private key this process never sees."""

    def __init__(self, command: list[str]) -> None:
        pipe = subprocess.PIPE
        self._service = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)  # noqa: S603 - this script
        self.public_key = PublicKey.from_multikey(self._ask({"do": "describe"})["publicKey"])
        self.verification_method = f"{did_key(self.public_key)}#{self.public_key.to_multikey()}"

    def __enter__(self) -> RemoteSigner:
        return self

    def __exit__(self, *_: object) -> None:
        self._service.communicate(timeout=10)

    def sign(self, data: bytes) -> bytes:
        """The signature over ``data``; ``Issuer`` checks it with the public key."""
        return bytes.fromhex(self._ask({"do": "sign", "data": data.hex()})["signature"])

    def _ask(self, question: dict[str, str]) -> Any:
        assert self._service.stdin is not None
        assert self._service.stdout is not None
        self._service.stdin.write(json.dumps(question) + "\n")
        self._service.stdin.flush()
        return json.loads(self._service.stdout.readline())


def serve(key_file: Path) -> None:
    """The other process: it has the key, and does nothing but sign."""
    signer = signer_from_pem(key_file.read_bytes())
    for line in sys.stdin:
        question = json.loads(line)
        if question["do"] == "describe":
            answer = {"publicKey": signer.public_key.to_multikey()}
        else:
            answer = {"signature": signer.sign(bytes.fromhex(question["data"])).hex()}
        print(json.dumps(answer), flush=True)


def main(arguments: list[str]) -> None:
    if arguments[0] == "--serve":
        serve(Path(arguments[1]))
        return
    key_file, credential = arguments
    with RemoteSigner([sys.executable, __file__, "--serve", key_file]) as signer:
        issuer = Issuer(Profile(id=did_key(signer.public_key), name="Riverside College"), signer)
        document = Document.parse(Path(credential).read_bytes())
        print(issuer.issue_jwt(document) if signer.public_key.type == "RSA" else issuer.issue(document))


if __name__ == "__main__":
    main(sys.argv[1:])
