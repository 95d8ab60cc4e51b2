"""How files are checked: what was said on the command line, over what is said for a path, over what is said for all."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace

from microcred.lint.finding import Severity
from microcred.lint.globs import fits

__all__ = ["PerPath", "Settings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How files are checked; what is ``None`` was not said.

    ``select`` and ``ignore`` are codes and families of codes. ``severity`` are pairs of a code or family and its
    severity, ``contexts`` pairs of a URL and the bytes of the JSON-LD context that stands there. ``exclude`` are
    patterns of paths that are passed over, relative to ``root``, the folder of the configuration. A run fails from
    ``fail_on`` on. Later entries of ``per_path`` count more.
    """

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    severity: tuple[tuple[str, str], ...] = ()
    unsigned: bool | None = None
    compat: tuple[str, ...] | None = None
    contexts: tuple[tuple[str, bytes], ...] = ()
    exclude: tuple[str, ...] = ()
    fail_on: Severity | None = None
    baseline: str | None = None
    per_path: tuple[PerPath, ...] = ()
    root: str | None = None

    def over(self, lower: Settings) -> Settings:
        """These settings where they say something, and those of ``lower`` elsewhere.

        What is left out, severities, contexts and exclusions add up.
        """
        return replace(
            lower,
            select=lower.select if self.select is None else self.select,
            ignore=tuple(dict.fromkeys((*lower.ignore, *self.ignore))),
            severity=(*lower.severity, *self.severity),
            unsigned=lower.unsigned if self.unsigned is None else self.unsigned,
            compat=lower.compat if self.compat is None else self.compat,
            contexts=(*lower.contexts, *self.contexts),
            exclude=(*lower.exclude, *self.exclude),
            fail_on=self.fail_on or lower.fail_on,
            baseline=self.baseline or lower.baseline,
            per_path=(*lower.per_path, *self.per_path),
        )

    def of_path(self, path: str) -> Settings:
        """What counts for one file: these settings, and over them those of each ``per_path`` that means it."""
        if not self.per_path:
            return self
        found, name = self, self.relative(path)
        for entry in self.per_path:
            if name is not None and fits(entry.path, name):
                found = entry.settings.over(found)
        return replace(found, per_path=())

    def excludes(self, path: str) -> bool:
        """Whether a file or folder is to be passed over."""
        name = self.relative(path) if self.exclude else None
        return name is not None and any(fits(pattern, name) for pattern in self.exclude)

    def relative(self, path: str) -> str | None:
        """A path as patterns see it: relative to the folder of the configuration; ``None`` for one outside of it."""
        relative = os.path.relpath(path, self.root or ".").replace(os.sep, "/")
        return None if relative.startswith("../") or relative in (".", "..") else relative


@dataclass(frozen=True, slots=True)
class PerPath:
    """Settings for the files that a pattern means."""

    path: str
    settings: Settings = field(default_factory=Settings)
