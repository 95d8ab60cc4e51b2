"""What the benchmark measures is what it says: documents of three sizes, no two alike, and workers that check."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from benchmarks.cold_start import Start, compare_starts
from benchmarks.comparison import Course, Entry, Pace, write_records
from benchmarks.contenders import MICROCRED, YARDSTICK, Command, UnavailableError, Worker, installed
from benchmarks.documents import SIZES, Credential, credentials, record
from benchmarks.growth import LENGTHS
from benchmarks.hostile_graphs import HostileGraph, clique, hostile_graphs
from benchmarks.parts import parts
from benchmarks.program import within
from benchmarks.tables import markdown
from microcred.canonical import Canonicalizer
from microcred.document import Document
from microcred.proofs import SecuredDocument

STATEMENTS = {"basic": (30, 35), "typical": (65, 125), "complex": (310, 420)}
CANONICALIZER = Canonicalizer()


def statements(document: Any) -> int:
    reading = next(SecuredDocument(Document.of(document), CANONICALIZER).readings())
    return reading.canonical.count(b"\n")


def written(credential: Credential, sealed: str) -> dict[str, Any]:
    return {**credential.record(), "sealed": sealed}


@pytest.fixture
def course(tmp_path: Path) -> Course:
    contexts = tmp_path / "contexts.json"
    contexts.write_text("{}", encoding="utf-8")
    installed(MICROCRED, tmp_path)
    return Course(tmp_path, contexts, Pace(2, 0, 0))


@pytest.mark.parametrize("size", SIZES)
def test_a_size_has_about_as_many_statements_as_it_should(size: str) -> None:
    least, most = STATEMENTS[size]
    for credential in credentials(size, 3):
        assert least <= statements(credential.document) <= most


@pytest.mark.parametrize("size", SIZES)
def test_a_twin_in_data_model_1_1_has_fewer_statements(size: str) -> None:
    (credential,) = credentials(size, 1)
    assert statements(credential.twin().document) < statements(credential.document)


@pytest.mark.parametrize("size", SIZES)
def test_no_two_credentials_share_an_id_a_name_or_an_issuer(size: str) -> None:
    found = [credential.document for credential in credentials(size, 5)]
    for read in (lambda d: d["id"], lambda d: d["name"], lambda d: d["issuer"]["id"]):
        assert len({read(document) for document in found}) == 5


def test_the_same_seed_gives_the_same_credentials() -> None:
    assert list(credentials("complex", 2)) == list(credentials("complex", 2))
    assert list(credentials("basic", 2)) != list(credentials("basic", 2, seed=1))


def test_a_record_holds_as_many_sealed_badges_as_were_asked_for() -> None:
    held = record(3).document["credentialSubject"]["verifiableCredential"]
    assert [badge["proof"]["cryptosuite"] for badge in held] == ["eddsa-rdfc-2022"] * 3


def test_a_length_has_about_the_statements_of_its_name() -> None:
    found = LENGTHS[1].measured(1)
    assert found["outcome"] == "accepted"
    assert found["statements"] == LENGTHS[1].statements == 333


def test_nothing_but_what_is_called_refused_may_be_refused() -> None:
    assert HostileGraph("clique", clique(9), None).measured(1)["outcome"].startswith("refused")
    assert HostileGraph("pair", clique(2), "something else").outcome() == "wrong"
    assert sum(graph.canonical is None for graph in hostile_graphs()) >= 5


def test_contenders_are_compared_in_rounds(course: Course, tmp_path: Path) -> None:
    path = write_records(tmp_path / "some.jsonl", [written(c, c.sealed()) for c in credentials("basic", 2)])
    found = course.compare([Entry(one.name, one, "verify", path, 2) for one in (MICROCRED, YARDSTICK)])
    assert found["microcred"]["times_by_mean"] == 1
    assert found[YARDSTICK.name]["times_by_mean"] < 1
    assert found["microcred"]["calls"] >= 6
    assert "cryptography" in found[YARDSTICK.name]["versions"]


@pytest.mark.parametrize("task", ["verify", "whole", "proofs"])
def test_a_worker_that_finds_a_seal_broken_is_not_timed(course: Course, tmp_path: Path, task: str) -> None:
    (credential,) = credentials("basic", 1)
    broken = json.loads(credential.without_status().sealed()) | {"name": "Another"}
    path = write_records(tmp_path / "broken.jsonl", [written(credential, json.dumps(broken))])
    with pytest.raises(UnavailableError, match="a sealed credential was refused"):
        course.compare([Entry("broken", MICROCRED, task, path, 1)])


def test_who_gives_no_answer_is_left_out_and_named(course: Course, tmp_path: Path) -> None:
    path = write_records(tmp_path / "some.jsonl", [written(c, c.sealed()) for c in credentials("basic", 2)])
    found = course.compare(
        [Entry("microcred", MICROCRED, "verify", path, 2), Entry("nobody", MICROCRED, "no such task", path, 2)]
    )
    assert "no such task" in found["nobody"]["unavailable"]
    assert found["microcred"]["times_by_median"] == 1


def test_a_worker_tells_how_much_memory_it_needed(course: Course, tmp_path: Path) -> None:
    path = write_records(tmp_path / "some.jsonl", [written(c, c.sealed()) for c in credentials("basic", 2)])
    with Worker(MICROCRED, course.peers, course.contexts) as worker:
        assert worker.ask(do="peak", path=str(path), count=2)["bytes"] > 10_000_000


def test_the_parts_of_a_verification_are_within_it() -> None:
    found = parts(credential.without_status().sealed() for credential in credentials("basic", 3))
    assert 0 < found["signature"] < found["proof only"] < found["whole"]


def test_a_start_without_a_verdict_is_left_out_and_named() -> None:
    def ending(code: int) -> Start:
        return Start(Command((sys.executable, "-c", f"raise SystemExit({code})")))

    found = compare_starts({"one": ending(0), "other": ending(3)}, 1)
    assert found["one"]["times"] == 1
    assert "ended with [3, 1]" in found["other"]["unavailable"]
    with pytest.raises(UnavailableError):
        compare_starts({"other": ending(3)}, 1)


def test_what_is_not_done_in_time_is_ended() -> None:
    assert within(1.0, time.sleep, 60) == {"outcome": "not done within 1 s", "milliseconds": None}


def test_who_cannot_be_measured_is_named_in_the_tables() -> None:
    machine = {"date": "2026-06-01", "system": "", "processor": "", "cores": 2, "python": "", "extent": "full"}
    text = markdown(
        {
            "machine": machine,
            "load_before": 0.0,
            "load_after": 0.0,
            "unavailable": {YARDSTICK.name: "there is no npm here"},
            "memory": {"microcred": {"megabytes": 35.2}, "another": {"unavailable": "it ended with 1"}},
        }
    )
    assert f"Not measured: {YARDSTICK.name} (there is no npm here)." in text
    assert "Not measured: another (it ended with 1)." in text
    assert "| microcred | 35 |" in text
