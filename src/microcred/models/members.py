"""How the classes of the standard declare their members: how many values, in which form, and what building fills in.

Every rule here knows three situations. *Building*: somebody writes a credential in Python, so that what the standard
wants is demanded, short forms are welcome, and defaults are filled in. *Reading*: somebody else's JSON is looked at;
nothing is filled in, and forms that the standard's own processors accept are accepted. *Strict reading* is reading
with the demands of building: what it refuses and reading accepts is a deviation worth a warning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Final, Generic, TypeAlias, TypeVar

from pydantic import BaseModel, GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from microcred.models.faults import Flaw, described, refusal
from microcred.models.vocabulary import DataModel

__all__ = [
    "ABSENT",
    "BUILT",
    "MAX_VALUES",
    "NONE_YET",
    "AtMostOne",
    "Compact",
    "Default",
    "Formed",
    "FromIssuer",
    "Given",
    "Issued",
    "Lexical",
    "Many",
    "Maybe",
    "One",
    "OneOrMany",
    "OneOrMore",
    "Reading",
    "Repeated",
    "Single",
]

MAX_VALUES: Final = 50_000
"""How many values the arrays of one document may hold together; each may have faults, and all are gathered."""

T = TypeVar("T")
Got = TypeVar("Got", covariant=True)
Put = TypeVar("Put", contravariant=True)

BUILT: Any = ...
"""The value of a member that building fills in, and that a document must have."""
ABSENT: Any = None
"""The value of an optional member that is not there."""
NONE_YET: Any = ()
"""The value of a repeatable member that is not there."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The situation in which a document is read: Pydantic's validation context, which is absent in building."""

    data_model: DataModel | None = None
    strict: bool = False
    _seen: list[int] = field(default_factory=lambda: [0], compare=False, repr=False)

    def make_room_for(self, values: int) -> None:
        """Count the values of one more array of this document; refuses it where there are too many in all."""
        was_full = self._seen[0] > MAX_VALUES
        self._seen[0] += values
        if self._seen[0] > MAX_VALUES:
            # It is said once, of the array that was too much.
            raise refusal(
                *() if was_full else (Flaw("model.too-many", f"found more than {MAX_VALUES} values in arrays"),)
            )

    @staticmethod
    def of(info: ValidationInfo) -> Reading | None:
        """The situation of this validation, ``None`` when somebody is building."""
        return info.context if isinstance(info.context, Reading) else None

    @staticmethod
    def lenient(info: ValidationInfo) -> bool:
        """Whether forms may pass that the standard does not allow to write."""
        reading = Reading.of(info)
        return reading is not None and not reading.strict


@dataclass(frozen=True, slots=True)
class Default:
    """What building puts into a member that the caller leaves out."""

    value: Callable[[], object]


PENDING: Final = object()
"""What building leaves in a member that is filled in when the document is sealed."""


@dataclass(frozen=True, slots=True)
class FromIssuer:
    """A member that every document has, and that the issuer fills in on sealing if building leaves it out."""

    default: Default = Default(lambda: PENDING)

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_wrap_validator_function(_unless_pending, handler(source))


def _unless_pending(value: Any, handler: Callable[[Any], Any]) -> Any:
    return None if value is PENDING else handler(value)


@dataclass(frozen=True, slots=True, eq=False)
class Lexical:
    """A rule for one JSON value that is not an object: ``read`` returns the value to keep, or raises a refusal."""

    read: Callable[[Any, ValidationInfo], Any]
    json_schema: Mapping[str, Any]

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return dict(self.json_schema)


