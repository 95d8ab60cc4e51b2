"""One run of one target: guided by coverage for some time, over given files, or over its seeds and a few mutations.

Time and memory are measured in a process whose code is instrumented, so an input that seems to cost too much is run
again in a process of its own, without instruments: what that one says, counts.
"""

from __future__ import annotations

import argparse
import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr
from pathlib import Path
from random import Random
from typing import Any, Final

from fuzzing.target import TARGETS, Target, load

__all__ = ["main", "replay", "variations"]

NO_FUZZER: Final = 4
"""The exit code where atheris is not installed."""

_ROOT: Final = Path(__file__).parents[2]
_WITHOUT: Final = (
    "not fuzzed: atheris is not installed, which has wheels for Linux on x86-64 (pip install -e '.[test,fuzz]')"
)
_BY_FORM: Final = 0.7


def main(arguments: Sequence[str]) -> int:
    """Do what the command line says; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing", description=__doc__)
    parser.add_argument("target", choices=(*TARGETS, "all"))
    parser.add_argument("--seconds", type=int, default=0, help="end after this time")
    parser.add_argument("--runs", type=int, default=-1, help="end after so many inputs, the seeds among them")
    parser.add_argument("--seed", type=int, default=1, help="the chance of the mutations (default: 1)")
    parser.add_argument("--corpus", type=Path, help="a folder of inputs to begin with, in which new ones are kept")
    parser.add_argument("--findings", type=Path, default=Path(), help="where the inputs of findings are put")
    parser.add_argument("--quiet", action="store_true", help="show what the fuzzer prints only of runs with findings")
    parser.add_argument("--replay", type=Path, nargs="+", metavar="FILE", help="run these inputs, without a fuzzer")
    parser.add_argument("--reduce", type=Path, metavar="FILE", help="make the input of a finding smaller")
    options = parser.parse_args(arguments)
    names = TARGETS if options.target == "all" else (options.target,)
    if options.replay:
        return replay(load(options.target), (file.read_bytes() for file in options.replay))
    if options.reduce:
        return _reduce(load(options.target), options.reduce)
    try:
        import atheris
    except ImportError:
        print(_WITHOUT, file=sys.stderr)
        return NO_FUZZER
    # Modules are loaded when they are needed, so whatever is loaded from here on is instrumented.
    with atheris.instrument_imports(include=["microcred"]):
        with redirect_stderr(io.StringIO()):  # which module is instrumented
            targets = [load(name) for name in names]
            for target in targets:
                replay(target, iter(target.beginnings))
        # Each in a process of its own, which a run ends; so what takes long to load is loaded once.
        failed = [target.name for target in targets if _ended(target, options, atheris)]
    print(f"findings in: {', '.join(failed)}" if failed else f"no findings in: {', '.join(names)}")
    return 1 if failed else 0


def replay(target: Target, inputs: Iterator[bytes]) -> int:
    """Run inputs; one that costs too much gets a second chance, since the first one also pays for what is loaded."""
    from fuzzing.oracle import Costly

    for data in inputs:
        try:
            target.examine(data)
        except Costly:
            target.examine(data)
    return 0


def variations(target: Target, count: int) -> Iterator[bytes]:
    """The seeds, and ``count`` inputs that come of them, the same each time."""
    yield from target.beginnings
    for number in range(count):
        rnd = Random(f"{target.name} {number}")
        data = rnd.choice(target.beginnings)
        for _ in range(rnd.choice((1, 1, 2, 3))):
            data = target.mutate(data, rnd)
        yield data[: target.max_length]


def _ended(target: Target, options: argparse.Namespace, atheris: Any) -> int:
    """How a run of one target ends, as the exit code of its process."""
    sys.stdout.flush()
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        process = os.fork()
        if process == 0:
            if options.quiet:
                kept = os.open(log, os.O_WRONLY | os.O_CREAT)
                os.dup2(kept, 1)
                os.dup2(kept, 2)
            _fuzz(target, options, Path(folder), atheris)
        code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        if options.quiet and code:
            print(log.read_text(encoding="utf-8", errors="replace"), file=sys.stderr)
        return code


def _fuzz(target: Target, options: argparse.Namespace, folder: Path, atheris: Any) -> None:
    from fuzzing.vocabulary import dictionary

    words, seeds = folder / "words", folder / "seeds"
    words.write_text(dictionary(), encoding="ascii")
    seeds.mkdir()
    shared = () if options.corpus is None else _shared(target)
    for number, data in enumerate((*target.beginnings, *shared)):
        (seeds / f"{number:04}").write_bytes(data)
    folders = [seeds] if options.corpus is None else [options.corpus / target.name, seeds]
    for each in (*folders, options.findings):
        each.mkdir(parents=True, exist_ok=True)
    command = [
        *(sys.argv[0], *map(str, folders)),
        *(f"-dict={words}", f"-seed={options.seed}", f"-runs={options.runs}", f"-max_len={target.max_length}"),
        *(f"-max_total_time={options.seconds}", f"-artifact_prefix={options.findings}/{target.name}-"),
        *("-timeout=120", "-rss_limit_mb=3000", "-print_final_stats=1", "-len_control=0", "-reload=0"),
    ]
    atheris.Setup(command, _examined(target), custom_mutator=_mutated(target, atheris))
    atheris.Fuzz()  # which ends the process


def _examined(target: Target) -> Any:
    from fuzzing.oracle import Costly

    def examined(data: bytes) -> None:
        try:
            target.examine(data)
        except Costly:
            with tempfile.NamedTemporaryFile() as file:
                file.write(data)
                file.flush()
                command = [sys.executable, "-m", "tests.fuzzing", target.name, "--replay", file.name]
                if subprocess.run(command, cwd=_ROOT, capture_output=True).returncode:
                    raise

    return examined


def _mutated(target: Target, atheris: Any) -> Any:
    def mutated(data: bytes, max_size: int, seed: int) -> bytes:
        rnd = Random(seed)
        if rnd.random() >= _BY_FORM:
            return bytes(atheris.Mutate(data, max_size))
        changed = target.mutate(data, rnd)
        return changed if len(changed) <= max_size else changed[:max_size]

    return mutated


def _shared(target: Target) -> Iterator[bytes]:
    """What the shared collection has for a target, where it is."""
    from corpus import CORPUS

    for pattern in target.corpus if CORPUS is not None else ():
        for file in sorted(CORPUS.glob(pattern)) if CORPUS is not None else ():
            if file.is_file() and file.stat().st_size <= target.max_length:
                yield file.read_bytes()


def _reduce(target: Target, file: Path) -> int:
    """Leave out what an input can do without: halves, quarters, … of its bytes, as long as it ends in the same way."""
    data = file.read_bytes()
    wanted = _end(target, data)
    if wanted is None:
        print(f"{file} is no finding", file=sys.stderr)
        return 1
    size = max(1, len(data) // 2)
    while size:
        at = 0
        while at < len(data):
            shorter = data[:at] + data[at + size :]
            if _end(target, shorter) == wanted:
                data = shorter
            else:
                at += size
        size //= 2
    file.with_name(f"{file.name}.reduced").write_bytes(data)
    print(f"{wanted}: {data!r}")
    return 0


def _end(target: Target, data: bytes) -> str | None:
    """How an input ends: the kind of the exception, and the line from which it comes."""
    try:
        target.examine(data)
    except Exception as error:
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        return f"{type(error).__name__} at {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
    return None
