"""Findings that were there when somebody began: a file of them, and none of them is reported again.

A finding is known by its file, its code, its JSON Pointer and a digest of what stands there. It stays known when lines
are moved, and is reported when the value has become another one that is wrong as well.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from microcred.errors import UsageError
from microcred.lint.finding import Finding
from microcred.lint.output.run import STDIN

__all__ = ["Baseline"]

_MAX_BYTES: Final = 50_000_000
_FORMAT: Final = 1
_MEMBERS: Final = ("file", "code", "pointer", "value")


@dataclass(frozen=True)
class Baseline:
    """What is known, and how many times, each with its file relative to ``folder``, where the baseline lies."""

    folder: Path
    entries: Counter[tuple[str, ...]] = field(default_factory=Counter)

    @classmethod
    def read(cls, path: Path) -> Baseline:
        """Read a baseline; raises :class:`~microcred.errors.UsageError` for what is none."""
        try:
            content = path.read_bytes()
            if len(content) > _MAX_BYTES:
                raise ValueError(f"it has more than {_MAX_BYTES} bytes")
            found = json.loads(content)
            if not isinstance(found, dict) or found.get("baseline") != _FORMAT:
                raise ValueError(f'it is no JSON object with "baseline": {_FORMAT}')
            entries = [_entry(each) for each in found["findings"]]
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            reason = getattr(error, "strerror", None) or f"{type(error).__name__}: {error}"
            raise UsageError(
                "usage.bad-baseline",
                f"{str(path)!r:.200} cannot be used as a baseline: {reason:.200}",
                hint="--update-baseline writes one of what is found now",
            ) from error
        return cls(path.parent, Counter(entries))

    @classmethod
    def of(cls, findings: Iterable[Finding], path: str) -> Baseline:
        """The baseline that has all of these, and is to be written to ``path``."""
        empty = cls(Path(path).parent)
        return cls(empty.folder, Counter(empty._key(finding) for finding in findings))

    def known(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Those of the findings that are in the baseline, as many of each as it has."""
        left = Counter(self.entries)
        found = []
        for finding in findings:
            key = self._key(finding)
            if left[key] > 0:
                left[key] -= 1
                found.append(finding)
        return tuple(found)

    def to_json(self) -> bytes:
        """The baseline as it is written to its file: sorted, one finding on each line, so that changes are seen."""
        lines = [
            json.dumps(dict(zip(_MEMBERS, key, strict=True)), ensure_ascii=False)
            for key, count in sorted(self.entries.items())
            for _ in range(count)
        ]
        body = ",\n    ".join(lines)
        return f'{{\n  "baseline": {_FORMAT},\n  "findings": [\n    {body}\n  ]\n}}\n'.encode()

    def _key(self, finding: Finding) -> tuple[str, ...]:
        file = finding.file
        if file != STDIN:
            file = Path(os.path.relpath(finding.file, self.folder)).as_posix()
        onwards = "" if finding.inner_pointer is None else f"#{finding.inner_pointer}"
        return file, finding.code, f"{finding.pointer or ''}{onwards}", finding.value


def _entry(found: Mapping[str, Any]) -> tuple[str, ...]:
    if not all(isinstance(found[name], str) for name in _MEMBERS):
        raise ValueError(f"each finding has the texts {', '.join(_MEMBERS)}")
    return tuple(found[name] for name in _MEMBERS)
