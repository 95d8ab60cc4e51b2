"""What all classes of the standard have in common: they are built, read, compared and written in the same way."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, ValidationError, ValidationInfo, model_serializer, model_validator

from microcred.document import Document, JsonObject, frozen, to_json
from microcred.errors import Fault, ModelError
from microcred.models.context import ContextList
from microcred.models.dates import DateTimeZ
from microcred.models.faults import MALFORMED, Flaw, described, faults_of, refusal
from microcred.models.language import LanguageString
from microcred.models.members import Default, FromIssuer, Reading, Repeated
from microcred.models.terms import TypeSet

__all__ = ["Extensible", "Model", "camel", "json_object"]

_SPELLED = {
    "context": "@context",
    "digest_sri": "digestSRI",
    "key_ops": "key_ops",
    "x5t_s256": "x5t#S256",
}
_FIRST = ("@context", "id", "type")
_MAX_UNKNOWN = 100


def camel(name: str) -> str:
    """The standard's spelling of a member that Python calls ``name``."""
    first, *rest = name.split("_")
    return _SPELLED.get(name) or first + "".join(word.capitalize() for word in rest)


class Model(BaseModel):
    """A class of the standard with its members: an immutable view on JSON, or the start of a new document.

    Call the class to build: members by their Python names (``valid_from``) or the standard's (``validFrom``), short
    forms where they are unambiguous, defaults filled in. Call :meth:`read` for JSON that somebody else wrote. Either
    raises :class:`~microcred.errors.ModelError` with every fault at once. A class is closed unless it is
    :class:`Extensible`.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=camel,
        validate_by_name=True,
        validate_by_alias=True,
        defer_build=True,
    )

    _short_form: ClassVar[str | None] = None
    """The member that a bare string stands for in building."""

    if not TYPE_CHECKING:

        def __init__(self, /, **members: Any) -> None:
            try:
                super().__init__(**members)
            except ValidationError as error:
                raise ModelError.of(faults_of(error, members)) from None
            except RecursionError:
                raise _too_deep() from None

        # Pydantic then knows that this is its own __init__, and does not call it for every nested object.
        __init__.__pydantic_base_init__ = True

    @classmethod
    def read(cls, tree: Mapping[str, Any], *, strict: bool = False) -> Self:
        """View parsed JSON as this class; nothing is filled in, and what the class does not know is kept.

        Forms that the standard's own processors accept (one value without its array, older contexts, …) are read;
        with ``strict`` they are faults. Raises :class:`~microcred.errors.ModelError` with every fault, and what
        :meth:`microcred.document.Document.of` raises if ``tree`` is not JSON.
        """
        return cls._view(json_object(tree), Reading(getattr(cls, "data_model", None), strict))

    @classmethod
    def _view(cls, tree: JsonObject, reading: Reading) -> Self:
        try:
            return cls.model_validate(tree, context=reading, by_alias=True, by_name=False)
        except ValidationError as error:
            raise ModelError.of(faults_of(error, tree)) from None
        except RecursionError:
            raise _too_deep() from None

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in fresh ``dict`` and ``list`` objects and the standard's names.

        What was read is written as it was, but for arrays, which have the form that the standard demands, and for null
        members and empty arrays, which it has not. Members that are not the standard's stay as they are.
        """
        document: dict[str, Any] = {}
        for name, member, single in _members(type(self)):
            value = self.__dict__[name]
            if value is None or value == ():
                continue
            document[member] = _plain(value[0] if single and len(value) == 1 else value)
        document |= {member: _plain(value) for member, value in (self.__pydantic_extra__ or {}).items()}
        return document

    def to_json(self, *, indent: int | None = 2) -> str:
        """The JSON text of :meth:`to_dict`, numbers as they were read; ``indent=None`` writes one line."""
        return to_json(self.to_dict(), indent=indent).decode()

    def _json_value(self) -> Any:
        """How this object stands inside another one."""
        return self.to_dict()

    @model_serializer(mode="plain")
    def _serialized(self) -> dict[str, Any]:
        return self.to_dict()

    @model_validator(mode="before")
    @classmethod
    def _prepare(cls, data: Any, info: ValidationInfo) -> Any:
        if Reading.of(info) is not None:
            return cls._bounded(data)
        if isinstance(data, str) and cls._short_form is not None:
            data = {cls._short_form: data}
        return cls._completed(data) if isinstance(data, Mapping) else data

    @classmethod
    def _bounded(cls, data: Any) -> Any:
        """Refuse at once what would otherwise be refused member by member."""
        if cls.model_config["extra"] == "forbid" and isinstance(data, dict) and len(data) > _MAX_UNKNOWN:
            raise refusal(Flaw("model.too-many", f"found {len(data)} members, this class is closed"))
        return data

    @classmethod
    def _completed(cls, given: Mapping[str, Any]) -> dict[str, Any]:
        """What building adds to the caller's members, after a look at those that look like slips of the pen."""
        names = {spelling: name for name in cls.model_fields for spelling in (name, camel(name))}
        slips = [slip for spelling in given if spelling not in names for slip in _near_misses(spelling, names)]
        if slips:
            raise refusal(*slips)
        members = {
            camel(names[spelling]) if spelling in names else spelling: value if spelling in names else _frozen(value)
            for spelling, value in given.items()
            if value is not None
        }
        for name, default in _defaults(cls).items():
            members.setdefault(camel(name), default())
        return members

    def __repr_args__(self) -> Iterable[tuple[str | None, Any]]:
        return [(name, value) for name, value in super().__repr_args__() if value is not None and value != ()]


