"""One verifier for many threads and processes: each report is the one that it would be alone.

Threads begin together and are torn from each other a million times a second, so that what two of them do to one table
is done in every order there is.
"""

from __future__ import annotations

import json
import multiprocessing
import pickle
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import cache, partial
from pathlib import Path
from random import Random
from typing import Any

import pytest

from at_once import at_once, but_for_ages, honest, hostile, of_the_web, swapped, told
from badges import SIGNER, unsigned
from batches import the_day, web_of
from microcred import canonical
from microcred.batch import verify_many
from microcred.canonical import Canonicalizer, expansion, tables
from microcred.contexts import BUNDLED, candidates
from microcred.document import Document, JsonObject
from microcred.errors import MicrocredError
from microcred.issue import Issuer
from microcred.keys import Ed25519Signer, PublicKey, public_key
from microcred.models import Profile
from microcred.status_list import StatusList
from microcred.verification.fetch import Caching, Recording, Replay, Request
from microcred.verification.fetch import caching as caching_module
from microcred.verification.verifier import Verifier
from status_lists import LIST, bits_of
from world import World

THREADS = 32
TESTS = Path(__file__).parents[1]


@cache
def expected() -> tuple[list[bytes | str], list[dict[str, Any]]]:
    """The sources, and what a verifier says of each that has nothing else to do."""
    sources = [*honest(), *swapped()]
    alone = of_the_web()
    return sources, [told(alone, source) for source in sources]


def in_every_order(verifier: Verifier, threads: int = THREADS) -> None:
    """Each thread verifies a third of them, in an order of its own; every report is as it was."""
    sources, reports = expected()

    def work(number: int) -> None:
        for place in Random(number).sample(range(len(sources)), len(sources) // 3):
            assert told(verifier, sources[place]) == reports[place]

    at_once([partial(work, number) for number in range(threads)])


def test_the_sources_have_different_reports_and_a_foreign_context_breaks_the_seal() -> None:
    _, reports = expected()
    verdicts = [report["verdict"] for report in reports]
    assert verdicts.count("accepted") == len(honest()) - 4
    broken = reports[-len(swapped()) :]
    codes = [{check["code"] for check in report["checks"]} for report in broken]
    assert all("proof.signature-invalid" in found for found in codes)


def test_threads_that_share_a_verifier_from_its_first_moment_get_the_reports_of_one_alone() -> None:
    in_every_order(of_the_web())


def test_hostile_documents_beside_honest_ones_change_no_report_and_fill_no_table() -> None:
    sources, reports = expected()
    shared = of_the_web(Caching(web_of(revoked=7), entries=4, monotonic=lambda: 0.0))

    def honestly(number: int) -> None:
        for place in Random(number).sample(range(len(sources)), 12):
            assert told(shared, sources[place]) == reports[place]

    def hostilely(number: int) -> None:
        alone = of_the_web()
        for source in hostile(number):
            assert told(shared, source) == told(alone, source)

    at_once([partial(honestly if number % 2 else hostilely, number) for number in range(16)])
    canonicalizer = shared.canonicalizer
    vocabularies = [canonicalizer._newest, *canonicalizer._vocabularies.values()]
    # Who looks at a bound and then adds has others beside him: as many more as there are threads, at most.
    assert all(len(vocabulary._made) <= tables._MAX_CONTEXTS + 50 * THREADS for vocabulary in vocabularies)
    for vocabulary in vocabularies:
        for table in vocabulary._made.values():
            assert len(table.typings) <= tables._MAX_TYPINGS + THREADS
            assert len(table.shapes) <= tables._MAX_SHAPES + THREADS
            assert table.terms.keys() <= {"@context", *table.context.definitions}
    assert len(canonicalizer._expander._resolvers) <= expansion._MAX_SELECTIONS


def test_tables_that_are_begun_again_under_everybodys_feet_change_no_report(monkeypatch: pytest.MonkeyPatch) -> None:
    sources, reports = expected()
    # With room for so few, each of these documents makes all tables begin again while others are read with them.
    monkeypatch.setattr(tables, "_MAX_CONTEXTS", 3)
    shared = of_the_web()

    def work(number: int) -> None:
        for place in Random(number).sample(range(len(sources)), 3):
            assert told(shared, sources[place]) == reports[place]

    at_once([partial(work, number) for number in range(3)], within=[tables])


def test_selections_of_versions_that_push_each_other_out_are_never_mistaken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canonical, "_MAX_SELECTIONS", 1)
    monkeypatch.setattr(expansion, "_MAX_SELECTIONS", 1)
    tree = Document.of(unsigned()).tree
    # A term that nests is read in the guarded way.
    nested = Document.of(unsigned(**{"@context": [*unsigned()["@context"], {"nested": "@nest"}]})).tree
    chosen = list(candidates(BUNDLED, unsigned()["@context"]))
    shared = Canonicalizer()

    def statements(canonicalizer: Canonicalizer, one: JsonObject, versions: Any) -> object:
        try:
            return frozenset(canonicalizer.statements(one, versions))
        except MicrocredError as error:
            return [(fault.code, fault.pointer) for fault in error.faults]

    alone = [[statements(Canonicalizer(), one, versions) for one in (tree, nested)] for versions in chosen]

    def work(number: int) -> None:
        for place in Random(number).sample(range(len(chosen)), len(chosen)):
            assert [statements(shared, one, chosen[place]) for one in (tree, nested)] == alone[place]

    at_once([partial(work, number) for number in range(6)], within=[canonical, expansion])
    assert len(shared._vocabularies) <= 1
    assert len(shared._expander._resolvers) <= 1


