"""Change our own code in every small way, and see whether a test notices: mutation testing of whole rooms.

    pip install coverage
    python tests/long_runs/mutation.py document.py proofs --results mutation.jsonl
    python tests/long_runs/mutation.py canonical verification --sample 600 --seed 1 --results mutation.jsonl

The changes are those of ``code_mutants.py``. First all quick tests run once, each recorded with the lines that it
executes (kept in ``--coverage FILE`` until that is deleted). Then each change is made in a forked copy of a process in
which all tests are collected and none has run: the functions that are there get the code of the changed ones, and the
tests that execute the changed line follow, the most particular ones first, until one fails. What runs while a module is
loaded is changed before it is loaded, in a process of its own. A change that makes a test take five times as long, and
two seconds more, is found, too. Results are added to the file line by line, and a change that has one there is not made
again; so a run may be ended at any time. ``--again`` asks the test files ``--added``, which are newer than the record
of coverage, about those that survived. ``--only`` takes the changes of some files, so that several runs may share the
work, and one file of results. ``docs/reference/mutation.md`` says what came of it, and why what survives is let live.
"""

from __future__ import annotations

import argparse
import ast
import functools
import gc
import importlib
import importlib.machinery
import json
import os
import resource
import signal
import sqlite3
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, zip_longest
from pathlib import Path
from random import Random
from types import CodeType, FunctionType
from typing import Any, Final

TESTS: Final = Path(__file__).parents[1]
SOURCE: Final = TESTS.parent / "src" / "microcred"
sys.path[:0] = [str(SOURCE.parent), str(TESTS), str(Path(__file__).parent)]

from code_mutants import CodeMutant, code_mutants  # noqa: E402

LONGEST: Final = 1.0
"""Seconds of processor time that a test may take to be among those that are asked."""

MEMORY: Final = 3 * 2**30
"""Bytes that a changed program may have more than the one it is a copy of."""

