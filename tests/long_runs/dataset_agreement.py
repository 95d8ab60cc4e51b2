"""Hold RDFC-1.0 on generated datasets, whose blank nodes are hard to tell apart, against rdf-canonize and itself.

    npm install rdf-canonize@5.0.0      # in a folder of its own, FOLDER
    python tests/long_runs/dataset_agreement.py --node FOLDER --datasets 10000 --seed 1

Each dataset is also renamed and reordered, which may not change a byte of a dataset in one graph. In several graphs the
algorithm of the standard does not always keep this promise: the hash of a related node (RDFC-1.0, 4.7) leaves out which
of the graphs the two are related in, and rdf-canonize then depends on the order as well. Such datasets are counted by
themselves, and in some order both have to find the same text. Small datasets are held against pyoxigraph as well, but
for those in which a node is related to another twice, which it counts once. Ends with exit status 1 if anything
differed.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1]))

from generated_datasets import dataset, renamed
from microcred.canonical.dataset import Statement
from microcred.canonical.rdfc10 import canonicalize_dataset, nquads
from microcred.errors import UnsupportedError
from oxigraph import by_oxigraph
from plain_rdfc10 import is_related_twice

_NODE = shutil.which("node") or "node"
CHUNK = 500
SMALL = 24
"""How many statements pyoxigraph is asked about, which takes any time."""
RENAMED = 3
"""How often each dataset is renamed and put in another order."""


def canonical(statements: Sequence[Statement]) -> str | None:
    """The canonical text, or ``None`` where it would take too much work."""
    try:
        return canonicalize_dataset(statements).text
    except UnsupportedError:
        return None


def canonized(datasets: Sequence[Sequence[Statement]], node: Path, milliseconds: int) -> list[str | None]:
    """The same by rdf-canonize, where it is done in time."""
    script = Path(__file__).with_name("rdf_canonize.mjs")
    texts = json.dumps(["".join(nquads(statements, {})) for statements in datasets])
    found = subprocess.run(
        [_NODE, str(script), str(milliseconds)], cwd=node, input=texts, capture_output=True, text=True, check=True
    )
    results: list[str | None] = json.loads(found.stdout)
    return results


def compared(options: argparse.Namespace, first: int, count: int) -> Counter[str]:
    counts: Counter[str] = Counter()
    datasets = [dataset(Random(f"{options.seed}:{number}")) for number in range(first, first + count)]
    theirs = canonized(datasets, options.node, options.milliseconds)
    for number, (statements, expected) in enumerate(zip(datasets, theirs, strict=True), start=first):
        begun = time.process_time()
        ours = canonical(statements)
        counts["slower than 0.2 s"] += time.process_time() - begun > 0.2
        counts["canonicalized" if ours is not None else "refused as too much work"] += 1
        texts = {ours, *(canonical(renamed(Random(turn), statements)) for turn in range(RENAMED))}
        several = len({graph for *_, graph in statements}) > 1
        if len(texts) > 1 and not several:
            counts["DIFFERENT when renamed"] += 1
            print(f"dataset {number} changes when renamed: {statements}")
        if expected is None or ours is None:
            counts["not compared, too much work for one of the two"] += 1
        elif expected != ours and several:
            orders = [renamed(Random(turn), statements) for turn in range(10 * RENAMED)]
            texts |= {canonical(order) for order in orders}
            if texts & set(canonized(orders, options.node, options.milliseconds)):
                texts.add(expected)
        if len(texts) > 1:
            counts["in several graphs, with more than one text"] += 1
        if ours is not None and len(statements) <= SMALL and not is_related_twice(statements):
            counts["compared with pyoxigraph"] += 1
            # Where a dataset has several texts, it says now one and now another.
            found = {by_oxigraph(statements)}
            if several and not found & texts:
                orders = [renamed(Random(turn), statements) for turn in range(10 * RENAMED)]
                found |= {by_oxigraph(order) for order in orders}
                texts |= {canonical(order) for order in orders}
            if not found & texts:
                counts["DIFFERENT from pyoxigraph"] += 1
                print(f"dataset {number} differs from pyoxigraph: {statements}")
        if expected is not None and ours is not None and expected not in texts:
            counts["DIFFERENT from rdf-canonize"] += 1
            print(f"dataset {number} differs from rdf-canonize: {statements}")
    return counts


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--node", type=Path, required=True, help="the folder in which rdf-canonize is installed")
    parser.add_argument("--datasets", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0, help="the number of the first dataset")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--milliseconds", type=int, default=2_000, help="how long rdf-canonize may take for one")
    options = parser.parse_args()
    counts: Counter[str] = Counter()
    last = options.first + options.datasets
    for first in range(options.first, last, CHUNK):
        counts += compared(options, first, min(CHUNK, last - first))
    for what, number in sorted(counts.items(), key=lambda item: -item[1]):
        print(f"{number:>9}  {what}")
    return 1 if any(what.startswith("DIFFERENT") for what in counts) else 0


if __name__ == "__main__":
    raise SystemExit(main())