@pytest.mark.parametrize("entries", [1, 256])
def test_a_cache_in_the_middle_of_all_gives_everybody_the_same_and_keeps_to_its_bounds(entries: int) -> None:
    caching = Caching(web_of(revoked=7), entries=entries, total_bytes=200_000, monotonic=lambda: 0.0)
    in_every_order(of_the_web(caching), threads=12)
    assert len(caching._entries) <= entries
    assert caching._bytes == sum(entry.weight for entry in caching._entries.values()) <= 200_000


def test_a_cache_keeps_the_answers_of_many_urls_apart() -> None:
    urls = [f"https://x{number}.example/" for number in range(9)]
    world = World({url: url.encode() for url in urls})
    caching = Caching(world, entries=4, total_bytes=6_000, monotonic=lambda: 0.0)

    def ask(number: int) -> None:
        for url in Random(number).choices(urls, k=30):
            request = Request(url, accept="text/plain", max_bytes=1_000, seconds=9.0, redirects=2)
            assert caching.fetch(request).body == url.encode()
            caching.limit_reuse(url, accept="text/plain", seconds=float(number))

    at_once([partial(ask, number) for number in range(8)], within=[caching_module])
    assert len(caching._entries) <= 4
    assert caching._bytes == sum(entry.weight for entry in caching._entries.values()) <= 6_000


def test_what_is_recorded_in_a_crowd_replays_every_report() -> None:
    sources, reports = expected()
    recording = Recording(web_of(revoked=7))
    in_every_order(of_the_web(recording), threads=8)
    again = of_the_web(Replay(recording.recorded))
    assert [told(again, source)["verdict"] for source in sources] == [report["verdict"] for report in reports]


def test_a_crowd_of_keys_is_never_mistaken_for_each_other() -> None:
    signers = [Ed25519Signer.from_seed(bytes([number]) * 32) for number in range(1, 60)]
    written = [(signer.public_key.to_multikey(), signer.public_key.raw) for signer in signers]

    def read(number: int) -> None:
        for text, raw in Random(number).sample(written, len(written)):
            key = PublicKey.from_multikey(text)
            assert (key.raw, key.to_multikey()) == (raw, text)

    public_key._of_multikey.cache_clear()
    at_once([partial(read, number) for number in range(THREADS)])
    found = public_key._of_multikey.cache_info()
    assert found.currsize <= (found.maxsize or 0)


def test_batches_that_share_a_verifier_give_the_reports_of_one_alone() -> None:
    sources, reports = expected()
    shared = of_the_web(Caching(web_of(revoked=7), monotonic=lambda: 0.0))

    def batch(number: int) -> list[dict[str, Any]]:
        executor = (lambda: ThreadPoolExecutor(3)) if number % 2 else None
        found = verify_many(sources, shared, executor=executor, chunk=1 + number, window=3)
        return [but_for_ages(one.report) for one in found if one.report is not None]

    for found in at_once([partial(batch, number) for number in range(6)]):
        assert [_but_for_the_network(report) for report in found] == [_but_for_the_network(one) for one in reports]


def _but_for_the_network(report: dict[str, Any]) -> dict[str, Any]:
    # In a batch each URL is asked for once, and the report says so.
    return {name: value for name, value in report.items() if name != "network"}