# Tests of other rooms, which take long and learn of a change last.
PASSED_OVER: Final = frozenset(
    {"action", "artwork", "batch", "benchmark", "cli", "codes", "cold", "explanation", "hooks", "lint", "models"}
    | {"page", "processes", "samples", "schemas", "server"}
)
# Loaded before the copies are made, so that no copy has to.
LIBRARIES: Final = (
    "_pytest.doctest cryptography.hazmat.primitives.asymmetric.ec cryptography.x509 hypothesis.strategies httpx "
    "jsonschema_specifications joserfc.jws joserfc.jwt pydantic pyld.jsonld pytest _hypothesis_pytestplugin"
)
ARGUMENTS: Final = ("-q", "-s", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:benchmark", "--assert=plain")


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a change: ``killed``, ``timeout``, ``survived``, or ``unseen`` where no test executes the line."""

    outcome: str
    by: str = ""
    asked: int = 0
    of: int = 0


class Coverage:
    """Which tests execute which lines, and how long they take, from a run that was recorded."""

    def __init__(self, path: Path) -> None:
        self.lines: Counter[str] = Counter()
        self.seconds: dict[str, float] = {}
        self._tests: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        self._loading: dict[str, int] = {}
        self.take(path)

    def take(self, path: Path) -> None:
        """Take what another run has recorded, of the only tests that are to be asked from now on."""
        seconds = json.loads(path.with_suffix(".seconds").read_text())
        self._tests.clear()
        self.seconds.update(seconds)
        with sqlite3.connect(path) as database:
            names = dict(database.execute("select id, context from context"))
            files = dict(database.execute("select id, path from file"))
            rows = database.execute("select file_id, context_id, numbits from line_bits").fetchall()
        for file, context, numbits in rows:
            bits, test = int.from_bytes(numbits, "little"), names[context]
            name = files[file].rpartition("/src/microcred/")[2]
            if not test:
                self._loading[name] = self._loading.get(name, 0) | bits
            elif seconds.get(test, LONGEST) < LONGEST:
                self._tests[name].append((test, bits))
                self.lines[test] += bits.bit_count()

    def of(self, file: str, lines: Iterable[int] | None, around: range = range(0)) -> list[str]:
        """The tests that execute one of these lines, or any line of the file; the most promising ones first.

        In turn one for each line ``around``, beginning with the line that the fewest tests execute: whoever has come to
        the rare lines of a function knows its conditions best. Tests of little else than this file come before others.
        """
        mask = -1 if lines is None else sum(1 << line for line in set(lines))
        found = [(test, bits) for test, bits in self._tests[file] if bits & mask]
        share = {test: round(bits.bit_count() / self.lines[test], 1) for test, bits in found}
        found.sort(key=lambda each: (-share[each[0]], self.lines[each[0]] * (0.01 + self.seconds[each[0]]), each[0]))
        rows = [[test for test, bits in found if bits >> line & 1] for line in around]
        distinct = sorted({tuple(row) for row in rows if row}, key=len)
        turns = (test for turn in zip_longest(*distinct) for test in turn if test is not None)
        return list(dict.fromkeys(chain(turns, (test for test, _ in found))))

    def loads(self, mutant: CodeMutant) -> bool:
        """Whether the line runs while modules are loaded."""
        return bool(self._loading.get(mutant.file, 0) & sum(1 << line for line in mutant.lines))


def recorded(path: Path, files: Sequence[str]) -> None:
    """Run the tests once, and record what each of them executes."""
    import coverage

    path.unlink(missing_ok=True)
    measured = coverage.Coverage(data_file=str(path), source=[str(SOURCE)], config_file=False, messages=False)
    measured.start()
    for module in modules(SOURCE):
        importlib.import_module(module)
    measured.switch_context("collection")
    recorder = _Recorder(measured)
    _pytest_main([*ARGUMENTS, *files], recorder)
    measured.stop()
    measured.save()
    path.with_suffix(".seconds").write_text(json.dumps(recorder.seconds))


class _Recorder:
    def __init__(self, measured: Any) -> None:
        self._measured = measured
        self.seconds: dict[str, float] = {}

    def pytest_runtest_protocol(self, item: Any, nextitem: Any) -> bool:
        from _pytest.runner import runtestprotocol

        # What an earlier test has left in a cache is not to be missed in the record of a later one.
        for each in gc.get_objects() if len(self.seconds) % 50 == 0 else ():
            if isinstance(each, _CACHED) and str(each.__module__).startswith(_CLEARED):
                self._caches[id(each)] = each
        for each in self._caches.values():
            each.cache_clear()
        self._measured.switch_context(item.nodeid)
        began = _processor_time()
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
        self._measured.switch_context("between")
        if all(report.passed for report in reports):
            self.seconds[item.nodeid] = _processor_time() - began
        return True

    @functools.cached_property
    def _caches(self) -> dict[int, Any]:
        return {}


def _processor_time() -> float:
    """What this process has used, and those that tests start."""
    return time.process_time() + sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])


_CLEARED: Final = tuple(f"microcred.{room}" for room in ("contexts", "keys", "proofs", "verification"))
_CACHED: Final = type(functools.cache(lambda: None))


def modules(root: Path) -> Iterator[str]:
    """The names of the modules below a folder, those of the rooms that are changed."""
    for room in ("document.py", "proofs", "canonical", "verification", "keys", "contexts", "models"):
        for path in [root / room] if room.endswith(".py") else sorted((root / room).rglob("*.py")):
            yield ".".join(path.relative_to(root.parent).with_suffix("").parts).removesuffix(".__init__")


def _test_files() -> list[str]:
    return [
        str(path)
        for folder in ("unit", "attacks", "property", "vectors")
        for path in sorted((TESTS / folder).rglob("test_*.py"))
        if PASSED_OVER.isdisjoint(path.stem.split("_"))
    ]


def _pytest_main(arguments: Sequence[str], *plugins: object) -> int:
    import pytest
    from hypothesis import HealthCheck, Phase, settings

    settings.register_profile(
        "mutation",
        max_examples=15,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    settings.load_profile("mutation")
    os.chdir(TESTS.parent)
    return int(pytest.main(list(arguments), plugins=list(plugins)))


@dataclass
class Trial:
    """Makes changes in copies of this process, and asks the tests; a plugin of pytest in the place of its own loop."""

    mutants: Sequence[CodeMutant]
    trees: dict[str, ast.Module]
    known: Coverage
    budget: float
    report: Callable[[CodeMutant, Result], None]

    def pytest_runtestloop(self, session: Any) -> bool:
        items = {item.nodeid: item for item in session.items}
        session.config._tmp_path_factory.getbasetemp()
        live = _functions()
        sound: dict[str, bool] = {}
        killers: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        gc.collect()
        gc.freeze()
        for mutant in self.mutants:
            _compiled(self.trees[mutant.file], SOURCE / mutant.file)
            tests = [test for test in executing(mutant, self.known) if test in items and sound.get(test, True)]
            recent = killers[mutant.file, mutant.function]
            tests.sort(key=lambda test: test not in recent[-5:])
            chosen = list(_within(tests, self.known, self.budget))
            while True:
                result = self._tried(mutant, [items[test] for test in chosen], live)
                if result.outcome != "killed" or result.by not in items:
                    break
                if result.by not in sound:
                    alone = self._tried(None, [items[result.by]], live)
                    sound[result.by] = alone.outcome == "survived"
                if sound[result.by]:
                    recent.append(result.by)
                    break
                print(f"fails without a change: {result.by}", flush=True)
                chosen.remove(result.by)
            outcome = "unseen" if not tests else result.outcome
            self.report(mutant, replace(result, outcome=outcome, of=len(tests)))
        return True

    def _tried(self, mutant: CodeMutant | None, items: Sequence[Any], live: _Live) -> Result:
        def act(tell: Callable[[str], None]) -> int:
            from _pytest.runner import runtestprotocol

            if mutant is not None and not _exchanged(mutant, self.trees[mutant.file], live):
                return 3
            for index, item in enumerate(items):
                tell(item.nodeid)
                signal.setitimer(signal.ITIMER_PROF, 5 * self.known.seconds[item.nodeid] + 2)
                following = items[index + 1] if index + 1 < len(items) else None
                reports = runtestprotocol(item, nextitem=following, log=False)
                if any(report.failed for report in reports):
                    return 1
            return 0

        return _in_a_copy(act, 60 + 10 * self.budget)


def _in_a_copy(act: Callable[[Callable[[str], None]], int], seconds: float) -> Result:
    """What becomes of ``act`` in a copy of this process; it tells which test begins."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = 2
        try:
            os.close(reading)
            silence = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(silence, stream)
            used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
            resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, used + MEMORY))
            signal.setitimer(signal.ITIMER_REAL, seconds)
            status = act(lambda test: (os.write(writing, test.encode() + b"\0"), None)[1])
        except BaseException:
            status = 1
        finally:
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read().decode("utf-8", "replace").split("\0")[:-1]
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    last = told[-1] if told else ""
    match status:
        case 0:
            return Result("survived", "", len(told))
        case 3:
            return Result("not exchanged")
        case _ if status in (-signal.SIGPROF, -signal.SIGALRM, -signal.SIGXCPU):
            return Result("timeout", last, len(told))
    return Result("killed", last, len(told))


