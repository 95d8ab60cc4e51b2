"""What is quick stays quick: hot paths beside PyLD and beside bare signatures, in turns, in one process.

What counts is the time on the processor, and the quickest of several turns, so that it does not matter how busy the
machine is. The bounds are far from what is measured: only a path that was lost crosses them.

``pytest tests/benchmarks --benchmark-autosave`` keeps the times themselves, for ``--benchmark-compare``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import thread_time_ns

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.documents import CONTEXTS, SIZES, credentials
from benchmarks.growth import Long
from benchmarks.hostile_graphs import CLIQUES, HostileGraph, clique
from benchmarks.peers.with_ed25519 import RawEd25519
from benchmarks.peers.with_microcred import Microcred
from benchmarks.peers.with_pyld import ObviousWay
from benchmarks.peers.worker import Contender, Record
from microcred.contexts import BUNDLED

TURNS = 5
PYLD_VERIFIES = 8
PYLD_SIGNS = 4
SIGNATURES = {"basic": 6, "typical": 10, "complex": 24}
WHOLE = 3
GROWTH = 2.5
REFUSAL = 2_000

MICROCRED = Microcred()
PYLD = ObviousWay({url: BUNDLED.versions(url)[0].load() for url in CONTEXTS})
ED25519 = RawEd25519()

Work = list[Callable[[], object]]
"""The same for each of several records, one call after the other."""


@pytest.fixture(scope="module", params=SIZES)
def size(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def records(size: str) -> list[Record]:
    found = [credential.without_status() for credential in credentials(size, 3, seed=7)]
    return [{**credential.record(), "sealed": credential.sealed()} for credential in found]


def verifying(contender: Contender, records: list[Record], task: str = "verify") -> Work:
    call, inputs = getattr(contender, task), [contender.sealed(record) for record in records]
    assert all(call(each) for each in inputs)
    assert not any(call(contender.tampered(each)) for each in inputs)
    return [partial(call, each) for each in inputs]


def signing(contender: Contender, records: list[Record]) -> Work:
    inputs = [contender.unsealed(record) for record in records]
    assert all(contender.verify(contender.text(contender.sign(each))) for each in inputs)
    return [partial(contender.sign, each) for each in inputs]


def quickest(*works: Work) -> list[float]:
    """The time of each: every call by its quickest turn, in nanoseconds that this thread had the processor."""
    turns = [[[_time(call) for call in work] for work in works] for _ in range(TURNS)]
    return [sum(map(min, zip(*times, strict=True))) for times in zip(*turns, strict=True)]


def _time(call: Callable[[], object]) -> int:
    begun = thread_time_ns()
    call()
    return thread_time_ns() - begun


def all_of(work: Work) -> Callable[[], None]:
    """The calls as one, for the table of pytest-benchmark."""

    def made() -> None:
        for call in work:
            call()

    return made


def test_verifying_takes_a_small_part_of_what_pyld_takes(records: list[Record], benchmark: BenchmarkFixture) -> None:
    ours = verifying(MICROCRED, records)
    own, theirs = quickest(ours, verifying(PYLD, records))
    benchmark.pedantic(all_of(ours), rounds=TURNS)
    assert theirs / own > PYLD_VERIFIES


def test_signing_takes_a_small_part_of_what_pyld_takes(records: list[Record], benchmark: BenchmarkFixture) -> None:
    ours = signing(MICROCRED, records)
    own, theirs = quickest(ours, signing(PYLD, records))
    benchmark.pedantic(all_of(ours), rounds=TURNS)
    assert theirs / own > PYLD_SIGNS


def test_verifying_takes_no_more_than_a_few_bare_signatures(size: str, records: list[Record]) -> None:
    own, bare = quickest(verifying(MICROCRED, records), verifying(ED25519, records))
    assert own / bare < SIGNATURES[size]


def test_the_whole_verification_is_in_proportion_to_the_proofs(
    records: list[Record], benchmark: BenchmarkFixture
) -> None:
    ours = verifying(MICROCRED, records, "whole")
    own, proofs = quickest(ours, verifying(MICROCRED, records, "proofs"))
    benchmark.pedantic(all_of(ours), rounds=TURNS)
    assert own / proofs < WHOLE


def test_a_long_credential_costs_no_more_for_each_statement_than_a_short_one() -> None:
    lengths = [Long("", alignments) for alignments in (160, 1_600)]
    works = [[partial(MICROCRED.verify, length.credential().sealed())] for length in lengths]
    short, long = (time / length.statements for time, length in zip(quickest(*works), lengths, strict=True))
    assert long / short < GROWTH


@pytest.mark.parametrize("nodes", CLIQUES)
@pytest.mark.parametrize("size", ["basic"], indirect=True)
def test_a_clique_is_refused_before_long(nodes: int, records: list[Record]) -> None:
    graph = HostileGraph("clique", clique(nodes), None)
    assert graph.outcome() == "refused (canonical.too-much-work)"
    refusal, bare = quickest([graph.outcome], verifying(ED25519, records)[:1])
    assert refusal / bare < REFUSAL
