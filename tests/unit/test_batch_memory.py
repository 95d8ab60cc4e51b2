"""A batch needs no more memory for many than for few; ``tests/long_batch.py`` is the long form of this."""

from __future__ import annotations

import gc
import itertools
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from batches import GOOD, name_of, verifier
from cli_runs import NOW, run
from microcred.batch import verify_many


def sources() -> Iterator[bytes]:
    """As many as anybody wants, and no two of them one object."""
    return (GOOD[:-1] + b" " * (1 + number % 7) + b"}" for number in itertools.count())


def test_an_endless_batch_holds_what_is_under_way_and_nothing_else() -> None:
    with ThreadPoolExecutor(2) as pool:
        results = verify_many(sources(), verifier(), keep=name_of, executor=pool, chunk=4, window=4)
        list(itertools.islice(results, 60))
        tracemalloc.start()
        try:
            list(itertools.islice(results, 40))
            gc.collect()
            before, _ = tracemalloc.get_traced_memory()
            list(itertools.islice(results, 200))
            gc.collect()
            after, _ = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        results.close()
    assert after - before < 40 * len(GOOD)


def test_the_command_reads_one_line_after_the_other(tmp_path: Path) -> None:
    line = b" ".join(GOOD.split(b"\n")) + b"\n"
    few, many = tmp_path / "few.jsonl", tmp_path / "many.jsonl"
    few.write_bytes(line * 20)
    many.write_bytes(line * 300)
    peaks = []
    for number, source in enumerate((few, few, many)):
        tracemalloc.start()
        try:
            found = run("batch", "verify", source, "--offline", "--at", NOW, "--jobs", "1", "-o", f"{source}.{number}")
            peaks.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()
        assert found.code == 0
    assert peaks[2] - peaks[1] < 100 * len(line)