class Extensible(Model):
    """A class that may carry members beyond the standard's (Open Badges 3.0, Appendix C).

    They are kept as they came, and found in ``model_extra``; to mean something they need a context that defines them.
    """

    model_config = ConfigDict(extra="allow")


@cache
def _members(model: type[Model]) -> tuple[tuple[str, str, bool], ...]:
    """Each member's Python name, its name in JSON, and whether one value is written without its array."""
    members = [(name, camel(name), _single(field.metadata)) for name, field in model.model_fields.items()]
    return tuple(sorted(members, key=lambda entry: _FIRST.index(entry[1]) if entry[1] in _FIRST else len(_FIRST)))


def _single(metadata: list[Any]) -> bool:
    return any(isinstance(rule, (Repeated, TypeSet)) and rule.single for rule in metadata)


@cache
def _defaults(model: type[Model]) -> dict[str, Callable[[], object]]:
    defaults: dict[str, Callable[[], object]] = {}
    for name, field in model.model_fields.items():
        for rule in field.metadata:
            default = rule.default if isinstance(rule, (TypeSet, ContextList, FromIssuer)) else rule
            if isinstance(default, Default):
                defaults[name] = default.value
    return defaults


def json_object(tree: Mapping[str, Any]) -> JsonObject:
    """The immutable tree of a document: the same one, or one made of Python values."""
    return tree if isinstance(tree, JsonObject) else Document.of(tree).tree


def _plain(value: Any) -> Any:
    """A member's value in JSON's own types."""
    match value:
        case Model():
            return value._json_value()
        case LanguageString():
            return _plain(value.json)
        case DateTimeZ():
            return value.text
        case date():
            return value.isoformat()
        case Mapping():
            return {key: _plain(member) for key, member in value.items()}
        case list() | tuple():
            return [_plain(element) for element in value]
        case _:
            return value


def _frozen(value: Any) -> Any:
    return frozen(_plain(value))


def _near_misses(spelling: str, names: Mapping[str, str]) -> Iterator[Flaw]:
    """A member of one's own that is nearly one of the standard's is more often a slip than an extension."""
    folded = {name.lower(): name for name in names}
    slip = spelling[:80].lower()
    near = difflib.get_close_matches(slip, folded, n=1, cutoff=0.85)
    near = near or [name for name in folded if sorted(name) == sorted(slip)]  # letters in another order
    if near:
        message = f"found the member {described(spelling)}, which the standard does not have"
        yield Flaw("model.unknown-member", message, f"did you mean {folded[near[0]]}", (spelling,))


def _too_deep() -> ModelError:
    fault = Fault("model.too-deep", "the objects are nested too deeply", "", None, MALFORMED)
    return ModelError.of([fault])
