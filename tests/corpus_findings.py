"""What the linter says of the shared collection of credentials: the table of the reference, and how to write it anew.

``python tests/corpus_findings.py`` puts the table into ``docs/reference/findings.md``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from corpus import corpus_path, samples
from microcred.codes import codes
from microcred.lint import Finding, Linter

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "findings.md"
AS_OF = datetime(2026, 11, 22, tzinfo=UTC)
"""The day for which the outcomes of the collection were recorded."""

_BEGIN, _END = "<!-- the table begins -->", "<!-- the table ends -->"


@cache
def linter() -> Linter:
    return Linter(at=AS_OF)


@cache
def findings(file: str) -> tuple[Finding, ...]:
    """What is found in one file of the collection."""
    return tuple(linter().check(file, corpus_path(file).read_bytes()))


def table() -> str:
    """How many findings there are with each code, and in how many files; the most frequent one first."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    found = [each for sample in samples() for each in findings(sample["file"])]
    counts = Counter(each.code for each in found)
    files = Counter(code for code, _ in {(each.code, each.file) for each in found})
    clean = sum(not findings(sample["file"]) for sample in samples())
    yield f"{len(samples())} files, {len(found)} findings, {clean} files without any."
    yield ""
    yield "| code | severity | findings | files |"
    yield "|---|---|---:|---:|"
    for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield f"| [`{code}`](codes.md) {codes()[code].title} | {codes()[code].severity} | {count} | {files[code]} |"


def written() -> str:
    """The table that the page has."""
    return PAGE.read_text(encoding="utf-8").partition(f"{_BEGIN}\n")[2].partition(f"\n{_END}")[0]


def write() -> None:
    """Put the table into the page."""
    text = PAGE.read_text(encoding="utf-8")
    head, _, rest = text.partition(f"{_BEGIN}\n")
    PAGE.write_text(f"{head}{_BEGIN}\n{table()}\n{_END}{rest.partition(_END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    write()
