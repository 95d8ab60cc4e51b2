"""Presentations: what a holder shows, in which exchange, and what each credential in it is worth (VCDM 2.0, 4.13).

The proof of a presentation shows that somebody who holds the key answered this challenge. It says nothing for the
credentials, each of which is verified by itself, and by default has to be about the holder.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from microcred._version import __version__
from microcred.document import Document, JsonObject
from microcred.errors import ContextError, MicrocredError, Rejected, Undetermined, UsageError
from microcred.models.conformance import presentation_class
from microcred.proofs import Proof, SecuredDocument
from microcred.proofs.jwt import check_token_period
from microcred.verification.claims import Recipient
from microcred.verification.controller_documents import split_method_url
from microcred.verification.credential import CredentialVerification
from microcred.verification.fetch import Visit
from microcred.verification.inquiry import Inquiry
from microcred.verification.intake import OlderBadge, Opened, Source, read_source
from microcred.verification.issuer_keys import resolve_verification_method
from microcred.verification.nested import Outer, nested_credentials_of, presented
from microcred.verification.report import Check, Findings, Outcome, Report, made, required
from microcred.verification.securing import Attempt, Expectation, key_check, mechanism_of
from microcred.verification.terms import check_contexts

__all__ = ["PRESENTATION_CHECKS", "Exchange", "PresentationReport", "PresentationVerification"]

PRESENTATION_CHECKS: Final = ("document", "model", "contexts", "holder_key", "proof", "credentials")
_AUTHENTIC: Final = ("document", "contexts", "holder_key", "proof")
_PURPOSE: Final = "authentication"
_HALF_A_PAIR: Final = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Exchange:
    """What ties a presentation to one exchange: the verifier's challenge, and the names under which it asked."""

    challenge: str | None
    domain: frozenset[str] | None

    @classmethod
    def of(cls, challenge: str | None, domain: str | Iterable[str] | None) -> Exchange:
        """Check what the caller says; raises :class:`~microcred.errors.UsageError`."""
        if challenge is not None:
            _check_text(challenge)
        if domain is None:
            return cls(challenge, None)
        names = list(domain) if isinstance(domain, Iterable) and not isinstance(domain, str) else [domain]
        for name in names or [""]:
            _check_text(name)
        return cls(challenge, frozenset(names))


def _check_text(value: object) -> None:
    """Refuse what nobody could have answered: no text, an empty one, half a surrogate pair."""
    if not isinstance(value, str) or not value or _HALF_A_PAIR.search(value):
        raise UsageError("usage.no-challenge", f"{value!a:.60} is no challenge or domain, wanted a text")


