"""Where the time of one verification goes: each part by itself, and what is left between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from statistics import median
from time import thread_time_ns
from typing import Any

from benchmarks.peers.with_microcred import Microcred
from microcred.document import Document
from microcred.keys import public_key_of_did_key
from microcred.models import conformity
from microcred.multibase import decode_multibase
from microcred.proofs import SecuredDocument
from microcred.proofs.secured_document import Reading

_OF_THE_PROOF = ("gate", "key", "document", "options", "hashes", "signature")
_OF_THE_REST = ("model",)


def parts(sealed: Iterable[str]) -> dict[str, float]:
    """The median of each part over some credentials, in microseconds."""
    dissection = Dissection()
    texts = list(sealed)
    for text in texts:
        dissection.times_of(text)
    times = [dissection.times_of(text) for text in texts]
    found = {name: median(time[name] for time in times) / 1e3 for name in times[0]}
    found["rest of the proof"] = found["proof only"] - sum(found[name] for name in _OF_THE_PROOF)
    found["rest of the whole"] = found["whole"] - found["proof only"] - sum(found[name] for name in _OF_THE_REST)
    return found


class Dissection:
    """One verification in pieces, in the order in which they are made."""

    def __init__(self) -> None:
        self.microcred = Microcred()
        self.canonicalizer = self.microcred.canonicalizer

    def times_of(self, sealed: str) -> Mapping[str, int]:
        """How long each part took, in nanoseconds on the processor."""
        times: dict[str, int] = {}

        def timed(name: str, part: Callable[[], Any]) -> Any:
            begun = thread_time_ns()
            found = part()
            times[name] = thread_time_ns() - begun
            return found

        document = timed("gate", lambda: Document.parse(sealed))
        secured = SecuredDocument(document, self.canonicalizer)
        proof = secured.proof()
        key = timed("key", lambda: public_key_of_did_key(document.tree["issuer"]["id"]))
        reading, canonical = timed("document", lambda: _read(secured))
        options = timed("options", lambda: secured.canonical_options(proof, reading.versions))
        signed = timed("hashes", lambda: sha256(options).digest() + sha256(canonical).digest())
        signature = decode_multibase(proof.members["proofValue"], max_length=100)
        assert timed("signature", lambda: key.verify(signature, signed))
        timed("model", lambda: conformity(secured.unsecured))
        assert timed("proof only", lambda: self.microcred.verify(sealed))
        assert timed("whole", lambda: self.microcred.whole(sealed))
        return times


def _read(secured: SecuredDocument) -> tuple[Reading, bytes]:
    """The document under the newest contexts, and its canonical form."""
    reading = next(secured.readings())
    return reading, reading.canonical
