"""Which sections there are, what each of them measures, and what is written."""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from benchmarks import tables
from benchmarks.cold_start import Start, compare_starts
from benchmarks.comparison import Course, Entry, Pace, write_records
from benchmarks.contenders import (
    DIDKIT,
    MICROCRED,
    PEER_CONTENDERS,
    YARDSTICK,
    Command,
    Contender,
    UnavailableError,
    Worker,
    installed,
)
from benchmarks.documents import CONTEXTS, SIZES, Credential, credentials, record
from benchmarks.growth import LENGTHS, Long
from benchmarks.hostile_graphs import HostileGraph, hostile_graphs
from benchmarks.parts import parts
from benchmarks.processes import throughput
from microcred.contexts import BUNDLED

_CACHE = Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")).expanduser() / "microcred-benchmarks"


@dataclass(frozen=True)
class Extent:
    """How much is measured: at which pace, with how many documents, starts, lengths and repetitions of long work."""

    pace: Pace
    documents: Mapping[str, int]
    starts: int
    lengths: int
    repetitions: int
    patience: float


FULL = Extent(Pace(5, 0.4, 0.8), {"basic": 600, "typical": 400, "complex": 120}, 15, len(LENGTHS), 5, 60.0)
QUICK = Extent(Pace(2, 0.1, 0.1), {"basic": 30, "typical": 20, "complex": 6}, 3, 6, 1, 20.0)


class Benchmark:
    """One run: its folder with the documents, its peers, its extent."""

    def __init__(self, folder: Path, peers: Path, extent: Extent) -> None:
        self.folder = folder
        self.peers = peers
        self.extent = extent
        self.unavailable: dict[str, str] = {}
        contexts = {url: BUNDLED.versions(url)[0].load() for url in CONTEXTS}
        self.contexts = folder / "contexts.json"
        self.contexts.write_text(json.dumps(contexts), encoding="utf-8")
        self.course = Course(peers, self.contexts, extent.pace)

    @cached_property
    def contenders(self) -> tuple[Contender, ...]:
        """Microcred, the yardstick, and the peers that can be installed here."""
        found = []
        for contender in (MICROCRED, YARDSTICK, *PEER_CONTENDERS):
            try:
                installed(contender, self.peers)
            except UnavailableError as error:
                self.unavailable[contender.name] = str(error)
            else:
                found.append(contender)
        return tuple(found)

    # --- documents

    def records(self, size: str, *, older: bool = False, status: bool = True) -> Path:
        """The file with the documents of a size, made when it is asked for; see ``peers/worker.py`` for its form."""
        path = self.folder / f"{size}{'-older' * older}{'-without-status' * (not status)}.jsonl"
        if not path.exists():
            found: Sequence[Credential] = list(credentials(size, self.extent.documents[size]))
            if older:
                write_records(path, [credential.twin().record() for credential in found])
            else:
                chosen = found if status else [credential.without_status() for credential in found]
                write_records(path, [{**each.record(), "sealed": each.sealed()} for each in chosen])
        return path

    def texts(self, size: str, *, status: bool = False) -> list[str]:
        """The sealed documents of a size."""
        lines = self.records(size, status=status).read_text(encoding="utf-8").split("\n")
        return [json.loads(line)["sealed"] for line in lines if line]

    # --- sections

    def verify(self) -> dict[str, Any]:
        """The proof alone, by everybody."""
        return {size: self.course.compare(self._entries("verify", size)) for size in SIZES}

    def sign(self) -> dict[str, Any]:
        """A proof made, by everybody."""
        return {size: self.course.compare(self._entries("sign", size)) for size in SIZES}

    def _entries(self, task: str, size: str) -> list[Entry]:
        # DIDKit signs what it verifies before it is timed, and needs no more documents than it will come to.
        return [
            Entry(
                contender.name,
                contender,
                task,
                self.records(size, older=contender.older),
                60 if contender.older else self.extent.documents[size],
            )
            for contender in self.contenders
        ]

    def whole(self) -> dict[str, Any]:
        """The whole verification beside the proofs alone, of documents without an entry in a status list."""
        record_path = self.folder / "record.jsonl"
        of_many = record(100)
        write_records(record_path, [{**of_many.record(), "sealed": of_many.sealed()}])
        found = {
            size: self.course.compare(_whole_entries(self.records(size, status=False), self.extent.documents[size]))
            for size in SIZES
        }
        return {**found, "record of 100 badges": self.course.compare(_whole_entries(record_path, 1))}

    def parts(self) -> dict[str, Any]:
        """Where the time goes."""
        return {size: parts(self.texts(size)[:100]) for size in SIZES}

    def growth(self) -> dict[str, Any]:
        """The cost of long credentials."""
        return {
            long.name: within(self.extent.patience, Long.measured, long, self.extent.repetitions) for long in LENGTHS
        }

    def hostile(self) -> dict[str, Any]:
        """The cost of hostile datasets."""
        return {
            graph.name: {
                "wanted": "refused" if graph.canonical is None else "accepted",
                **within(self.extent.patience, HostileGraph.measured, graph, self.extent.repetitions),
            }
            for graph in hostile_graphs()
        }

    def memory(self) -> dict[str, Any]:
        """What a fresh process needs at most for 200 typical credentials."""
        found: dict[str, Any] = {}
        for contender in (MICROCRED, *(one for one in self.contenders if one in PEER_CONTENDERS)):
            path = self.records("typical", older=contender.older)
            with Worker(contender, self.peers, self.contexts) as worker:
                try:
                    peak = worker.ask(do="peak", path=str(path), count=200)["bytes"]
                except UnavailableError as error:
                    found[contender.name] = {"unavailable": str(error)}
                else:
                    found[contender.name] = {"megabytes": peak / 1e6}
        return found

    def processes(self) -> dict[str, Any]:
        """One process and two."""
        pace = self.extent.pace
        return throughput(self.texts("typical"), seconds=2.5 * pace.seconds, rounds=pace.rounds)

    def cold_start(self) -> dict[str, Any]:
        """From nothing to a verdict."""
        badge, tampered = self._badge("badge", next(credentials("typical", 1)).without_status().sealed())
        named = json.loads(badge.read_bytes())["@context"]
        contexts = self.folder / "named-contexts.json"
        contexts.write_text(json.dumps({url: BUNDLED.versions(url)[0].load() for url in named}), encoding="utf-8")
        starts = {}
        for contender in self.contenders:
            if contender.shortest:
                environment = contender.environment
                given = self._badge("older", self._sealed_by_didkit()) if contender.older else (badge, tampered)
                # Microcred has its contexts with it, and takes every further word for another badge.
                further = () if contender is MICROCRED else (str(contexts),)
                command = environment.shortest(self.peers / environment.name, contender.shortest)
                starts[contender.name] = Start(command, *given, further)
        starts["python -c pass"] = Start(Command((sys.executable, "-c", "pass")))
        if shutil.which("node"):
            starts["node -e 0"] = Start(Command(("node", "-e", "0")))
        return compare_starts(starts, self.extent.starts)

    def _badge(self, name: str, sealed: str) -> tuple[Path, Path]:
        """The files of a badge, and of the same with another name."""
        document = json.loads(sealed)
        whole, tampered = self.folder / f"{name}.json", self.folder / f"{name}-tampered.json"
        whole.write_text(sealed, encoding="utf-8")
        document["name"] += ", with honours"
        tampered.write_text(json.dumps(document), encoding="utf-8")
        return whole, tampered

    def _sealed_by_didkit(self) -> str:
        with Worker(DIDKIT, self.peers, self.contexts) as worker:
            path = self.records("typical", older=True)
            sealed: str = worker.ask(do="prepare", task="verify", path=str(path), count=1, seconds=0)["example"]
            return sealed


