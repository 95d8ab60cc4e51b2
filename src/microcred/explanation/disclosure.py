"""The account of a proof of ecdsa-sd-2023, which signs most statements one by one (ECDSA Cryptosuites 1.0, 3.6)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from microcred.errors import Fault, MicrocredError, ProofError
from microcred.explanation.account import (
    CanonicalForm,
    Cause,
    ContextUsed,
    PlacedStatement,
    ProofAccount,
    ReadingTried,
    SignatureRead,
)
from microcred.explanation.provenance import Provenance
from microcred.explanation.statements import line_of
from microcred.proofs import Proof, SecuredDocument, Work
from microcred.proofs.disclosure_values import BaseProofValue, DerivedProofValue, read_proof_value
from microcred.proofs.secured_document import Reading
from microcred.proofs.selective_disclosure import DisclosureBase, disclosure_base, signed_labels

__all__ = ["with_disclosure"]

_ORDER: Final = (
    "the hash of the proof options, then the key that signed the other statements one by one as a Multikey, "
    "then the hash of the mandatory statements"
)
_MOVED: Final = (
    "an object of which something was changed is called by another name, so that none of its statements is signed"
)
# To verify a signature on P-256 takes as long as to canonicalize so many values.
_SIGNATURE_WORK: Final = 100
# Looking for the statement that a signature is of takes the square of so many.
_MAX_MOVED: Final = 60


def with_disclosure(account: ProofAccount, secured: SecuredDocument, proof: Proof, work: Work) -> ProofAccount:
    """Add the statements, what the issuer signed of them, and which of the others have a signature of their own."""
    fault: Fault | None = None
    try:
        value = read_proof_value(proof)
        account = replace(account, signature=_signature(proof, value), notes=(_what(value),))
        found: tuple[Reading, DisclosureBase] | None = None
        readings: list[ReadingTried] = []
        for reading in secured.readings():
            base = disclosure_base(secured, proof, value, reading)
            if isinstance(base, ProofError):
                fault = fault or base.faults[0]
                continue
            holds = _holds(account, value, base)
            readings.append(_tried(reading, base, holds=holds))
            if found is None or holds:
                found = reading, base
            if holds:
                break
        account = replace(account, readings=tuple(readings), fault=fault)
        return account if found is None else _with_statements(account, secured, value, work, *found)
    except MicrocredError as error:
        return replace(account, fault=error.faults[0])


def _with_statements(
    account: ProofAccount,
    secured: SecuredDocument,
    value: BaseProofValue | DerivedProofValue,
    work: Work,
    reading: Reading,
    base: DisclosureBase,
) -> ProofAccount:
    signed = _signed(secured, value, base.statements.others)
    provenance = Provenance(secured.unsecured, secured.canonicalizer, reading.versions, work)
    places = provenance.places(reading.dataset.statements)
    labels = signed_labels(value, reading.dataset)
    placed = {line_of(statement, labels): places[statement] for statement in reading.dataset.statements}
    statements = tuple(PlacedStatement(line, placed[line], signed.get(f"{line}\n")) for line in sorted(placed))
    mandatory = "".join(base.statements.mandatory).encode()
    notes = account.notes if all(signed.values()) else (*account.notes, _MOVED)
    return replace(
        account,
        notes=notes,
        contexts=tuple(_context(secured, url, label) for url, label in _labels(reading).items()),
        document_form=replace(_form(mandatory), statements=statements),
        options_form=_form(base.canonical_options),
        signed=base.signed_data,
        order=_ORDER,
        causes=tuple(
            Cause("signature.statement-not-signed", statement.line[:200], statement.pointer)
            for statement in statements
            if statement.signed is False
        ),
        tried=("signature.statement-not-signed",),
    )


def _signed(
    secured: SecuredDocument, value: BaseProofValue | DerivedProofValue, lines: Sequence[str]
) -> dict[str, bool]:
    """Whether each line has a signature: the one in its place, or where a changed one has moved the others, any."""
    secured.spend(_SIGNATURE_WORK * len(lines))
    found = {
        line: value.public_key.verify(signature, line.encode())
        for signature, line in zip(value.signatures, lines, strict=True)
    }
    spare = [signature for signature, line in zip(value.signatures, lines, strict=True) if not found[line]]
    if len(spare) <= _MAX_MOVED:
        secured.spend(_SIGNATURE_WORK * len(spare) ** 2)
        for line in [line for line in lines if not found[line]]:
            found[line] = any(value.public_key.verify(signature, line.encode()) for signature in spare)
    return found


def _holds(account: ProofAccount, value: BaseProofValue | DerivedProofValue, base: DisclosureBase) -> bool | None:
    key = account.key.key if account.key is not None else None
    if key is None or key.type != "P-256":
        return None
    return key.verify(value.base_signature, base.signed_data)


def _tried(reading: Reading, base: DisclosureBase, *, holds: bool | None) -> ReadingTried:
    mandatory = "".join(base.statements.mandatory).encode()
    return ReadingTried(
        _labels(reading),
        hashlib.sha256(mandatory).hexdigest(),
        hashlib.sha256(base.canonical_options).hexdigest(),
        holds,
    )


def _labels(reading: Reading) -> dict[str, str]:
    return {url: version.label for url, version in reading.versions.items()}


def _context(secured: SecuredDocument, url: str, label: str) -> ContextUsed:
    versions = secured.canonicalizer.contexts.versions(url)
    version = next(version for version in versions if version.label == label)
    return ContextUsed(url, label, version.sha256, version.upstream_sha256, version == versions[0])


def _form(data: bytes) -> CanonicalForm:
    return CanonicalForm("n-quads", data, "sha256", hashlib.sha256(data).hexdigest())


def _signature(proof: Proof, value: BaseProofValue | DerivedProofValue) -> SignatureRead:
    return SignatureRead(str(proof.members.get("proofValue")), "CBOR in base64url", value.base_signature, 64)


def _what(value: BaseProofValue | DerivedProofValue) -> str:
    if isinstance(value, BaseProofValue):
        return "this is a base proof, from which everything can be shown: it is for the holder, and verifiers refuse it"
    return f"this is a derived proof: {len(value.signatures)} statements are signed one by one, the others together"
