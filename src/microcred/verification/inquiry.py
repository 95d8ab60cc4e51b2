"""One question to a verifier: what stays the same for a credential and for everything that is nested in it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from microcred.errors import UnsupportedError
from microcred.proofs import Work
from microcred.verification.fetch import FetchSession
from microcred.verification.json_schema.effort import Effort
from microcred.verification.status.lists import AskedLists
from microcred.verification.trust import AnyIssuer, TrustPolicy

if TYPE_CHECKING:
    from microcred.verification.verifier import Verifier

__all__ = ["Inquiry"]

# A presentation holds a record, the record a badge, and the badge an endorsement.
_MAX_DEPTH: Final = 4
_MAX_WORK: Final = 2_000_000
_MAX_STEPS: Final = 2_000_000


class Inquiry(NamedTuple):
    """The settings of the verifier, the moment to judge by, and the budget that all of it shares.

    ``now`` is the present: where ``at`` lies before it, what others publish today may not have been so then. ``trust``
    is whom to believe; with ``vouching_decides`` an issuer whom nobody vouches for is refused before anything is
    fetched, without it the report only shows it. ``refresh`` asks for a newer version of the credential. Whoever nests
    credentials in each other gets no more done than ``work`` and ``effort`` allow, all of them together.
    """

    verifier: Verifier
    session: FetchSession
    at: datetime
    now: datetime
    trust: TrustPolicy
    work: Work
    effort: Effort
    lists: AskedLists
    vouching_decides: bool = True
    refresh: bool = False
    depth: int = 0

    @classmethod
    def begun(
        cls, verifier: Verifier, session: FetchSession, *, at: datetime, now: datetime, refresh: bool = False
    ) -> Inquiry:
        """The question about the outermost credential, for which nothing has been spent yet."""
        work, effort = Work(_MAX_WORK), Effort(_MAX_STEPS)
        return cls(verifier, session, at, now, verifier.trust, work, effort, AskedLists(), refresh=refresh)

    @property
    def past(self) -> bool:
        """Whether the moment to judge by is over."""
        return self.at < self.now - self.verifier.clock_skew

    def nested(self) -> Inquiry:
        """The same question about a credential within this one, which is judged by the same policy."""
        if self.depth == _MAX_DEPTH:
            raise UnsupportedError(
                "document.nested-too-deep", f"credentials within credentials are verified {_MAX_DEPTH} levels deep"
            )
        return self._replace(depth=self.depth + 1, refresh=False)

    def advisory(self) -> Inquiry:
        """The same question about somebody who speaks up for this credential, whoever it is."""
        return self.nested()._replace(vouching_decides=False)

    def unasked(self) -> Inquiry:
        """The same question about a document whose signer is judged by the caller, such as a status list.

        Such a document tells what is so now, also to those who ask about the past.
        """
        return self.nested()._replace(trust=AnyIssuer(), at=self.now if self.past else self.at)
