"""The loop of a worker: a process for one contender, which is told what to do on stdin and answers on stdout.

Requests and answers are JSON, one to a line. ``prepare`` reads records, sees to it that the contender does what will be
timed, and warms it up; ``time`` makes calls for a while and answers how long each took; ``peak`` verifies records one
after the other and answers how much memory the process has needed at most. ``worker.mjs`` does the same in Node.js.

A record is ``{"document": …, "seed": …, "public": …, "sealed": …}``: a credential without a proof, the Ed25519 key of
its issuer in hexadecimal, and the text of the same credential sealed by microcred.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter_ns, process_time_ns
from typing import Any, ClassVar

Record = dict[str, Any]


class Contender:
    """What a worker times. Whatever ``sealed`` and ``unsealed`` do is not part of it."""

    versions: ClassVar[dict[str, str]]

    def sealed(self, record: Record) -> Any:
        """What ``verify`` takes."""
        return record["sealed"]

    def tampered(self, sealed: Any) -> Any:
        """The same, saying something else than what was signed."""
        document = json.loads(sealed)
        document["name"] += ", with honours"
        return json.dumps(document)

    def verify(self, sealed: Any) -> bool:
        """Whether the proof holds, from the text of the credential."""
        raise NotImplementedError

    def unsealed(self, record: Record) -> Any:
        """What ``sign`` takes: a document that was read, and a key that was read."""
        raise NotImplementedError

    def sign(self, unsealed: Any) -> Any:
        """The document with a proof."""
        raise NotImplementedError

    def text(self, signed: Any) -> Any:
        """What ``sign`` gives, as ``verify`` takes it."""
        return json.dumps(signed)


def serve(contender: Contender) -> None:
    """Answer requests until there are no more."""
    call: Callable[[Any], object]
    inputs: Iterator[Any]
    for line in sys.stdin:
        request = json.loads(line)
        match request["do"]:
            case "prepare":
                call = _call(contender, request["task"])
                inputs, example = _inputs(contender, request)
                _times(call, inputs, request["seconds"])
                answer: dict[str, Any] = {"versions": contender.versions, "example": example}
            case "time":
                answer = _times(call, inputs, request["seconds"])
            case "peak":
                verify = _call(contender, "verify")
                for record in _records(request):
                    verify(contender.sealed(record))
                answer = {"bytes": peak_memory()}
        print(json.dumps(answer), flush=True)


def _call(contender: Contender, task: str) -> Callable[[Any], object]:
    """The call to time: whatever is not ``sign`` verifies, and has to find each time that the seal holds."""
    made: Callable[[Any], Any] = getattr(contender, task)

    def verified(sealed: Any) -> None:
        if not made(sealed):
            raise SystemExit(f"{task}: a sealed credential was refused")

    return made if task == "sign" else verified


def _inputs(contender: Contender, request: Record) -> tuple[Iterator[Any], str | None]:
    """The inputs of a task, round and round, and a sealed credential that was found to hold.

    A document to sign is read anew for each call, before it is timed: an object could remember what was made of it.
    """
    records = list(_records(request))
    inputs: Iterator[Any]
    if request["task"] == "sign":
        inputs = map(contender.unsealed, cycle(records))
        example, verify = contender.text(contender.sign(next(inputs))), contender.verify
    else:
        prepared = [contender.sealed(record) for record in records]
        inputs = cycle(prepared)
        example, verify = prepared[0], getattr(contender, request["task"])
    if not verify(example):
        raise SystemExit("a sealed credential was refused")
    if verify(contender.tampered(example)):
        raise SystemExit("a credential that was changed was taken for good")
    return inputs, example if isinstance(example, str) else None


def _records(request: Record) -> Iterator[Record]:
    with Path(request["path"]).open(encoding="utf-8") as lines:
        yield from map(json.loads, islice(lines, request["count"]))


def _times(call: Callable[[Any], object], inputs: Iterator[Any], seconds: float) -> dict[str, Any]:
    """How long each call took, and how long on the processor, all threads together; in nanoseconds.

    As many calls as begin within so many seconds, and at least three.
    """
    elapsed, busy = [], []
    end = perf_counter_ns() + int(seconds * 1e9)
    while len(elapsed) < 3 or perf_counter_ns() < end:
        given = next(inputs)
        before, begun = process_time_ns(), perf_counter_ns()
        call(given)
        elapsed.append(perf_counter_ns() - begun)
        busy.append(process_time_ns() - before)
    return {"elapsed": elapsed, "busy": busy}


def peak_memory() -> int:
    """The most memory that this process has had in use, in bytes.

    On Linux ``ru_maxrss`` begins with what the process was before it became this program, so there it is not asked.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        found = next(line for line in status.read_text(encoding="utf-8").splitlines() if line.startswith("VmHWM:"))
        return int(found.split()[1]) * 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
