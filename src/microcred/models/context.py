"""Which contexts a credential must list, in which order, and what that says about its data model.

``@context`` comes first in everything: it decides between the two versions of the Verifiable Credentials Data Model,
and so which rules a document is held to (Open Badges 3.0, B.1.2 and B.9).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, core_schema

from microcred.document import frozen
from microcred.models.faults import Flaw, described, refusal
from microcred.models.members import DataModel, Default, Reading
from microcred.models.values import is_uri
from microcred.positions import listed

__all__ = [
    "CLR",
    "CLR_CONTEXT",
    "CREDENTIALS_V1",
    "CREDENTIALS_V2",
    "OB_CONTEXT",
    "OB_EXTENSIONS",
    "OPEN_BADGES",
    "ContextList",
    "Contexts",
    "Vocabulary",
    "data_model_of",
    "names_open_badges",
]

CREDENTIALS_V1: Final = "https://www.w3.org/2018/credentials/v1"
"""The base context of VCDM 1.1."""
CREDENTIALS_V2: Final = "https://www.w3.org/ns/credentials/v2"
"""The base context of VCDM 2.0."""
OB_CONTEXT: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
"""The Open Badges 3.0 context that new credentials list."""
OB_EXTENSIONS: Final = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
"""The context that defines 1EdTechJsonSchemaValidator2019, 1EdTechRevocationList and 1EdTechCredentialRefresh."""

CLR_CONTEXT: Final = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
"""The Comprehensive Learner Record 2.0 context that new credentials list."""

_MAX_CONTEXTS: Final = 100
_ORDER_HINT: Final = "the order of contexts is part of what they mean"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The contexts of one standard of 1EdTech, of which a credential lists one at a fixed place.

    ``pattern`` matches their URLs but for ``aliases``. Those of ``only_with_v1`` redefine terms of VCDM 2.0.
    """

    name: str
    context: str
    pattern: str
    aliases: frozenset[str] = frozenset()
    only_with_v1: frozenset[str] = frozenset()
    old: frozenset[str] = frozenset()

    def has(self, context: object) -> bool:
        """Whether ``context`` is the URL of one of them."""
        return isinstance(context, str) and (context in self.aliases or re.fullmatch(self.pattern, context) is not None)


_OB: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context"
_OB_ALIAS: Final = f"{_OB}/ob_v3p0.jsonld"
_OB_ONLY_WITH_V1: Final = frozenset({f"{_OB}.json", f"{_OB}-3.0.0.json", f"{_OB}-3.0.1.json", _OB_ALIAS})
OPEN_BADGES: Final = Vocabulary(
    "Open Badges 3.0",
    OB_CONTEXT,
    r"^https:\/\/purl\.imsglobal\.org\/spec\/ob\/v3p0\/context(-3\.\d\.\d)*\.json$",
    aliases=frozenset({_OB_ALIAS}),
    only_with_v1=_OB_ONLY_WITH_V1,
    old=_OB_ONLY_WITH_V1 | {f"{_OB}-3.0.2.json"},
)
"""The contexts of Open Badges 3.0 (B.1.2)."""

_CLR_DRAFT: Final = "https://dc.imsglobal.org/draft/clr/v2p0/context"  # no longer published anywhere
_CLR: Final = "https://purl.imsglobal.org/spec/clr/v2p0/context"
CLR: Final = Vocabulary(
    "Comprehensive Learner Record 2.0",
    CLR_CONTEXT,
    r"^https:\/\/purl\.imsglobal\.org\/spec\/clr\/v2p0\/context(-2\.\d\.\d)*\.json$",
    aliases=frozenset({_CLR_DRAFT}),
    only_with_v1=frozenset({_CLR_DRAFT}),
    old=frozenset({f"{_CLR}.json", f"{_CLR}-2.0.0.json", _CLR_DRAFT}),
)
"""The contexts of the Comprehensive Learner Record 2.0."""


def data_model_of(tree: Mapping[str, Any]) -> DataModel:
    """The data model that a credential is written in: what ``@context`` says, or its dates where that says nothing."""
    contexts = listed(tree.get("@context"))
    if CREDENTIALS_V2 in contexts:
        return "2.0"
    if CREDENTIALS_V1 in contexts or ("issuanceDate" in tree and "validFrom" not in tree):
        return "1.1"
    return "2.0"


def names_open_badges(tree: Mapping[str, Any]) -> bool:
    """Whether a document names a context of Open Badges 3.0."""
    return any(OPEN_BADGES.has(each) for each in listed(tree.get("@context")))


if TYPE_CHECKING:
    Contexts: TypeAlias = Sequence[str | Mapping[str, Any]]
