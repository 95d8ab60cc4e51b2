"""microcred: its proof check alone, its whole verification, its seal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, ClassVar

from benchmarks.peers.worker import Contender, Record, serve
from microcred import __version__
from microcred.canonical import Canonicalizer
from microcred.document import Document
from microcred.errors import Rejected
from microcred.keys import Ed25519Signer, public_key_of_did_key
from microcred.proofs import SecuredDocument, add_proof, verify_proof
from microcred.verification.fetch import Offline
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)


class Microcred(Contender):
    """One canonicalizer for all credentials, as a service would have it."""

    versions: ClassVar = {"microcred": __version__}

    def __init__(self) -> None:
        self.canonicalizer = Canonicalizer()
        self.verifier = Verifier(
            trust=AnyIssuer(), fetcher=Offline(), canonicalizer=self.canonicalizer, clock=lambda: AT
        )

    def verify(self, sealed: str) -> bool:
        """The proof alone: the JSON through the gate, the key out of the issuer's DID, the seal over the statements."""
        return self._holds(Document.parse(sealed))

    def proofs(self, sealed: str) -> bool:
        """The proofs of a credential and of every credential in it, which the whole verification looks at as well."""
        document = Document.parse(sealed)
        return all(self._holds(one) for one in (document, *map(Document.of, _inside(document.tree))))

    def _holds(self, document: Document) -> bool:
        secured = SecuredDocument(document, self.canonicalizer)
        try:
            verify_proof(secured, secured.proof(), public_key_of_did_key(document.tree["issuer"]["id"]))
        except Rejected:
            return False
        return True

    def whole(self, sealed: str) -> bool:
        """Every check, and the report on them."""
        return bool(self.verifier.verify(sealed.encode()))

    def unsealed(self, record: Record) -> tuple[Document, Ed25519Signer]:
        return Document.of(record["document"]), Ed25519Signer.from_seed(bytes.fromhex(record["seed"]))

    def sign(self, unsealed: tuple[Document, Ed25519Signer]) -> Document:
        document, signer = unsealed
        return add_proof(document, signer, created=AT, canonicalizer=self.canonicalizer)

    def text(self, signed: Any) -> str:
        return signed.raw.decode()


def _inside(value: Any) -> Iterator[Mapping[str, Any]]:
    """The credentials within a credential: endorsements, and what a record holds."""
    if isinstance(value, list):
        for element in value:
            yield from _inside(element)
    elif isinstance(value, dict):
        for name, member in value.items():
            if name in ("endorsement", "verifiableCredential"):
                yield from member
            else:
                yield from _inside(member)


if __name__ == "__main__":
    serve(Microcred())
