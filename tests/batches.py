"""What the tests of batches share: candidates of every kind, and what happens to workers, in processes of their own."""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from badges import AT, SIGNER, sealed, unsigned
from microcred import AnyIssuer, Ed25519Signer, Report, Verifier
from microcred.keys import PublishedKey, controller_document
from microcred.verification.fetch import Fetcher, Offline
from status_lists import LIST, entry, status_list
from world import World

GOOD = sealed().raw
TAMPERED = GOOD.replace(b"Soil Sampling", b"Oil Sampling")
EXPIRED = sealed(unsigned(validUntil="2026-02-01T00:00:00Z")).raw
NOT_JSON = b"\x00\xff{"
COLLEGE = "did:web:college.example"
_COLLEGE_SIGNER = SIGNER.with_verification_method(f"{COLLEGE}#key-1")


def verifier(fetcher: Fetcher | None = None) -> Verifier:
    """A verifier that lets everybody through, and lives on the day of the tests."""
    return Verifier(trust=AnyIssuer(), fetcher=fetcher or Offline(), clock=the_day)


def the_day() -> Any:
    return AT


def listed_badge(number: int, signer: Ed25519Signer = _COLLEGE_SIGNER, **members: Any) -> bytes:
    """A badge whose key has to be looked up, and its status."""
    issuer = signer.verification_method.partition("#")[0]
    status = entry(id=f"{LIST}#{number}", statusListIndex=str(number))
    tree = unsigned(id=f"urn:example:{number}", issuer=issuer, credentialStatus=status, **members)
    return sealed(tree, signer).raw


def web_of(*, revoked: int, signer: Ed25519Signer = _COLLEGE_SIGNER) -> World:
    """A web in which the college has published its key, and a list that revokes one badge."""
    from status_lists import encoded

    world = World()
    published = PublishedKey(signer.public_key, fragment="key-1")
    world.serve_did_web(COLLEGE, controller_document(COLLEGE, [published]))
    world.serve(LIST, status_list({"encodedList": encoded({revoked})}, signer))
    return world


def told(report: Report) -> dict[str, Any]:
    """What is compared of a report."""
    return report.to_dict()


def name_of(report: Report) -> str:
    return report.source


@dataclass(frozen=True)
class Killed:
    """Kills the worker that has a report of one of these names, ``times`` times, as counted by files in a folder."""

    folder: Path
    times: Mapping[str, int]

    def __call__(self, report: Report) -> str:
        for number in range(self.times.get(report.source, 0)):
            try:
                (self.folder / f"{report.source}-{number}").touch(exist_ok=False)
            except FileExistsError:
                continue
            os.kill(os.getpid(), signal.SIGKILL)
        return report.source

    def deaths(self) -> int:
        return len(list(self.folder.iterdir()))


class Hand(Executor):
    """An executor that does nothing by itself: a test says when which chunk is done, or fails."""

    def __init__(self) -> None:
        self.sent: list[tuple[Future[Any], Any, tuple[Any, ...]]] = []
        self.is_shut = False

    def submit(self, work: Any, /, *arguments: Any, **_: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.sent.append((future, work, arguments))
        return future

    def do(self, number: int) -> None:
        future, work, arguments = self.sent[number]
        future.set_result(work(*arguments))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self.is_shut = True


class AtOnce(Executor):
    """Does what it is given while it is given; ``failures`` are raised first, each instead of one piece of work."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.done = 0
        self.is_shut = False

    def submit(self, work: Any, /, *arguments: Any, **_: Any) -> Future[Any]:
        if self.is_shut:
            raise RuntimeError("cannot schedule new futures after shutdown")
        future: Future[Any] = Future()
        if self.failures:
            future.set_exception(self.failures.pop(0))
        else:
            self.done += 1
            future.set_result(work(*arguments))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self.is_shut = True