else:
    Contexts = tuple


@dataclass(frozen=True, slots=True)
class ContextList:
    """The rule for ``@context``: the base context of the data model first, then one of each vocabulary in its order."""

    data_model: DataModel
    vocabularies: tuple[Vocabulary, ...] = ()

    @property
    def default(self) -> Default:
        """What building writes."""
        return Default(lambda: (self._base, *(vocabulary.context for vocabulary in self.vocabularies)))

    @property
    def _base(self) -> str:
        return CREDENTIALS_V2 if self.data_model == "2.0" else CREDENTIALS_V1

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(self._read)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        prefix: list[dict[str, Any]] = [{"const": self._base}]
        for vocabulary in self.vocabularies:
            prefix.append({"type": "string", "pattern": vocabulary.pattern, "examples": [vocabulary.context]})
            if self.data_model == "2.0" and vocabulary.only_with_v1:
                prefix[-1]["not"] = {"enum": sorted(vocabulary.only_with_v1)}
        return {
            "type": "array",
            "prefixItems": prefix,
            "items": {"if": {"type": "string"}, "then": {"format": "iri"}, "else": {"type": "object"}},
            "minItems": len(prefix),
        }

    def _read(self, value: Any, info: ValidationInfo) -> tuple[Any, ...]:
        if not isinstance(value, (list, tuple)):
            if isinstance(value, str) and not self.vocabularies and value == self._base and Reading.of(info):
                return (value,)
            raise refusal(Flaw("model.wrong-type", f"found {described(value)}, wanted an array of contexts"))
        if len(value) > _MAX_CONTEXTS:
            raise refusal(Flaw("model.too-many", f"found {len(value)} contexts, wanted at most {_MAX_CONTEXTS}"))
        flaws = [*self._shapes(value), *self._order(value, Reading.of(info))]
        if flaws:
            raise refusal(*flaws)
        return tuple(frozen(dict(entry)) if isinstance(entry, Mapping) else entry for entry in value)

    def _shapes(self, contexts: Iterable[object]) -> Iterable[Flaw]:
        for number, context in enumerate(contexts):
            if isinstance(context, str):
                if not is_uri(context):
                    message = f"found {described(context)}, wanted the absolute URL of a context"
                    yield Flaw("model.not-a-uri", message, at=(number,))
            elif not isinstance(context, Mapping):
                message = f"found {described(context)}, wanted the URL of a context or a context object"
                yield Flaw("model.wrong-type", message, at=(number,))

    def _order(self, contexts: Sequence[object], reading: Reading | None) -> Iterable[Flaw]:
        based = self._base in contexts
        if not contexts or contexts[0] != self._base:
            yield _misplaced(0, contexts, self._base, "the base context", based)
        elif self.data_model == "1.1" and self.vocabularies and reading is not None and reading.strict:
            yield _old(0, self._base, "data model 1.1 is read, and no longer issued", CREDENTIALS_V2)
        first = 1 if based or not contexts else 0  # the base context will move the others up
        for place, vocabulary in enumerate(self.vocabularies, first):
            yield from self._of_vocabulary(vocabulary, place, contexts, reading)

    def _of_vocabulary(
        self, vocabulary: Vocabulary, place: int, contexts: Sequence[object], reading: Reading | None
    ) -> Iterable[Flaw]:
        found = contexts[place] if place < len(contexts) else None
        if not vocabulary.has(found):
            listed = any(map(vocabulary.has, contexts))
            yield _misplaced(place, contexts, vocabulary.context, f"the context of {vocabulary.name}", listed)
        elif self.data_model == "2.0" and found in vocabulary.only_with_v1:
            message = f"found {described(found)}, which cannot be combined with {CREDENTIALS_V2}"
            yield Flaw("model.wrong-context", message, f"list {vocabulary.context}", (place,))
        elif found in vocabulary.old and (reading is None or reading.strict):
            yield _old(place, found, f"an older version of the {vocabulary.name} context", vocabulary.context)


def _misplaced(place: int, contexts: Sequence[object], wanted: str, what: str, listed: bool) -> Flaw:
    found = described(contexts[place]) if place < len(contexts) else "nothing"
    hint = f"move it to this place; {_ORDER_HINT}" if listed else f"add {wanted} at this place"
    at = (place,) if place < len(contexts) else ()
    return Flaw("model.wrong-context", f"found {found} as context {place}, wanted {what} {wanted}", hint, at)


def _old(place: int, found: object, what: str, newer: str) -> Flaw:
    return Flaw("model.old-context", f"found {described(found)}, {what}", f"new credentials list {newer}", (place,))
