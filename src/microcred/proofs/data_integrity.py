"""The Data Integrity algorithms (Data Integrity 1.0, 4): add a proof to a document, verify the proofs of one.

A proof is read off the JSON as it stands; what it covers is the canonical form of the document without its proofs, or
with those that it says it builds on (``previousProof``). The bytes of a context URL may have changed since a document
was signed, so verification tries the pinned versions from the newest to the oldest and says which ones it was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Final

from microcred.canonical import Canonicalizer, Selection, canonicalize_json
from microcred.contexts import candidates
from microcred.document import Document, JsonObject, child_pointer, frozen
from microcred.errors import ContextError, ProofError, UnsupportedError, UsageError
from microcred.keys import PublicKey, Signer
from microcred.proofs.cryptosuites import CRYPTOSUITES, Cryptosuite
from microcred.proofs.proof import VERIFICATION_ERROR as _VERIFICATION
from microcred.proofs.proof import Proof, malformed

__all__ = ["MAX_PROOFS", "Reading", "SecuredDocument", "VerifiedProof", "add_proof", "verify_proof"]

MAX_PROOFS: Final = 16
# How many JSON values one verification canonicalizes at most, over all readings: about a second of work.
MAX_WORK: Final = 50_000
_CREDENTIALS_V1: Final = "https://www.w3.org/2018/credentials/v1"
_DATA_INTEGRITY: Final = ("https://w3id.org/security/data-integrity/v2", "https://w3id.org/security/data-integrity/v1")


@dataclass(frozen=True, slots=True)
class Reading:
    """A document read under one selection of context versions: the canonical bytes that this gives."""

    versions: Selection
    canonical: bytes


@dataclass(frozen=True, slots=True)
class VerifiedProof:
    """A proof whose signature holds, and everything that went into it.

    ``signed_data`` is what the key signed: the hash of ``canonical_options``, then the hash of
    ``canonical_document``. ``versions`` names the bytes that each context URL stood for.
    """

    proof: Proof
    key: PublicKey
    versions: Selection
    canonical_document: bytes
    canonical_options: bytes
    signed_data: bytes


@dataclass(frozen=True, slots=True)
class _SignatureBase:
    """What a key may have signed, and what that was made of."""

    versions: Selection
    canonical_document: bytes
    canonical_options: bytes
    signed_data: bytes


class SecuredDocument:
    """A document together with its proofs, each reading of it canonicalized at most once.

    Made for one verification and not shared between threads.
    """

    def __init__(self, document: Document, canonicalizer: Canonicalizer) -> None:
        self.document = document
        self.canonicalizer = canonicalizer
        self.unsecured = JsonObject((key, value) for key, value in document.tree.items() if key != "proof")
        self._readings: dict[tuple[str, ...], list[Reading | ContextError]] = {}
        self._work_left = MAX_WORK

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
                problem=_VERIFICATION,
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
        urls = self.canonicalizer.named_contexts(self.unsecured)
        for url in urls:
            if not self.canonicalizer.contexts.versions(url):
                raise UnsupportedError(
                    "contexts.unknown",
                    f"the context {url[:200]} is not known here, and contexts are never fetched",
                    pointer="/@context",
                    hint="give its bytes to the verifier: Canonicalizer(BUNDLED.with_context(url, document))",
                    evidence={"url": url},
                )
        return tuple(candidates(self.canonicalizer.contexts, urls, frozenset(_words(self.document.tree))))

    @cached_property
    def _size(self) -> int:
        return sum(1 for _ in _values(self.document.tree))

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
                    problem=_VERIFICATION,
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
        for index, versions in enumerate(self.selections):
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

    def _read(self, tree: JsonObject, versions: Selection, algorithm: str) -> Reading | ContextError:
        # A document with many proofs that build on each other can be read in many ways, each under many versions.
        self._work_left -= self._size
        if self._work_left < 0:
            raise UnsupportedError(
                "canonical.too-much-work",
                f"the document would have to be read in more ways than are worth the time ({MAX_WORK} values in all)",
                pointer="/proof",
            )
        try:
            return Reading(versions, self.canonicalizer.canonicalize(tree, versions, algorithm=algorithm))
        except ContextError as error:
            return error


def verify_proof(
    secured: SecuredDocument,
    proof: Proof,
    key: PublicKey,
    *,
    purpose: str = "assertionMethod",
    domain: str | Collection[str] | None = None,
    challenge: str | None = None,
    suites: Mapping[str, Cryptosuite] = CRYPTOSUITES,
) -> VerifiedProof:
    """Verify one proof of a document with the key that its verification method stands for (Data Integrity 1.0, 4.4).

    ``purpose`` is what the proof has to be for. Where a ``domain`` or a ``challenge`` is expected, it has to be made
    for just these domains, in any order, and answer that challenge. The key has to come from
    :mod:`microcred.verification.issuer_keys`: nothing here says whose it is. Raises
    :class:`~microcred.errors.ProofError` where the proof does not hold, :class:`~microcred.errors.ContextError` where
    the document says more than a proof could cover, and :class:`~microcred.errors.UnsupportedError` for an unknown
    suite.
    """
    suite = _suite(proof.suite_name, suites, proof.pointer)
    if proof.type != suite.proof_type:
        raise malformed(f"the type is {proof.type!r}, proofs of {suite.name} have {suite.proof_type!r}", proof.pointer)
    proof.check_made_for(purpose, domain, challenge)
    if key.type not in suite.key_types:
        raise ProofError(
            "proof.wrong-key-type",
            f"{suite.name} works with {' or '.join(sorted(suite.key_types))}, the key is {key.type}",
            pointer=f"{proof.pointer}/verificationMethod",
            problem=_VERIFICATION,
        )
    signature = suite.decode(proof.members.get("proofValue"), key, f"{proof.pointer}/proofValue")
    for base in _signature_bases(secured, proof, suite, key):
        if key.verify(signature, base.signed_data) and (base.versions or secured.loss is None):
            return VerifiedProof(
                proof, key, base.versions, base.canonical_document, base.canonical_options, base.signed_data
            )
    if (loss := secured.loss) is not None:
        # An older version of a context could read the document, but no statement of that version is signed here.
        raise loss
    raise ProofError(
        "proof.signature-invalid",
        "the signature does not hold: the credential was changed after it was signed, or signed with another key",
        pointer=f"{proof.pointer}/proofValue",
        problem=_VERIFICATION,
        evidence={"verificationMethod": proof.verification_method, "key": key.to_multikey(), "suite": suite.name},
    )


def add_proof(
    document: Document,
    signer: Signer,
    *,
    created: datetime,
    suite_name: str = "eddsa-rdfc-2022",
    purpose: str = "assertionMethod",
    expires: datetime | None = None,
    options: Mapping[str, Any] | None = None,
    canonicalizer: Canonicalizer | None = None,
    suites: Mapping[str, Cryptosuite] = CRYPTOSUITES,
) -> Document:
    """Seal a document: a new one with a proof by ``signer`` added to what it had (Data Integrity 1.0, 4.2 and 4.3).

    ``created`` and ``expires`` are aware datetimes, written in whole seconds UTC. ``options`` are further members of
    the proof (``id``, ``domain``, ``challenge``, ``nonce``, ``previousProof``). Raises
    :class:`~microcred.errors.ContextError` where the document says more than the signature would cover, and
    :class:`~microcred.errors.UsageError` for options that do not fit.
    """
    suite = _suite(suite_name, suites, "")
    if not suite.issuable:
        raise UsageError("usage.legacy-suite", f"{suite_name} is verified only, new proofs are not made with it")
    if signer.public_key.type not in suite.key_types:
        wanted = " or ".join(sorted(suite.key_types))
        raise UsageError(
            "usage.wrong-key-type", f"{suite_name} signs with {wanted}, the key is {signer.public_key.type}"
        )
    tree = _with_proof_terms(document.tree)
    members = {
        "type": suite.proof_type,
        **({"cryptosuite": suite_name} if suite.proof_type == "DataIntegrityProof" else {}),
        "created": _written_instant(created),
        **({"expires": _written_instant(expires)} if expires else {}),
        "verificationMethod": signer.verification_method,
        "proofPurpose": purpose,
        **(options or {}),
    }
    existing = tree.get("proof", [])
    proofs = list(existing) if isinstance(existing, list) else [existing]
    if suite.canonicalization == "jcs" and "@context" in tree:
        # EdDSA Cryptosuites 1.0, 3.3.1, step 2: the contexts are signed with the proof, and stay in it.
        members = {"@context": tree["@context"], **members}
    draft = JsonObject({**tree, "proof": frozen([*proofs, members])})
    secured = SecuredDocument(Document.of(draft), canonicalizer or Canonicalizer())
    secured.require_newest()
    base = next(_signature_bases(secured, secured.proof(), suite, signer.public_key))
    sealed = {**members, "proofValue": suite.encode(signer.sign(base.signed_data))}
    return Document.of({**draft, "proof": [*proofs, sealed] if proofs else sealed})


def _read_proof(members: Any, pointer: str) -> Proof | ProofError:
    try:
        return Proof.read(members, pointer)
    except ProofError as error:
        return error


def _values(value: Any) -> Iterator[Any]:
    pending = [value]
    while pending:
        value = pending.pop()
        yield value
        pending.extend(value.values() if isinstance(value, dict) else value if isinstance(value, list) else ())


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


def _suite(name: str, suites: Mapping[str, Cryptosuite], pointer: str) -> Cryptosuite:
    if name not in suites:
        raise UnsupportedError(
            "proof.unsupported-suite",
            f"proofs of {name[:80]!r} are not known here, only {', '.join(sorted(suites))}",
            pointer=pointer,
            evidence={"suite": name},
        )
    return suites[name]


def _signature_bases(
    secured: SecuredDocument, proof: Proof, suite: Cryptosuite, key: PublicKey
) -> Iterator[_SignatureBase]:
    """What a key may have signed, likeliest first: proof configuration, transformation and hashing of the suites."""
    previous, algorithm = secured.previous_proofs(proof), suite.algorithm(key)
    options = JsonObject((name, value) for name, value in proof.members.items() if name != "proofValue")
    if suite.canonicalization == "jcs":
        document = _under_contexts_of(proof, secured.signed_tree(previous))
        yield _hashed(algorithm, {}, canonicalize_json(document), canonicalize_json(options))
        return
    if "@context" in options:
        raise malformed("a proof of this suite has no @context of its own", child_pointer(proof.pointer, "@context"))
    # EdDSA Cryptosuites 1.0, 3.2.5: the options are read in the contexts of the document.
    tree = JsonObject({"@context": secured.unsecured.get("@context"), **options})
    for reading in secured.readings(previous, algorithm):
        canonical = secured.canonicalizer.canonicalize(tree, reading.versions, algorithm=algorithm, at=proof.pointer)
        yield _hashed(algorithm, reading.versions, reading.canonical, canonical)


def _hashed(algorithm: str, versions: Selection, document: bytes, options: bytes) -> _SignatureBase:
    # EdDSA Cryptosuites 1.0, 3.2.4: the hash of the proof options comes first.
    data = hashlib.new(algorithm, options).digest() + hashlib.new(algorithm, document).digest()
    return _SignatureBase(versions, document, options, data)


def _under_contexts_of(proof: Proof, tree: JsonObject) -> JsonObject:
    """EdDSA Cryptosuites 1.0, 3.3.2, step 4: the document may have gained contexts since, behind those of the proof."""
    if "@context" not in proof.members:
        return tree
    signed, found = _listed(proof.members["@context"]), _listed(tree.get("@context"))
    if found[: len(signed)] != signed:
        raise ProofError(
            "proof.other-contexts",
            "the contexts of the document do not begin with those that the proof was made under",
            pointer=child_pointer(proof.pointer, "@context"),
            problem=_VERIFICATION,
        )
    return JsonObject({**tree, "@context": proof.members["@context"]})


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list) else [] if value is None else [value]


def _with_proof_terms(tree: JsonObject) -> JsonObject:
    """Context injection (Data Integrity 1.0, 2.4.2): the base context of data model 1.1 lacks the proof's terms."""
    contexts = tree.get("@context")
    names = contexts if isinstance(contexts, list) else [contexts]
    if _CREDENTIALS_V1 not in names or any(url in names for url in _DATA_INTEGRITY):
        return tree
    return JsonObject({**tree, "@context": frozen([*names, _DATA_INTEGRITY[0]])})


def _written_instant(instant: datetime) -> str:
    if instant.tzinfo is None:
        raise UsageError("usage.naive-datetime", f"{instant.isoformat()} has no time zone, wanted an aware datetime")
    return instant.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"
