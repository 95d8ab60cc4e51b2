"""One badge, and everything that it takes to verify it in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from microcred.document import Document
from microcred.testing.published_web import PublishedWeb
from microcred.verification.fetch import Fetcher, FetchLimits
from microcred.verification.presentation import PresentationReport
from microcred.verification.report import Findings, Report
from microcred.verification.trust import TrustPolicy
from microcred.verification.verifier import Verifier

__all__ = ["BadgeCase", "reported_codes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgeCase:
    """A badge as somebody would hand it in, and its world.

    ``content`` is what to feed to the code under test: JSON, a JWT, or a picture. ``fetcher`` serves what its issuer
    publishes; ``at`` is the moment to judge by, and ``now`` the present, which is the same unless the case is about
    the past. ``code`` is the code that :meth:`verify` reports, ``None`` for a badge that is accepted; it stands in the
    report on the credential to which ``within`` leads, if it is not empty: the ``source`` of each nested report. With
    ``challenge`` the content is a presentation.
    """

    content: bytes
    trust: TrustPolicy
    at: datetime
    now: datetime
    fetcher: Fetcher = field(default_factory=PublishedWeb)
    limits: FetchLimits = field(default_factory=FetchLimits)
    code: str | None = None
    within: tuple[str, ...] = ()
    recipient: str | None = None
    refresh: bool = False
    challenge: str | None = None
    domain: str | None = None

    def __bytes__(self) -> bytes:
        return self.content

    @property
    def text(self) -> str:
        """The content as text; raises :class:`UnicodeDecodeError` for a picture, and for bytes that are no UTF-8."""
        return self.content.decode()

    @property
    def document(self) -> Document:
        """The JSON in it, also out of a JWT or a picture; raises what reading it raises, if it is not to be read."""
        from microcred.verification.intake import Intake, Opened

        opened = Intake("(case)", self.content).open()
        return opened.document if isinstance(opened, Opened) else Document.parse(self.content)

    @property
    def verifier(self) -> Verifier:
        """A verifier that lives in the world of the badge."""
        return Verifier(trust=self.trust, fetcher=self.fetcher, limits=self.limits, clock=lambda: self.now)

    def verify(self) -> Report | PresentationReport:
        """Verify it in its world: always the same report."""
        if self.challenge is not None:
            return self.verifier.verify_presentation(
                self.content, challenge=self.challenge, domain=self.domain, at=self.at
            )
        return self.verifier.verify(self.content, at=self.at, recipient=self.recipient, refresh=self.refresh)

    def baked(self, form: Literal["png", "svg"] = "png") -> BadgeCase:
        """The same badge in a picture.

        Raises :class:`~microcred.errors.UsageError` for what no picture can carry, such as a badge without a proof.
        """
        from microcred.artwork import badge_png, badge_svg
        from microcred.baking import bake

        picture = badge_png("Soil Sampling", size=64) if form == "png" else badge_svg("Soil Sampling")
        return replace(self, content=bake(picture, self.content))

    def codes(self, report: Findings) -> frozenset[str]:
        """Every code in the report on this badge, or on the credential in it that :attr:`within` names."""
        for place in self.within:
            report = next(each for each in _nested(report) if each.source == place)
        return reported_codes(report)


def reported_codes(report: Findings) -> frozenset[str]:
    """Every code that the checks of one report carry; where there is none, those of what was noted and refuses nothing.

    Reports on the credentials within a credential are reports of their own.
    """
    return frozenset(_codes(report)) or frozenset(_noted(report))


def _codes(report: Findings) -> Iterator[str]:
    for check in report.checks:
        if check.code is not None:
            yield check.code
        yield from (fault.code for fault in check.faults)


def _noted(report: Findings) -> Iterator[str]:
    for check in report.checks:
        for noted in ("deviations", "undefined"):
            yield from (note["code"] for note in check.evidence.get(noted, ()))


def _nested(report: Any) -> tuple[Report, ...]:
    return (*report.credentials, *getattr(report, "endorsements", ()))
