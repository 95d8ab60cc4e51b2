"""The account of one Data Integrity proof: all that its suite makes of the document, and what it is worth."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, NamedTuple

from microcred.canonical import Selection
from microcred.document import JsonObject
from microcred.errors import Fault, MicrocredError, Undetermined
from microcred.explanation.account import (
    CanonicalForm,
    Cause,
    ContextUsed,
    Holds,
    KeyFound,
    PlacedStatement,
    ProofAccount,
    ReadingTried,
    SignatureRead,
)
from microcred.explanation.causes import MAX_SEARCHED, Search, signatures_in
from microcred.explanation.named_key import controller_of, key_of_proof, other_keys
from microcred.explanation.provenance import MAX_READ_AGAIN, Provenance
from microcred.explanation.statements import line_of
from microcred.keys import PublicKey
from microcred.multibase import decode_base58btc
from microcred.proofs import Cryptosuite, EcdsaSd2023, Proof, SecuredDocument, VerifiedProof, Work, verify_proof
from microcred.proofs.signature_suite import SignatureBase, SignatureSuite
from microcred.verification.controller_documents import KeyResolver
from microcred.verification.fetch import FetchSession

__all__ = ["Budget", "ProofQuestion", "account_of_proof"]

_ORDER: Final = "the hash of the proof options, then the hash of the document"
_FOREIGN_KEY: Final = "the signature itself holds with this key: what is wrong is whose key it is"
_MAX_PROOF_VALUE: Final = 2_000
_WIDTHS: Final[Mapping[str, int]] = {"Ed25519": 64, "P-256": 64, "P-384": 96}


@dataclass(frozen=True, slots=True)
class ProofQuestion:
    """One proof of a document, and what its key is looked for with."""

    secured: SecuredDocument
    proof: Proof
    session: FetchSession
    resolvers: Mapping[str, KeyResolver]
    suites: Mapping[str, Cryptosuite]
    budget: Budget


class Budget(NamedTuple):
    """What the explanation of all proofs of a document may cost: for places, and for causes."""

    places: Work
    causes: Work

    @classmethod
    def whole(cls) -> Budget:
        """A budget of which nothing is spent."""
        return cls(Work(MAX_READ_AGAIN), Work(MAX_SEARCHED))


def account_of_proof(question: ProofQuestion) -> ProofAccount:
    """The account of one proof; what goes wrong is in it, and never raised."""
    proof, secured = question.proof, question.secured
    key = key_of_proof(proof, controller_of(secured.document.tree), question.session, question.resolvers)
    account = ProofAccount(
        proof.pointer, proof.suite_name, Holds.UNKNOWN, proof.members, key=key, signature=_signature(proof, key.key)
    )
    suite = question.suites.get(proof.suite_name)
    if isinstance(suite, SignatureSuite):
        account = _with_bases(account, question, suite)
    elif isinstance(suite, EcdsaSd2023):
        from microcred.explanation.disclosure import with_disclosure

        account = with_disclosure(account, question.secured, proof, question.budget.places)
    return _judged(account, question)


def _judged(account: ProofAccount, question: ProofQuestion) -> ProofAccount:
    """The verdict of the verifier itself; the values above are only how it came about."""
    key = account.key
    if key is None or key.key is None:
        fault = account.fault or (key.fault if key else None)
        return replace(account, fault=fault, holds=_holds_with(key, question))
    try:
        found = verify_proof(
            question.secured,
            question.proof,
            key.key,
            purpose=question.proof.purpose,
            holder=True,
            suites=question.suites,
        )
    except MicrocredError as error:
        holds = Holds.UNKNOWN if isinstance(error, Undetermined) else Holds.NO
        return replace(account, holds=holds, fault=error.faults[0])
    account = _as_verified(account, found, question.secured)
    if key.fault is not None:
        notes = (*account.notes, _FOREIGN_KEY)
        return replace(account, holds=_holds_with(key, question), fault=key.fault, notes=notes)
    return replace(account, holds=Holds.YES, causes=(), tried=())


def _holds_with(key: KeyFound | None, question: ProofQuestion) -> Holds:
    """A key that could not be had leaves the matter open; one that is not the issuer's decides it."""
    open_question = key is None or key.undecided or question.proof.suite_name not in question.suites
    return Holds.UNKNOWN if open_question else Holds.NO


def _as_verified(account: ProofAccount, found: VerifiedProof, secured: SecuredDocument) -> ProofAccount:
    return replace(account, contexts=_contexts_used(found.versions, secured))


def _contexts_used(versions: Selection, secured: SecuredDocument) -> tuple[ContextUsed, ...]:
    """The contexts of a reading, with their digests."""
    known = secured.canonicalizer.contexts.versions
    return tuple(
        ContextUsed(url, version.label, version.sha256, version.upstream_sha256, known(url)[0] == version)
        for url, version in versions.items()
    )


def _signature(proof: Proof, key: PublicKey | None) -> SignatureRead:
    """The signature as it is written, in whatever encoding it can be read; more than one way is told by a cause."""
    text = proof.members.get("proofValue")
    wanted = None if key is None else _WIDTHS.get(key.type)
    found = next(signatures_in(text, key.type), None) if key is not None else None
    if found is not None:
        data, cause = found
        return SignatureRead(str(text), "base58-btc" if cause is None else str(cause.detail), data, wanted)
    try:
        read = decode_base58btc(text, max_length=_MAX_PROOF_VALUE) if isinstance(text, str) else None
    except ValueError:
        read = None
    return SignatureRead(str(text), "unreadable" if read is None else "base58-btc", read, wanted)


# --- suites with one signature over the whole document


