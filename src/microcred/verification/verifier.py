"""The verification algorithm (Open Badges 3.0, 9.1): the specification's steps, from top to bottom."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from microcred.canonical import Canonicalizer
from microcred.document import Document, JsonObject
from microcred.errors import (
    ContextError,
    IssuerKeyError,
    MicrocredError,
    ProofError,
    Rejected,
    Undetermined,
    UsageError,
)
from microcred.proofs import CRYPTOSUITES, Cryptosuite, Proof, SecuredDocument, VerifiedProof, verify_proof
from microcred.verification.claims import Recipient, check_period, check_proof_period, check_recipient
from microcred.verification.credential_schema import check_schema, unverified_schema
from microcred.verification.fetch import Fetcher, FetchLimits, FetchSession, HttpsFetcher
from microcred.verification.intake import Source, read_source
from microcred.verification.issuer_keys import (
    RESOLVERS,
    KeyResolver,
    VerificationMethod,
    check_key_validity,
    resolve_verification_method,
)
from microcred.verification.report import CHECKS, Check, Outcome, Report
from microcred.verification.status import STATUS_CHECKERS, StatusChecker, check_status, unverified_list
from microcred.verification.trust import AnyIssuer, TrustPolicy, similar_id

__all__ = ["Verifier", "verify"]


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verifier:
    """Verifies credentials; immutable, thread-safe and picklable. Everything it uses is passed in.

    ``trust`` says whom to believe as an issuer: there is no default, because nobody else can know. ``fetcher`` is the
    door to the network (``Offline()`` shuts it), ``limits`` what one verification may fetch. ``clock_skew`` forgives
    clocks that run behind. The mappings are extension points: pass ``{**CRYPTOSUITES, "mine": …}``.
    """

    trust: TrustPolicy
    fetcher: Fetcher = field(default_factory=HttpsFetcher)
    limits: FetchLimits = field(default_factory=FetchLimits)
    canonicalizer: Canonicalizer = field(default_factory=Canonicalizer)
    cryptosuites: Mapping[str, Cryptosuite] = field(default_factory=lambda: CRYPTOSUITES)
    key_resolvers: Mapping[str, KeyResolver] = field(default_factory=lambda: RESOLVERS)
    status_checkers: Mapping[str, StatusChecker] = field(default_factory=lambda: STATUS_CHECKERS)
    clock: Callable[[], datetime] = _utc_now
    clock_skew: timedelta = timedelta(minutes=1)

    def __reduce__(self) -> tuple[Any, ...]:
        # The default mappings are read-only views, which cannot be pickled.
        values = {member.name: getattr(self, member.name) for member in fields(self)}
        return _rebuilt, ({name: dict(v) if isinstance(v, MappingProxyType) else v for name, v in values.items()},)

    def verify(self, source: Source, *, at: datetime | None = None, recipient: Recipient | str | None = None) -> Report:
        """Verify one credential, and report on every check.

        ``source`` is a path, bytes, text, a ``dict``, a :class:`~microcred.document.Document` or an ``https://`` URL.
        ``at`` is the moment to judge by (aware; now, if left out), ``recipient`` the person it should be about. A bad
        badge is a report, never an exception: only a wrong call raises :class:`~microcred.errors.UsageError`.
        """
        moment = self.clock() if at is None else at
        if not isinstance(moment, datetime) or moment.tzinfo is None:
            raise UsageError("usage.naive-datetime", f"{moment!r:.60} is no aware datetime, which names a moment")
        expected = recipient if recipient is None or isinstance(recipient, Recipient) else Recipient(recipient)
        if not hasattr(self.trust, "recognise"):
            raise UsageError(
                "usage.not-a-trust-policy",
                f"trust is {self.trust!r:.60}, which is no trust policy",
                hint="say TrustedIssuers(…), or AnyIssuer()",
            )
        session = FetchSession(self.fetcher, self.limits)
        return _Verification(self, session, moment, expected).run(source)


def _rebuilt(settings: dict[str, Any]) -> Verifier:
    return Verifier(**settings)


def verify(
    source: Source,
    *,
    trust: TrustPolicy,
    at: datetime | None = None,
    recipient: Recipient | str | None = None,
    fetcher: Fetcher | None = None,
) -> Report:
    """Verify one credential with a :class:`Verifier` made for the occasion; see :meth:`Verifier.verify`."""
    verifier = Verifier(trust=trust) if fetcher is None else Verifier(trust=trust, fetcher=fetcher)
    return verifier.verify(source, at=at, recipient=recipient)


@dataclass(frozen=True, slots=True)
class _Attempt:
    """What became of one proof: its key, if one of the issuer's was found, and the proof that holds; or the error."""

    key: VerificationMethod | None
    result: VerifiedProof | MicrocredError

    @property
    def error(self) -> MicrocredError | None:
        return self.result if isinstance(self.result, MicrocredError) else None

    def verified(self) -> VerifiedProof:
        if isinstance(self.result, MicrocredError):
            raise self.result
        return self.result


