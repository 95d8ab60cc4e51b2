"""How the cost of one verification grows with the credential."""

from __future__ import annotations

import time
from dataclasses import dataclass
from statistics import median
from typing import Any

from benchmarks.documents import Author, Credential
from microcred.canonical import Canonicalizer
from microcred.document import Document
from microcred.errors import MicrocredError
from microcred.keys import public_key_of_did_key
from microcred.proofs import SecuredDocument, VerifiedProof, verify_proof

# A short credential is verified more often, until its time is as sure as that of a long one.
_REACH = 2_000


@dataclass(frozen=True)
class Long:
    """A badge with so many ``alignments``, each of six statements, and ``words`` in the description of each."""

    name: str
    alignments: int
    words: int = 2

    @property
    def statements(self) -> int:
        """How many statements it makes."""
        return 33 + 6 * self.alignments

    def measured(self, repetitions: int) -> dict[str, Any]:
        """What one verification of it costs, or why it is refused; at least so many ``repetitions``."""
        begun = time.perf_counter()
        canonicalizer = Canonicalizer()
        try:
            sealed = self.credential().seal().raw
            _, proof = _verified(sealed, canonicalizer)
            count = max(repetitions, min(20 * repetitions, _REACH // self.alignments))
            seconds = median(_verified(sealed, canonicalizer)[0] for _ in range(count))
        except MicrocredError as error:
            return {"outcome": f"refused ({error.code})", "milliseconds": (time.perf_counter() - begun) * 1e3}
        statements = proof.canonical_document.count(b"\n")
        return {
            "outcome": "accepted",
            "bytes": len(sealed),
            "statements": statements,
            "milliseconds": seconds * 1e3,
            "us_per_statement": seconds * 1e6 / statements,
        }

    def credential(self) -> Credential:
        author = Author(f"long/{self.alignments}")
        badge = author.basic()
        badge["credentialSubject"]["achievement"]["alignment"] = [
            {**author.alignment(), "targetDescription": author.text(self.words)} for _ in range(self.alignments)
        ]
        return Credential(badge, author.seed)


LENGTHS = (
    *(
        Long(f"{statements:,} statements", (statements - 33) // 6)
        for statements in (64, 334, 1_000, 3_000, 9_000, 27_000)
    ),
    Long("10 MB of text", 4_400, 235),
    Long("10 MB of values", 32_500),
)


def _verified(sealed: bytes, canonicalizer: Canonicalizer) -> tuple[float, VerifiedProof]:
    begun = time.perf_counter()
    secured = SecuredDocument(Document.parse(sealed), canonicalizer)
    key = public_key_of_did_key(secured.document.tree["issuer"]["id"])
    found = verify_proof(secured, secured.proof(), key)
    return time.perf_counter() - begun, found
