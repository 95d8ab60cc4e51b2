"""How a document is secured, and whether that holds: by proofs inside it, or as a JWT around it (VCDM 2.0, 4.12).

Either way the key has to be shown to be the one of whom the document names, before any signature counts. Here are the
proofs inside; the JWT is in :mod:`microcred.verification.envelope`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from microcred.errors import MicrocredError, ProofError, Undetermined
from microcred.proofs import Proof, SecuredDocument, verify_proof
from microcred.verification.controller_documents import split_method_url
from microcred.verification.inquiry import Inquiry
from microcred.verification.issuer_keys import VerificationMethod, check_key_validity, resolve_verification_method
from microcred.verification.period import check_proof_period
from microcred.verification.report import Check

if TYPE_CHECKING:
    from microcred.proofs.jwt import SecuredJwt

__all__ = [
    "Attempt",
    "EmbeddedProofs",
    "Expectation",
    "Seal",
    "SecuringMechanism",
    "foreign_key",
    "key_check",
    "mechanism_of",
]


# The suite that shows a part of what was signed (ECDSA Cryptosuites 1.0, 3.6).
_PARTLY: Final = "ecdsa-sd-2023"


class Expectation(NamedTuple):
    """What has to be shown: whose key, for which purpose, and for a presentation in which exchange.

    ``controller`` is the id of the issuer or holder. ``domain`` and ``challenge`` are compared only if they are given.
    With ``foreign`` the keys of others are looked at, too.
    """

    controller: str
    purpose: str = "assertionMethod"
    domain: frozenset[str] | None = None
    challenge: str | None = None
    foreign: bool = False


class Seal(NamedTuple):
    """A signature that holds: which one it is, in words and as values."""

    message: str
    evidence: Mapping[str, Any]


class Attempt(NamedTuple):
    """What became of one proof: its key, if one of the right controller was found, and the seal; or the error."""

    key: VerificationMethod | None
    result: Seal | MicrocredError

    @property
    def error(self) -> MicrocredError | None:
        """Why the proof does not count, if it does not."""
        return self.result if isinstance(self.result, MicrocredError) else None

    def seal(self) -> Seal:
        """The seal, or the error raised."""
        if isinstance(self.result, MicrocredError):
            raise self.result
        return self.result


class SecuringMechanism(Protocol):
    """What the verification algorithm asks of either way to secure a document."""

    def attempt(self, expectation: Expectation, inquiry: Inquiry) -> Attempt | MicrocredError:
        """The best that became of a proof; an error alone where there is none for which a key could be looked for."""


class EmbeddedProofs:
    """Data Integrity proofs in the document itself; one that holds is enough (Open Badges 3.0, 9.1, step 2).

    Unless the verifier wants all of them to hold, each with a key of the issuer.
    """

    def __init__(self, secured: SecuredDocument) -> None:
        self._secured = secured
        self._attempts: dict[str, Attempt] = {}

    def attempt(self, expectation: Expectation, inquiry: Inquiry) -> Attempt | MicrocredError:
        """Try each proof until one decides; one that cannot be read does not stand in the way of one that can."""
        try:
            proofs = self._secured.proofs
        except ProofError as error:
            return error
        attempts = []
        for proof in proofs:
            if isinstance(proof, ProofError):
                attempts.append(Attempt(None, proof))
            else:
                attempts.append(self.attempt_of(proof, expectation, inquiry))
            if (attempts[-1].error is None) is not inquiry.verifier.all_proofs:
                break
        decisive = (max if inquiry.verifier.all_proofs else min)(attempts, key=_rank)
        return decisive.error if decisive.key is None and isinstance(decisive.error, ProofError) else decisive

    def attempt_of(self, proof: Proof, expectation: Expectation, inquiry: Inquiry) -> Attempt:
        """What becomes of one proof; looked into once, however many proofs build on it."""
        if proof.pointer not in self._attempts:
            try:
                method = _key_of(proof, expectation, inquiry)
            except MicrocredError as error:
                self._attempts[proof.pointer] = Attempt(None, _about_the_key_of(proof, error))
            else:
                self._attempts[proof.pointer] = Attempt(method, self._held(proof, method, expectation, inquiry))
        return self._attempts[proof.pointer]

    def _held(
        self, proof: Proof, method: VerificationMethod, expectation: Expectation, inquiry: Inquiry
    ) -> Seal | MicrocredError:
        try:
            found = verify_proof(
                self._secured,
                proof,
                method.public_key,
                purpose=expectation.purpose,
                domain=expectation.domain,
                challenge=expectation.challenge,
                suites=inquiry.verifier.cryptosuites,
            )
            check_proof_period(proof, inquiry.at, inquiry.verifier.clock_skew)
        except MicrocredError as error:
            return error
        # Data Integrity 1.0, 4.5: a chained proof counts only if every proof that it builds on counts. There is no
        # circle: a signature over another one was made after it.
        for earlier in self._secured.previous_proofs(proof):
            attempt = self.attempt_of(earlier, expectation, inquiry)
            if attempt.error is not None:
                return attempt.error
        versions = ", ".join(f"{url} ({version.label})" for url, version in found.versions.items())
        partly = "; its holder may have left out what the issuer allows" if proof.suite_name == _PARTLY else ""
        return Seal(
            f"the {proof.suite_name} signature holds{partly}",
            {
                "proof": proof.pointer,
                "suite": proof.suite_name,
                "created": proof.members.get("created"),
                "contexts": versions,
            },
        )


def _key_of(proof: Proof, expectation: Expectation, inquiry: Inquiry) -> VerificationMethod:
    # Whoever asks for the key of anybody is told of whom it is, and has to judge that.
    anybody = split_method_url(proof.verification_method)[0] if expectation.foreign else None
    method = resolve_verification_method(
        proof.verification_method,
        controller=anybody or expectation.controller,
        purpose=expectation.purpose,
        session=inquiry.session,
        resolvers=inquiry.verifier.key_resolvers,
        allow_http=inquiry.verifier.fetcher.unguarded,
    )
    check_key_validity(method, inquiry.at, proof.created)
    return method


def _about_the_key_of(proof: Proof, error: MicrocredError) -> MicrocredError:
    """What keeps a key from being found has its place in the credential where the proof names the key."""
    place = f"{proof.pointer}/verificationMethod"
    located = type(error).of(replace(each, pointer=place) if each.pointer is None else each for each in error.faults)
    return located.with_traceback(error.__traceback__)


def _rank(attempt: Attempt) -> int:
    """Which attempt to report: a proof that holds, else one that could not be decided, else one that failed."""
    match attempt.result:
        case Seal():
            return 0
        case Undetermined():
            return 1
    return 2


def mechanism_of(secured: SecuredDocument, jwt: SecuredJwt | None) -> SecuringMechanism:
    """What secures a document: the JWT around it, or else the proofs inside it."""
    if jwt is None:
        return EmbeddedProofs(secured)
    from microcred.verification.envelope import Envelope

    return Envelope(jwt)


def foreign_key(method: VerificationMethod, issuer: str) -> Undetermined:
    """What is left open where the key of a proof is not the issuer's, and was looked at all the same."""
    return Undetermined(
        "key.foreign",
        f"the key belongs to {method.controller!a:.600}, the issuer is {issuer!a:.600}: the proof shows that the first "
        "signed, and nothing about the second",
        hint="verify without foreign_keys, unless somebody else tells you who signs for this issuer",
        evidence={"keyController": method.controller, "issuer": issuer},
    )


def key_check(name: str, method: VerificationMethod, purpose: str, inquiry: Inquiry) -> Check:
    """The check that has found whose key it is, and what cannot be known about a day that is past."""
    since = ""
    if inquiry.past and method.document_sha256 is not None:
        since = ", by its document of today: what that said on the day in question cannot be known"
    return Check.passed(
        name,
        f"{method.id} is a key of {method.controller} for {purpose}{since}",
        verificationMethod=method.id,
        publicKeyMultibase=method.public_key.to_multikey(),
        document=method.document_url,
        sha256=method.document_sha256,
    )
