"""The Data Integrity algorithms (Data Integrity 1.0, 4): add a proof to a document, verify the proofs of one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final

from microcred.canonical import Canonicalizer
from microcred.document import Document, JsonObject, frozen
from microcred.errors import ProofError, UnsupportedError, UsageError
from microcred.instants import format_instant
from microcred.keys import PublicKey, Signer
from microcred.positions import listed
from microcred.proofs.cryptosuites import CRYPTOSUITES, Cryptosuite
from microcred.proofs.proof import VERIFICATION_ERROR, Proof, malformed
from microcred.proofs.secured_document import SecuredDocument, VerifiedProof

__all__ = ["add_proof", "suite_of", "verify_proof"]

# What the call says in words of its own, or the suite decides.
_GIVEN: Final = frozenset(
    {"@context", "type", "cryptosuite", "created", "expires", "verificationMethod", "proofPurpose", "proofValue"}
)
_CREDENTIALS_V1: Final = "https://www.w3.org/2018/credentials/v1"
_CREDENTIALS_V2: Final = "https://www.w3.org/ns/credentials/v2"
_DATA_INTEGRITY: Final = ("https://w3id.org/security/data-integrity/v2", "https://w3id.org/security/data-integrity/v1")
_ED25519_2020: Final = ("https://w3id.org/security/suites/ed25519-2020/v1",)


def verify_proof(
    secured: SecuredDocument,
    proof: Proof,
    key: PublicKey,
    *,
    purpose: str = "assertionMethod",
    domain: str | Collection[str] | None = None,
    challenge: str | None = None,
    holder: bool = False,
    suites: Mapping[str, Cryptosuite] = CRYPTOSUITES,
) -> VerifiedProof:
    """Verify one proof of a document with the key that its verification method stands for (Data Integrity 1.0, 4.4).

    ``purpose`` is what the proof has to be for. Where a ``domain`` or a ``challenge`` is expected, it has to be made
    for just these domains, in any order, and answer that challenge. ``holder`` says that the holder or the issuer asks,
    who alone may see the base proof of a suite with selective disclosure. The key has to come from
    :mod:`microcred.verification.issuer_keys`: nothing here says whose it is. Raises
    :class:`~microcred.errors.ProofError` where the proof does not hold, :class:`~microcred.errors.ContextError` where
    the document says more than a proof could cover, and :class:`~microcred.errors.UnsupportedError` for an unknown
    suite.
    """
    suite = suite_of(proof, suites)
    proof.check_made_for(purpose, domain, challenge)
    if key.type not in suite.key_types:
        raise ProofError(
            "proof.wrong-key-type",
            f"{suite.name} works with {' or '.join(sorted(suite.key_types))}, the key is {key.type}",
            pointer=f"{proof.pointer}/verificationMethod",
            problem=VERIFICATION_ERROR,
        )
    found = suite.verify(secured, proof, key, holder=holder)
    if isinstance(found, ProofError):
        # An older version of a context could read the document, but no statement of that version is signed here.
        raise secured.loss or found
    return found


def add_proof(
    document: Document,
    signer: Signer,
    *,
    created: datetime,
    suite_name: str | Cryptosuite = "eddsa-rdfc-2022",
    purpose: str = "assertionMethod",
    expires: datetime | None = None,
    options: Mapping[str, Any] | None = None,
    canonicalizer: Canonicalizer | None = None,
    suites: Mapping[str, Cryptosuite] = CRYPTOSUITES,
) -> Document:
    """Seal a document: a new one with a proof by ``signer`` added to what it had (Data Integrity 1.0, 4.2 and 4.3).

    ``created`` and ``expires`` are aware datetimes, written in whole seconds UTC. ``suite_name`` may also be a suite
    itself, one with settings such as :class:`~microcred.proofs.selective_disclosure.EcdsaSd2023`. ``options`` are
    further members of the proof (``id``, ``domain``, ``challenge``, ``nonce``, ``previousProof``). Raises
    :class:`~microcred.errors.ContextError` where the document says more than the signature would cover, and
    :class:`~microcred.errors.UsageError` for options that do not fit.
    """
    suite = _suite(suite_name, suites, "") if isinstance(suite_name, str) else suite_name
    if not suite.issuable:
        raise UsageError("usage.legacy-suite", f"{suite.name} is verified only, new proofs are not made with it")
    if signer.public_key.type not in suite.key_types:
        wanted = " or ".join(sorted(suite.key_types))
        raise UsageError(
            "usage.wrong-key-type",
            f"{suite.name} signs with {wanted}, the key is {signer.public_key.type}",
            hint="an RSA key signs JWTs alone" if signer.public_key.type == "RSA" else None,
        )
    if taken := _GIVEN.intersection(options or {}):
        raise UsageError(
            "usage.proof-option",
            f"options cannot set {', '.join(sorted(taken))} of a proof",
            hint="say it with the parameter of that name, where there is one",
        )
    tree = _with_proof_terms(document.tree, suite)
    members = {
        "type": suite.proof_type,
        **({"cryptosuite": suite.name} if suite.proof_type == "DataIntegrityProof" else {}),
        "created": _written_instant(created),
        **({"expires": _written_instant(expires)} if expires else {}),
        "verificationMethod": signer.verification_method,
        "proofPurpose": purpose,
        **(options or {}),
    }
    proofs = listed(tree.get("proof", []))
    if suite.canonicalization == "jcs" and "@context" in tree:
        # EdDSA Cryptosuites 1.0, 3.3.1, step 2: the contexts are signed with the proof, and stay in it.
        members = {"@context": tree["@context"], **members}
    unsigned = document if tree is document.tree and not proofs else Document.of(_without_proof(tree))
    draft = unsigned.with_member("proof", [*proofs, members])
    secured = SecuredDocument(draft, canonicalizer or Canonicalizer())
    secured.require_newest()
    sealed = {**members, "proofValue": suite.seal(secured, secured.proof(), signer)}
    return unsigned.with_member("proof", [*proofs, sealed] if proofs else sealed)


def _without_proof(tree: JsonObject) -> JsonObject:
    return JsonObject({name: member for name, member in tree.items() if name != "proof"})


def suite_of(proof: Proof, suites: Mapping[str, Cryptosuite] = CRYPTOSUITES) -> Cryptosuite:
    """The suite that a proof says it is of; raises :class:`~microcred.errors.UnsupportedError` for an unknown one.

    And :class:`~microcred.errors.ProofError` for a proof whose type is not that of the suite.
    """
    named_by = "type" if proof.cryptosuite is None else "cryptosuite"
    suite = _suite(proof.suite_name, suites, f"{proof.pointer}/{named_by}")
    if proof.type != suite.proof_type:
        raise malformed(f"the type is {proof.type!r}, proofs of {suite.name} have {suite.proof_type!r}", proof.pointer)
    return suite


def _suite(name: str, suites: Mapping[str, Cryptosuite], pointer: str) -> Cryptosuite:
    if name not in suites:
        import difflib  # few suites are misspelled

        near = difflib.get_close_matches(name[:80], suites, n=1, cutoff=0.9)
        raise UnsupportedError(
            "proof.unsupported-suite",
            f"proofs of {name[:80]!r} are not known here, only {', '.join(sorted(suites))}",
            pointer=pointer,
            hint=f"did you mean {near[0]}? Then have the credential sealed again" if near else None,
            evidence={"suite": name},
        )
    return suites[name]


def _with_proof_terms(tree: JsonObject, suite: Cryptosuite) -> JsonObject:
    """Context injection (Data Integrity 1.0, 2.4.2): a base context of the data model may lack the proof's terms."""
    is_legacy = suite.proof_type == "Ed25519Signature2020"
    lacking, defining = (
        ({_CREDENTIALS_V1, _CREDENTIALS_V2}, _ED25519_2020) if is_legacy else ({_CREDENTIALS_V1}, _DATA_INTEGRITY)
    )
    names = listed(tree.get("@context"))
    if not any(url in names for url in lacking) or any(url in names for url in defining):
        return tree
    return JsonObject({**tree, "@context": frozen([*names, defining[0]])})


def _written_instant(instant: datetime) -> str:
    if instant.tzinfo is None:
        raise UsageError("usage.naive-datetime", f"{instant.isoformat()} has no time zone, wanted an aware datetime")
    return format_instant(instant)