_Live = dict[tuple[str, str, int], list[FunctionType]]


def _functions() -> _Live:
    live: defaultdict[tuple[str, str, int], list[FunctionType]] = defaultdict(list)
    for each in gc.get_objects():
        if isinstance(each, FunctionType) and each.__code__.co_filename.startswith(str(SOURCE)):
            code = each.__code__
            live[code.co_filename, code.co_qualname, code.co_firstlineno].append(each)
    return dict(live)


def _exchanged(mutant: CodeMutant, tree: ast.Module, live: _Live) -> bool:
    """Give the functions of a file the code that they have in the changed file; False where that cannot be.

    It cannot be where a function binds other names of those around it than before.
    """
    path = SOURCE / mutant.file
    old = list(_codes(_compiled(tree, path)))
    new = list(_codes(mutant.compiled(tree, path)))
    if [code.co_qualname for code in old] != [code.co_qualname for code in new]:
        after = defaultdict(list)
        for code in new:
            after[code.co_qualname, code.co_firstlineno].append(code)
        pairs = [(code, found[0]) for code in old if (found := after.get((code.co_qualname, code.co_firstlineno)))]
    else:
        pairs = list(zip(old, new, strict=True))
    count = 0
    for before, code in pairs:
        if before == code:
            continue
        for function in live.get((before.co_filename, before.co_qualname, before.co_firstlineno), ()):
            if function.__code__.co_freevars != code.co_freevars:
                return False
            function.__code__ = code
            count += 1
    return count > 0