def _with_bases(account: ProofAccount, question: ProofQuestion, suite: SignatureSuite) -> ProofAccount:
    key = account.key.key if account.key else None
    key_type = key.type if key is not None and key.type in suite.key_types else min(suite.key_types)
    signatures = list(signatures_in(question.proof.members.get("proofValue"), key_type))
    right = next((signature for signature, cause in signatures if cause is None), None)
    bases: list[SignatureBase] = []
    fault: Fault | None = None
    try:
        bases.extend(suite.bases(question.secured, question.proof, key_type))
    except MicrocredError as error:
        fault = error.faults[0]
    fitting = key if key is not None and key.type in suite.key_types else None
    readings = tuple(_reading(base, fitting, right, key_type) for base in bases)
    index = next((at for at, reading in enumerate(readings) if reading.holds), 0)
    if bases:
        try:
            account = _with_forms(account, question, suite, bases[index], key_type)
        except MicrocredError as error:
            fault = error.faults[0]
    account = replace(account, readings=readings, fault=fault, order=_ORDER)
    if fitting is None or any(reading.holds for reading in readings):
        return account
    search = Search(question.secured, question.proof, suite, fitting, question.budget.causes)
    return _with_causes(account, question, search, bases, signatures)


def _reading(base: SignatureBase, key: PublicKey | None, signature: bytes | None, key_type: str) -> ReadingTried:
    algorithm = _algorithm(key_type)
    return ReadingTried(
        {url: version.label for url, version in base.versions.items()},
        hashlib.new(algorithm, base.canonical_document).hexdigest(),
        hashlib.new(algorithm, base.canonical_options).hexdigest(),
        None if key is None or signature is None else key.verify(signature, base.signed_data),
    )


def _with_forms(
    account: ProofAccount, question: ProofQuestion, suite: SignatureSuite, base: SignatureBase, key_type: str
) -> ProofAccount:
    secured, algorithm = question.secured, _algorithm(key_type)
    document = _form(suite.canonicalization, base.canonical_document, algorithm)
    options = _form(suite.canonicalization, base.canonical_options, algorithm)
    contexts = _contexts_used(base.versions, secured)
    if suite.canonicalization == "rdfc":
        previous = secured.previous_proofs(question.proof)
        places = _Places(secured, base.versions, algorithm, question.budget.places)
        placed = places.of(secured.signed_tree(previous), "")
        document = replace(document, statements=tuple(_in_document(placed, previous)))
        placed = places.of(secured.options_tree(question.proof), question.proof.pointer)
        options = replace(options, statements=tuple(placed))
    return replace(account, document_form=document, options_form=options, signed=base.signed_data, contexts=contexts)


def _form(canonicalization: Literal["rdfc", "jcs"], data: bytes, algorithm: str) -> CanonicalForm:
    digest = hashlib.new(algorithm, data).hexdigest()
    return CanonicalForm("json" if canonicalization == "jcs" else "n-quads", data, algorithm, digest)


@dataclass(frozen=True, slots=True)
class _Places:
    """The places of statements, in one reading of the document."""

    secured: SecuredDocument
    versions: Selection
    algorithm: str
    work: Work

    def of(self, tree: JsonObject, at: str) -> list[PlacedStatement]:
        """Every statement of ``tree``, which stands at ``at``, in the canonical order."""
        self.secured.spend(self.secured.document.size)
        dataset = self.secured.canonicalizer.dataset(tree, self.versions, algorithm=self.algorithm)
        provenance = Provenance(tree, self.secured.canonicalizer, self.versions, self.work)
        places = provenance.places(dataset.statements)
        lines = {line_of(statement, dataset.labels): places[statement] for statement in dataset.statements}
        return [PlacedStatement(line, at + lines[line]) for line in sorted(lines)]


def _in_document(statements: list[PlacedStatement], previous: Sequence[Proof]) -> Iterator[PlacedStatement]:
    """A chained proof signs others with the document: as an array of their own, which stand elsewhere in it."""
    for statement in statements:
        _, first, *rest = [*statement.pointer.split("/"), ""] if statement.pointer else ["", ""]
        if previous and first == "proof":
            index = int(rest[0]) if rest and rest[0].isdecimal() else 0
            tail = "/".join(part for part in rest[1:] if part)
            place = previous[min(index, len(previous) - 1)].pointer
            yield replace(statement, pointer=f"{place}/{tail}" if tail else place)
        else:
            yield statement


def _with_causes(
    account: ProofAccount,
    question: ProofQuestion,
    search: Search,
    bases: Sequence[SignatureBase],
    signatures: list[tuple[bytes, Cause | None]],
) -> ProofAccount:
    causes: list[Cause] = []
    if signatures:
        causes = search.causes(bases, signatures)
    if not causes and account.key is not None:
        search.tried["signature.other-key"] = None
        causes = list(_of_other_keys(account.key, question, bases, signatures))
    notes = () if search.complete else ("the document is too large for every cause to be tried",)
    return replace(account, causes=tuple(causes), tried=tuple(search.tried), notes=(*account.notes, *notes))


def _of_other_keys(
    key: KeyFound,
    question: ProofQuestion,
    bases: Sequence[SignatureBase],
    signatures: list[tuple[bytes, Cause | None]],
) -> Iterator[Cause]:
    for method in other_keys(key, question.session, question.resolvers):
        if method.public_key.type not in _WIDTHS:
            continue
        for signature, wrong in signatures:
            if any(method.public_key.verify(signature, base.signed_data) for base in bases):
                yield Cause("signature.other-key", method.id, f"{question.proof.pointer}/verificationMethod")
                if wrong is not None:
                    yield wrong
                return


def _algorithm(key_type: str) -> str:
    return "sha384" if key_type == "P-384" else "sha256"
