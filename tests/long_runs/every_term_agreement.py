"""Hold every term of every bundled context against PyLD: each scope, each form, each version, behind other contexts.

    python tests/long_runs/every_term_agreement.py --jobs 2

Each use of a term is a document of its own, so that what is refused is compared as well; what is accepted is compared
once more in one document, up to the canonical bytes. Ends with exit status 1 if anything differed.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
import warnings
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from agreement import Case, Reference, outcome
from every_term import Use, combinations, document, selections, uses
from generated_contexts import vocabulary
from microcred.canonical import Canonicalizer
from microcred.canonical.rdfc10 import canonicalize_dataset
from microcred.contexts import BUNDLED

TOGETHER = 40
"""How many uses stand in one document, when they are compared once more."""


@cache
def engines() -> tuple[Canonicalizer, Reference]:
    return Canonicalizer(BUNDLED), Reference(BUNDLED)


def compared(urls: tuple[str, ...], choice: int) -> tuple[Counter[str], list[str]]:
    """All uses of the terms of the last context, behind the others."""
    ours, reference = engines()
    counts: Counter[str] = Counter()
    differences: list[str] = []
    accepted: list[Use] = []
    for use in uses(vocabulary(urls[-1:])):
        case = Case.of(document(urls, [use], choice))
        found = outcome(lambda: ours.statements(case.tree, case.versions))  # noqa: B023 - called at once
        expected = reference.statements(case.tree, case.versions)
        counts["accepted" if found.statements is not None else f"refused for {found.faults[0][0]}"] += 1
        if not found.agrees_with(expected):
            differences.append(f"{case.text.decode()}\n  {found.summary}\n  {expected.summary}")
        elif found.statements is not None:
            accepted.append(use)
    for start in range(0, len(accepted), TOGETHER):
        case = Case.of(document(urls, accepted[start : start + TOGETHER], choice))
        found = outcome(lambda: ours.statements(case.tree, case.versions))  # noqa: B023 - called at once
        counts["documents with many uses"] += 1
        if found.statements is None or canonicalize_dataset(found.statements).text != reference.canonical(case):
            differences.append(f"{case.text.decode()}\n  {found.summary}\n  canonical bytes")
    return counts, differences


def _quiet() -> None:
    # PyLD warns of every word that looks like a keyword.
    warnings.simplefilter("ignore")
    os.nice(10)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", default="", help="a part of the URLs to look at")
    options = parser.parse_args()
    begun = time.monotonic()
    urls = [urls for url in sorted(BUNDLED.urls()) if options.only in url for urls in combinations(url)]
    tasks = [(combination, choice) for combination in urls for choice in range(selections(combination))]
    counts: Counter[str] = Counter({"combinations of contexts and versions": len(tasks)})
    with ProcessPoolExecutor(options.jobs, initializer=_quiet) as pool:
        for found, differences in pool.map(compared, *zip(*tasks, strict=True)):
            counts += found
            counts["DIFFERENT"] += len(differences)
            for difference in differences[:5]:
                print(difference, flush=True)
    for what, number in sorted(counts.items(), key=lambda item: -item[1]):
        print(f"{number:>9}  {what}")
    print(f"{time.monotonic() - begun:>9.0f}  seconds")
    return 1 if counts["DIFFERENT"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
