"""The figures as Markdown, for the documentation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from benchmarks.contenders import YARDSTICK

Results = Mapping[str, Any]

_EACH = "Mean (median) µs for each credential, and how many times that of"
_ON_THE_PROCESSOR = (
    "Mean µs on the processor, all threads of a process together, and how many times that of the first row. Others at"
    " work on the machine disturb these figures least."
)
_PARTS = {
    "gate": "the gate: bytes, JSON, bounds",
    "key": "the key out of the issuer's DID",
    "document": "the document canonicalized",
    "options": "the proof options canonicalized",
    "hashes": "SHA-256 of both",
    "signature": "the signature",
    "rest of the proof": "all else that the proof needs",
    "proof only": "**the proof alone**",
    "model": "the model, and what deviates from it",
    "rest of the whole": "all else: trust, period, schema, endorsements, report",
    "whole": "**the whole verification**",
}


def markdown(results: Results) -> str:
    """Every section that was measured, as a table under a heading."""
    sections = {
        "verify": (
            "Verify, the proof alone",
            _compared,
            f"{_EACH} microcred",
        ),
        "sign": ("Sign", _compared, f"{_EACH} microcred"),
        "whole": (
            "The whole verification",
            _whole,
            f"{_EACH} the proof alone",
        ),
        "parts": ("Where the time goes", _parts, "Median µs"),
        "growth": ("Long credentials", _growth, "Parsing it and verifying its proof"),
        "hostile": ("Hostile datasets", _hostile, "Canonicalization alone"),
        "memory": ("Memory", _memory, "The most memory of a fresh process that verifies 200 typical credentials"),
        "processes": ("Processes", _processes, "Typical credentials through `ProcessPoolExecutor`"),
        "cold-start": ("Cold start", _starts, "From the start of a process to its verdict on a typical credential"),
    }
    parts = ["\n".join(_circumstances(results))]
    for name, (heading, table, caption) in sections.items():
        if name in results:
            parts.append(f"## {heading}\n\n{caption}.\n\n{_table(table(results[name]))}")
        if name in results and table in (_compared, _whole):
            parts.append(f"{_ON_THE_PROCESSOR}\n\n{_table(_on_the_processor(results[name]))}")
    return "\n\n".join(parts) + "\n"


def _table(rows: Iterable[tuple[str, ...]]) -> str:
    head, *body = rows
    rule = ("---", *("---:" for _ in head[1:]))
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *body))


def _circumstances(results: Results) -> Iterator[str]:
    machine = results["machine"]
    # A short call mostly fits between two interruptions, a long one never does: medians of a busy machine say little.
    busy = max(results["load_before"], results["load_after"]) > machine["cores"] / 2 + 1
    quick = ", in the quick extent, which is too short to be relied on" if machine["extent"] == "quick" else ""
    yield (
        f"Measured on {machine['date']} on {machine['cores']} cores of {machine['processor'] or 'an unknown processor'}"
        f" ({machine['system']}), {machine['python']}, with a load of {results['load_before']:.1f} before and"
        f" {results['load_after']:.1f} after{quick}."
    )
    if busy:
        yield "Others were at work on the machine: medians then flatter whoever is quick, and means include waiting."
    versions: dict[str, str] = {}
    for sizes in (results.get("verify", {}), results.get("sign", {})):
        for size in sizes.values():
            for found in size.values():
                versions |= found.get("versions", {})
    if versions:
        yield f"Versions: {', '.join(f'{name} {version}' for name, version in versions.items())}."
    for name, reason in {**results["unavailable"], **dict(_without_figures(results))}.items():
        yield f"Not measured: {name} ({reason})."


def _without_figures(found: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Who gave no answer somewhere, and why."""
    if isinstance(found, Mapping):
        if "unavailable" in found and isinstance(found["unavailable"], str):
            yield name, found["unavailable"]
        for inner, member in found.items():
            yield from _without_figures(member, inner)


