"""Send a server as many made-up requests as there is time for, and see that it answers as its description says.

    python tests/long_runs/described_api.py --requests 2000 --seed 1 [PATH …]

Each operation of the description, or each of the paths that are named, gets so many requests: as they are described,
and not; with documents of the server, and without. What is reported is an answer that is a 5xx, or one of a status,
media type or shape that the description does not have. Ends with exit status 1 if there was any.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))

from schema_runs import Described


def run(requests: int, start: int, paths: list[str]) -> int:
    failed = 0
    with TemporaryDirectory() as folder:
        described = Described.of(Path(folder))
        for operation in described.operations():
            if paths and operation.path not in paths:
                continue
            begun = time.monotonic()
            try:
                described.ask(operation, examples=requests, start=start)
            except BaseExceptionGroup as found:
                failed += 1
                print(f"{operation.label}: {found!s:.4000}")
            print(f"{operation.label}: {requests} requests, {time.monotonic() - begun:.1f} s", flush=True)
    return 1 if failed else 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("paths", nargs="*")
    asked = parser.parse_args()
    sys.exit(run(asked.requests, asked.seed, asked.paths))


if __name__ == "__main__":
    main()
