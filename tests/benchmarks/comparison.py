"""Contenders side by side: each in a process of its own, in rounds, in another order each time.

A machine is never quiet, so no figure stands alone. In each round every contender is timed shortly after every other,
and what is reported is the median over the rounds: of the mean, of the median, and of the ratio within a round; of the
time that passed, and of the time on the processor.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from operator import truediv
from pathlib import Path
from statistics import fmean, median
from typing import Any

from benchmarks.contenders import MICROCRED, Contender, UnavailableError, Worker
from microcred.canonical import Canonicalizer
from microcred.document import Document
from microcred.keys import public_key_of_did_key
from microcred.proofs import SecuredDocument, verify_proof

Times = dict[str, list[int]]
"""What a worker answers: nanoseconds for each call of a round, ``elapsed`` and ``busy`` on the processor."""


@dataclass(frozen=True)
class Pace:
    """How long to measure: the rounds, the seconds of each contender in a round, and those of its warming up."""

    rounds: int
    seconds: float
    warming: float


@dataclass(frozen=True)
class Entry:
    """A line of a comparison: what one contender does, with the records in one file."""

    label: str
    contender: Contender
    task: str
    path: Path
    count: int


@dataclass(frozen=True)
class Course:
    """Where the contenders run: the folder of their environments, and the file with the contexts."""

    peers: Path
    contexts: Path
    pace: Pace

    def compare(self, entries: Sequence[Entry]) -> dict[str, Any]:
        """Time every entry; the first one is what the others are compared with.

        Another one that cannot be measured is named with the reason; without the first one there is nothing to compare:
        raises :class:`UnavailableError`.
        """
        results: dict[str, Any] = {}
        with ExitStack() as stack:
            workers: dict[str, Worker] = {}
            for entry in entries:
                worker = stack.enter_context(Worker(entry.contender, self.peers, self.contexts))
                try:
                    results[entry.label] = _prepared(worker, entry, self.pace.warming)
                except UnavailableError as error:
                    results[entry.label] = {"unavailable": str(error)}
                else:
                    workers[entry.label] = worker
            rounds = self._rounds(workers, results)
        first = entries[0].label
        if first not in rounds:
            raise UnavailableError(results[first]["unavailable"])
        for label, times in rounds.items():
            results[label] |= _summary(times, rounds[first])
        return results

    def _rounds(self, workers: dict[str, Worker], results: dict[str, Any]) -> dict[str, list[Times]]:
        times: dict[str, list[Times]] = {label: [] for label in workers}
        shuffled = random.Random(0)
        for _ in range(self.pace.rounds):
            for label in shuffled.sample(list(workers), len(workers)):
                try:
                    times[label].append(workers[label].ask(do="time", seconds=self.pace.seconds))
                except UnavailableError as error:
                    results[label] = {"unavailable": str(error)}
                    del workers[label], times[label]
        return times


def _prepared(worker: Worker, entry: Entry, warming: float) -> dict[str, Any]:
    """Start an entry; what a peer signs has to hold here as well."""
    answer = worker.ask(do="prepare", task=entry.task, path=str(entry.path), count=entry.count, seconds=warming)
    if entry.contender is not MICROCRED and not entry.contender.older and answer["example"]:
        secured = SecuredDocument(Document.parse(answer["example"]), Canonicalizer())
        verify_proof(secured, secured.proof(), public_key_of_did_key(secured.document.tree["issuer"]["id"]))
    return {"versions": answer["versions"]}


def _summary(rounds: list[Times], first: list[Times]) -> dict[str, Any]:
    means, medians, busy = _mean(rounds, "elapsed"), _median(rounds, "elapsed"), _mean(rounds, "busy")
    return {
        "mean_us": median(means) / 1e3,
        "median_us": median(medians) / 1e3,
        "processor_us": median(busy) / 1e3,
        "times_by_mean": median(map(truediv, means, _mean(first, "elapsed"))),
        "times_by_median": median(map(truediv, medians, _median(first, "elapsed"))),
        "times_by_processor": median(map(truediv, busy, _mean(first, "busy"))),
        "calls": sum(len(times["elapsed"]) for times in rounds),
        "means_us": [found / 1e3 for found in means],
    }


def _mean(rounds: list[Times], what: str) -> list[float]:
    return [fmean(times[what]) for times in rounds]


def _median(rounds: list[Times], what: str) -> list[float]:
    return [median(times[what]) for times in rounds]


def write_records(path: Path, records: Sequence[Mapping[str, Any]]) -> Path:
    """Records as JSON Lines."""
    path.write_text("".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records), encoding="utf-8")
    return path