@dataclass(frozen=True, slots=True, eq=False)
class Formed:
    """A rule for one JSON value that Pydantic can check without calling Python, which is what most values need."""

    schema: CoreSchema
    code: str
    wanted: str
    json_schema: Mapping[str, Any]
    hint: str | None = None

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        flaw = {"code": self.code, "wanted": self.wanted, "hint": self.hint}
        return core_schema.custom_error_schema(
            self.schema,
            custom_error_type="malformed_value",
            custom_error_message="malformed",
            custom_error_context=flaw,
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return dict(self.json_schema)


@dataclass(frozen=True, slots=True)
class Repeated:
    """A member that may hold several values: an array, even with one value (Open Badges 3.0, A.2).

    A single value is read as an array of one. ``compact``: the standard permits to write it so as well (A.2.1).
    ``single``: one value is written without its array. ``at_most`` binds those who write, ``at_least`` everybody.
    """

    compact: bool = False
    single: bool = False
    at_least: int = 0
    at_most: int | None = None

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_before_validator_function(self._spread, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        item = handler(schema).get("items", {})
        array: dict[str, Any] = {"type": "array", "items": item}
        if self.at_least:
            array["minItems"] = self.at_least
        return {"if": {"type": "array"}, "then": array, "else": item}

    def _spread(self, value: Any, info: ValidationInfo) -> tuple[Any, ...]:
        reading = Reading.of(info)
        if reading is None:
            values = tuple(value) if _is_collection(value) else (value,)
        elif isinstance(value, tuple):
            return value  # the default of a member that is not there
        else:
            if reading.strict:
                self._refuse_form(value)
            if isinstance(value, list):
                reading.make_room_for(len(value))
            values = tuple(value) if isinstance(value, list) else (value,)
        if len(values) < self.at_least:
            message = f"found an empty array, wanted at least {self.at_least}"
            raise refusal(Flaw("model.cardinality", message, "fill it in, or leave out what it belongs to"))
        if self.at_most is not None and len(values) > self.at_most and (reading is None or reading.strict):
            raise refusal(Flaw("model.cardinality", f"found {len(values)} values, wanted at most {self.at_most}"))
        return values

    def _refuse_form(self, value: object) -> None:
        """Refuse what is only read: a bare value for an array, an array for a bare value, an empty array."""
        if value == []:
            raise refusal(Flaw("model.cardinality", "found an empty array, wanted no member at all", "leave it out"))
        if isinstance(value, list) and self.at_most == 1:
            raise _not_one(value)
        if not isinstance(value, list) and not (self.compact or self.single):
            message = f"found {described(value)}, wanted an array even for one value"
            raise refusal(Flaw("model.cardinality", message, "put the value into square brackets"))


@dataclass(frozen=True, slots=True)
class Single:
    """A member of multiplicity 1 or 0..1, of which some documents make an array of one; those are read."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_before_validator_function(self._one, handler(source))

    def _one(self, value: Any, info: ValidationInfo) -> Any:
        if not isinstance(value, (list, tuple)):
            return value
        if len(value) == 1 and Reading.lenient(info):
            return value[0]
        raise _not_one(value)


@dataclass(frozen=True, slots=True)
class Optional:
    """A member that may be missing but is never ``null`` (Open Badges 3.0, A.2)."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        schema = handler(source)
        return schema["schema"] if schema["type"] == "nullable" else schema


def _is_collection(value: object) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, (str, bytes, Mapping, BaseModel))


if TYPE_CHECKING:

    class Given(Generic[Got, Put]):
        """A member that is read as one type and may be written as another, wider one.

        Only type checkers and editors see this class: the members of frozen models are plain attributes. It stands in
        classes that nobody inherits from, as Pydantic's plugin for mypy gives an heir the wider type for reading, too.
        """

        def __get__(self, instance: object, owner: object = None) -> Got: ...
        def __set__(self, instance: object, value: Put) -> None: ...

    Maybe: TypeAlias = T | None
    Issued: TypeAlias = T | None
    One: TypeAlias = T
    Many: TypeAlias = Sequence[T]
    Compact: TypeAlias = Sequence[T]
    OneOrMany: TypeAlias = Sequence[T]
    OneOrMore: TypeAlias = Sequence[T]
    AtMostOne: TypeAlias = Sequence[T]
else:

    class Given:
        """At run time a member is what it is read as; the class of that value knows its wider forms."""

        def __class_getitem__(cls, types):
            return types[0]

    Maybe = Annotated[T | None, Optional()]
    Issued = Annotated[T, FromIssuer()]
    One = Annotated[T, Single()]
    Many = Annotated[tuple[T, ...], Repeated()]
    Compact = Annotated[tuple[T, ...], Repeated(compact=True)]
    OneOrMany = Annotated[tuple[T, ...], Repeated(compact=True, single=True)]
    OneOrMore = Annotated[tuple[T, ...], Repeated(at_least=1)]
    AtMostOne = Annotated[tuple[T, ...], Repeated(single=True, at_most=1)]


def _not_one(values: Sequence[Any]) -> PydanticCustomError:
    hint = "write it without the square brackets" if len(values) == 1 else "keep one of them"
    return refusal(Flaw("model.cardinality", f"found {described(values)}, wanted one value without an array", hint))