def _compared(sizes: Results) -> Iterator[tuple[str, ...]]:
    yield "", *sizes
    names = list(dict.fromkeys(name for size in sizes.values() for name in size))
    for name in names:
        yield name, *(_cell(size.get(name), first=name == names[0]) for size in sizes.values())
    yield "microcred × raw Ed25519, by mean", *(_of_yardstick(size, "times_by_mean") for size in sizes.values())


def _on_the_processor(sizes: Results) -> Iterator[tuple[str, ...]]:
    yield "", *sizes
    names = list(dict.fromkeys(name for size in sizes.values() for name in size))
    for name in names:
        found = [size.get(name, {}) for size in sizes.values()]
        yield (
            name,
            *(
                f"{_number(one['processor_us'])}; {_times(one['times_by_processor'])}" if "calls" in one else "–"
                for one in found
            ),
        )
    if YARDSTICK.name in names:
        yield "microcred × raw Ed25519", *(_of_yardstick(size, "times_by_processor") for size in sizes.values())


def _of_yardstick(size: Results, by: str) -> str:
    found = size.get(YARDSTICK.name, {})
    return f"{1 / found[by]:.1f} ×" if by in found else "–"


def _cell(found: Results | None, *, first: bool = False) -> str:
    if found is None or "unavailable" in found:
        return "–"
    text = f"{_number(found['mean_us'])} ({_number(found['median_us'])})"
    if first:
        return f"**{text}**"
    return f"{text}; {_times(found['times_by_mean'])} ({_times(found['times_by_median'])})"


def _times(ratio: float) -> str:
    return f"{ratio:.2f} ×" if ratio < 3 else f"{ratio:.1f} ×"


def _whole(sizes: Results) -> Iterator[tuple[str, ...]]:
    yield "", *sizes
    first, *rest = next(iter(sizes.values()))
    yield first, *(_cell(size[first], first=True) for size in sizes.values())
    for name in rest:
        yield name, *(_cell(size[name]) for size in sizes.values())


def _parts(sizes: Results) -> Iterator[tuple[str, ...]]:
    yield "", *sizes
    for name, words in _PARTS.items():
        yield words, *(_number(size[name]) for size in sizes.values())


def _growth(rows: Results) -> Iterator[tuple[str, ...]]:
    yield "", "bytes", "statements", "ms", "µs for each statement", "outcome"
    for name, found in rows.items():
        yield (
            name,
            _number(found.get("bytes")),
            _number(found.get("statements")),
            _milliseconds(found.get("milliseconds")),
            f"{found['us_per_statement']:.2f}" if "us_per_statement" in found else "–",
            found["outcome"],
        )


def _hostile(rows: Results) -> Iterator[tuple[str, ...]]:
    yield "", "wanted", "ms", "outcome"
    for name, found in rows.items():
        yield name, found["wanted"], _milliseconds(found["milliseconds"]), found["outcome"]


def _memory(rows: Results) -> Iterator[tuple[str, ...]]:
    yield "", "MB"
    yield from ((name, f"{found['megabytes']:.0f}") for name, found in rows.items() if "megabytes" in found)


def _processes(rows: Results) -> Iterator[tuple[str, ...]]:
    yield "", "one process, a second", "two processes, a second", "two ÷ one"
    for name, found in rows.items():
        counts = _number(found["one_per_second"]), _number(found["two_per_second"])
        yield name, *counts, f"{found['ratio']:.2f}"


def _starts(rows: Results) -> Iterator[tuple[str, ...]]:
    yield "", "median ms", "least ms", "× microcred"
    for name, found in rows.items():
        if "times" in found:
            yield name, f"{found['median_ms']:.0f}", f"{found['least_ms']:.0f}", _times(found["times"])


def _milliseconds(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}" if value < 100 else _number(value)


def _number(value: float | None) -> str:
    """A whole number with a thin gap between thousands."""
    return "–" if value is None else f"{value:,.0f}".replace(",", "\N{NARROW NO-BREAK SPACE}")
