"""The words of Open Badges 3.0: enumerations with their ``ext:`` terms, and the class names in ``type``."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeAlias, get_args

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, core_schema

from microcred.models.faults import Flaw, described, refusal
from microcred.models.members import Default, Lexical, Reading

__all__ = [
    "MAX_NAMES",
    "AchievementType",
    "AlignmentTargetType",
    "AssociationType",
    "Classes",
    "IdentifierType",
    "ResultStatusType",
    "ResultType",
    "TypeSet",
]

AchievementType: TypeAlias = Literal[
    "Achievement",
    "ApprenticeshipCertificate",
    "Assessment",
    "Assignment",
    "AssociateDegree",
    "Award",
    "Badge",
    "BachelorDegree",
    "Certificate",
    "CertificateOfCompletion",
    "Certification",
    "CommunityService",
    "Competency",
    "Course",
    "CoCurricular",
    "Degree",
    "Diploma",
    "DoctoralDegree",
    "Fieldwork",
    "GeneralEducationDevelopment",
    "JourneymanCertificate",
    "LearningProgram",
    "License",
    "Membership",
    "ProfessionalDoctorate",
    "QualityAssuranceCredential",
    "MasterCertificate",
    "MasterDegree",
    "MicroCredential",
    "ResearchDoctorate",
    "SecondarySchoolDiploma",
]
"""The kind of thing that was achieved."""

AlignmentTargetType: TypeAlias = Literal[
    "ceasn:Competency",
    "ceterms:Credential",
    "CFItem",
    "CFRubric",
    "CFRubricCriterion",
    "CFRubricCriterionLevel",
    "CTDL",
]
"""The kind of node in a framework that an alignment points at."""

IdentifierType: TypeAlias = Literal[
    "name",
    "sourcedId",
    "systemId",
    "productId",
    "userName",
    "accountId",
    "emailAddress",
    "nationalIdentityNumber",
    "isbn",
    "issn",
    "lisSourcedId",
    "oneRosterSourcedId",
    "sisSourcedId",
    "ltiContextId",
    "ltiDeploymentId",
    "ltiToolId",
    "ltiPlatformId",
    "ltiUserId",
    "identifier",
]
"""What kind of identifier a person, organisation or thing is named by (``IdentifierTypeEnum``)."""

ResultType: TypeAlias = Literal[
    "GradePointAverage",
    "LetterGrade",
    "Percent",
    "PerformanceLevel",
    "PredictedScore",
    "RawScore",
    "Result",
    "RubricCriterion",
    "RubricCriterionLevel",
    "RubricScore",
    "ScaledScore",
    "Status",
]
"""What the values of a result mean."""

ResultStatusType: TypeAlias = Literal[
    "Completed", "Enrolled", "Failed", "InProgress", "OnHold", "Provisional", "Withdrew"
]
"""How far the learner has come; a closed enumeration."""

AssociationType: TypeAlias = Literal[
    "exactMatchOf",
    "isChildOf",
    "isParentOf",
    "isPartOf",
    "isPeerOf",
    "isRelatedTo",
    "precedes",
    "replacedBy",
]
"""How two achievements of a CLR relate; a closed enumeration."""

_EXTENSION: Final = re.compile(r"ext:[A-Za-z0-9._-]+")
MAX_NAMES: Final = 100
_LAX_EXTENSION: Final = re.compile(r"ext:[a-zA-Z0-9|._-]+")


def _enumeration(literal: object, *, extensible: bool) -> Lexical:
    """The rule for one enumeration.

    Foreign terms of an extensible one are only labels, so reading lets them pass; a closed one has none.
    """
    words: tuple[str, ...] = get_args(literal)

    def read(value: Any, info: ValidationInfo) -> str:
        if not isinstance(value, str):
            raise refusal(Flaw("model.wrong-type", f"found {described(value)}, wanted a term in a string"))
        if value in words or (extensible and (_EXTENSION.fullmatch(value) or Reading.lenient(info))):
            return value
        wanted = f"one of the {len(words)} terms" + (" or one of your own behind ext:" if extensible else "")
        raise refusal(Flaw("model.not-in-enumeration", f"found {described(value)}, wanted {wanted}", hint(value)))

    def hint(value: str) -> str:
        near = difflib.get_close_matches(value[:80], words, n=1)
        if _LAX_EXTENSION.search(value):
            return "an extension term is ext: and then only letters, digits, dots, hyphens and underscores"
        if near:
            return f"did you mean {near[0]}"
        own = re.sub(r"[^A-Za-z0-9._-]+", "", value[:40].title() if " " in value else value[:40])
        return (
            f"write ext:{own or 'Name'} for a term of your own" if extensible else f"the terms are {', '.join(words)}"
        )

    enum: dict[str, Any] = {"type": "string", "enum": list(words)}
    own = {"type": "string", "pattern": f"^{_EXTENSION.pattern}$"}
    return Lexical(read, {"anyOf": [enum, own]} if extensible else enum)


if TYPE_CHECKING:
    AchievementTypeTerm: TypeAlias = AchievementType | str
    AlignmentTargetTypeTerm: TypeAlias = AlignmentTargetType | str
    IdentifierTypeTerm: TypeAlias = IdentifierType | str
    ResultTypeTerm: TypeAlias = ResultType | str
    ResultStatusTypeTerm: TypeAlias = ResultStatusType
    AssociationTypeTerm: TypeAlias = AssociationType
    Classes: TypeAlias = Sequence[str]
else:
    AchievementTypeTerm = Annotated[str, _enumeration(AchievementType, extensible=True)]
    AlignmentTargetTypeTerm = Annotated[str, _enumeration(AlignmentTargetType, extensible=True)]
    IdentifierTypeTerm = Annotated[str, _enumeration(IdentifierType, extensible=True)]
    ResultTypeTerm = Annotated[str, _enumeration(ResultType, extensible=True)]
    ResultStatusTypeTerm = Annotated[str, _enumeration(ResultStatusType, extensible=False)]
    AssociationTypeTerm = Annotated[str, _enumeration(AssociationType, extensible=False)]
    Classes = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TypeSet:
    """The rule for ``type``: a set of names that must hold one of each group in ``named`` (Open Badges 3.0, B.1).

    One name may stand without its array (A.2.1). ``single`` is for the classes whose type is one string.
    """

    named: tuple[tuple[str, ...], ...] = ()
    single: bool = False
    only: bool = False
    also_read: tuple[str, ...] = ()

    @classmethod
    def of(cls, *names: str) -> TypeSet:
        """A set that holds each of ``names``, and may hold others."""
        return cls(tuple((name,) for name in names))

    @classmethod
    def exactly(cls, name: str) -> TypeSet:
        """One fixed string."""
        return cls(((name,),), single=True, only=True)

    @property
    def default(self) -> Default | None:
        """What building writes, where the standard leaves no choice."""
        return Default(lambda: tuple(group[-1] for group in self.named)) if self.named else None

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        names = tuple(group[-1] for group in self.named)
        usual = names[0] if self.single and names else list(names)

        def read(value: Any, info: ValidationInfo) -> tuple[str, ...]:
            return names if value == usual and names else self._read(value, info)

        return core_schema.with_info_plain_validator_function(read)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        string: dict[str, Any] = {"type": "string"}
        if self.only:
            return {"const": self.named[0][0]}
        if self.single:
            return string | (_one_of(self.named[0]) if self.named else {})
        array: dict[str, Any] = {"type": "array", "items": string, "minItems": 1}
        if self.named:
            array["allOf"] = [{"contains": _one_of(group)} for group in self.named]
        if len(self.named) > 1:
            return array
        alone = _one_of(self.named[0]) if self.named else string
        return {"if": {"type": "array"}, "then": array, "else": alone}

    def _read(self, value: Any, info: ValidationInfo) -> tuple[str, ...]:
        array = isinstance(value, (list, tuple))
        names = tuple(value) if array else (value,)
        if len(names) > MAX_NAMES:
            raise refusal(Flaw("model.too-many", f"found {len(names)} names, wanted at most {MAX_NAMES}"))
        if strange := [number for number, name in enumerate(names) if not isinstance(name, str)]:
            raise refusal(*(_not_a_name(names[number], (number,) if array else ()) for number in strange))
        if self.single and array and not self._may_be_several(value, info):
            hint = "write it without the square brackets" if len(names) == 1 else "keep one of them"
            raise refusal(Flaw("model.cardinality", f"found {described(value)}, wanted one string", hint))
        missing = [group for group in self.named if not any(name in names for name in group)]
        if missing or not names:
            if Reading.lenient(info) and any(name in names for name in self.also_read):
                return names
            raise refusal(*(self._lacks(group, names) for group in missing or [("a class",)]))
        return names

    def _may_be_several(self, value: list[str] | tuple[str, ...], info: ValidationInfo) -> bool:
        if len(value) == 1 and isinstance(value, tuple):
            return True  # the default that building fills in
        return Reading.lenient(info) and (len(value) == 1 or not self.only)

    def _lacks(self, group: tuple[str, ...], names: tuple[str, ...]) -> Flaw:
        wanted = " or ".join(group)
        hint = f'write "type": "{group[-1]}"' if self.single else f"add {group[-1]} to the array"
        if "VerifiablePresentation" in group and "VerifiableCredential" in names:
            hint = "it is a credential, for Verifier.verify, or microcred verify without --challenge"
        return Flaw(
            "model.type-missing",
            f"found {described(names[0] if len(names) == 1 else names)} without {wanted}",
            hint=hint,
        )


def _one_of(names: tuple[str, ...]) -> dict[str, Any]:
    return {"const": names[0]} if len(names) == 1 else {"enum": list(names)}


def _not_a_name(found: object, at: tuple[int, ...]) -> Flaw:
    message = f"found {described(found)}, wanted the name of a class in a string"
    return Flaw("model.wrong-type", message, at=at)
