"""The run over one assertion: the twelve checks of every report, in the terms of Open Badges 2.0.

Nothing in a hosted badge is signed, so the seal is its address: the issuer answers for a part of the web, the assertion
has to lie in it, and what was held out has to say the same as what is found there. A signed badge is a JWS, whose key
the issuer's profile has to list. In both cases it is the issuer's own profile, fetched from the issuer's own id, that
decides, and never a copy of it inside the badge.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from microcred.document import Document, JsonObject
from microcred.errors import FetchError, IssuerKeyError, ModelError, ProofError, Rejected
from microcred.instants import format_instant
from microcred.keys import PublicKey
from microcred.open_badges_2 import Assertion, BadgeClass, Profile
from microcred.open_badges_2.conversion import identity_object
from microcred.open_badges_2.scope import answers_for
from microcred.positions import listed
from microcred.proofs.jws import CompactJws, verify_jws
from microcred.verification.claims import Recipient, check_recipient
from microcred.verification.fetch import FetchSession
from microcred.verification.open_badges_2.given import Given, HostedUrl
from microcred.verification.open_badges_2.linked import LinkedDocuments, first_difference, is_gone, read_linked
from microcred.verification.open_badges_2.signed import ALGORITHMS, issuer_key, revoked_entry
from microcred.verification.report import CHECKS, Check, Outcome, Report, made
from microcred.verification.trust import TrustPolicy, check_trust

__all__ = ["verify_assertion"]


def verify_assertion(
    given: Given,
    *,
    session: FetchSession,
    trust: TrustPolicy,
    at: datetime,
    recipient: Recipient | None = None,
    clock_skew: timedelta = timedelta(minutes=1),
    name: str = "(assertion)",
) -> Report:
    """Verify one Open Badges 2.0 or 1.x assertion, and report on every check.

    ``at`` is the moment to judge by (aware), ``name`` what to call the badge in the report. Trust is asked as soon as
    the issuer is known, which may take one request: an assertion can name its badge class by URL, and only the class
    names the issuer. A bad badge is a report, never an exception.
    """
    return _Run(given, _Question(trust, at, recipient, clock_skew), LinkedDocuments(session)).report(name)


@dataclass(frozen=True, slots=True)
class _Question:
    """What the verifier asks of a badge."""

    trust: TrustPolicy
    at: datetime
    recipient: Recipient | None
    clock_skew: timedelta


class _Run:
    """One run over one badge; the steps stand in the order of the report."""

    # Each step, and those that have to hold before it is worth making.
    _STEPS: Final[Mapping[str, tuple[str, ...]]] = {
        "document": (),
        "model": ("document",),
        "contexts": ("model",),
        "trust": ("model",),
        "issuer_key": ("model", "trust"),
        "proof": ("model", "trust"),
        "schema": ("model",),
        "period": ("proof",),
        "status": ("issuer_key",),
        "refresh": ("proof",),
        "recipient": ("proof",),
        "endorsements": ("proof",),
    }

    def __init__(self, given: Given, question: _Question, linked: LinkedDocuments) -> None:
        self.given = given
        self.question = question
        self.linked = linked
        self.document_: Document
        self.assertion: Assertion
        self.badge_class: BadgeClass | None = None
        self.issuer_id = ""
        self.issuer: Profile
        self.issuer_name: str | None = None
        self.key: PublicKey
        self.published: Document | None = None
        self.revocation: Rejected | None = None
        self.endorsements = 0
        self.checks: dict[str, Check] = {}

    def report(self, name: str) -> Report:
        for check in CHECKS:
            self.checks[check] = self._step(check)
        read = self.checks["document"].outcome is Outcome.PASSED
        document = self.document_ if read else None
        checks, brief = tuple(self.checks.values()), self._brief()
        return Report(name, self.question.at, checks, document, self.linked.session.log, brief=brief)

    def _brief(self) -> Mapping[str, Any] | None:
        """What to show of the badge, as far as it came to be known: these are its own words."""
        if self.checks["model"].outcome is not Outcome.PASSED:
            return None
        expires = self.assertion.expires
        badge = self.badge_class if self.badge_class is not None else self.assertion.badge
        return JsonObject(
            id=self.assertion.id,
            name=badge.name if isinstance(badge, BadgeClass) else None,
            issuer=JsonObject(id=self.issuer_id or None, name=self.issuer_name),
            validFrom=format_instant(self.assertion.issued_on),
            validUntil=None if expires is None else format_instant(expires),
        )

    def _step(self, name: str) -> Check:
        return made(name, self._STEPS[name], self.checks, lambda: self._made(name))

    def _made(self, name: str) -> Check:
        try:
            check: Check = getattr(self, f"_{name}")()
        except ModelError as error:
            # The badge class and the issuer's profile are read when they are needed: what is wrong with them takes
            # back what was said of the model.
            self.checks["model"] = Check.of_error("model", error)
            if name == "model":
                return self.checks["model"]
            return Check.not_run(name, "not looked at, because the check 'model' did not pass")
        return check

    def _document(self) -> Check:
        match self.given:
            case HostedUrl(url=url):
                self.document_ = self.published = self._published_at(url)
                if self.revocation is not None:
                    raise self.revocation
                return Check.passed("document", f"what {url} gives", sha256=self.document_.sha256, url=url)
            case CompactJws():
                self.document_ = Document.parse(self.given.payload)
                form = f"the payload of a JWS ({self.given.algorithm})"
                return Check.passed("document", form, sha256=self.document_.sha256)
            case Document():
                self.document_ = self.given
        return Check.passed("document", "one well-formed JSON document", sha256=self.document_.sha256)

    def _model(self) -> Check:
        self.assertion = Assertion.read(self.document_.tree)
        return Check.passed("model", "conforms to the data model of an Open Badges 2.0 Assertion", type="Assertion")

    def _contexts(self) -> Check:
        return Check.not_applicable("contexts", "the seal of an Open Badges 2.0 badge covers its JSON, not statements")

    def _trust(self) -> Check:
        self.badge_class, self.issuer_id = self._class_and_issuer()
        return check_trust(self.question.trust, self.issuer_id, pointer="/badge")

    def _class_and_issuer(self) -> tuple[BadgeClass, str]:
        badge = self.assertion.badge
        if isinstance(badge, str):
            tree = self.linked.at(badge, "the badge class").tree
            badge = replace(read_linked(BadgeClass.read, tree, "the badge class", badge), id=badge)
            self._count_endorsements(tree)
        if not badge.issuer_id:
            raise IssuerKeyError("key.no-issuer", "the badge class names no issuer by a URL", pointer="/badge/issuer")
        return badge, badge.issuer_id

    def _issuer_key(self) -> Check:
        document = self.linked.at(self.issuer_id, "the issuer's profile")
        self.issuer = read_linked(Profile.read, document.tree, "the issuer's profile", self.issuer_id)
        self.issuer_name = self.issuer.name
        self._count_endorsements(document.tree)
        self._check_badge_class()
        if self.assertion.verification.kind == "signed":
            return self._signing_key()
        url = self.assertion.id or ""
        if not answers_for(self.issuer_id, self.issuer.verification, url):
            raise IssuerKeyError(
                "hosted.out-of-scope",
                f"the assertion is at {url!a:.300}, for which its issuer {self.issuer_id!a:.300} does not answer",
                pointer="/id",
                hint="an issuer says in the verification of its profile where its badges are, if not on its own host",
                evidence={"issuer": self.issuer_id, "sha256": document.sha256},
            )
        return Check.passed(
            "issuer_key", f"{self.issuer_id} answers for {url}", document=self.issuer_id, sha256=document.sha256
        )

    def _check_badge_class(self) -> None:
        """A class that is written out speaks for an id of its issuer's alone: it is nobody else's class."""
        badge = self.assertion.badge
        named = badge.id if isinstance(badge, BadgeClass) else None
        if named is None or not named.lower().startswith(("http:", "https:")):
            return
        scopes = (self.issuer.verification, None)
        if not any(answers_for(self.issuer_id, scope, named) for scope in scopes):
            raise IssuerKeyError(
                "hosted.class-of-another",
                f"the badge class calls itself {named!a:.300}, which is not of its issuer {self.issuer_id!a:.300}",
                pointer="/badge/id",
                hint="name the class by its URL instead of writing it out, if it is hosted elsewhere",
            )

    def _signing_key(self) -> Check:
        if not isinstance(self.given, CompactJws):
            return Check.not_run("issuer_key", "there is no signature to find a key for")
        found = issuer_key(self.assertion, self.issuer, self.issuer_id, self.linked)
        self.key = found.public_key
        return Check.passed(
            "issuer_key",
            f"{found.id} is a key that {self.issuer_id} lists",
            verificationMethod=found.id,
            publicKeyMultibase=found.public_key.to_multikey(),
            document=self.issuer_id,
        )

    def _proof(self) -> Check:
        signed = self.assertion.verification.kind == "signed"
        if signed and not isinstance(self.given, CompactJws):
            raise ProofError(
                "proof.missing",
                "the assertion says that it is signed, and came without a signature",
                pointer="/verification",
                hint="ask for the signed form, a JWS: three parts with points between them",
            )
        if not self.checks["issuer_key"].holds:
            return Check.not_run("proof", "not looked at, because the check 'issuer_key' did not pass")
        if signed:
            assert isinstance(self.given, CompactJws)  # noqa: S101 - decided above
            verify_jws(self.given, self.key, algorithms=ALGORITHMS)
            return Check.passed("proof", f"the {self.given.algorithm} signature holds", algorithm=self.given.algorithm)
        return self._as_published(self.assertion.id or "")

    def _as_published(self, url: str) -> Check:
        if self.published is None or self.given != HostedUrl(url):
            self.published = self._published_at(url)
        if self.revocation is not None:
            return Check.not_run("proof", f"{url} gives no assertion any more: it was revoked")
        if (place := first_difference(self.document_.tree, self.published.tree)) is not None:
            raise ProofError(
                "hosted.differs",
                f"what was given is not what {url!a:.300} says",
                pointer=place,
                hint="the badge was changed after it was issued, or its issuer has changed it: ask for it again",
                evidence={"url": url, "given": self.document_.sha256, "published": self.published.sha256},
            )
        return Check.passed("proof", f"{url} says the same", url=url, sha256=self.published.sha256)

    def _published_at(self, url: str) -> Document:
        """What a hosted assertion's URL gives; that it was revoked is noted, for the check of that name."""
        try:
            document = self.linked.at(url, "the assertion", named=False)
        except FetchError as error:
            if not is_gone(error):
                raise
            self.revocation = _revoked(f"{url!a:.300} answers 410 Gone", url)
            return Document.of({})
        except ModelError as error:
            raise ProofError(error.code, error.message, hint=error.hint, evidence=error.evidence) from error
        if document.tree.get("revoked") is True:
            reason = document.tree.get("revocationReason")
            self.revocation = _revoked(f"{url!a:.300} says so" + (f": {reason!a:.200}" if reason else ""), url)
        return document

    def _schema(self) -> Check:
        return Check.not_applicable("schema", "an Open Badges 2.0 badge names no schema")

    def _period(self) -> Check:
        issued, expires, at = self.assertion.issued_on, self.assertion.expires, self.question.at
        if issued - at > self.question.clock_skew:
            raise Rejected(
                "period.not-yet-valid",
                f"issued on {format_instant(issued)}, and it is {format_instant(at)}",
                pointer="/issuedOn",
            )
        if expires is not None and at > expires:
            raise Rejected(
                "period.expired",
                f"expired on {format_instant(expires)}, and it is {format_instant(at)}",
                pointer="/expires",
                hint="ask the issuer for a renewed badge; it was genuine until then if the other checks passed",
            )
        return Check.passed("period", f"valid {f'until {format_instant(expires)}' if expires else 'without an end'}")

    def _status(self) -> Check:
        if self.revocation is not None:
            raise self.revocation
        if not self.checks["proof"].holds:
            return Check.not_run("status", "not looked at, because the check 'proof' did not pass")
        if self.assertion.revoked:
            raise _revoked("the assertion itself says so", "/revoked")
        if self.assertion.verification.kind == "hosted":
            return Check.passed("status", "its URL still gives it, and does not say that it was revoked")
        if self.issuer.revocation_list is None:
            return Check.not_applicable("status", "the issuer keeps no list of revoked badges")
        entry = revoked_entry(self.assertion, self.issuer.revocation_list, self.issuer_id, self.linked)
        if entry is not None:
            reason = f": {entry.reason!a:.200}" if entry.reason else ""
            raise _revoked(f"the issuer's list says so{reason}", self.issuer.revocation_list)
        return Check.passed("status", "not on the issuer's list of revoked badges", list=self.issuer.revocation_list)

    def _refresh(self) -> Check:
        return Check.not_applicable("refresh", "an Open Badges 2.0 badge names no refresh service")

    def _recipient(self) -> Check:
        expected = self.question.recipient
        if expected is None:
            return Check.not_applicable("recipient", "no recipient was expected")
        subject = {"identifier": [identity_object(self.assertion.recipient)]}
        try:
            found = check_recipient(JsonObject({"credentialSubject": subject}), expected)
        except Rejected as error:
            raise Rejected(
                error.code, f"the recipient is not {expected.identifier}", pointer="/recipient", hint=error.hint
            ) from error
        return Check.passed("recipient", found.message, matched="/recipient", form=found.evidence["form"])

    def _endorsements(self) -> Check:
        self._count_endorsements(self.document_.tree)
        if isinstance(written_out := self.document_.tree["badge"], Mapping):
            self._count_endorsements(written_out)
        if not self.endorsements:
            return Check.not_applicable("endorsements", "the badge carries no endorsements")
        message = f"{self.endorsements} endorsements of the badge, its class and its issuer were not verified"
        return Check.not_run("endorsements", message, "endorsements.not-verified")

    def _count_endorsements(self, tree: Mapping[str, Any]) -> None:
        self.endorsements += len(listed(tree.get("endorsement", [])))


def _revoked(how: str, where: str) -> Rejected:
    return Rejected("status.revoked", f"revoked: {how}", hint="ask the issuer why", evidence={"source": where})
