"""ecdsa-sd-2023: the holder shows some statements of a credential without the others (ECDSA Cryptosuites 1.0, 3.6).

The issuer makes a *base proof*: one signature for each statement, by a key that is made for this proof and forgotten,
and one by its own key, over that key and all statements that may never be left out (the mandatory ones). Blank nodes
are called by an HMAC, so that their labels tell nothing of what is left out. The base proof is for the holder alone.
For each occasion the holder derives a proof from it, with the signatures of what is shown. Verifiers see only that.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from microcred.canonical import CanonicalDataset, Canonicalizer, Statement, all_but, nquads, select
from microcred.document import Document
from microcred.errors import ProofError, UsageError
from microcred.keys import PublicKey, Signer
from microcred.multibase import encode_base64url
from microcred.positions import listed
from microcred.proofs.disclosure_values import (
    BASE_MARK,
    BaseProofValue,
    DerivedProofValue,
    multikey_bytes,
    read_proof_value,
    write_proof_value,
)
from microcred.proofs.ecdsa_sd_2023 import NAME, EcdsaSd2023
from microcred.proofs.proof import VERIFICATION_ERROR, Proof, malformed, signature_invalid
from microcred.proofs.secured_document import Reading, SecuredDocument, VerifiedProof

__all__ = [
    "DisclosedStatements",
    "DisclosureBase",
    "base_proof_value",
    "derive_proof",
    "disclosure_base",
    "has_base_proof",
    "signed_labels",
    "verified_disclosure",
]

# To verify a signature on P-256 takes as long as to canonicalize so many values.
_SIGNATURE_WORK: Final = 100


def base_proof_value(suite: EcdsaSd2023, secured: SecuredDocument, proof: Proof, signer: Signer) -> str:
    """The ``proofValue`` of a base proof (3.6.1).

    Raises :class:`~microcred.errors.UsageError` for pointers that lead to nothing.
    """
    _check_alone(proof)
    pointers = suite.mandatory_pointers
    if pointers is None:
        pointers = all_but(secured.unsecured, suite.optional_pointers)
    hmac_key, one_time = suite.new_hmac_key(), suite.new_signer()
    reading = next(secured.readings())
    statements = _grouped(secured, reading, _digests(reading.dataset, hmac_key), pointers)
    if statements.astray:
        raise _not_alone("a mandatory pointer", "make the whole of it mandatory")
    options = secured.canonical_options(proof, reading.versions)
    base_signature = signer.sign(_signed_data(options, one_time.public_key, statements))
    signatures = tuple(one_time.sign(line.encode()) for line in statements.others)
    return write_proof_value(BaseProofValue(base_signature, one_time.public_key, hmac_key, signatures, tuple(pointers)))


def verified_disclosure(
    secured: SecuredDocument, proof: Proof, key: PublicKey, *, holder: bool
) -> VerifiedProof | ProofError:
    """A derived proof (3.6.7), or for the ``holder`` also a base proof, if it holds; or why it does not."""
    _check_alone(proof)
    value = read_proof_value(proof)
    if isinstance(value, BaseProofValue) and not holder:
        raise ProofError(
            "proof.base-proof",
            "this is the base proof, from which everything can be disclosed: it is for the holder alone",
            pointer=f"{proof.pointer}/proofValue",
            hint="ask the holder for a proof derived from it, with what is to be shown",
            problem=VERIFICATION_ERROR,
        )
    refused: ProofError | None = None
    for reading in secured.readings():
        found = _holding(secured, proof, key, value, reading)
        if isinstance(found, VerifiedProof):
            return found
        refused = refused or found
    return refused or signature_invalid(proof, key)


def has_base_proof(document: Mapping[str, Any]) -> bool:
    """Whether a document has a base proof, from which everything in it can be disclosed: it is for its holder alone."""
    proofs = (proof for proof in listed(document.get("proof", [])) if isinstance(proof, Mapping))
    return any(
        proof.get("cryptosuite") == NAME and str(proof.get("proofValue")).startswith(BASE_MARK) for proof in proofs
    )


def derive_proof(
    document: Document,
    *,
    selective_pointers: Sequence[str],
    proof_id: str | None = None,
    canonicalizer: Canonicalizer | None = None,
) -> Document:
    """Show a part of a credential: a new document with the chosen and the mandatory parts, and a proof of just these.

    For the holder of a credential with a base proof of ecdsa-sd-2023 (ECDSA Cryptosuites 1.0, 3.6.6).
    ``selective_pointers`` are JSON Pointers to what is to be shown besides the mandatory parts; ``""`` shows all.
    ``proof_id`` says from which base proof to derive where there are several. Other proofs of the document are left
    out: they cover the whole. Raises :class:`~microcred.errors.UsageError` for pointers that lead to nothing, or to
    what makes no statement by itself, and :class:`~microcred.errors.ProofError` for a base proof of another document.
    The key of the issuer, which may have to be fetched, is not asked: that is for whoever verifies.
    """
    secured = SecuredDocument(document, canonicalizer or Canonicalizer())
    proof, base = _base_proof(secured, proof_id)
    reading, signed = _signed_reading(secured, proof, base)
    pointers = (*base.mandatory_pointers, *selective_pointers)
    if not pointers:
        raise UsageError("usage.nothing-selected", "nothing is mandatory and nothing was selected, so nothing is shown")
    shown = select(secured.unsecured, pointers)
    dataset = secured.canonicalizer.dataset(shown, reading.versions)
    if not dataset.statements <= reading.dataset.statements:
        raise _not_alone("a pointer", "select the whole of it")
    digests = _digests(reading.dataset, base.hmac_key)
    lines = nquads(dataset.statements, _labels(digests))
    signatures = dict(zip(signed.others, base.signatures, strict=True))
    value = DerivedProofValue(
        base.base_signature,
        base.public_key,
        tuple(signatures[line] for line in lines if line in signatures),
        # What a verifier will call each blank node, and what it was called when it was signed.
        {_number(name): digests[node] for node, name in dataset.labels.items()},
        tuple(index for index, line in enumerate(lines) if line not in signatures),
    )
    return Document.of({**shown.tree, "proof": {**proof.members, "proofValue": write_proof_value(value)}})


@dataclass(frozen=True, slots=True)
class DisclosedStatements:
    """The statements of a document as lines of N-Quads, each group in its order.

    ``astray`` are those of a selection that are none of the document: it cut through what makes one statement.
    """

    mandatory: Sequence[str]
    others: Sequence[str]
    astray: frozenset[Statement] = frozenset()


class DisclosureBase(NamedTuple):
    """What the issuer's signature is over, and what that was made of."""

    statements: DisclosedStatements
    canonical_options: bytes
    signed_data: bytes


