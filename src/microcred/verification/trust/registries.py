"""Lists of issuers, and lists of such lists, in the forms in which they are published; from bytes, without a network.

- text: one id on each line, and behind it the name by which the list knows the issuer; ``#`` begins a comment;
- JSON that maps ids to names;
- a registry as the Digital Credentials Consortium and LearnCard publish theirs:
  ``{"meta": {…}, "registry": {"did:…": {"name": …, "location": …, "url": …}}}``;
- a list of registries, as the same publish theirs: ``[{"name": …, "type": "dcc-legacy", "url": …}, …]``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from microcred.document import Document
from microcred.errors import DocumentError, UsageError

__all__ = ["MAX_LIST_BYTES", "RegistryEntry", "read_issuers", "read_registries"]

MAX_LIST_BYTES: Final = 2_000_000
_MAX_ISSUERS: Final = 50_000
_MAX_REGISTRIES: Final = 16
_MAX_NAME: Final = 300


@dataclass(frozen=True, slots=True)
class RegistryEntry:
    """One registry of a list: its name, how it is to be read, and where it is."""

    name: str
    kind: str
    url: str | None


def read_issuers(content: bytes, where: str) -> dict[str, str | None]:
    """The ids of a list, and the names by which it knows them; ``where`` is what to call it in a message.

    Raises :class:`~microcred.errors.UsageError` for what is in none of the forms, and for more than fits.
    """
    text = _text(content, where)
    if text.lstrip().startswith("["):
        raise _no_list(where, "is a list of registries, and a list of issuers was wanted", "TrustedRegistries reads it")
    named = _from_json(_tree(text, where), where) if text.lstrip().startswith("{") else _from_lines(text, where)
    if len(named) > _MAX_ISSUERS:
        raise _no_list(where, f"has {len(named)} issuers, at most {_MAX_ISSUERS} are read")
    return named


def read_registries(content: bytes, where: str) -> tuple[RegistryEntry, ...] | None:
    """The entries of a list of registries; ``None`` for any other content, which may be a list of issuers.

    Raises :class:`~microcred.errors.UsageError`.
    """
    text = _text(content, where)
    if not text.lstrip().startswith("["):
        return None
    # The gate reads objects, so the list becomes a member of one.
    entries = _tree(f'{{"registries": {text}}}', where)["registries"]
    if len(entries) > _MAX_REGISTRIES:
        raise _no_list(where, f"has {len(entries)} registries, at most {_MAX_REGISTRIES} are read")
    return tuple(_entry(entry, where) for entry in entries)


def _entry(entry: Any, where: str) -> RegistryEntry:
    members = entry if isinstance(entry, dict) else {}
    name, kind, url = members.get("name"), members.get("type", "dcc-legacy"), members.get("url")
    if not isinstance(name, str) or not isinstance(kind, str) or not isinstance(url, str | None):
        raise _no_list(where, 'has an entry that is not {"name": …, "type": …, "url": …}')
    return RegistryEntry(name[:_MAX_NAME], kind[:_MAX_NAME], url)


def _from_json(tree: Mapping[str, Any], where: str) -> dict[str, str | None]:
    registry = tree.get("registry")
    entries = registry if isinstance(registry, dict) else tree
    named = {issuer: entry.get("name") if isinstance(entry, dict) else entry for issuer, entry in entries.items()}
    if not all(isinstance(name, str | None) for name in named.values()):
        raise _no_list(where, "maps no issuer ids to names, and is no registry either")
    return {issuer: name[:_MAX_NAME] if name else None for issuer, name in named.items()}


def _from_lines(text: str, where: str) -> dict[str, str | None]:
    named: dict[str, str | None] = {}
    # At line feeds alone: a name may hold what else Python would begin a new line at, and whoever chose it another id.
    for line in text.split("\n"):
        entry = [] if line.lstrip().startswith("#") else line.partition(" #")[0].split(maxsplit=1)
        if entry and entry[0] in named:
            raise _no_list(where, f"has {entry[0][:120]!r} twice")
        if entry:
            named[entry[0]] = entry[1].strip()[:_MAX_NAME] if len(entry) > 1 else None
    return named


def _tree(text: str, where: str) -> Mapping[str, Any]:
    try:
        return Document.parse(text).tree
    except DocumentError as error:
        raise _no_list(where, f"is not JSON: {error.message}") from error


def _text(content: bytes, where: str) -> str:
    if len(content) > MAX_LIST_BYTES:
        raise _no_list(where, f"has more than {MAX_LIST_BYTES} bytes")
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise _no_list(where, "is not text in UTF-8") from error


def _no_list(where: str, what: str, hint: str | None = None) -> UsageError:
    return UsageError("usage.not-a-trust-list", f"the trust list {where[:200]} {what}", hint=hint)
