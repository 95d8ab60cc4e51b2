"""Hold the canonicalization of generated documents against PyLD: statements, faults, and canonical bytes.

    python tests/long_runs/canonical_agreement.py --documents 200000 --jobs 2 --seed 1

Each document is made of a seed and its number, so a difference is reproduced with ``--first NUMBER --documents 1``. The
oracles take a hundred times as long as what they are compared with; with ``--answers FILE`` they are kept, and a later
run with the same seed asks only for those that are not there yet, and for those that differ. Differences are shrunk and
written as JSON to the folder ``--differences``. Ends with exit status 1 if there were any.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any, TypeAlias

sys.path.insert(0, str(Path(__file__).parents[1]))

from agreement import Case, Outcome, Reference, is_written_alike, outcome, shrunk
from generated_documents import Generated, generated
from microcred.canonical import Canonicalizer
from microcred.canonical.nodes import divided_nodes
from microcred.canonical.rdfc10 import canonicalize_dataset
from microcred.contexts import Contexts
from microcred.errors import ContextError, UnsupportedError

CHUNK = 250
MAX_SHRUNK = 3
"""How many differences of one chunk are made as small as they can be."""

SLOW = 2.0
"""Seconds of processor time that no document of some dozens of values may take."""

GIVEN_UP = "given up"
"""In the place of a digest: telling the blank nodes apart takes more hashes than are spent on it, PyLD spends any."""

Answer: TypeAlias = tuple[str, str]
"""What the oracles say: the summary of an outcome, and the digest of the canonical bytes where they can be compared."""


@dataclass
class Tally:
    """What was found in a chunk of documents, beginning with the number ``first``."""

    first: int
    counts: Counter[str] = field(default_factory=Counter)
    differences: list[dict[str, Any]] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)


@cache
def reference(contexts: Contexts) -> Reference:
    return Reference(contexts)


@cache
def canonicalizer(contexts: Contexts) -> Canonicalizer:
    return Canonicalizer(contexts)


def oracle(made: Generated, case: Case) -> Answer:
    """What PyLD makes of a document, watched and alone."""
    expected = reference(made.contexts).statements(case.tree, case.versions)
    if expected.statements is None or not is_written_alike(expected.statements):
        return expected.summary, ""
    return expected.summary, _digest(reference(made.contexts).canonical(case))


def found(made: Generated, case: Case) -> tuple[Outcome, Answer]:
    """The same of the canonicalizer, which has read many other documents before."""
    ours = canonicalizer(made.contexts)
    seen = outcome(lambda: ours.statements(case.tree, case.versions))
    if seen.statements is None or not is_written_alike(seen.statements):
        return seen, (seen.summary, "")
    divided = {(fault.code, fault.pointer) for fault in divided_nodes(case.tree)}
    try:
        try:
            text = ours.canonicalize(case.tree, case.versions).decode()
        except ContextError as error:
            if divided != {(fault.code, fault.pointer) for fault in error.faults}:
                return seen, (seen.summary, f"refused as {error.faults}")
            text = canonicalize_dataset(seen.statements).text
        else:
            if divided:
                return seen, (seen.summary, f"not refused as {divided}")
    except UnsupportedError:
        return seen, (seen.summary, GIVEN_UP)
    return seen, (seen.summary, _digest(text))


def compared(seed: str, first: int, count: int, answers: list[Answer | None]) -> Tally:
    """Compare a chunk of documents; where an answer of the oracles is given, they are not asked again."""
    tally = Tally(first)
    for number in range(first, first + count):
        made = generated(Random(f"{seed}:{number}"))
        case = Case.of(made)
        known = answers[number - first] if answers else None
        expected = (known[0], known[1]) if known else oracle(made, case)
        tally.answers.append(expected)
        begun = time.process_time()
        seen, answer = found(made, case)
        took = time.process_time() - begun
        verdict = _verdict(answer, expected)
        if known and verdict == "DIFFERENT":
            # An answer may be older than what was mended since in how the oracles are asked.
            tally.counts["asked the oracles again"] += 1
            expected = oracle(made, case)
            verdict = _verdict(answer, expected)
        tally.counts["accepted" if seen.statements is not None else "refused"] += 1
        tally.counts.update({f"refused for {code}" for code, _ in seen.faults})
        tally.counts["canonical bytes compared"] += answer[1] not in ("", GIVEN_UP)
        tally.counts[verdict] += verdict != "equal"
        if verdict == "DIFFERENT" or took > SLOW:
            tally.counts["SLOW"] += took > SLOW
            small = len(tally.differences) < MAX_SHRUNK
            tally.differences.append({"number": number, **_described(made, answer, expected, took, small=small)})
    return tally


def _verdict(answer: Answer, expected: Answer) -> str:
    """How far two answers agree: whatever follows the first fault is for people to read."""
    if answer == expected:
        return "equal"
    if answer == (expected[0], GIVEN_UP):
        return "accepted, and given up as too much work"
    if answer[1] == expected[1] != "":
        # Two objects with one id that both have a list: its cells are counted in another order.
        return "accepted, with other names for blank nodes"
    ours, theirs = (summary.removeprefix("refused ") for summary, _ in (answer, expected))
    if answer[0] == ours or expected[0] == theirs:
        return "DIFFERENT"
    first, other = json.loads(ours), json.loads(theirs)
    if first[0][0] != other[0][0]:
        return "DIFFERENT"
    return "refused, with other faults after the first" if set(map(tuple, first)) != set(map(tuple, other)) else "equal"


def _described(made: Generated, answer: Answer, expected: Answer, took: float, *, small: bool) -> dict[str, Any]:
    least = shrunk(made, _differs) if small and _differs(made) else made
    case = Case.of(least)
    return {
        "document": json.loads(least.text),
        "versions": {url: version.label for url, version in case.versions.items()},
        "ours": found(least, case)[1],
        "theirs": oracle(least, case),
        "afresh": outcome(lambda: Canonicalizer(made.contexts).statements(case.tree, case.versions)).summary,
        "at first": [answer, expected],
        "seconds": round(took, 3),
        "whole": made.text.decode(),
    }


def _differs(made: Generated) -> bool:
    case = Case.of(made)
    return _verdict(found(made, case)[1], oracle(made, case)) == "DIFFERENT"


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def kept(path: Path | None, seed: str) -> dict[int, list[Answer | None]]:
    """The answers of the oracles that an earlier run wrote down, by the first number of their chunk."""
    if path is None or not path.exists():
        return {}
    chunks = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {chunk["first"]: chunk["answers"] for chunk in chunks if chunk["seed"] == seed}


def run(options: argparse.Namespace) -> Counter[str]:
    counts: Counter[str] = Counter()
    known = kept(options.answers, options.seed)
    with ProcessPoolExecutor(options.jobs, initializer=_quiet) as pool:
        for tally in _tallies(pool, options, known):
            counts += tally.counts
            if options.answers is not None and tally.first not in known:
                line = {"seed": options.seed, "first": tally.first, "answers": tally.answers}
                with options.answers.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(line) + "\n")
            for difference in tally.differences:
                options.differences.mkdir(parents=True, exist_ok=True)
                path = options.differences / f"{options.seed}-{difference['number']}.json"
                path.write_text(json.dumps(difference, indent=2, ensure_ascii=True) + "\n", encoding="utf-8")
            done = counts["accepted"] + counts["refused"]
            if not options.quiet and done % 5_000 < CHUNK:
                print(f"{done} documents, {counts['DIFFERENT']} different", flush=True)
    return counts


def _tallies(
    pool: ProcessPoolExecutor, options: argparse.Namespace, known: dict[int, list[Answer | None]]
) -> Iterator[Tally]:
    starts = range(options.first, options.first + options.documents, CHUNK)
    counts = [min(CHUNK, options.first + options.documents - start) for start in starts]
    answers = [known.get(start, []) for start in starts]
    given = [chunk if len(chunk) >= count else [] for chunk, count in zip(answers, counts, strict=True)]
    yield from pool.map(compared, [options.seed] * len(starts), starts, counts, given)


def _quiet() -> None:
    # PyLD warns of every word that looks like a keyword.
    warnings.simplefilter("ignore")
    os.nice(10)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=200_000)
    parser.add_argument("--first", type=int, default=0, help="the number of the first document")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--answers", type=Path, help="where the answers of the oracles are kept")
    parser.add_argument("--differences", type=Path, default=Path("differences"))
    parser.add_argument("--quiet", action="store_true", help="print nothing but the result")
    begun = time.monotonic()
    counts = run(parser.parse_args())
    for what, number in sorted(counts.items(), key=lambda item: -item[1]):
        print(f"{number:>9}  {what}")
    print(f"{time.monotonic() - begun:>9.0f}  seconds")
    return 1 if counts["DIFFERENT"] or counts["SLOW"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
