"""Issuing many: each once, each with an entry of its own, whoever signs and whatever fails."""

from __future__ import annotations

import itertools
import threading
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from badges import SIGNER, unsigned
from batches import AtOnce
from microcred import Document, Issuer, OpenBadgeCredential, Profile, verify
from microcred.batch import Issued, IssueProgress, issue_many, processes
from microcred.errors import UsageError
from microcred.keys import PublicKey
from microcred.models import Achievement, AchievementSubject
from microcred.status_list import StatusList
from microcred.verification.fetch import Offline
from microcred.verification.trust import AnyIssuer

ISSUER = Issuer(Profile(name="Riverside College"), SIGNER)


class Module:
    """A signer that stays where it is, as a security module does."""

    def __init__(self) -> None:
        self.session = threading.Lock()
        self.signed = 0

    @property
    def public_key(self) -> PublicKey:
        return SIGNER.public_key

    @property
    def verification_method(self) -> str:
        return SIGNER.verification_method

    def sign(self, data: bytes) -> bytes:
        with self.session:
            self.signed += 1
            return SIGNER.sign(data)


def drafts(count: int) -> list[dict[str, Any]]:
    return [unsigned(id=f"urn:example:{number}") for number in range(count)]


def ids(found: list[Issued]) -> list[str]:
    return [Document.parse(one.content).tree["id"] for one in found if one.content is not None]


@pytest.mark.parametrize("executor", [None, lambda: ThreadPoolExecutor(3), processes(2)])
def test_each_is_sealed_once_and_in_its_place(executor: Any) -> None:
    found = list(issue_many(drafts(20), ISSUER, executor=executor, chunk=3))
    assert [one.number for one in found] == list(range(20))
    assert ids(found) == [draft["id"] for draft in drafts(20)]
    for one in found:
        assert verify(one.content or b"", trust=AnyIssuer(), fetcher=Offline()).verdict == "accepted"


def test_models_documents_and_mappings_can_be_issued_together() -> None:
    learner = AchievementSubject(
        id="did:example:mira", achievement=Achievement(name="Soil", description="Soil.", criteria="Dig.")
    )
    model = OpenBadgeCredential(name="Soil", credential_subject=learner)
    found = list(issue_many([model, Document.of(unsigned()), unsigned()], ISSUER, executor=processes(1)))
    assert [one.error for one in found] == [None] * 3


def test_tokens_can_be_made() -> None:
    [found] = issue_many([unsigned()], ISSUER, jwt="vc-jose-cose")
    assert (found.content or b"").count(b".") == 2


def test_what_cannot_be_issued_does_not_stop_the_others(tmp_path: Path) -> None:
    bad: list[Any] = [
        unsigned(type=["VerifiableCredential"]),
        17,
        {"name": object()},
        UsageError("usage.not-json", "no"),
    ]
    kept = StatusList.create(tmp_path / "list.json", url="https://college.example/status/1", issuer=ISSUER)
    for lists in ((), (kept,)):
        found = list(issue_many([*drafts(1), *bad, *drafts(2)[1:]], ISSUER, lists=lists, executor=AtOnce()))
        assert [one.content is None for one in found] == [False, True, True, True, True, False]
        assert all(one.error is not None for one in found[1:5])


def test_a_signer_that_cannot_be_copied_signs_in_threads_and_says_so_elsewhere() -> None:
    module = Module()
    issuer = Issuer(Profile(name="Riverside College"), module)
    with ThreadPoolExecutor(2) as threads:
        assert ids(list(issue_many(drafts(5), issuer, executor=threads, chunk=1))) == [d["id"] for d in drafts(5)]
    assert module.signed == 5
    found = list(issue_many(drafts(5), issuer, executor=processes(1)))
    assert [one.error and one.error.code for one in found] == ["batch.not-picklable"] * 5
    assert module.signed == 5


def test_each_has_an_entry_of_its_own_also_if_workers_die(tmp_path: Path) -> None:
    kept = StatusList.create(tmp_path / "list.json", url="https://college.example/status/1", issuer=ISSUER)
    pools = itertools.chain([AtOnce(BrokenExecutor("killed"))], itertools.repeat(AtOnce()))
    found = list(issue_many(drafts(10), ISSUER, lists=[kept], executor=lambda: next(pools), chunk=4))
    entries = [Document.parse(one.content or b"").tree["credentialStatus"]["statusListIndex"] for one in found]
    assert len(set(entries)) == kept.counts().allocated == 10
    again = list(issue_many(drafts(10), ISSUER, lists=[kept]))
    assert [Document.parse(one.content or b"").tree["credentialStatus"]["statusListIndex"] for one in again] == entries
    assert kept.counts().allocated == 10


def test_those_for_whom_there_is_an_entry_left_are_issued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = StatusList.create(tmp_path / "list.json", url="https://college.example/status/1", issuer=ISSUER)
    left = itertools.count(2, -1)
    allocate = StatusList.allocate_all

    def few(self: StatusList, names: Any) -> Any:
        names = list(names)
        if len(names) > 1 or next(left) <= 0:
            raise UsageError("status.list-full", "all entries are given out")
        return allocate(self, names)

    monkeypatch.setattr(StatusList, "allocate_all", few)
    found = list(issue_many(drafts(4), ISSUER, lists=[kept]))
    assert [one.error and one.error.code for one in found] == [None, None, "status.list-full", "status.list-full"]


def test_progress_counts_what_was_issued() -> None:
    seen: list[IssueProgress] = []
    list(issue_many([*drafts(3), {}], ISSUER, executor=AtOnce(), chunk=2, progress=seen.append))
    assert seen == [IssueProgress(2, 2, 0), IssueProgress(4, 3, 1)]


def test_an_endless_source_is_issued_as_it_comes() -> None:
    results = issue_many((unsigned(id=f"urn:example:{n}") for n in itertools.count()), ISSUER, executor=AtOnce())
    assert ids(list(itertools.islice(results, 3))) == ["urn:example:0", "urn:example:1", "urn:example:2"]
    results.close()