SECTIONS: Mapping[str, Callable[[Benchmark], dict[str, Any]]] = {
    "verify": Benchmark.verify,
    "sign": Benchmark.sign,
    "whole": Benchmark.whole,
    "parts": Benchmark.parts,
    "growth": Benchmark.growth,
    "hostile": Benchmark.hostile,
    "memory": Benchmark.memory,
    "processes": Benchmark.processes,
    "cold-start": Benchmark.cold_start,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the tables, and write them where they are wanted."""
    options = _parser().parse_args(arguments)
    begun = time.monotonic()
    options.peers.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        benchmark = Benchmark(Path(folder), options.peers, QUICK if options.quick else FULL)
        results: dict[str, Any] = {"machine": machine(quick=options.quick), "load_before": os.getloadavg()[0]}
        for name in options.only or SECTIONS:
            print(f"{name} …", file=sys.stderr, flush=True)
            results[name] = SECTIONS[name](benchmark)
        results |= {"load_after": os.getloadavg()[0], "seconds": time.monotonic() - begun}
        results["unavailable"] = benchmark.unavailable
    text = tables.markdown(results)
    print(text)
    if options.json:
        options.json.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    if options.markdown:
        options.markdown.write_text(text, encoding="utf-8")
    return 0


def machine(*, quick: bool) -> dict[str, Any]:
    """Where and when this runs."""
    information = Path("/proc/cpuinfo")
    lines = information.read_text(encoding="utf-8").splitlines() if information.is_file() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "system": f"{platform.system()} {platform.machine()}",
        "processor": models[0] if models else platform.processor(),
        "cores": os.cpu_count(),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "extent": "quick" if quick else "full",
    }


def within(seconds: float, work: Callable[..., dict[str, Any]], *arguments: Any) -> dict[str, Any]:
    """What ``work`` gives in a process of its own, which is ended after so many seconds."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(there, work, arguments))
    process.start()
    there.close()
    try:
        if not here.poll(seconds):
            return {"outcome": f"not done within {seconds:.0f} s", "milliseconds": None}
        found: dict[str, Any] = here.recv()
        return found
    except EOFError:
        process.join()
        return {"outcome": f"the process ended with {process.exitcode}", "milliseconds": None}
    finally:
        process.kill()
        process.join()


def _send(connection: Any, work: Callable[..., dict[str, Any]], arguments: Sequence[Any]) -> None:
    connection.send(work(*arguments))


def _whole_entries(path: Path, count: int) -> list[Entry]:
    return [
        Entry(label, MICROCRED, task, path, count)
        for label, task in (
            ("the proof alone", "verify"),
            ("the proofs of all credentials in it", "proofs"),
            ("the whole verification", "whole"),
        )
    ]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description="How quick microcred is.")
    parser.add_argument("--only", action="append", choices=SECTIONS, help="measure this section; may be repeated")
    parser.add_argument("--quick", action="store_true", help="measure little, to see that all of it works")
    parser.add_argument("--peers", type=Path, default=_CACHE, help=f"where the peers are installed [{_CACHE}]")
    parser.add_argument("--json", type=Path, help="write all figures to this file")
    parser.add_argument("--markdown", type=Path, help="write the tables to this file")
    return parser
