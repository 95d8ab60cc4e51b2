"""The table that :mod:`microcred.models.conformance` reads, made from the models so that it cannot say something else.

It holds what strict reading demands of each class that ordinary documents are made of. What it has no words for is left
out, and with it every document that needs it: those are read by the models alone. ``python .ci/schemas`` writes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType, UnionType
from typing import Annotated, Any, Final, Union, get_args, get_origin

from microcred.models import dates, language, terms, values
from microcred.models.clr import ClrCredential
from microcred.models.context import MAX_CONTEXTS, ContextList
from microcred.models.credential import EndorsementCredential, OpenBadgeCredential
from microcred.models.embedded import EmbeddedCredential
from microcred.models.endorsement import Embedded
from microcred.models.envelope import UriOr
from microcred.models.language import StringOr
from microcred.models.members import (
    MAX_VALUES,
    Default,
    Formed,
    FromIssuer,
    Lexical,
    Optional,
    Repeated,
    Single,
)
from microcred.models.model import Model, camel
from microcred.models.presentation import PRESENTED, VerifiablePresentation, VerifiablePresentationV1
from microcred.models.terms import MAX_NAMES, TypeSet
from microcred.models.verifiable_credential import VerifiableCredential, VerifiableCredentialV1

__all__ = ["conformance_table"]

_ROOTS: Final = (
    OpenBadgeCredential,
    EndorsementCredential,
    ClrCredential,
    VerifiableCredential,
    VerifiableCredentialV1,
    VerifiablePresentation,
    VerifiablePresentationV1,
)
_DATES: Final = MappingProxyType({"Moment": "instant", "LooseMoment": "instant", "Day": "date", "Number": "number"})
_SILENT: Final = (Default, FromIssuer, Optional)  # rules with nothing to say about a value that is there

# Each rule across members that strict reading applies, in the words of the table; one that is unknown here stops us.
_DEMANDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "Model._prepare": (),
        "Image._bare_uri": (),
        "OpenBadgesCredential._defines_1edtech_types": (),
        "AchievementSubject._is_somebody": ("any", "id", "identifier"),
        "ClrSubject._is_somebody": ("any", "id", "identifier"),
        "Criteria._says_something": ("any", "id", "narrative"),
        "RelatedResource._has_a_digest": ("any", "digestSRI", "digestMultibase"),
        "CredentialSubject._says_something": ("some",),
        "V2Period._ends_after_it_begins": ("in order", "validFrom", "validUntil"),
        "VerifiableCredential._ends_after_it_begins": ("in order", "validFrom", "validUntil"),
        "VerifiableCredentialV1._ends_after_it_begins": ("in order", "issuanceDate", "expirationDate"),
        "V2Period._is_related_once": ("distinct", "relatedResource"),
        "VerifiableCredential._is_related_once": ("distinct", "relatedResource"),
        "OpenBadgesCredential._is_named_in_writing": ("named", "credentialStatus"),
        "VerifiableCredentialV1._is_named": ("named", "credentialStatus"),
        "IdentityObject._is_a_hash": ("formed if", "hashed", "identityHash", values.IDENTITY_HASH),
        "DataIntegrityProof._has_a_suite": ("with", "type", "DataIntegrityProof", "cryptosuite"),
    }
)


def conformance_table() -> dict[str, Any]:
    """The table as JSON: ``bounds``, ``forms`` of single values, and ``classes`` with the rule of each member.

    A rule is the name of a form or class, or an object with one of these members: ``each`` (an array of what the rule
    demands; with ``bare`` also one value alone), ``uri or`` (a form for strings, a class for objects), ``types``,
    ``contexts``. ``credential``, ``endorsement`` and ``presented`` stand for credentials inside others.
    """
    drawing = _Drawing()
    for model in _ROOTS:
        drawing.rule_of(model)
    return {
        "bounds": {"contexts": MAX_CONTEXTS, "names": MAX_NAMES, "values": MAX_VALUES},
        "forms": dict(sorted(drawing.forms.items())),
        "classes": dict(sorted(drawing.classes.items())),
    }


@dataclass(frozen=True, slots=True)
class _Drawing:
    """The table as far as it is drawn: what a class refers to is drawn with it."""

    forms: dict[str, Any] = field(default_factory=dict)
    classes: dict[str, Any] = field(default_factory=dict)

    def rule_of(self, annotation: Any, *declared: Any) -> Any:
        """The rule for a type with what its member declares, outermost last."""
        while get_origin(annotation) is Annotated:
            annotation, *inner = get_args(annotation)
            declared = (*inner, *declared)
        rules = [rule for rule in declared if not isinstance(rule, _SILENT)]
        if get_origin(annotation) in (Union, UnionType):
            (annotation,) = (each for each in get_args(annotation) if each is not type(None))
            return self.rule_of(annotation, *rules)
        match rules:
            case []:
                return self._class(annotation) if annotation is not Any else "anything"
            case [Single()] if issubclass(annotation, Model):
                return self._class(annotation)  # no object is an array
            case [Repeated() as repeated]:
                return self._repeated(repeated, get_args(annotation)[0])
            case [rule]:
                return self._ruled(rule)
        raise TypeError(f"the table has no words for {rules}")

    def _ruled(self, rule: object) -> Any:
        match rule:
            case TypeSet():
                return {"types": [list(group) for group in rule.named], "bare": rule.single}
            case ContextList():
                return _contexts(rule)
            case UriOr():
                return {"uri or": [self.rule_of(values.Uri), self.rule_of(rule.model)]}
            case Embedded():
                self.rule_of(EndorsementCredential)
                return "endorsement"
            case EmbeddedCredential():
                return "credential"
            case Lexical() if rule is PRESENTED:
                return "presented"
            case Formed() | Lexical() | StringOr():
                return self._form(rule)
        raise TypeError(f"the table has no words for {rule}")

    def _repeated(self, rule: Repeated, item: Any) -> Any:
        inner = self.rule_of(item)
        if rule.at_most is None and rule.at_least <= 1:
            return {"each": inner, "bare": rule.compact or rule.single}
        if rule.at_most == 1 and not rule.at_least and inner in self.classes:
            return inner  # one value is written without its array
        raise TypeError(f"the table has no words for {rule}")

    def _form(self, rule: Formed | Lexical | StringOr) -> str:
        name = next(
            name
            for module in (values, dates, language, terms)
            for name, alias in vars(module).items()
            if get_origin(alias) is Annotated and alias.__metadata__ == (rule,)
        )
        self.forms[name] = _DATES.get(name) or _written(rule)
        return name

    def _class(self, model: type[Model]) -> str:
        name = model.__name__
        if name in self.classes:
            return name
        drawn = self.classes[name] = {}
        fields = {camel(member): each for member, each in model.model_fields.items()}
        drawn |= {
            "open": model.model_config["extra"] == "allow",
            "required": [member for member, each in fields.items() if each.is_required()],
            "demands": [list(demand) for demand in _demands(model) if demand],
            "members": {member: self.rule_of(each.annotation, *each.metadata) for member, each in fields.items()},
        }
        return name


def _demands(model: type[Model]) -> list[tuple[str, ...]]:
    declared = model.__pydantic_decorators__
    validators: list[Any] = [*declared.field_validators.values(), *declared.model_validators.values()]
    if declared.validators or declared.root_validators:
        raise TypeError(f"the table has no words for the validators of {model.__name__}")
    return [_DEMANDS[validator.func.__qualname__] for validator in validators]


def _contexts(rule: ContextList) -> dict[str, Any]:
    """The contexts that new credentials list; older ones are deviations, which the models describe."""
    base, *newest = rule.urls
    for vocabulary in rule.vocabularies:
        if rule.data_model == "1.1" or vocabulary.context in vocabulary.old | vocabulary.only_with_v1:
            raise TypeError("the table has no words for contexts that are only read")
    return {"contexts": [base, *newest], "bare": not newest}


def _written(rule: Formed | Lexical | StringOr) -> Any:
    """A form: the pattern of a string, an enumeration, or ``boolean``."""
    match rule:
        case StringOr(read=language.multilingual):
            tag, most = language.LANGUAGE_TAG.pattern, language.MAX_LANGUAGES
            keys, directions = sorted(language.KEYS), list(language.DIRECTIONS)
            return {"texts": {"keys": keys, "tag": tag, "directions": directions, "at most": most}}
        case StringOr():
            return {"pattern": None}  # read as well where it carries its language, and not to be written so
        case Formed(schema={"type": "str", "strict": True, **rest}) if rest.keys() <= {"pattern"}:
            return {"pattern": rest.get("pattern")}
        case Formed(schema={"type": "bool", "strict": True}):
            return "boolean"
        case Lexical(json_schema={"type": "string", "enum": words}):
            return {"terms": words, "own": None}
        case Lexical(json_schema={"anyOf": [{"enum": words}, {"pattern": own}]}):
            return {"terms": words, "own": own}
    raise TypeError(f"the table has no words for {rule}")
