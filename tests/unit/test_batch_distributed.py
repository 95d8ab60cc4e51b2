"""A batch over machines: Dask with a scheduler and two workers in processes of their own, of which one is killed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from badges import SIGNER, unsigned
from batches import GOOD, TAMPERED, Killed, listed_badge, name_of, verifier, web_of
from cli_runs import start
from microcred import Issuer, Profile
from microcred.batch import Candidate, issue_many, verify_many

distributed = pytest.importorskip("distributed", reason="distributed (Dask) is not installed")
pytestmark = pytest.mark.filterwarnings("default")  # of a library that is not ours
SECONDS = 60


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Any]:
    """A client of a scheduler with two workers on the loopback interface."""
    paths = ":".join(path for path in sys.path if path)
    environment = {"PYTHONPATH": paths, "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": f"{SECONDS}s"}
    contact = tmp_path / "scheduler.json"
    dask = (sys.executable, "-m", "dask")
    alone = ("--host", "127.0.0.1", "--no-dashboard")
    with ExitStack() as running:

        def run(*command: str) -> None:
            process = start(*dask, *command, env=environment, cwd=tmp_path)
            running.callback(process.communicate, timeout=SECONDS)
            running.callback(process.kill)

        run("scheduler", *alone, "--port", "0", "--scheduler-file", str(contact))
        for name in ("one", "two"):
            options = ("--name", name, "--nthreads", "1", "--no-nanny", "--death-timeout", str(SECONDS))
            run("worker", *alone, *options, "--local-directory", str(tmp_path / name), "--scheduler-file", str(contact))
        found = distributed.Client(scheduler_file=str(contact), timeout=SECONDS, set_as_default=False)
        with found:
            found.wait_for_workers(2, timeout=SECONDS)
            yield found


def test_a_worker_is_killed_in_the_middle_and_nothing_is_lost_or_doubled(client: Any, tmp_path: Path) -> None:
    deaths = tmp_path / "deaths"
    deaths.mkdir()
    keep = Killed(deaths, {"badge-17": 1})
    sources = [Candidate((GOOD, TAMPERED)[number % 2], f"badge-{number}") for number in range(60)]
    executor = client.get_executor(pure=False)
    found = list(verify_many(sources, verifier(), executor=executor, keep=keep, chunk=4, window=8))
    assert keep.deaths() == 1
    assert [one.number for one in found] == list(range(60))
    assert [one.report for one in found] == [source.name for source in sources]
    assert [one.verdict for one in found] == ["accepted", "rejected"] * 30
    world = web_of(revoked=7)
    badges = [listed_badge(number) for number in range(12)]
    found = list(verify_many(badges, verifier(world), executor=executor, keep=name_of, chunk=2))
    assert [one.number for one in found if one.verdict != "accepted"] == [7]
    assert len(world.visits) == 2
    drafts = [unsigned(id=f"urn:example:{number}") for number in range(20)]
    issued = list(issue_many(drafts, Issuer(Profile(name="Riverside College"), SIGNER), executor=executor, chunk=3))
    assert [f"urn:example:{one.number}".encode() in (one.content or b"") for one in issued] == [True] * 20
