"""What the routes share: the instances, the verifier, the storage, and the threads that do the work."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Self, TypeVar

from microcred.canonical import Canonicalizer
from microcred.errors import UsageError
from microcred.server.access import Access
from microcred.server.challenges import SECRET_BYTES, Challenges
from microcred.server.instances import IssuerInstance
from microcred.server.own_documents import OwnDocuments
from microcred.server.settings import Settings
from microcred.server.status_lists import StatusLists
from microcred.server.storage import Storage
from microcred.verification.fetch import Caching, Fetcher, HttpsFetcher, Offline
from microcred.verification.trust import AnyIssuer, TrustedIssuers, TrustPolicy
from microcred.verification.verifier import Verifier

__all__ = ["Services"]

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Services:
    """All that a request can need; made once, closed with the application."""

    settings: Settings
    instances: Mapping[str, IssuerInstance]
    storage: Storage
    lists: StatusLists
    verifier: Verifier
    challenges: Challenges
    access: Access
    clock: Callable[[], datetime]
    pool: ThreadPoolExecutor

    @classmethod
    def of(
        cls, settings: Settings, storage: Storage, fetcher: Fetcher | None, clock: Callable[[], datetime] | None
    ) -> Self:
        """The services that the settings describe; raises :class:`~microcred.errors.UsageError`."""
        clock = clock or _utc_now
        canonicalizer = Canonicalizer()
        instances = {
            name: IssuerInstance.of(name, each, data=settings.data, clock=clock, canonicalizer=canonicalizer)
            for name, each in settings.issuers.items()
        }
        lists = StatusLists(settings.public_url, storage, instances, clock)
        asked = settings.verification
        verifier = Verifier(
            trust=_trust(settings, instances),
            fetcher=OwnDocuments(
                settings.public_url,
                lists,
                instances,
                fetcher or (Offline() if asked.offline else Caching(HttpsFetcher())),
            ),
            canonicalizer=canonicalizer,
            all_proofs=asked.all_proofs,
            foreign_keys="issuer_key" in asked.warnings,
            draft_tokens=asked.draft_tokens,
            clock=clock,
        )
        secret = storage.secret("challenges", secrets.token_bytes(SECRET_BYTES))
        challenges = Challenges(secret, settings.challenge_seconds)
        access = Access.of(settings, clock)
        pool = ThreadPoolExecutor(settings.workers, "microcred")
        return cls(settings, MappingProxyType(instances), storage, lists, verifier, challenges, access, clock, pool)

    def close(self) -> None:
        """Let what is under way end, and give back what is open."""
        self.pool.shutdown()
        self.storage.close()

    async def run(self, work: Callable[[], _Result]) -> _Result:
        """Do work that takes the processor or waits for a disk in one of the threads, so that others are served."""
        return await asyncio.get_running_loop().run_in_executor(self.pool, work)

    def instance(self, name: str) -> IssuerInstance:
        """The instance of this name; raises UsageError where there is none."""
        if name not in self.instances:
            raise UsageError("server.not-found", f"there is no issuer instance {name!r:.80}")
        return self.instances[name]

    def only_instance(self, name: str | None) -> IssuerInstance:
        """The instance of this name, or the only one where none is named."""
        if name is None and len(self.instances) == 1:
            return next(iter(self.instances.values()))
        if name is None:
            raise UsageError(
                "server.bad-request",
                f"this server has {len(self.instances)} issuer instances, and none was named",
                pointer="/instance",
            )
        return self.instance(name)

    def url(self, path: str) -> str:
        """The absolute URL of a path of this server."""
        return f"{self.settings.public_url}{path}"


def _trust(settings: Settings, instances: Mapping[str, IssuerInstance]) -> TrustPolicy:
    named = settings.verification.trust
    if named == "any":
        return AnyIssuer()
    return TrustedIssuers(*(named if named is not None else (each.id for each in instances.values())))


def _utc_now() -> datetime:
    return datetime.now(UTC)
