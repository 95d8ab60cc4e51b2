"""What a repository says once about how its files are to be checked: ``[tool.microcred]`` or ``.microcred.toml``."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from microcred.errors import UsageError
from microcred.lint.finding import Severity
from microcred.lint.globs import fits
from microcred.lint.selection import check_codes

__all__ = ["PerPath", "Settings", "find_settings"]

_MAX_BYTES: Final = 1_000_000
_OWN: Final = ".microcred.toml"
_PROJECT: Final = "pyproject.toml"


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
    baseline: Path | None = None
    per_path: tuple[PerPath, ...] = ()
    root: Path | None = None

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

    def of_path(self, path: Path) -> Settings:
        """What counts for one file: these settings, and over them those of each ``per_path`` that means it."""
        if not self.per_path:
            return self
        found, name = self, self.relative(path)
        for entry in self.per_path:
            if name is not None and fits(entry.path, name):
                found = entry.settings.over(found)
        return replace(found, per_path=())

    def excludes(self, path: Path) -> bool:
        """Whether a file or folder is to be passed over."""
        name = self.relative(path) if self.exclude else None
        return name is not None and any(fits(pattern, name) for pattern in self.exclude)

    def relative(self, path: Path) -> str | None:
        """A path as patterns see it: relative to the folder of the configuration; ``None`` for one outside of it."""
        import os

        root = os.path.abspath(self.root or Path.cwd())  # noqa: PTH100 - links stay as they are
        absolute = os.path.abspath(path)  # noqa: PTH100
        relative = Path(os.path.relpath(absolute, root)).as_posix()
        return None if relative.startswith("../") or relative in (".", "..") else relative


@dataclass(frozen=True, slots=True)
class PerPath:
    """Settings for the files that a pattern means."""

    path: str
    settings: Settings = field(default_factory=Settings)


def find_settings(start: Path) -> Settings:
    """The settings of the nearest configuration, in the folder ``start`` or in one around it.

    Raises :class:`~microcred.errors.UsageError` for one that cannot be used.
    """
    folder = start.absolute()
    for around in (folder, *folder.parents):
        if (own := around / _OWN).is_file():
            return read_settings(own)
        project = around / _PROJECT
        if project.is_file() and _has_table(project):
            return read_settings(project)
    return Settings()


def read_settings(file: Path) -> Settings:
    """The settings in one file: the table ``[tool.microcred]`` of a pyproject.toml, or all of any other."""
    found = _parsed(file)
    if file.name == _PROJECT:
        tool = found.get("tool", {})
        found = tool.get("microcred", {}) if isinstance(tool, dict) else {}
    return _Reader(file).settings(found, _KEYS, "")


def _has_table(project: Path) -> bool:
    return b"microcred" in project.read_bytes()[:_MAX_BYTES] and "microcred" in _parsed(project).get("tool", {})


def _parsed(file: Path) -> dict[str, Any]:
    import tomllib

    try:
        content = file.read_bytes()
        if len(content) > _MAX_BYTES:
            raise ValueError(f"it has more than {_MAX_BYTES} bytes")
        return tomllib.loads(content.decode())
    except (OSError, ValueError, RecursionError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError("usage.bad-configuration", f"cannot read {str(file)!r:.200}: {reason:.200}") from error


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one configuration; whatever it says that is not understood is refused, with its place."""

    file: Path

    def settings(self, table: Any, keys: Mapping[str, _Read], where: str) -> Settings:
        """A table as settings."""
        if not isinstance(table, dict):
            raise self.refused(f"{where or 'tool.microcred'} is {table!r:.60}, wanted a table")
        values: dict[str, Any] = {"root": self.file.parent}
        for key, value in table.items():
            if key not in keys:
                near = difflib.get_close_matches(key, keys, n=1)
                hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(keys)}"
                raise self.refused(f"there is no setting {where}{key!r:.80}", hint)
            if key != "path":
                values[key.replace("-", "_")] = keys[key](self, f"{where}{key}", value)
        return Settings(**values)

    def codes(self, where: str, value: Any) -> tuple[str, ...]:
        found = self.texts(where, value)
        check_codes(found, f"{where} in {self.file.name}")
        return found

    def texts(self, where: str, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self.refused(f"{where} is {value!r:.60}, wanted an array of texts")
        return tuple(value)

    def flag(self, where: str, value: Any) -> bool:
        if not isinstance(value, bool):
            raise self.refused(f"{where} is {value!r:.60}, wanted true or false")
        return value

    def level(self, where: str, value: Any) -> Severity:
        if value not in list(Severity):
            raise self.refused(f"{where} is {value!r:.60}, wanted {' or '.join(Severity)}")
        return Severity(value)

    def levels(self, where: str, value: Any) -> tuple[tuple[str, str], ...]:
        if not isinstance(value, dict):
            raise self.refused(f"{where} is {value!r:.60}, wanted a table of codes with their severities")
        check_codes(value, f"{where} in {self.file.name}")
        return tuple((code, self.level(f"{where}.{code}", each).value) for code, each in value.items())

    def contexts(self, where: str, value: Any) -> tuple[tuple[str, bytes], ...]:
        if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
            raise self.refused(f"{where} is {value!r:.60}, wanted a table of URLs with the paths of their contexts")
        return tuple((url, self._context(name)) for url, name in value.items())

    def _context(self, name: str) -> bytes:
        try:
            return (self.file.parent / name).read_bytes()
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise self.refused(f"cannot read the context {name!r:.200}: {reason}") from error

    def path(self, where: str, value: Any) -> Path:
        if not isinstance(value, str):
            raise self.refused(f"{where} is {value!r:.60}, wanted the path of a file")
        return self.file.parent / value

    def per_path(self, where: str, value: Any) -> tuple[PerPath, ...]:
        if not isinstance(value, list) or not all(
            isinstance(each, dict) and isinstance(each.get("path"), str) for each in value
        ):
            raise self.refused(f"{where} is {value!r:.60}, wanted tables, each with a path")
        return tuple(PerPath(each["path"], self.settings(each, _PER_PATH_KEYS, f"{where}.")) for each in value)

    def refused(self, what: str, hint: str | None = None) -> UsageError:
        return UsageError("usage.bad-configuration", f"{str(self.file)!r:.200}: {what}", hint=hint)


_Read: TypeAlias = Callable[[_Reader, str, Any], Any]

_PER_PATH_KEYS: Final[Mapping[str, _Read]] = MappingProxyType(
    {
        "path": _Reader.path,
        "select": _Reader.codes,
        "ignore": _Reader.codes,
        "severity": _Reader.levels,
        "unsigned": _Reader.flag,
        "compat": _Reader.texts,
        "contexts": _Reader.contexts,
    }
)
_KEYS: Final[Mapping[str, _Read]] = MappingProxyType(
    {
        **{key: read for key, read in _PER_PATH_KEYS.items() if key != "path"},
        "exclude": _Reader.texts,
        "fail-on": _Reader.level,
        "baseline": _Reader.path,
        "per-path": _Reader.per_path,
    }
)