class _Verification:
    """One run of the algorithm over one credential; the steps stand in the order of the specification."""

    # Each step, and the steps that have to have passed before it is worth making. Nothing but the issuer's key is
    # fetched before the proof holds, and not even that for an issuer who is not trusted.
    _STEPS: Final = {
        "document": (),
        "model": ("document",),
        "contexts": ("model",),
        "trust": ("model",),
        "issuer_key": ("model", "contexts", "trust"),
        "proof": ("model", "contexts", "trust"),
        "schema": ("model",),
        "period": ("proof",),
        "status": ("proof",),
        "refresh": ("proof",),
        "recipient": ("proof",),
        "endorsements": ("proof",),
    }

    def __init__(self, verifier: Verifier, session: FetchSession, at: datetime, expected: Recipient | None) -> None:
        self.verifier = verifier
        self.session = session
        self.at = at
        self.expected = expected
        self.source: Source
        self.name = "(unread)"
        self.document_: Document
        self.secured: SecuredDocument
        self.attempt: _Attempt | ProofError
        self.attempts: dict[str, _Attempt] = {}
        self.checks: dict[str, Check] = {}

    def run(self, source: Source) -> Report:
        self.source = source
        for name in CHECKS:
            self.checks[name] = self._step(name)
        document = self.document_ if self.checks["document"].outcome is Outcome.PASSED else None
        return Report(self.name, self.at, tuple(self.checks.values()), document, self.session.log)

    def _step(self, name: str) -> Check:
        missing = [need for need in self._STEPS[name] if self.checks[need].outcome not in _HOLDS]
        if missing:
            return Check.not_run(name, f"not looked at, because the check {missing[0]!r} did not pass")
        try:
            check: Check = getattr(self, f"_{name}")()
        except UsageError:
            raise
        except MicrocredError as error:
            return Check.of_error(name, error)
        return check

    def _document(self) -> Check:
        intake = read_source(self.source, self.session)
        self.name = intake.name
        self.document_ = intake.document()
        self.secured = SecuredDocument(self.document_, self.verifier.canonicalizer)
        return Check.passed("document", "one well-formed JSON document", sha256=self.document_.sha256)

    def _model(self) -> Check:
        from microcred.models import deviations, read_credential

        tree = JsonObject((name, member) for name, member in self.document_.tree.items() if name != "proof")
        name = type(read_credential(tree)).__name__
        # What can be read in one way only is read; what the letter of the standard says otherwise is noted.
        noted = [{"code": fault.code, "pointer": fault.pointer, "message": fault.message} for fault in deviations(tree)]
        besides = f", with {len(noted)} deviation{'s' if len(noted) > 1 else ''} from its letter" if noted else ""
        return Check.passed("model", f"conforms to the data model of {name}{besides}", type=name, deviations=noted)

    def _contexts(self) -> Check:
        # VC Data Integrity 1.0, 2.4: every term has to say in the signed statements what it says in the JSON.
        reading = next(self.secured.readings())
        versions = {url: version.upstream_sha256 for url, version in reading.versions.items()}
        return Check.passed("contexts", f"all terms are defined by {len(versions)} pinned contexts", contexts=versions)

    def _trust(self) -> Check:
        issuer, trust = self._issuer_id(), self.verifier.trust
        recognition = trust.recognise(issuer)
        if recognition is not None:
            known = f" as {recognition.name!r}" if recognition.name else ""
            return Check.passed(
                "trust", f"{recognition.by} vouches for {issuer}{known}", by=recognition.by, name=recognition.name
            )
        if isinstance(trust, AnyIssuer):
            return Check.not_applicable(
                "trust",
                f"nobody was asked to vouch for {issuer}: its name and description are its own words",
                "trust.not-vouched-for",
                "say whom you trust: TrustedIssuers(…), or --trust on the command line",
            )
        similar = similar_id(trust, issuer)
        raise Rejected(
            "trust.not-recognised",
            f"nobody whom this verifier trusts vouches for {issuer}",
            pointer="/issuer",
            hint=f"{similar} is trusted, which is another id, however much it looks like this one"
            if similar
            else "add the issuer to the trusted ones, if you know it",
        )

    def _issuer_key(self) -> Check:
        self.attempt = self._best_attempt()
        if isinstance(self.attempt, ProofError):
            return Check.not_run("issuer_key", "there is no proof to find a key for")
        method = self.attempt.key
        if method is None:
            raise self.attempt.error or AssertionError("a proof without a key does not hold")
        return Check.passed(
            "issuer_key",
            f"{method.id} is a key of {method.controller} for {_PURPOSE}",
            verificationMethod=method.id,
            publicKeyMultibase=method.public_key.to_multikey(),
            document=method.document_url,
            sha256=method.document_sha256,
        )

    def _best_attempt(self) -> _Attempt | ProofError:
        """Open Badges 3.0, 9.1, step 2: one proof that holds is enough, so each is tried until one does."""
        attempts = []
        try:
            proofs = self.secured.proofs
        except ProofError as error:
            return error
        for proof in proofs:
            # A proof that cannot be read, perhaps of a suite to come, does not stand in the way of one that holds.
            attempts.append(_Attempt(None, proof) if isinstance(proof, ProofError) else self._attempt(proof))
            if attempts[-1].error is None:
                break
        best = min(attempts, key=_rank)
        return best.error if best.key is None and isinstance(best.error, ProofError) else best

    def _attempt(self, proof: Proof) -> _Attempt:
        """What becomes of one proof; looked into once, however many proofs build on it."""
        if proof.pointer not in self.attempts:
            try:
                method = self._key_of(proof)
            except MicrocredError as error:
                self.attempts[proof.pointer] = _Attempt(None, error)
            else:
                self.attempts[proof.pointer] = _Attempt(method, self._holds(proof, method))
        return self.attempts[proof.pointer]

    def _key_of(self, proof: Proof) -> VerificationMethod:
        method = resolve_verification_method(
            proof.verification_method,
            controller=self._issuer_id(),
            purpose=_PURPOSE,
            session=self.session,
            resolvers=self.verifier.key_resolvers,
            allow_http=self.verifier.fetcher.unguarded,
        )
        check_key_validity(method, self.at)
        return method

    def _holds(self, proof: Proof, method: VerificationMethod) -> VerifiedProof | MicrocredError:
        try:
            verified = verify_proof(
                self.secured, proof, method.public_key, purpose=_PURPOSE, suites=self.verifier.cryptosuites
            )
            check_proof_period(proof, self.at, self.verifier.clock_skew)
        except MicrocredError as error:
            return error
        # Data Integrity 1.0, 4.5: a chained proof counts only if every proof that it builds on counts. There is no
        # circle: a signature over another one was made after it.
        for earlier in self.secured.previous_proofs(proof):
            attempt = self._attempt(earlier)
            if attempt.error is not None:
                return attempt.error
        return verified

    def _proof(self) -> Check:
        if isinstance(self.attempt, ProofError):
            raise self.attempt
        if self.attempt.key is None:
            return Check.not_run("proof", "not looked at, because the check 'issuer_key' did not pass")
        if isinstance(self.attempt.error, ContextError):
            # The contexts were read in an older version, and the proof does not bear that out.
            self.checks["contexts"] = Check.of_error("contexts", self.attempt.error)
            return Check.not_run("proof", "not looked at, because the check 'contexts' did not pass")
        found = self.attempt.verified()
        versions = ", ".join(f"{url} ({version.label})" for url, version in found.versions.items())
        return Check.passed(
            "proof",
            f"the {found.proof.suite_name} signature holds",
            proof=found.proof.pointer,
            suite=found.proof.suite_name,
            created=found.proof.members.get("created"),
            contexts=versions,
        )

    def _schema(self) -> Check:
        # The schema of somebody else is fetched only once the proof holds, like all but the issuer's key.
        holds = self.checks["proof"].outcome in _HOLDS
        return check_schema(
            self.document_.tree,
            model=self.checks["model"].evidence["type"],
            session=self.session if holds else None,
            verify_credential=self._verified_schema,
        )

    def _period(self) -> Check:
        return check_period(self.document_.tree, self.at, self.verifier.clock_skew)

    def _status(self) -> Check:
        return check_status(
            self.document_.tree,
            self.verifier.status_checkers,
            session=self.session,
            verify_list=self._verified_list,
        )

    def _believed(self, content: bytes) -> tuple[_Verification, MicrocredError | None]:
        """Another credential, verified by the same steps but for its own status; and what is wrong with it."""
        run = _Verification(replace(self.verifier, trust=AnyIssuer()), self.session, self.at, None)
        run.source = content
        for name in _LIST_CHECKS:
            run.checks[name] = run._step(name)
        # Only now, since the proof may take back what an earlier step believed of the contexts.
        wrong = [check for check in run.checks.values() if check.outcome not in _HOLDS]
        return run, MicrocredError.of(fault for check in wrong for fault in check.faults) if wrong else None

    def _verified_schema(self, content: bytes, url: str) -> Document:
        """A schema credential: the issuer chose it, and anybody may have signed it."""
        run, error = self._believed(content)
        if error is not None:
            raise unverified_schema(url, error)
        return run.document_

    def _verified_list(self, content: bytes, url: str) -> Document:
        """A status list as the credential that it is."""
        run, error = self._believed(content)
        if error is not None:
            raise unverified_list(url, error)
        list_issuer = run._issuer_id()
        # The issuer chose the list's URL, but whoever can write there could then speak in anybody's name.
        delegated = isinstance(self.verifier.trust, AnyIssuer) or self.verifier.trust.recognise(list_issuer) is not None
        if list_issuer != self._issuer_id() and not delegated:
            raise Undetermined(
                "status.list-of-another",
                f"the status list is signed by {list_issuer}, whom nobody trusted here vouches for",
                pointer="/credentialStatus",
                hint="trust the signer of the list as well, if the issuer has its lists kept by somebody else",
                evidence={"list": url, "issuer": list_issuer},
            )
        return run.document_

    def _refresh(self) -> Check:
        if "refreshService" not in self.document_.tree:
            return Check.not_applicable("refresh", "the credential names no refresh service")
        return Check.not_run("refresh", "a newer version was not asked for", "refresh.not-asked-for")

    def _recipient(self) -> Check:
        if self.expected is None:
            return Check.not_applicable("recipient", "no recipient was expected")
        return check_recipient(self.document_.tree, self.expected)

    def _endorsements(self) -> Check:
        found = sum(1 for _ in _endorsements(self.document_.tree))
        if not found:
            return Check.not_applicable("endorsements", "the credential carries no endorsements")
        return Check.not_run(
            "endorsements",
            f"{found} endorsements are covered by the issuer's signature, but their own were not verified",
            "endorsements.not-verified",
        )

    def _issuer_id(self) -> str:
        issuer = self.document_.tree.get("issuer")
        found = issuer.get("id") if isinstance(issuer, dict) else issuer
        if not isinstance(found, str):
            raise IssuerKeyError("key.no-issuer", "the credential names no issuer", pointer="/issuer")
        return found


_PURPOSE: Final = "assertionMethod"
_HOLDS: Final = (Outcome.PASSED, Outcome.NOT_APPLICABLE)
# What makes a status list believable; its own status is not looked up, so that lists cannot send us in circles.
_LIST_CHECKS: Final = ("document", "model", "contexts", "trust", "issuer_key", "proof", "period")


def _rank(attempt: _Attempt) -> int:
    """Which attempt to report: a proof that holds, else one that could not be decided, else one that failed."""
    match attempt.result:
        case VerifiedProof():
            return 0
        case Undetermined():
            return 1
    return 2


def _endorsements(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for name, member in value.items():
            if name in ("endorsement", "endorsementJwt"):
                yield from member if isinstance(member, list) else [member]
            else:
                yield from _endorsements(member)
    elif isinstance(value, list):
        for element in value:
            yield from _endorsements(element)
