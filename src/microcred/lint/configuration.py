"""What a repository says once about how its files are to be checked: ``[tool.microcred]`` or ``.microcred.toml``."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from microcred.errors import UsageError
from microcred.lint.finding import Severity
from microcred.lint.selection import check_codes
from microcred.lint.settings import PerPath, Settings

__all__ = ["OWN", "PROJECT", "find_settings", "read_settings"]

OWN: Final = ".microcred.toml"
"""A configuration of nothing but microcred."""
PROJECT: Final = "pyproject.toml"
"""One that many tools share: here it is the table ``[tool.microcred]``."""

_MAX_BYTES: Final = 1_000_000


def find_settings(start: Path) -> Settings:
    """The settings of the nearest configuration, in the folder ``start`` or in one around it.

    Raises :class:`~microcred.errors.UsageError` for one that cannot be used.
    """
    folder = start.absolute()
    for around in (folder, *folder.parents):
        if (own := around / OWN).is_file():
            return read_settings(own)
        project = around / PROJECT
        if project.is_file() and _has_table(project):
            return read_settings(project)
    return Settings()


def read_settings(file: Path) -> Settings:
    """The settings in one file: the table ``[tool.microcred]`` of a pyproject.toml, or all of any other."""
    found = _parsed(file)
    if file.name == PROJECT:
        tool = found.get("tool", {})
        found = tool.get("microcred", {}) if isinstance(tool, dict) else {}
    return _Reader(file).settings(found, _KEYS, "")


def _has_table(project: Path) -> bool:
    return b"microcred" in project.read_bytes()[:_MAX_BYTES] and "microcred" in _parsed(project).get("tool", {})


def _parsed(file: Path) -> dict[str, Any]:
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
        values: dict[str, Any] = {"root": str(self.file.parent)}
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

    def path(self, where: str, value: Any) -> str:
        if not isinstance(value, str):
            raise self.refused(f"{where} is {value!r:.60}, wanted the path of a file")
        return str(self.file.parent / value)

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
