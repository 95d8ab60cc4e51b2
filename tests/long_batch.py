"""The long check of batches, which is too long for every change: many badges, and memory that stays flat.

    PYTHONPATH=src python tests/long_batch.py [BADGES] [JOBS]

It writes a file of so many badges (100 000, if nothing is said), has ``microcred batch verify`` verify it, and reads
off Linux what memory the command and its workers have after each tenth of the way. It ends with 1 if they have more
than 20 MB more later on than after the second tenth. The short form is in ``tests/unit/test_batch_memory.py``.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from badges import sealed, unsigned
from batches import GOOD, TAMPERED
from cli_runs import NOW, run_process

_ALLOWED = 20_000_000


def main(badges: int = 100_000, jobs: int = 2) -> int:
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder, "badges.jsonl"), Path(folder, "reports.jsonl")
        write(source, badges)
        begun = time.monotonic()
        process = run_process("batch", "verify", source, "--offline", "--at", NOW, "--jobs", str(jobs), "-o", out)
        memory = watched(process, out, badges)
        _, words = process.communicate()
        seconds = time.monotonic() - begun
        with out.open("rb") as file:
            reports = sum(1 for _ in file)
    print(words.decode().strip())
    print(f"{reports} reports in {seconds:.0f} s: {seconds / badges * 1e6:.0f} µs each, with {jobs} processes")
    # After the last tenth, workers are ending already.
    grown = max(memory[2:9]) - memory[1]
    print(f"{grown / 1e6:+.1f} MB at most from the second tenth to the ninth")
    return int(reports != badges or grown > _ALLOWED)


def write(source: Path, badges: int) -> None:
    """A few badges, again and again."""
    few = [sealed(unsigned(id=f"urn:example:{number}", name=f"Badge {number}")).raw for number in range(48)]
    lines = [b" ".join(badge.split(b"\n")) + b"\n" for badge in (*few, GOOD, TAMPERED)]
    with source.open("wb") as file:
        for number in range(badges):
            file.write(lines[number % len(lines)])


def watched(process: subprocess.Popen[bytes], out: Path, badges: int) -> list[int]:
    """The memory of all processes of the command, after each tenth of the way."""
    found: list[int] = []
    lines = read = 0
    while process.poll() is None:
        time.sleep(0.05)
        if not out.exists():
            continue
        with out.open("rb") as file:
            file.seek(read)
            for block in iter(lambda: file.read(1 << 20), b""):
                read, lines = read + len(block), lines + block.count(b"\n")
        if lines * 10 >= badges * (len(found) + 1):
            found.append(memory_of(process.pid))
            print(f"{lines:>9} done, {found[-1] / 1e6:7.1f} MB", flush=True)
    return found


def memory_of(pid: int) -> int:
    """The anonymous memory of a process and of all below it, in bytes."""
    total = 0
    for process in (pid, *below(pid)):
        try:
            fields = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) * 1024 for line in fields if line.startswith("RssAnon"))
    return total


def below(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
    except OSError:
        return []
    return [one for child in map(int, children) for one in (child, *below(child))]


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
