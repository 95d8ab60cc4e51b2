"""The factory: every kind of badge that a test suite wants, by what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final, Literal, Self, TypeAlias

from microcred.canonical import Canonicalizer
from microcred.document import to_json
from microcred.errors import UsageError
from microcred.testing.badge_case import BadgeCase
from microcred.testing.cases import recipes
from microcred.testing.parties import did_of
from microcred.testing.workbench import Workbench, edited

__all__ = ["AT", "BadgeFactory", "Form"]

AT: Final = datetime(2026, 6, 1, 12, tzinfo=UTC)
"""The moment at which badges are judged, unless a factory is made for another."""

Form: TypeAlias = Literal["json", "jwt", "png", "svg"]
"""How a badge comes: as JSON with a proof in it, as a JWT around it, or as JSON in a picture."""


class BadgeFactory:
    """Makes badges that are good, or bad in one way, each with all that it takes to verify it in memory.

    All dates lie around ``at`` (aware): the badges are thirty days old then, and good for another year. Code that reads
    the clock itself needs badges :meth:`of_today`; for all other tests the fixed day is
    better, since the bytes are then the same every time. Raises :class:`~microcred.errors.UsageError` for a naive
    datetime.
    """

    def __init__(self, at: datetime = AT) -> None:
        if at.tzinfo is None:
            raise UsageError("usage.naive-datetime", f"{at.isoformat()} has no time zone, wanted an aware datetime")
        self._bench = Workbench(at, Canonicalizer())

    @classmethod
    def of_today(cls) -> Self:
        """Badges for code that reads the clock: judged as of now, a minute ago at the latest."""
        return cls(datetime.now(UTC).replace(microsecond=0))

    @property
    def at(self) -> datetime:
        """The moment to judge by."""
        return self._bench.at

    @property
    def issuer(self) -> str:
        """The id of the issuer whom the cases trust, a did:key."""
        return did_of("college")

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code that a report can carry, in alphabetical order: there is a badge for each."""
        return tuple(recipes())

    def for_code(self, code: str) -> BadgeCase:
        """A badge in whose report this code stands, and no other.

        Raises :class:`~microcred.errors.UsageError` for a code that does not exist, and for one that no report
        carries, with the reason.
        """
        from microcred.codes import explain
        from microcred.testing.cases.elsewhere import reason_for_none

        if code not in recipes():
            raise UsageError(
                "usage.no-such-badge", f"no badge shows the code {explain(code).code}: {reason_for_none(code)}"
            )
        return replace(recipes()[code](self._bench), code=code)

    def valid(self, changes: Mapping[str, Any] | None = None, *, form: Form = "json") -> BadgeCase:
        """A badge that is accepted; ``changes`` (JSON Pointer → value) are made before it is signed."""
        return self._made(changes, form)

    def expired(self, *, form: Form = "json") -> BadgeCase:
        """A genuine badge whose validUntil was yesterday."""
        return replace(self._made({"/validUntil": self._bench.day(-1)}, form), code="period.expired")

    def not_yet_valid(self, *, form: Form = "json") -> BadgeCase:
        """A genuine badge whose validFrom is tomorrow."""
        return replace(self._made({"/validFrom": self._bench.day(1)}, form), code="period.not-yet-valid")

    def revoked(self, *, form: Form = "json") -> BadgeCase:
        """A genuine badge that its issuer has revoked, in a Bitstring Status List that the fetcher serves."""
        return self._of_status("revocation", "status.revoked", form)

    def suspended(self, *, form: Form = "json") -> BadgeCase:
        """A genuine badge that its issuer has suspended for now."""
        return self._of_status("suspension", "status.suspended", form)

    def with_status(self, *, form: Form = "json") -> BadgeCase:
        """A badge with a status entry, whose list says nothing against it: accepted."""
        return self._of_status("revocation", None, form)

    def tampered(self, pointer: str, value: Any = "changed after it was signed", *, form: Form = "json") -> BadgeCase:
        """A badge in which one value was changed after it was signed; the rest is as it was.

        What the report then says depends on the place: a date that is no date is found out before the signature is
        looked at. ``code`` is therefore ``proof.signature-invalid`` only where the value is still one of its kind.
        Raises :class:`~microcred.errors.UsageError` for a pointer that leads nowhere.
        """
        if form == "jwt":
            return self._tampered_token(pointer, value)
        good = self._bench.signed()
        good.document.at(pointer)
        changed = replace(good, content=to_json(edited(good.document.tree, {pointer: value})))
        return self._carried(replace(changed, code="proof.signature-invalid"), form)

    def wrong_issuer(self, *, form: Form = "json") -> BadgeCase:
        """A badge that says it is of a famous university, whom everybody trusts, and is signed with another's key."""
        famous = did_of("famous university")
        forged = {"/issuer/id": famous}
        case = self._bench.token(edits=forged) if form == "jwt" else self._bench.signed(forged)
        trusting = self._bench.case(case.content, trusted=[famous], code="key.not-the-issuers")
        return self._carried(trusting, form)

    def untrusted(self, *, form: Form = "json") -> BadgeCase:
        """A genuine badge of an issuer whom the verifier does not trust."""
        trust = self.for_code("trust.not-recognised").trust
        return replace(self._made(None, form), trust=trust, code="trust.not-recognised")

    def for_another_person(self, *, form: Form = "json") -> BadgeCase:
        """A genuine badge, verified for a recipient whom it is not about."""
        recipient = self.for_code("recipient.no-match").recipient
        return replace(self._made(None, form), recipient=recipient, code="recipient.no-match")

    def unsigned(self) -> BadgeCase:
        """The badge without a proof."""
        return self.for_code("proof.missing")

    def undetermined(self, *, form: Form = "json") -> BadgeCase:
        """A badge whose status list cannot be had: neither fine nor forged."""
        case = self._of_status("revocation", "fetch.unreachable", form)
        return replace(case, fetcher=self.for_code("fetch.unreachable").fetcher)

    def presentation(self) -> BadgeCase:
        """The badge as its holder presents it; :meth:`BadgeCase.verify` gives the report on the presentation."""
        from microcred.testing.cases.presentations import presented

        return presented(self._bench)

    def _made(self, changes: Mapping[str, Any] | None, form: Form, **case: Any) -> BadgeCase:
        if form == "jwt":
            return self._bench.token(edits=changes, **case)
        return self._carried(self._bench.signed(changes, **case), form)

    def _of_status(self, purpose: str, code: str | None, form: Form) -> BadgeCase:
        bench = self._bench
        decided = code is not None and code.startswith("status.")
        served = bench.with_status(bench.status_list(purpose, is_set=decided))
        entry = bench.status_entry({"/statusPurpose": purpose})
        return self._made({"/credentialStatus": entry}, form, fetcher=served.fetcher, code=code)

    def _tampered_token(self, pointer: str, value: Any) -> BadgeCase:
        from microcred.multibase import encode_base64url

        good = self._bench.token()
        good.document.at(pointer)
        head, _, signature = good.text.split(".")
        payload = to_json(edited(self._bench.claims(), {pointer: value}), indent=None)
        content = f"{head}.{encode_base64url(payload)}.{signature}"
        return replace(good, content=content.encode(), code="proof.signature-invalid")

    def _carried(self, case: BadgeCase, form: Form) -> BadgeCase:
        return case.baked(form) if form in ("png", "svg") else case