def _base_proof(secured: SecuredDocument, proof_id: str | None) -> tuple[Proof, BaseProofValue]:
    candidates = [
        proof
        for proof in (secured.proofs if secured.document.tree.get("proof") else ())
        if isinstance(proof, Proof) and proof.suite_name == NAME and proof_id in (None, proof.members.get("id"))
    ]
    named = "" if proof_id is None else f" with the id {proof_id!r:.80}"
    if len(candidates) != 1:
        raise UsageError(
            "usage.no-base-proof",
            f"the document has {len(candidates) or 'no'} proofs of {NAME}{named}, wanted one to derive from",
            hint="say which by its id: proof_id=…" if candidates else None,
            pointer="/proof",
        )
    _check_alone(candidates[0])
    value = read_proof_value(candidates[0])
    if not isinstance(value, BaseProofValue):
        raise UsageError(
            "usage.no-base-proof",
            "the proof is a derived one, from which nothing more can be derived",
            hint="derive from the document that the issuer handed out",
            pointer=candidates[0].pointer,
        )
    return candidates[0], value


def _signed_reading(
    secured: SecuredDocument, proof: Proof, base: BaseProofValue
) -> tuple[Reading, DisclosedStatements]:
    """The reading of the document whose statements are signed by the key that the base proof names."""
    for reading in secured.readings():
        statements = _grouped_by(base, secured, proof, reading)
        if len(base.signatures) == len(statements.others) and _all_signed(secured, base, statements):
            return reading, statements
    raise secured.loss or signature_invalid(proof, base.public_key)


def _digests(dataset: CanonicalDataset, key: bytes) -> dict[str, bytes]:
    """What each blank node is called, which tells nothing of the others (createHmacIdLabelMapFunction, 3.4.4)."""
    return {node: hmac.digest(key, name.encode(), "sha256") for node, name in dataset.labels.items()}


def _labels(digests: Mapping[str, bytes]) -> dict[str, str]:
    return {node: f"u{encode_base64url(digest)}" for node, digest in digests.items()}


def signed_labels(value: BaseProofValue | DerivedProofValue, dataset: CanonicalDataset) -> dict[str, str]:
    """What each blank node of a document was called when its statements were signed."""
    if isinstance(value, BaseProofValue):
        return _labels(_digests(dataset, value.hmac_key))
    return _labels({node: value.labels[_number(name)] for node, name in dataset.labels.items()})


def _number(name: str) -> int:
    return int(name.removeprefix("c14n"))


def _grouped(
    secured: SecuredDocument, reading: Reading, digests: Mapping[str, bytes], pointers: Sequence[str]
) -> DisclosedStatements:
    """The statements in two groups, of which the pointers select the mandatory one (canonicalizeAndGroup, 3.4.16)."""
    found, selected = reading.dataset.statements, frozenset[Statement]()
    if pointers:
        selected = frozenset(secured.canonicalizer.statements(select(secured.unsecured, pointers), reading.versions))
    labels = _labels(digests)
    return DisclosedStatements(nquads(found & selected, labels), nquads(found - selected, labels), selected - found)