@functools.cache
def _compiled(tree: ast.Module, path: Path) -> CodeType:
    return compile(tree, str(path), "exec", dont_inherit=True)


def _codes(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes(constant)


@functools.cache
def _tree(file: str) -> ast.Module:
    return ast.parse((SOURCE / file).read_text(encoding="utf-8"))


def executing(mutant: CodeMutant, known: Coverage) -> list[str]:
    """The tests that could notice a change."""
    tree = _tree(mutant.file)
    if mutant.function:
        around = next(
            range(each.lineno, (each.end_lineno or 0) + 1)
            for each in ast.walk(tree)
            if isinstance(each, ast.FunctionDef | ast.Lambda) and each.lineno <= mutant.line <= (each.end_lineno or 0)
        )
        return known.of(mutant.file, mutant.lines, around) or known.of(mutant.file, mutant.statement, around)
    used = {
        each.lineno
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.Lambda)
        for each in ast.walk(function)
        if isinstance(each, ast.Name) and each.id in mutant.names
    }
    inside = range(mutant.statement.start + 1, mutant.statement.stop)
    return list(
        dict.fromkeys(
            [
                *(known.of(mutant.file, used) if used else ()),
                *known.of(mutant.file, inside),
                *known.of(mutant.file, None),
            ]
        )
    )


def _within(tests: Iterable[str], known: Coverage, budget: float) -> Iterator[str]:
    """As many as there is time for; the slow ones only where they come first."""
    left = budget
    for number, test in enumerate(tests):
        seconds = known.seconds[test] + 0.002
        if seconds > left or (number > 3 and seconds > budget / 10):
            continue
        left -= seconds
        yield test


def tried_from_the_start(mutant: CodeMutant, tree: ast.Module, known: Coverage, budget: float) -> Result:
    """Change a file before it is loaded, and ask the tests."""
    tests = executing(mutant, known)
    files: list[str] = []
    for test in tests:
        if (file := test.partition("::")[0]) not in files and len(files) < 6:
            files.append(file)
    chosen = list(_within((test for test in tests if test.partition("::")[0] in files), known, budget))[:150]
    path = SOURCE / mutant.file

    def act(tell: Callable[[str], None]) -> int:
        changed = mutant.compiled(tree, path)
        original = importlib.machinery.SourceFileLoader.get_code

        def get_code(self: Any, name: str) -> Any:
            return changed if self.path == str(path) else original(self, name)

        importlib.machinery.SourceFileLoader.get_code = get_code  # type: ignore[method-assign]
        resource.setrlimit(resource.RLIMIT_CPU, (int(20 + 5 * budget), int(25 + 5 * budget)))
        return 1 if _pytest_main([*ARGUMENTS, "-x", *chosen], _Telling(tell)) else 0

    result = _in_a_copy(act, 120 + 10 * budget)
    return replace(result, outcome="unseen" if not tests else result.outcome, of=len(tests))


class _Telling:
    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self._tell(nodeid)


