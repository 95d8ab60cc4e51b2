"""The verifier: whom to trust and how to look, said once, and then asked about as many credentials as there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from microcred.canonical import Canonicalizer
from microcred.errors import UsageError
from microcred.proofs import CRYPTOSUITES, Cryptosuite
from microcred.verification.controller_documents import RESOLVERS, KeyResolver
from microcred.verification.credential import CredentialVerification
from microcred.verification.fetch import Fetcher, FetchLimits, FetchSession
from microcred.verification.inquiry import Inquiry
from microcred.verification.intake import Source
from microcred.verification.report import Report
from microcred.verification.status import STATUS_CHECKERS

if TYPE_CHECKING:
    from microcred.verification.claims import Recipient
    from microcred.verification.presentation import PresentationReport
    from microcred.verification.status import StatusChecker
    from microcred.verification.trust import TrustPolicy

__all__ = ["Verifier", "verify"]


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _the_web() -> Fetcher:
    from microcred.verification.fetch import HttpsFetcher

    return HttpsFetcher()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verifier:
    """Verifies credentials; immutable, thread-safe and picklable. Everything it uses is passed in.

    ``trust`` says whom to believe as an issuer: there is no default, because nobody else can know. ``fetcher`` is the
    door to the network (``Offline()`` shuts it), ``limits`` what one verification may fetch. ``clock_skew`` forgives
    clocks that run behind. One proof that holds is enough, unless ``all_proofs`` have to. With ``foreign_keys``
    the proof of a credential is checked also with a key of somebody else than its issuer, which leaves the check
    ``issuer_key`` undetermined. ``draft_tokens`` reads tokens with the claims ``vc`` and ``vp`` also around documents
    of data model 2.0, as drafts had it. The mappings are extension points: pass ``{**CRYPTOSUITES, "mine": …}``.
    """

    trust: TrustPolicy
    fetcher: Fetcher = field(default_factory=_the_web)
    limits: FetchLimits = field(default_factory=FetchLimits)
    canonicalizer: Canonicalizer = field(default_factory=Canonicalizer)
    cryptosuites: Mapping[str, Cryptosuite] = field(default_factory=lambda: CRYPTOSUITES)
    key_resolvers: Mapping[str, KeyResolver] = field(default_factory=lambda: RESOLVERS)
    status_checkers: Mapping[str, StatusChecker] = field(default_factory=lambda: STATUS_CHECKERS)
    all_proofs: bool = False
    foreign_keys: bool = False
    draft_tokens: bool = False
    clock: Callable[[], datetime] = _utc_now
    clock_skew: timedelta = timedelta(minutes=1)

    def __reduce__(self) -> tuple[Any, ...]:
        # The default mappings are read-only views, which cannot be pickled.
        values = {member.name: getattr(self, member.name) for member in fields(self)}
        return _rebuilt, ({name: dict(v) if isinstance(v, MappingProxyType) else v for name, v in values.items()},)

    def verify(
        self,
        source: Source,
        *,
        at: datetime | None = None,
        recipient: Recipient | str | None = None,
        refresh: bool = False,
    ) -> Report:
        """Verify one credential, and report on every check.

        ``source`` is a path, bytes, text, a ``dict``, a :class:`~microcred.document.Document` or an ``https://`` URL;
        JSON, a JWT, or either baked into a picture. ``at`` is the moment to judge by (aware; now, if left out): for a
        day that is past, the report says what cannot be known about it. ``recipient`` is the person it should be
        about. With ``refresh`` the issuer is asked for a newer version, if the credential says where. A bad badge is a
        report, never an exception: only a wrong call raises :class:`~microcred.errors.UsageError`.
        """
        expected = _expected(recipient)
        return CredentialVerification(self._inquiry(at, refresh=refresh), expected=expected).run(source)

    def verify_presentation(
        self,
        source: Source,
        *,
        challenge: str | None,
        domain: str | Iterable[str] | None = None,
        at: datetime | None = None,
        bearer: bool = False,
    ) -> PresentationReport:
        """Verify a presentation and every credential in it (VCDM 2.0, 4.13).

        ``challenge`` is what this verifier asked the holder to sign, fresh for this exchange, and ``domain`` the name
        under which it asked: without them nobody knows if a presentation was replayed, so None has to be said. Each
        credential has to be about the holder, unless ``bearer`` lets them be about anybody. Raises as :meth:`verify`.
        """
        from microcred.verification.presentation import Exchange, PresentationVerification

        exchange = Exchange.of(challenge, domain)
        return PresentationVerification(self._inquiry(at), exchange, bearer=bearer).run(source)

    def _inquiry(self, at: datetime | None, *, refresh: bool = False) -> Inquiry:
        now = self.clock()
        moment = now if at is None else at
        for given in (moment, now):
            if not isinstance(given, datetime) or given.tzinfo is None:
                raise UsageError("usage.naive-datetime", f"{given!r:.60} is no aware datetime, which names a moment")
        if not hasattr(self.trust, "recognise"):
            raise UsageError(
                "usage.not-a-trust-policy",
                f"trust is {self.trust!r:.60}, which is no trust policy",
                hint="say TrustedIssuers(…), or AnyIssuer()",
            )
        session = FetchSession(self.fetcher, self.limits)
        return Inquiry.begun(self, session, at=moment, now=now, refresh=refresh)


def _expected(recipient: Recipient | str | None) -> Recipient | None:
    if recipient is None:
        return None
    from microcred.verification.claims import Recipient

    return recipient if isinstance(recipient, Recipient) else Recipient(recipient)


def _rebuilt(settings: dict[str, Any]) -> Verifier:
    return Verifier(**settings)


def verify(
    source: Source,
    *,
    trust: TrustPolicy,
    at: datetime | None = None,
    recipient: Recipient | str | None = None,
    refresh: bool = False,
    fetcher: Fetcher | None = None,
) -> Report:
    """Verify one credential with a :class:`Verifier` made for the occasion; see :meth:`Verifier.verify`."""
    verifier = Verifier(trust=trust) if fetcher is None else Verifier(trust=trust, fetcher=fetcher)
    return verifier.verify(source, at=at, recipient=recipient, refresh=refresh)
