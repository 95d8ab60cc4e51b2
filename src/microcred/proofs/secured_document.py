"""A document together with its proofs: what each of them covers, and how it can be read.

A proof is read off the JSON as it stands; what it covers is the canonical form of the document without its proofs, or
with those that it says it builds on (``previousProof``). The bytes of a context URL may have changed since a document
was signed, so a document has a reading for each selection of the pinned versions, from the newest to the oldest.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from microcred.canonical import CanonicalDataset, Canonicalizer, Selection
from microcred.contexts import candidates
from microcred.document import Document, JsonObject, child_pointer, frozen
from microcred.errors import ContextError, ProofError, UnsupportedError
from microcred.keys import PublicKey
from microcred.proofs.proof import VERIFICATION_ERROR, Proof, malformed

__all__ = ["MAX_PROOFS", "MAX_WORK", "Reading", "SecuredDocument", "VerifiedProof", "Work", "contexts_of"]

MAX_PROOFS: Final = 16
# How many JSON values one verification canonicalizes at most, over all readings: a second or two of work.
MAX_WORK: Final = 1_000_000
# A value that is read in the guarded way takes as long as so many others.
_GUARDED: Final = 20
# What a proof may name beside the contexts of its document: they define the terms of proofs, and no others.
_SUITE_CONTEXTS: Final = frozenset(
    {
        "https://w3id.org/security/suites/ed25519-2020/v1",
        "https://w3id.org/security/data-integrity/v1",
        "https://w3id.org/security/data-integrity/v2",
    }
)


class Reading(NamedTuple):
    """A document read under one selection of context versions: the statements that this gives."""

    versions: Selection
    dataset: CanonicalDataset

    @property
    def canonical(self) -> bytes:
        """The canonical N-Quads in UTF-8."""
        return self.dataset.canonical


class VerifiedProof(NamedTuple):
    """A proof whose signature holds, and everything that went into it.

    ``signed_data`` is what the key signed; which hashes of ``canonical_options`` and ``canonical_document`` are in it
    is for the suite to say. ``versions`` names the bytes that each context URL stood for.
    """

    proof: Proof
    key: PublicKey
    versions: Selection
    canonical_document: bytes
    canonical_options: bytes
    signed_data: bytes


class Work:
    """A budget of JSON values to canonicalize, a microsecond or two each."""

    __slots__ = ("left", "limit")

    def __init__(self, limit: int) -> None:
        self.limit = self.left = limit

    def spend(self, values: int) -> None:
        """Take some; raises :class:`~microcred.errors.UnsupportedError` where there are not as many left."""
        self.left -= values
        if self.left < 0:
            raise UnsupportedError(
                "canonical.too-much-work",
                f"the document would have to be read in more ways than are worth the time ({self.limit} values in all)",
                pointer="/proof",
            )


class SecuredDocument:
    """A document together with its proofs, each reading of it canonicalized at most once.

    Made for one verification and not shared between threads. ``shared`` is the budget that several documents of one
    verification have in common, besides the one that each has.
    """

    def __init__(self, document: Document, canonicalizer: Canonicalizer, *, shared: Work | None = None) -> None:
        self.document = document
        self.canonicalizer = canonicalizer
        self.unsecured = JsonObject({key: value for key, value in document.tree.items() if key != "proof"})
        self._newest_versions: Selection | None = None
        self._readings: dict[tuple[str, ...], list[Reading | ContextError]] = {}
        self._work = Work(MAX_WORK)
        # JSON cannot hold what N-Quads escape but for these two, or an escape of its own.
        self._plain = b"\\" not in document.raw and b"\x7f" not in document.raw
        self._shared = shared

    @cached_property
    def proofs(self) -> tuple[Proof | ProofError, ...]:
        """All proofs of the document, in document order, each as it was read, or why it could not be.

        Raises :class:`~microcred.errors.ProofError` where there is none, or more than are read.
        """
        found = self.document.tree.get("proof")
        if found is None or found == []:
            raise ProofError(
                "proof.missing",
                "the credential has no proof, so nobody stands for it",
                pointer="",
                hint="a credential that is secured as a JWT is the JWT itself, not its payload",
                problem=VERIFICATION_ERROR,
            )
        if not isinstance(found, list):
            return (_read_proof(found, "/proof"),)
        if len(found) > MAX_PROOFS:
            raise malformed(f"the document has {len(found)} proofs, at most {MAX_PROOFS} are read", "/proof")
        return tuple(_read_proof(members, f"/proof/{index}") for index, members in enumerate(found))

    def proof(self, index: int = -1) -> Proof:
        """One proof of the document; raises :class:`~microcred.errors.ProofError` if it cannot be read."""
        found = self.proofs[index]
        if isinstance(found, ProofError):
            raise found
        return found

    @cached_property
    def selections(self) -> tuple[Selection, ...]:
        """The selections of context versions to try, newest first; raises for a context that is not known."""
        urls = (*self.canonicalizer.named_contexts(self.unsecured), *self._suite_contexts())
        return tuple(candidates(self.canonicalizer.contexts, urls, frozenset(_words(self.document.tree))))

    def _suite_contexts(self) -> Iterator[str]:
        """The contexts that only proofs name: their bytes are selected like those that the document names."""
        try:
            proofs = self.proofs
        except ProofError:
            return  # which whoever looks for a proof is told
        for proof in proofs:
            if isinstance(proof, Proof) and "@context" in proof.members:
                own = contexts_of(proof.members)
                yield from (url for url in own if isinstance(url, str) and url in _SUITE_CONTEXTS)

    def previous_proofs(self, proof: Proof) -> tuple[Proof, ...]:
        """The proofs that ``proof`` builds on (Data Integrity 1.0, 4.5, step 1.2).

        Each has to be there, once, and none may build on ``proof`` in turn: it was made before.
        """
        by_id: dict[str, list[Proof]] = {}
        for other in self.proofs:
            if isinstance(other, Proof) and isinstance(other.members.get("id"), str) and other.pointer != proof.pointer:
                by_id.setdefault(other.members["id"], []).append(other)
        for name in proof.previous:
            if len(by_id.get(name, ())) != 1:
                raise ProofError(
                    "proof.previous-missing",
                    f"the proof builds on {name[:80]!r}, the id of {len(by_id.get(name, ()))} other proofs, wanted one",
                    pointer=f"{proof.pointer}/previousProof",
                    problem=VERIFICATION_ERROR,
                )
        earlier, pending = set[str](), list(proof.previous)
        while pending:
            name = pending.pop()
            if name in by_id and name not in earlier:
                earlier.add(name)
                pending.extend(by_id[name][0].previous)
        own = proof.members.get("id")
        if isinstance(own, str) and own in {name for known in earlier for name in by_id[known][0].previous}:
            raise malformed("the proof builds on one that builds on it", f"{proof.pointer}/previousProof")
        return tuple(by_id[name][0] for name in dict.fromkeys(proof.previous))

    def require_newest(self) -> None:
        """Refuse what the newest version of every context loses: nobody seals a document with older ones."""
        next(self.readings())
        if (loss := self.loss) is not None:
            raise loss

    def signed_tree(self, previous: tuple[Proof, ...]) -> JsonObject:
        """What a proof covers: the document without proofs, but for those that a chained one builds on."""
        if not previous:
            return self.unsecured
        # Data Integrity 1.0, 4.5 (step 1.5).
        return JsonObject({**self.unsecured, "proof": frozen([proof.members for proof in previous])})

    def readings(self, previous: tuple[Proof, ...] = (), algorithm: str = "sha256") -> Iterator[Reading]:
        """The readings of the document, newest first, with the proofs that a chained proof builds on.

        ``algorithm`` tells blank nodes apart. Versions that lose something are passed over; if all do, the newest
        one's :class:`~microcred.errors.ContextError` is raised.
        """
        tree = self.signed_tree(previous)
        known = self._readings.setdefault((algorithm, *(proof.pointer for proof in previous)), [])
        if not known:
            known.append(self._read(tree, None, algorithm))
        if isinstance(known[0], Reading):
            yield known[0]
        # Older versions are looked at only where the newest do not bear the proof out.
        for index, versions in enumerate(self.selections[1:], start=1):
            if index == len(known):
                known.append(self._read(tree, versions, algorithm))
            found = known[index]
            if isinstance(found, Reading):
                yield found
        if not any(isinstance(found, Reading) for found in known) and isinstance(known[0], ContextError):
            raise known[0]

    @property
    def loss(self) -> ContextError | None:
        """What the newest versions of the contexts lose of the document; to be asked after :meth:`readings`."""
        newest = [found[0] for found in self._readings.values() if found]
        return next((found for found in newest if isinstance(found, ContextError)), None)

    def _read(self, tree: JsonObject, versions: Selection | None, algorithm: str) -> Reading | ContextError:
        # A document with many proofs that build on each other can be read in many ways, each under many versions.
        self.spend(self.document.size)
        try:
            dataset = self.canonicalizer.dataset(
                tree, versions, algorithm=algorithm, plain=self._plain, work=self._spend_guarded
            )
        except ContextError as error:
            return error
        if versions is None:
            known = self.canonicalizer.contexts.versions
            urls = (*dataset.contexts, *self._suite_contexts())
            versions = self._newest_versions = MappingProxyType({url: known(url)[0] for url in urls})
        return Reading(versions, dataset)

    def _spend_guarded(self, values: int) -> None:
        self.spend(_GUARDED * values)

    def spend(self, work: int) -> None:
        """Count work, in values that could be canonicalized in the same time, against what one verification may do."""
        self._work.spend(work)
        if self._shared is not None:
            self._shared.spend(work)

    def canonical_options(self, proof: Proof, versions: Selection, algorithm: str = "sha256") -> bytes:
        """The proof options of a suite over statements, canonicalized (EdDSA Cryptosuites 1.0, 3.2.5).

        They are read in the contexts of the document, and behind them those of its suite that a proof names itself,
        under the versions that the document is read with.
        """
        newest = versions if versions is not self._newest_versions else None
        found = self.canonicalizer.dataset(
            self.options_tree(proof), newest, algorithm=algorithm, at=proof.pointer, plain=self._plain
        )
        return found.canonical

    def options_tree(self, proof: Proof) -> JsonObject:
        """The proof options of a suite over statements as a document, with the contexts that they are read in."""
        contexts = self.unsecured.get("@context")
        if "@context" in proof.members:
            contexts = frozen([*contexts_of(self.unsecured), *self._own_contexts(proof)])
        return JsonObject({**proof.options, "@context": contexts})

    def _own_contexts(self, proof: Proof) -> list[str]:
        found = contexts_of(self.unsecured)
        own = [context for context in contexts_of(proof.members) if context not in found]
        if any(not isinstance(context, str) or context not in _SUITE_CONTEXTS for context in own):
            raise malformed(
                "a proof of this suite has no @context of its own, but for that of its suite",
                child_pointer(proof.pointer, "@context"),
            )
        return own


def contexts_of(tree: JsonObject) -> list[Any]:
    """The contexts that an object names, in order; one may stand without an array."""
    found = tree.get("@context")
    return list(found) if isinstance(found, list) else [] if found is None else [found]


def _read_proof(members: Any, pointer: str) -> Proof | ProofError:
    try:
        return Proof.read(members, pointer)
    except ProofError as error:
        return error


def _words(value: Any) -> Iterator[str]:
    """Every member name and every string of a JSON value: all that a context could give a meaning to."""
    match value:
        case str():
            yield value
        case dict():
            yield from value
            for member in value.values():
                yield from _words(member)
        case list():
            for element in value:
                yield from _words(element)
