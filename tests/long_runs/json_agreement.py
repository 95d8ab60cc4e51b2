"""Hold the gate, and how JCS writes numbers, against Node.js; the gate also against the readers of Python.

    python tests/long_runs/json_agreement.py --texts 200000 --doubles 2000000 --seed 1

What the gate accepts, ``JSON.parse`` has to read as the same values, and what it calls no JSON, nobody reads. Doubles
of all magnitudes are written as ``JSON.stringify`` writes them (RFC 8785, 3.2.2.3). Ends with exit status 1 if anything
differed.
"""

from __future__ import annotations

import argparse
import base64
import json
import math
import shutil
import struct
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import orjson

sys.path.insert(0, str(Path(__file__).parents[1]))

from json_texts import ACCEPTED, REFUSED, alike, damaged, disagreements, gate
from microcred.canonical.jcs import number_text
from microcred.errors import DocumentError

_NODE = shutil.which("node") or "node"
CHUNK = 50_000
READ = ("document.not-json", "document.not-utf-8", "document.empty")
"""What the gate says of a text that nobody is to read."""


def asked(lines: Sequence[str]) -> list[str]:
    script = Path(__file__).with_name("json_answers.mjs")
    text = "\n".join(lines)
    found = subprocess.run([_NODE, str(script)], input=text, capture_output=True, text=True, check=True)
    return found.stdout.split("\n")[:-1]


def unmarked(value: Any) -> Any:
    match value:
        case {"n": bits}:
            return struct.unpack(">d", bytes.fromhex(bits))[0]
        case {"o": members}:
            return {name: unmarked(member) for name, member in members}
        case list():
            return [unmarked(element) for element in value]
        case _:
            return value


def ordered(value: Any) -> Any:
    """The same with the members of objects in one order."""
    match value:
        case dict():
            return {name: ordered(value[name]) for name in sorted(value)}
        case list():
            return [ordered(element) for element in value]
        case _:
            return value


def texts(seed: str, count: int) -> Iterator[bytes]:
    yield from ACCEPTED.values()
    yield from (text for text, _ in REFUSED.values())
    for number in range(count):
        yield damaged(Random(f"{seed}:{number}"))


def compare_texts(chunk: Sequence[bytes], counts: Counter[str]) -> None:
    readers = {"json": lambda text: json.loads(text.decode(), parse_constant=_refuse), "orjson": orjson.loads}
    for found in disagreements(iter(chunk), readers):
        counts["DIFFERENT, of Python's readers"] += 1
        print(found)
    answers = asked([f"T{base64.b64encode(text).decode()}" for text in chunk])
    for text, answer in zip(chunk, answers, strict=True):
        try:
            ours, code = gate(text), ""
        except DocumentError as error:
            ours, code = None, error.code
        counts[f"texts: {code or 'accepted'}"] += 1
        theirs = None if answer == "refused" else ordered(unmarked(json.loads(answer)))
        if code in READ and theirs is not None:
            counts["DIFFERENT"] += 1
            print(f"Node.js reads {text!r}, the gate says {code}")
        elif not code and not alike(ordered(ours), theirs):
            counts["DIFFERENT"] += 1
            print(f"Node.js reads {text!r} as {theirs!r}, the gate as {ours!r}")


def _refuse(name: str) -> Any:
    raise ValueError(name)


def doubles(rnd: Random, count: int) -> Iterator[float]:
    """Doubles of all kinds: any bits, the neighbours of powers of ten and two, whole numbers, few digits."""
    made = 0
    while made < count:
        match rnd.randrange(5):
            case 0 | 1:
                number = struct.unpack(">d", rnd.randbytes(8))[0]
            case 2:
                number = math.nextafter(float(f"1e{rnd.randint(-323, 308)}"), rnd.choice((0.0, 1e308)))
            case 3:
                number = math.ldexp(rnd.choice((1.0, 1 + 2**-52, 2 - 2**-52)), rnd.randint(-1074, 1023))
            case _:
                number = float(
                    f"{rnd.choice(('', '-'))}{rnd.randint(0, 10 ** rnd.randint(1, 22))}e{rnd.randint(-30, 30)}"
                )
        if math.isfinite(number):
            made += 1
            yield number


def compare_doubles(numbers: Sequence[float], counts: Counter[str]) -> None:
    answers = asked([f"D{struct.pack('>d', number).hex()}" for number in numbers])
    for number, answer in zip(numbers, answers, strict=True):
        counts["doubles"] += 1
        if number_text(number) != answer:
            counts["DIFFERENT"] += 1
            print(f"{number.hex()} is {answer} to Node.js, and {number_text(number)} here")


def chunks(items: Iterator[Any]) -> Iterator[list[Any]]:
    chunk = []
    for item in items:
        chunk.append(item)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=200_000)
    parser.add_argument("--doubles", type=int, default=2_000_000)
    parser.add_argument("--seed", default="1")
    options = parser.parse_args()
    begun, counts = time.monotonic(), Counter[str]()
    for chunk in chunks(texts(options.seed, options.texts)):
        compare_texts(chunk, counts)
    for numbers in chunks(doubles(Random(options.seed), options.doubles)):
        compare_doubles(numbers, counts)
    for what, number in sorted(counts.items(), key=lambda item: -item[1]):
        print(f"{number:>9}  {what}")
    print(f"{time.monotonic() - begun:>9.0f}  seconds")
    return 1 if any(what.startswith("DIFFERENT") for what in counts) else 0


if __name__ == "__main__":
    raise SystemExit(main())