@dataclass(frozen=True, slots=True)
class PresentationReport(Findings):
    """The result of verifying a presentation. ``bool(report)`` is true only for *accepted*.

    That takes a holder who answered, and credentials that are all accepted.

    ``holder`` is the id of whose key answered, once that is known. ``checks`` are those of
    :data:`PRESENTATION_CHECKS`, in this order; ``credentials`` are the reports of the credentials, each with its JSON
    Pointer as ``source``.
    """

    source: str
    at: datetime
    checks: tuple[Check, ...]
    holder: str | None = None
    credentials: tuple[Report, ...] = ()
    document: Document | None = None
    network: tuple[Visit, ...] = ()

    @property
    def authentic(self) -> bool | None:
        """Whether the holder's key answered the challenge; ``None`` where that could not be decided."""
        return self.all_of(_AUTHENTIC)

    def require(self) -> Document:
        """The verified presentation, or the reason why there is none, raised as by :meth:`Report.require`."""
        return required(self.document, self.checks)

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON-ready values."""
        return {
            "source": self.source,
            "verdict": str(self.verdict),
            "authentic": self.authentic,
            "holder": self.holder,
            "checks": [check.to_dict() for check in self.checks],
            "credentials": [report.to_dict() for report in self.credentials],
            "network": [visit.to_dict() for visit in self.network],
            "at": self.at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
            "software": {"microcred": __version__},
        }


class PresentationVerification:
    """One run of the algorithm over one presentation."""

    _STEPS: Final = {
        "document": (),
        "model": ("document",),
        "contexts": ("model",),
        "holder_key": ("model", "contexts"),
        "proof": ("model", "contexts", "holder_key"),
        "credentials": ("proof",),
    }

    def __init__(self, inquiry: Inquiry, exchange: Exchange, *, bearer: bool) -> None:
        self.inquiry = inquiry
        self.exchange = exchange
        self.bearer = bearer
        self.source: Source
        self.name = "(unread)"
        self.opened: Opened
        self.secured: SecuredDocument
        self.holder: str | None = None
        self.attempt: Attempt | MicrocredError
        self.credentials: tuple[Report, ...] = ()
        self.checks: dict[str, Check] = {}

    def run(self, source: Source) -> PresentationReport:
        """Make every step, and report on all of them."""
        self.source = source
        for name in PRESENTATION_CHECKS:
            self.checks[name] = self._step(name)
        return PresentationReport(
            self.name,
            self.inquiry.at,
            tuple(self.checks.values()),
            self.holder,
            self.credentials,
            self.opened.document if self.checks["document"].outcome is Outcome.PASSED else None,
            self.inquiry.session.log,
        )

    def _step(self, name: str) -> Check:
        return made(name, self._STEPS[name], self.checks, getattr(self, f"_{name}"))

    def _document(self) -> Check:
        intake = read_source(self.source, self.inquiry.session)
        self.name = intake.name
        opened = intake.open(drafts=self.inquiry.verifier.draft_tokens)
        if isinstance(opened, OlderBadge):
            raise Rejected("document.open-badges-2", "found a badge of Open Badges 2.0, wanted a presentation")
        self.opened = opened
        self.secured = SecuredDocument(
            self.opened.document, self.inquiry.verifier.canonicalizer, shared=self.inquiry.work
        )
        form = "document" if self.opened.jwt is None else "document in a JWT"
        return Check.passed("document", f"one well-formed JSON {form}", sha256=self.opened.document.sha256)

    def _model(self) -> Check:
        tree = JsonObject((name, member) for name, member in self.opened.document.tree.items() if name != "proof")
        name = presentation_class(tree)
        return Check.passed("model", f"conforms to the data model of {name}", type=name)

    def _contexts(self) -> Check:
        return check_contexts(self.secured, token=self.opened.jwt is not None)

    def _holder_key(self) -> Check:
        self.holder = self._named_holder() or self._answering()
        expectation = Expectation(
            controller=self.holder,
            purpose=_PURPOSE,
            domain=self.exchange.domain,
            challenge=self.exchange.challenge,
        )
        self.attempt = mechanism_of(self.secured, self.opened.jwt).attempt(expectation, self.inquiry)
        if isinstance(self.attempt, MicrocredError):
            raise self.attempt
        if self.attempt.key is None:
            raise self.attempt.error or AssertionError("a proof without a key does not hold")
        return key_check("holder_key", self.attempt.key, _PURPOSE, self.inquiry)

    def _proof(self) -> Check:
        if isinstance(self.attempt, MicrocredError):
            raise self.attempt
        if isinstance(self.attempt.error, ContextError):
            self.checks["contexts"] = Check.of_error("contexts", self.attempt.error)
            return Check.not_run("proof", "not looked at, because the check 'contexts' did not pass")
        seal = self.attempt.seal()
        if self.opened.jwt is not None:
            check_token_period(self.opened.jwt, self.inquiry.at, self.inquiry.verifier.clock_skew)
        bound = "and answers the challenge" if self.exchange.challenge is not None else "no challenge was compared"
        return Check.passed("proof", f"{seal.message}, {bound}", **seal.evidence)

    def _credentials(self) -> Check:
        holder = str(self.holder)
        # What a holder says of themselves takes no other key than the presentation; what they say of others does.
        outer = Outer("the presentation", holder, bearer=True, asserts=not self.bearer or self._can_assert())
        expected = None if self.bearer else Recipient(holder)
        self.credentials = nested_credentials_of(
            self.opened.document.tree,
            "",
            self.inquiry.nested(),
            lambda inquiry: CredentialVerification(inquiry, expected=expected, outer=outer),
        )
        return presented(self.credentials)

    def _can_assert(self) -> bool:
        """Whether the key that answered is also one with which the holder issues credentials."""
        verifier, answered = self.inquiry.verifier, self.attempt.key if isinstance(self.attempt, Attempt) else None
        if answered is None:
            return False
        try:
            found = resolve_verification_method(
                answered.id,
                controller=answered.controller,
                purpose="assertionMethod",
                session=self.inquiry.session,
                resolvers=verifier.key_resolvers,
                allow_http=verifier.fetcher.unguarded,
            )
        except MicrocredError:
            return False
        return found.public_key == answered.public_key

    def _named_holder(self) -> str | None:
        holder = self.opened.document.tree.get("holder")
        found = holder.get("id") if isinstance(holder, dict) else holder
        return found if isinstance(found, str) else None

    def _answering(self) -> str:
        """Whose key answered, where the presentation names no holder: the controller of the key is who it is."""
        if self.opened.jwt is not None:
            named = self.opened.jwt.controller or (self.opened.jwt.jws.key_id or "").partition("#")[0]
            if named:
                return named
            raise Undetermined("proof.no-holder", "the presentation names no holder, and the JWT neither iss nor kid")
        first = next((proof for proof in self.secured.proofs if isinstance(proof, Proof)), None)
        if first is None:
            raise Rejected("proof.malformed", "none of the proofs can be read", pointer="/proof")
        return split_method_url(first.verification_method)[0]