def main() -> int:
    """Make the changes that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("rooms", nargs="+", help="files and folders of src/microcred")
    parser.add_argument("--results", type=Path, required=True)
    parser.add_argument("--coverage", type=Path, default=Path("mutation.coverage"))
    parser.add_argument("--sample", type=int, help="so many changes for each room, spread over its files")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--budget", type=float, default=1.0, help="seconds of tests that one change may take")
    parser.add_argument("--again", action="store_true", help="try what survived once more")
    parser.add_argument("--added", type=Path, nargs="*", help="test files that alone are asked")
    parser.add_argument("--only", nargs="+", default=[""], help="only changes in files whose names begin so")
    given = parser.parse_args()
    for name in LIBRARIES.split():
        importlib.import_module(name)
    if not given.coverage.with_suffix(".seconds").exists():
        _in_a_process(lambda: recorded(given.coverage.absolute(), _test_files()))
    known = Coverage(given.coverage)
    if given.added:
        path = given.coverage.absolute().with_name("added.coverage")
        newest = max(each.stat().st_mtime for each in given.added)
        record = path.with_suffix(".seconds")
        if not record.exists() or record.stat().st_mtime < newest:
            _in_a_process(lambda: recorded(path, [str(each.absolute()) for each in given.added]))
        known.take(path)
    results = given.results.absolute()
    done = _results(results)
    trees: dict[str, ast.Module] = {}
    wanted: list[CodeMutant] = []
    for room in given.rooms:
        found: list[CodeMutant] = []
        for path in [SOURCE / room] if room.endswith(".py") else sorted((SOURCE / room).rglob("*.py")):
            name = str(path.relative_to(SOURCE))
            trees[name], mutants = code_mutants(path, name)
            found += mutants
        if given.sample and given.sample < len(found):
            found = _spread(found, given.sample, given.seed)
        wanted += [
            mutant
            for mutant in found
            if mutant.key.startswith(tuple(given.only))
            and (done.get(mutant.key, {}).get("outcome") in (("survived", "unseen") if given.again else (None,)))
        ]

    def report(mutant: CodeMutant, result: Result) -> None:
        line = {name: getattr(mutant, name) for name in ("key", "file", "line", "function", "kind", "before", "after")}
        with results.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps({**line, **{name: getattr(result, name) for name in Result.__slots__}}) + "\n")

    warm = [mutant for mutant in wanted if mutant.function and not known.loads(mutant)]
    files = sorted({test.partition("::")[0] for mutant in warm for test in executing(mutant, known)})
    if files:
        _in_a_process(lambda: _warm(files, Trial(warm, trees, known, given.budget, report)))
    done = _results(results)
    rest = {mutant.key for mutant in warm if done.get(mutant.key, {}).get("outcome") != "not exchanged"}
    for mutant in wanted:
        if mutant.key not in rest:
            report(mutant, tried_from_the_start(mutant, trees[mutant.file], known, given.budget))
    print(json.dumps(Counter(each["outcome"] for each in _results(results).values())))
    return 0


def _warm(files: Collection[str], trial: Trial) -> None:
    for module in modules(SOURCE):
        importlib.import_module(module)
    _pytest_main([*ARGUMENTS, *files], trial)


def _results(path: Path) -> dict[str, dict[str, Any]]:
    """The last result of each change."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return {each["key"]: each for each in map(json.loads, lines)}


def _spread(mutants: Sequence[CodeMutant], size: int, seed: int) -> list[CodeMutant]:
    """A sample by chance that has of each file as large a part as of all."""
    chance = Random(seed)
    files: defaultdict[str, list[CodeMutant]] = defaultdict(list)
    for mutant in mutants:
        files[mutant.file].append(mutant)
    chosen: list[CodeMutant] = []
    for found in files.values():
        count = min(len(found), max(1, round(size * len(found) / len(mutants) + 0.499)))
        chosen += sorted(chance.sample(found, count), key=lambda mutant: mutant.number)
    return chosen


def _in_a_process(act: Callable[[], None]) -> None:
    child = os.fork()
    if child == 0:
        status = 1
        try:
            act()
            status = 0
        finally:
            sys.stdout.flush()
            os._exit(status)
    os.waitpid(child, 0)


if __name__ == "__main__":
    raise SystemExit(main())
