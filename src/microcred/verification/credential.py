"""The verification algorithm for one credential (Open Badges 3.0, 9.1): the specification's steps, top to bottom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from microcred.document import Document
from microcred.errors import (
    ContextError,
    IssuerKeyError,
    MicrocredError,
    ModelError,
    Rejected,
    Undetermined,
)
from microcred.models.conformance import conformity
from microcred.positions import listed
from microcred.proofs import SecuredDocument
from microcred.verification.credential_schema import check_schema, unverified_schema
from microcred.verification.endorsements import endorsements_of
from microcred.verification.inquiry import Inquiry
from microcred.verification.intake import OlderBadge, Source, read_source
from microcred.verification.period import check_period
from microcred.verification.refresh import refreshed_credential
from microcred.verification.report import CHECKS, Check, Outcome, Report, made
from microcred.verification.securing import (
    Attempt,
    Expectation,
    SecuringMechanism,
    foreign_key,
    key_check,
    mechanism_of,
)
from microcred.verification.status import check_status, unverified_list
from microcred.verification.terms import check_contexts
from microcred.verification.trust import AnyIssuer, check_trust

if TYPE_CHECKING:
    from microcred.proofs.jwt import SecuredJwt
    from microcred.verification.claims import Recipient
    from microcred.verification.nested import Outer
    from microcred.verification.open_badges_2 import Given

__all__ = ["CredentialVerification"]

# What a newer version says in place of the one in hand, if there is one.
_OF_THE_NEWEST: Final = ("period", "status", "recipient", "endorsements", "credentials")
# What makes a status list believable; its own status is not looked up, so that lists cannot send us in circles.
_LIST_CHECKS: Final = ("document", "model", "contexts", "trust", "issuer_key", "proof", "period")


class CredentialVerification:
    """One run of the algorithm over one credential.

    ``expected`` is the recipient that it should be about, and ``outer`` what it is nested in, if anything.
    """

    # Each step, and the steps that have to have passed before it is worth making. Nothing but the issuer's key is
    # fetched before the proof holds, and not even that for an issuer who is not trusted. A newer version is asked for
    # before dates and status, which are then its own (9.1, step 3).
    _STEPS: Final = {
        "document": (),
        "model": ("document",),
        "contexts": ("model",),
        "trust": ("model",),
        "issuer_key": ("model", "contexts", "trust"),
        "proof": ("model", "contexts", "trust"),
        "schema": ("model",),
        "refresh": ("proof",),
        "period": ("proof",),
        "status": ("proof",),
        "recipient": ("proof",),
        "endorsements": ("proof",),
        "credentials": ("proof",),
    }

    def __init__(self, inquiry: Inquiry, *, expected: Recipient | None = None, outer: Outer | None = None) -> None:
        self.inquiry = inquiry
        self.verifier = inquiry.verifier
        self.expected = expected
        self.outer = outer
        self.source: Source
        self.name = "(unread)"
        self.older: Given | None = None
        self.document: Document
        self.secured: SecuredDocument
        self.jwt: SecuredJwt | None
        self.mechanism: SecuringMechanism
        self.attempt: Attempt | MicrocredError
        self.refreshed: Report | None = None
        self.endorsements: tuple[Report, ...] = ()
        self.credentials: tuple[Report, ...] = ()
        self.checks: dict[str, Check] = {}

    def run(self, source: Source) -> Report:
        """Make every step, and report on all of them in the order of the report."""
        self.source = source
        self.checks["document"] = self._step("document")
        if self.older is not None and self.inquiry.depth == 0:
            return self._judged_as_older(self.older)
        for name in self._STEPS:
            if name != "document" and (name != "credentials" or self._holds_credentials()):
                self.checks[name] = self._step(name)
        return Report(
            self.name,
            self.inquiry.at,
            tuple(self.checks[name] for name in (*CHECKS, "credentials") if name in self.checks),
            self.document if self.checks["document"].outcome is Outcome.PASSED else None,
            self.inquiry.session.log if self.inquiry.depth == 0 else (),
            self.endorsements if self.refreshed is None else self.refreshed.endorsements,
            self.credentials if self.refreshed is None else self.refreshed.credentials,
            self.refreshed,
        )

    def _judged_as_older(self, given: Given) -> Report:
        """A badge of Open Badges 2.0 has another seal, and rules of its own."""
        from microcred.verification.open_badges_2 import verify_assertion

        return verify_assertion(
            given,
            session=self.inquiry.session,
            trust=self.inquiry.trust,
            at=self.inquiry.at,
            recipient=self.expected,
            clock_skew=self.verifier.clock_skew,
            name=self.name,
        )

    def _step(self, name: str) -> Check:
        if self.refreshed is not None and name in _OF_THE_NEWEST:
            return self.refreshed[name]
        return made(name, self._STEPS[name], self.checks, getattr(self, f"_{name}"))

    def _document(self) -> Check:
        intake = read_source(self.source, self.inquiry.session)
        self.name = intake.name
        opened = intake.open(drafts=self.verifier.draft_tokens)
        if isinstance(opened, OlderBadge):
            self.older = opened.given
            raise Rejected("document.open-badges-2", "found a badge of Open Badges 2.0, wanted a verifiable credential")
        self.document = opened.document
        self.secured = SecuredDocument(self.document, self.verifier.canonicalizer, shared=self.inquiry.work)
        self.jwt = opened.jwt
        self.mechanism = mechanism_of(self.secured, self.jwt)
        form = "document" if opened.jwt is None else "document in a JWT"
        return Check.passed("document", f"one well-formed JSON {form}", sha256=self.document.sha256)

    def _model(self) -> Check:
        tree = self.secured.unsecured
        if "VerifiablePresentation" in listed(tree.get("type")):
            raise ModelError(
                "model.presentation",
                "found a presentation, wanted a credential",
                pointer="/type",
                hint="a presentation answers a challenge: Verifier.verify_presentation, or verify --challenge",
            )
        found = conformity(tree)
        # What can be read in one way only is read; what the letter of the standard says otherwise is noted.
        noted = [{"code": each.code, "pointer": each.pointer, "message": each.message} for each in found.deviations]
        name, besides = found.model, ""
        if noted:
            besides = f", with {len(noted)} deviation{'s' if len(noted) > 1 else ''} from its letter"
        return Check.passed("model", f"conforms to the data model of {name}{besides}", type=name, deviations=noted)

    def _contexts(self) -> Check:
        return check_contexts(self.secured, token=self.jwt is not None)

    def _trust(self) -> Check:
        return check_trust(self.inquiry.trust, self._issuer_id(), decides=self.inquiry.vouching_decides)

    def _issuer_key(self) -> Check:
        expectation = Expectation(controller=self._issuer_id(), foreign=self.verifier.foreign_keys)
        self.attempt = self.mechanism.attempt(expectation, self.inquiry)
        if isinstance(self.attempt, MicrocredError):
            return Check.not_run("issuer_key", "there is no proof to find a key for")
        if self.attempt.key is None:
            raise self.attempt.error or AssertionError("a proof without a key does not hold")
        if self.attempt.key.controller != self._issuer_id():
            raise foreign_key(self.attempt.key, self._issuer_id())
        return key_check("issuer_key", self.attempt.key, "assertionMethod", self.inquiry)

    def _proof(self) -> Check:
        if isinstance(self.attempt, MicrocredError):
            if self.outer is not None and self.attempt.code == "proof.missing":
                return self.outer.proof_of(self._issuer_id())
            raise self.attempt
        if self.attempt.key is None:
            return Check.not_run("proof", "not looked at, because the check 'issuer_key' did not pass")
        if isinstance(self.attempt.error, ContextError):
            # The contexts were read in an older version, and the proof does not bear that out.
            self.checks["contexts"] = Check.of_error("contexts", self.attempt.error)
            return Check.not_run("proof", "not looked at, because the check 'contexts' did not pass")
        seal = self.attempt.seal()
        return Check.passed("proof", seal.message, **seal.evidence)

    def _refresh(self) -> Check:
        self.refreshed, check = refreshed_credential(
            self.document.tree,
            self.checks["proof"],
            self.inquiry,
            lambda inquiry: CredentialVerification(inquiry, expected=self.expected),
        )
        return check

    def _schema(self) -> Check:
        # The schema of somebody else is fetched only once the proof holds, like all but the issuer's key.
        holds = self.checks["proof"].holds
        return check_schema(
            self.document.tree,
            model=self.checks["model"].evidence["type"],
            session=self.inquiry.session if holds else None,
            verify_credential=self._verified_schema,
            shared=self.inquiry.effort,
        )

    def _period(self) -> Check:
        check = check_period(self.document.tree, self.inquiry.at, self.verifier.clock_skew)
        if self.jwt is not None:
            from microcred.proofs.jwt import check_token_period

            check_token_period(self.jwt, self.inquiry.at, self.verifier.clock_skew)
        return check

    def _status(self) -> Check:
        return check_status(
            self.document.tree,
            self.verifier.status_checkers,
            session=self.inquiry.session,
            verify_list=self._verified_list,
            at=self.inquiry.at,
            is_past=self.inquiry.past,
            lists=self.inquiry.lists,
        )

    def _believed(self, content: bytes) -> tuple[CredentialVerification, MicrocredError | None]:
        """Another credential, verified by the same steps but for its own status; and what is wrong with it."""
        run = CredentialVerification(self.inquiry.unasked())
        run.source = content
        for name in _LIST_CHECKS:
            run.checks[name] = run._step(name)
        # Only now, since the proof may take back what an earlier step believed of the contexts.
        wrong = [check for check in run.checks.values() if not check.holds]
        return run, MicrocredError.of(fault for check in wrong for fault in check.faults) if wrong else None

    def _verified_schema(self, content: bytes, url: str) -> Document:
        """A schema credential: the issuer chose it, and anybody may have signed it."""
        run, error = self._believed(content)
        if error is not None:
            raise unverified_schema(url, error)
        return run.document

    def _verified_list(self, content: bytes, url: str) -> Document:
        """A status list as the credential that it is."""
        run, error = self._believed(content)
        if error is not None:
            raise unverified_list(url, error)
        list_issuer, trust = run._issuer_id(), self.inquiry.trust
        # The issuer chose the list's URL, but whoever can write there could then speak in anybody's name.
        delegated = isinstance(trust, AnyIssuer) or trust.recognise(list_issuer) is not None
        if list_issuer != self._issuer_id() and not delegated:
            raise Undetermined(
                "status.list-of-another",
                f"the status list is signed by {list_issuer}, whom nobody trusted here vouches for",
                pointer="/credentialStatus",
                hint="trust the signer of the list as well, if the issuer has its lists kept by somebody else",
                problem="https://www.w3.org/ns/credentials/status-list#STATUS_VERIFICATION_ERROR",
                evidence={"list": url, "issuer": list_issuer},
            )
        return run.document

    def _recipient(self) -> Check:
        if self.outer is not None and self.outer.endorsed is not None:
            return self.outer.target_check(self.document.tree)
        if self.expected is None:
            return Check.not_applicable("recipient", "no recipient was expected")
        from microcred.verification.claims import check_recipient

        return check_recipient(self.document.tree, self.expected)

    def _endorsements(self) -> Check:
        if self.outer is not None and self.outer.endorsed is not None:
            return Check.not_applicable("endorsements", "endorsements of endorsements are not looked at")
        self.endorsements, check = endorsements_of(self.document, self.inquiry, CredentialVerification)
        return check

    def _holds_credentials(self) -> bool:
        if self.refreshed is not None:
            return any(check.name == "credentials" for check in self.refreshed.checks)
        read = self.checks["document"].outcome is Outcome.PASSED
        return read and "ClrCredential" in listed(self.document.tree.get("type"))

    def _credentials(self) -> Check:
        from microcred.verification.nested import Outer, nested_credentials_of, summary_of_credentials

        outer = Outer("the record", self._issuer_id())
        self.credentials = nested_credentials_of(
            self.document.tree["credentialSubject"],
            "/credentialSubject",
            self.inquiry.advisory(),
            lambda inquiry: CredentialVerification(inquiry, expected=self.expected, outer=outer),
        )
        return summary_of_credentials(self.credentials)

    def _issuer_id(self) -> str:
        issuer = self.document.tree.get("issuer")
        found = issuer.get("id") if isinstance(issuer, dict) else issuer
        if not isinstance(found, str):
            raise IssuerKeyError("key.no-issuer", "the credential names no issuer", pointer="/issuer")
        return found