def _grouped_by(base: BaseProofValue, secured: SecuredDocument, proof: Proof, reading: Reading) -> DisclosedStatements:
    try:
        return _grouped(secured, reading, _digests(reading.dataset, base.hmac_key), base.mandatory_pointers)
    except UsageError as error:
        # The pointers are the issuer's words, not the caller's.
        raise ProofError(
            "proof.value-malformed",
            f"the base proof cannot be followed: {error.message}",
            pointer=f"{proof.pointer}/proofValue",
            problem=VERIFICATION_ERROR,
        ) from None


def _disclosed(value: DerivedProofValue, dataset: CanonicalDataset) -> DisclosedStatements:
    """The statements under the labels that they were signed with (createVerifyData, 3.5.9)."""
    lines = nquads(dataset.statements, signed_labels(value, dataset))
    mandatory = frozenset(value.mandatory_indexes)
    return DisclosedStatements(
        [line for index, line in enumerate(lines) if index in mandatory],
        [line for index, line in enumerate(lines) if index not in mandatory],
    )


def _signed_data(options: bytes, public_key: PublicKey, statements: DisclosedStatements) -> bytes:
    """What the issuer signs (serializeSignData, 3.5.1, of the hashes of 3.6.3)."""
    mandatory = "".join(statements.mandatory).encode()
    return hashlib.sha256(options).digest() + multikey_bytes(public_key) + hashlib.sha256(mandatory).digest()


def _holding(
    secured: SecuredDocument, proof: Proof, key: PublicKey, value: BaseProofValue | DerivedProofValue, reading: Reading
) -> VerifiedProof | ProofError:
    """A proof that holds for one reading of the document, or why it does not."""
    base = disclosure_base(secured, proof, value, reading)
    if isinstance(base, ProofError):
        return base
    statements, signed_data = base.statements, base.signed_data
    # The issuer's signature first: nobody but the issuer can make us check the many others.
    if not key.verify(value.base_signature, signed_data) or not _all_signed(secured, value, statements):
        return signature_invalid(proof, key)
    lines = "".join(sorted((*statements.mandatory, *statements.others)))
    return VerifiedProof(proof, key, reading.versions, lines.encode(), base.canonical_options, signed_data)


def disclosure_base(
    secured: SecuredDocument, proof: Proof, value: BaseProofValue | DerivedProofValue, reading: Reading
) -> DisclosureBase | ProofError:
    """What the issuer's signature is over, if this reading was signed; or why the proof cannot be one of it."""
    if isinstance(value, BaseProofValue):
        statements = _grouped_by(value, secured, proof, reading)
    elif len(value.labels) != len(reading.dataset.labels):
        return _mismatch(proof, f"{len(value.labels)} labels for {len(reading.dataset.labels)} blank nodes")
    else:
        statements = _disclosed(value, reading.dataset)
        if len(statements.mandatory) != len(value.mandatory_indexes):
            return _mismatch(proof, f"statement {value.mandatory_indexes[-1]} for a mandatory one, which is not there")
    if len(value.signatures) != len(statements.others):
        return _mismatch(proof, f"{len(value.signatures)} signatures for {len(statements.others)} statements")
    options = secured.canonical_options(proof, reading.versions)
    return DisclosureBase(statements, options, _signed_data(options, value.public_key, statements))


def _all_signed(
    secured: SecuredDocument, value: BaseProofValue | DerivedProofValue, statements: DisclosedStatements
) -> bool:
    secured.spend(_SIGNATURE_WORK * len(value.signatures))
    return all(
        value.public_key.verify(signature, line.encode())
        for signature, line in zip(value.signatures, statements.others, strict=True)
    )


def _check_alone(proof: Proof) -> None:
    if proof.previous:
        place = f"{proof.pointer}/previousProof"
        raise malformed(f"a proof of {NAME} builds on no other: what is shown has this proof alone", place)
    if "@context" in proof.members:
        raise malformed(f"a proof of {NAME} has no @context of its own", f"{proof.pointer}/@context")


def _mismatch(proof: Proof, what: str) -> ProofError:
    return ProofError(
        "proof.statements-mismatch",
        f"the proof was not made for these statements: it has {what}",
        pointer=f"{proof.pointer}/proofValue",
        problem=VERIFICATION_ERROR,
    )


def _not_alone(what: str, hint: str) -> UsageError:
    return UsageError(
        "usage.not-disclosable-alone",
        f"{what} leads into the middle of what makes one statement, such as one entry of an ordered list",
        hint=hint,
    )