# Processes.

_SHARED: list[Verifier] = []


def judged_there(source: bytes | str) -> dict[str, Any]:
    return told(_SHARED[0], source)


def arrive(verifier: Verifier) -> None:
    _SHARED[:] = [verifier]


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork.*:DeprecationWarning")
@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_processes_that_were_given_a_verifier_in_use_get_the_reports_of_one_alone(method: str) -> None:
    sources, reports = expected()
    shared = of_the_web(web_of(revoked=7))
    for source in sources[:6]:
        told(shared, source)
    context, workers = multiprocessing.get_context(method), {"fork": 2, "spawn": 1}[method]
    shared = pickle.loads(pickle.dumps(_with_a_web_that_travels(shared)))
    with ProcessPoolExecutor(workers, mp_context=context, initializer=arrive, initargs=(shared,)) as pool:
        assert list(pool.map(judged_there, sources)) == reports


def _with_a_web_that_travels(verifier: Verifier) -> Verifier:
    """The same with the answers of its web in a mapping: a world has functions in it."""
    from dataclasses import replace

    recording = Recording(verifier.fetcher)
    for source in expected()[0]:
        replace(verifier, fetcher=recording).verify(source)
    return replace(verifier, fetcher=Replay(recording.recorded))


FIRST = """
import json, sys
from pathlib import Path
from threading import Barrier, Thread

sys.setswitchinterval(1e-6)
badge, at = Path(sys.argv[1]).read_bytes(), sys.argv[2]
barrier, found = Barrier(32), []

def first(number):
    barrier.wait()
    from datetime import datetime
    import microcred
    from microcred.verification.fetch import Offline
    verifier = microcred.Verifier(trust=microcred.AnyIssuer(), fetcher=Offline())
    source = badge if number % 4 else badge.replace(b"Soil", b"Oil")
    report = verifier.verify(source, at=datetime.fromisoformat(at))
    found.append((bool(number % 4), str(report.verdict), len(report.checks)))

threads = [Thread(target=first, args=(number,)) for number in range(32)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(json.dumps(sorted(found)))
"""


def test_threads_that_import_and_verify_for_the_first_time_at_once_all_succeed(tmp_path: Path) -> None:
    badge = tmp_path / "badge.json"
    badge.write_bytes(bytes(honest()[0]))  # type: ignore[arg-type]
    command = [sys.executable, "-W", "error", "-c", FIRST, str(badge), "2026-06-01T12:00:00+00:00"]
    found = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert found.stderr == ""
    assert found.stdout.count('[true, "accepted", 12]') == 24
    assert found.stdout.count('[false, "rejected", 12]') == 8


# Issuers.


def test_one_issuer_serves_many_threads() -> None:
    issuer = Issuer(Profile(name="Riverside College"), SIGNER)

    def issue(number: int) -> str:
        tree = unsigned(id=f"urn:example:{number}", name=f"Badge {number}")
        return str(told(of_the_web(), issuer.issue(tree).raw)["credential"]["name"])

    assert at_once([partial(issue, number) for number in range(16)]) == [f"Badge {number}" for number in range(16)]


def test_a_status_list_is_allocated_revoked_and_published_by_many_at_once(tmp_path: Path) -> None:
    issuer = Issuer(Profile(name="Riverside College"), SIGNER, clock=the_day)
    kept = StatusList.create(tmp_path / "status.json", url=LIST, issuer=issuer, clock=the_day)

    def work(number: int) -> list[tuple[int, bool]]:
        found = []
        for turn in range(3):
            # Every second credential is one that another thread asks for as well.
            name = f"urn:example:{number // 2 if turn % 2 else f'{number}:{turn}'}"
            found.append((int(kept.allocate(name)["statusListIndex"]), turn == 2))
            if turn == 2:
                kept.set(name, "revoked")
                kept.publish(issuer)
        return found

    given = [pair for found in at_once([partial(work, number) for number in range(8)]) for pair in found]
    assert len({index for index, _ in given}) == kept.counts().allocated == 2 * 8 + 4
    kept.publish(issuer)
    bits = bits_of(json.loads(kept.place.read_bytes())["credentialSubject"]["encodedList"])
    ones = {8 * at + bit for at, byte in enumerate(bits) if byte for bit in range(8) if byte & 0x80 >> bit}
    assert ones == {index for index, revoked in given if revoked}
    assert not kept.is_behind
