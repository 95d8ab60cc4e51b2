"""Context processing (JSON-LD 1.1 API, 4): contexts compiled into term tables that never change once they are made.

A context is compiled when a document first uses it, in the order and scope in which it is used, and everything that
follows from it, type- and property-scoped contexts included, is worked out at most once and shared. What no context of
a credential needs (``@import``, ``@propagate``, ``@base``, ``@nest``, …) and what the standard calls an error is not
judged here: :class:`HandOver` says that the whole document has to be read in the guarded way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

__all__ = ["ABSENT", "KEYWORDS", "ActiveContext", "HandOver", "TermDefinition", "is_reserved"]

ABSENT: Final[Any] = object()
"""What a definition does not say, where ``None`` says something."""

KEYWORDS: Final = frozenset(
    f"@{name}"
    for name in (
        *("base", "container", "context", "default", "direction", "embed", "explicit", "first", "graph", "id"),
        *("import", "included", "index", "json", "language", "list", "nest", "none", "omitDefault", "propagate"),
        *("protected", "preserve", "requireAll", "reverse", "set", "type", "value", "version", "vocab"),
    )
)
_LIKE_KEYWORD: Final = re.compile(r"@[a-zA-Z]+$")
_ABSOLUTE: Final = re.compile(r"(?:[A-Za-z][A-Za-z0-9+-.]*|_):\S*$")
_IRI_LIKE: Final = re.compile(r".*(?::[^:]|/)", re.DOTALL)
_ENDS_PREFIX: Final = (":", "/", "?", "#", "[", "]", "@")
_OF_CONTEXTS: Final = frozenset({"@version", "@protected", "@vocab", "@language"})
_OF_DEFINITIONS: Final = frozenset(
    {"@id", "@type", "@container", "@context", "@language", "@direction", "@protected", "@prefix", "@reverse"}
)
_CONTAINERS: Final = frozenset({"@list", "@set", "@language", "@index", "@id", "@type", "@graph"})
# A word of a few letters that stands for a long IRI makes a small document a large one.
_MAX_IRI: Final = 400


def is_reserved(text: str) -> bool:
    """Whether a text has the form of a keyword and is none, which JSON-LD keeps for later (JSON-LD 1.1, 1.7)."""
    return text not in KEYWORDS and _LIKE_KEYWORD.match(text) is not None


class HandOver(Exception):
    """The whole document has to be read by the guarded processor; ``args[0]`` says why, for people."""


class TermDefinition:
    """What a context says about one term (JSON-LD 1.1 API, 4.1); ``scope`` is its own context, if it brings one.

    ``origin`` is the URL of the context that defines it, and empty for a context inside a document.
    """

    __slots__ = (
        "coercion",
        "containers",
        "direction",
        "iri",
        "language",
        "origin",
        "prefix",
        "protected",
        "reverse",
        "scope",
    )

    def __init__(self, iri: str | None, origin: str) -> None:
        self.iri = iri
        self.origin = origin
        self.coercion: str | None = None
        self.containers: tuple[str, ...] = ()
        self.language: Any = ABSENT
        self.direction: Any = ABSENT
        self.scope: Any = ABSENT
        self.prefix = self.protected = self.reverse = False

    def agrees_with(self, other: TermDefinition) -> bool:
        """Whether two definitions are the same but for their protection (4.2.2, step 28)."""
        return (
            self.iri == other.iri
            and self.coercion == other.coercion
            and self.containers == other.containers
            and self.language == other.language
            and self.direction == other.direction
            and self.scope == other.scope
            and self.prefix == other.prefix
            and self.reverse == other.reverse
        )


class ActiveContext:
    """The definitions that are in force at one place of a document (JSON-LD 1.1 API, 4.1); immutable to its users.

    ``previous`` is what is in force again in the nodes below, where a type brought a context of its own.
    """

    __slots__ = ("definitions", "language", "previous", "vocab")

    def __init__(self) -> None:
        self.definitions: dict[str, TermDefinition] = {}
        self.vocab: str | None = None
        self.language: str | None = None
        self.previous: ActiveContext | None = None

    def copy(self) -> ActiveContext:
        """A context that begins as this one does."""
        other = ActiveContext()
        other.definitions = dict(self.definitions)
        other.vocab, other.language = self.vocab, self.language
        other.previous = self.previous
        return other

    def expand(self, text: str, *, vocab: bool) -> str | None:
        """The IRI or keyword that a string stands for; ``None`` where it is made to stand for nothing (5.2).

        Without ``vocab`` the string is an id: there is no base, so a relative reference comes back as it is.
        """
        if text in KEYWORDS:
            return text
        if _LIKE_KEYWORD.match(text):
            return None
        if vocab and text in self.definitions:
            return self.definitions[text].iri
        prefix, colon, suffix = text.partition(":")
        if colon and prefix:
            if prefix == "_" or suffix.startswith("//"):
                return text
            definition = self.definitions.get(prefix)
            if definition is not None and definition.prefix and definition.iri is not None:
                return definition.iri + suffix
            if _ABSOLUTE.match(text):
                return text
        return self.vocab + text if vocab and self.vocab is not None else text

    def extended(self, local: Any, origin: str, *, override: bool = False) -> ActiveContext:
        """The active context after one local context, which stands in the context ``origin`` (4.1.2); ``None`` is none.

        ``override`` lets protected terms be redefined, as property-scoped contexts may.
        """
        if local is not None:
            return _Definer(self.copy(), local, origin, override).context()
        if not override and any(definition.protected for definition in self.definitions.values()):
            raise HandOver("a context with protected terms is taken back")
        return ActiveContext()


class _Definer:
    """Create Term Definition (JSON-LD 1.1 API, 4.2) for all terms of one local context."""

    def __init__(self, result: ActiveContext, local: Any, origin: str, override: bool) -> None:
        if not isinstance(local, dict):
            raise HandOver("a context is neither an object nor a URL")
        self.result = result
        self.local: Mapping[str, Any] = local
        self.origin = origin
        self.override = override
        self.defined: dict[str, bool] = {}

    def context(self) -> ActiveContext:
        """Every entry of the local context, keywords first (4.1.2, steps 5.5 to 5.13)."""
        for keyword in self.local.keys() & KEYWORDS:
            if keyword not in _OF_CONTEXTS:
                raise HandOver(f"a context says {keyword}")
        if self.local.get("@version", 1.1) != 1.1:
            raise HandOver("a context is of another version")
        if self.local.get("@protected", True) is not True:
            raise HandOver("a context protects nothing, and says so")
        if "@vocab" in self.local:
            self.result.vocab = self._short_iri(self.result.expand(_text(self.local["@vocab"]), vocab=True))
        if "@language" in self.local:
            self.result.language = _text(self.local["@language"]).lower()
        for term in self.local:
            if term not in _OF_CONTEXTS:
                self.define(term, override=self.override)
        return self.result

    def define(self, term: str, *, override: bool = False) -> None:
        """One term, after those that its definition uses."""
        if term in self.defined:
            if not self.defined[term]:
                raise HandOver("definitions use each other in a circle")
            return
        self.defined[term] = False
        if not term or _LIKE_KEYWORD.match(term):
            raise HandOver("a term is empty, or looks like a keyword")
        value = self.local[term]
        earlier = self.result.definitions.pop(term, None)
        definition = self._definition(term, value)
        if earlier is not None and earlier.protected and not override:
            if not definition.agrees_with(earlier):
                raise HandOver(f"the protected term {term[:80]!r} is defined again")
            definition.protected = True
        self.result.definitions[term] = definition
        self.defined[term] = True

    def _definition(self, term: str, value: Any) -> TermDefinition:
        simple = value is None or isinstance(value, str)
        members: Mapping[str, Any] = {"@id": value} if simple else value
        if not isinstance(members, dict) or not _OF_DEFINITIONS.issuperset(members):
            raise HandOver(f"the definition of {term[:80]!r} says more than is read here")
        definition = TermDefinition(None, self.origin)
        if "@reverse" in members:
            if "@id" in members:
                raise HandOver("a reverse term has an @id")
            definition.iri, definition.reverse = self._iri_of(_text(members["@reverse"])), True
        else:
            self._map(definition, term, members, simple)
        protected = members.get("@protected", self.local.get("@protected", False))
        if not isinstance(protected, bool):
            raise HandOver("@protected is neither true nor false")
        definition.protected = protected
        self._coerce(definition, term, members)
        return definition

    def _map(self, definition: TermDefinition, term: str, members: Mapping[str, Any], simple: bool) -> None:
        """The IRI of a term (4.2.2, steps 14 to 17)."""
        mapped = members.get("@id", ABSENT)
        if mapped is None:
            return
        if mapped is not ABSENT and mapped != term:
            definition.iri = self._iri_of(_text(mapped))
            if _IRI_LIKE.match(term):
                # Step 14.2.5: what it is made of has to say the same.
                self.defined[term] = True
                if self._expanded(term) != definition.iri:
                    raise HandOver("a term in the form of an IRI stands for another")
                self.defined[term] = False
            definition.prefix = (
                simple
                and term.find(":") <= 0
                and (definition.iri.startswith("_:") or definition.iri.endswith(_ENDS_PREFIX))
            )
        elif term.find(":") > 0:
            prefix, _, suffix = term.partition(":")
            if prefix in self.local:
                self.define(prefix)
            known = self.result.definitions.get(prefix)
            if known is not None and known.iri is None:
                raise HandOver("a term begins with a prefix that stands for nothing")
            definition.iri = self._short_iri(known.iri + suffix if known is not None and known.iri else term)
        elif self.result.vocab is not None:
            definition.iri = self._short_iri(self.result.vocab + term)
        else:
            raise HandOver("a term stands for no IRI")

    def _coerce(self, definition: TermDefinition, term: str, members: Mapping[str, Any]) -> None:
        """What its values are, and how they are kept (4.2.2, steps 12 and 19 to 25)."""
        if "@type" in members:
            coercion = _text(members["@type"])
            if coercion not in ("@id", "@vocab", "@json", "@none"):
                coercion = self._iri_of(coercion)
                if coercion.startswith(("_:", "@")):
                    raise HandOver("a datatype is no IRI")
            definition.coercion = coercion
        if "@container" in members:
            definition.containers = _containers(members["@container"])
            if "@type" in definition.containers or (definition.reverse and set(definition.containers) - {"@set"}):
                raise HandOver("a container for types, or of a reverse term")
        if "@context" in members:
            definition.scope = members["@context"]
        if "@language" in members and "@type" not in members:
            language = members["@language"]
            definition.language = None if language is None else _text(language).lower()
        if "@direction" in members:
            direction = members["@direction"]
            definition.direction = None if direction is None else _direction(direction)
        if "@prefix" in members:
            if ":" in term or "/" in term or definition.iri in KEYWORDS or not isinstance(members["@prefix"], bool):
                raise HandOver("a term cannot be a prefix")
            definition.prefix = members["@prefix"]
        if definition.iri in ("@context", "@preserve"):
            raise HandOver("a keyword cannot have another name")

    def _iri_of(self, text: str) -> str:
        iri = self._expanded(text)
        if iri is None or not (iri in KEYWORDS or _ABSOLUTE.match(iri)) or (_LIKE_KEYWORD.match(text) and iri != text):
            raise HandOver(f"{text[:80]!r} in a context is no absolute IRI")
        return self._short_iri(iri)

    def _expanded(self, text: str) -> str | None:
        """IRI expansion within a context that is being processed: what the text depends on is defined first (5.2)."""
        if text in KEYWORDS:
            return text
        if text in self.local and not self.defined.get(text):
            self.define(text)
        prefix, colon, suffix = text.partition(":")
        is_prefixed = bool(colon) and prefix not in ("", "_") and not suffix.startswith("//")
        if is_prefixed and prefix in self.local and not self.defined.get(prefix):
            self.define(prefix)
        return self.result.expand(text, vocab=True)

    def _short_iri(self, iri: str | None) -> str:
        if iri is None or len(iri) > _MAX_IRI:
            raise HandOver("an IRI in a context is too long, or none")
        return iri


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise HandOver("a context has something else where a string belongs")
    return value


def _direction(value: Any) -> str:
    if value not in ("ltr", "rtl"):
        raise HandOver("a direction is neither ltr nor rtl")
    return str(value)


def _containers(value: Any) -> tuple[str, ...]:
    found = tuple(value) if isinstance(value, list) else (value,)
    kinds = set(found) - {"@set"} if all(isinstance(name, str) for name in found) else set("??")
    if not _CONTAINERS.issuperset(kinds) or len(kinds) > 1 or ("@list" in kinds and len(found) > 1) or not found:
        raise HandOver("a container of a kind that is not read here")
    return found
