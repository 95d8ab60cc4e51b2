"""Which contexts a credential must list, and in which order (Open Badges 3.0, B.1.2 and B.9)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, core_schema

from microcred.document import frozen
from microcred.models.faults import Flaw, described, refusal
from microcred.models.members import Default, Reading
from microcred.models.values import is_uri
from microcred.models.vocabulary import CREDENTIALS_V1, CREDENTIALS_V2, DataModel, Vocabulary

__all__ = ["MAX_CONTEXTS", "ContextList", "Contexts"]

MAX_CONTEXTS: Final = 100
_ORDER_HINT: Final = "the order of contexts is part of what they mean"


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
        return Default(lambda: self.urls)

    @property
    def urls(self) -> tuple[str, ...]:
        """The contexts that new credentials list, in their order."""
        return (self._base, *(vocabulary.context for vocabulary in self.vocabularies))

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
        if len(value) > MAX_CONTEXTS:
            raise refusal(Flaw("model.too-many", f"found {len(value)} contexts, wanted at most {MAX_CONTEXTS}"))
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
