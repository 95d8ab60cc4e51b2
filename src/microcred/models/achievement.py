"""What was achieved, by whom, and how well (Open Badges 3.0, B.1.1 and B.1.3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Self
from uuid import uuid4

from pydantic import ConfigDict, ValidationInfo, model_validator

from microcred.models.dates import LooseMoment
from microcred.models.endorsement import Endorsement
from microcred.models.faults import Flaw, refusal
from microcred.models.image import Picture
from microcred.models.language import Name
from microcred.models.members import ABSENT, BUILT, NONE_YET, Default, Given, Many, Maybe, Reading
from microcred.models.model import Extensible
from microcred.models.profile import IdentifierEntry, IdentityObject, Profile
from microcred.models.terms import (
    AchievementTypeTerm,
    AlignmentTargetTypeTerm,
    Classes,
    ResultStatusTypeTerm,
    ResultTypeTerm,
    TypeSet,
)
from microcred.models.values import CompactJws, LanguageCode, Number, Text, Uri

__all__ = [
    "Achievement",
    "AchievementSubject",
    "Alignment",
    "Criteria",
    "Evidence",
    "Related",
    "Result",
    "ResultDescription",
    "RubricCriterionLevel",
]

NewUrn = Default(lambda: uuid4().urn)
"""Building names a thing by a random UUID."""


class Criteria(Extensible):
    """What one has to do for the achievement: a page, a text, or both (Open Badges 3.0, B.1.6)."""

    model_config = ConfigDict(json_schema_extra={"anyOf": [{"required": ["id"]}, {"required": ["narrative"]}]})

    _short_form: ClassVar[str | None] = "narrative"

    id: Maybe[Uri] = ABSENT
    """The address of a page with the requirements."""
    type: Annotated[Classes, TypeSet(single=True)] = NONE_YET
    """``Criteria``, where a document says so; the standard does not ask for it."""
    narrative: Maybe[Text] = ABSENT
    """The requirements in Markdown."""

    @model_validator(mode="before")
    @classmethod
    def _says_something(cls, data: Any) -> Any:
        if isinstance(data, Mapping) and all(data.get(name) is None for name in ("id", "narrative")):
            message = "the criteria have neither id nor narrative, one of which is required"
            raise refusal(Flaw("model.missing", message, "say what one has to do, or where that is written"))
        return data


class Alignment(Extensible):
    """A node of a framework, such as a skill of ESCO, that something corresponds to (Open Badges 3.0, B.1.5)."""

    type: Annotated[Classes, TypeSet.of("Alignment")] = BUILT
    """Contains ``Alignment``."""
    target_code: Maybe[Text] = ABSENT
    """The local code of the node within its framework."""
    target_description: Maybe[Text] = ABSENT
    """A short description of the node."""
    target_name: Text
    """The name of the node."""
    target_framework: Maybe[Text] = ABSENT
    """The name of the framework."""
    target_type: Maybe[AlignmentTargetTypeTerm] = ABSENT
    """The kind of node; a term of your own begins with ``ext:``."""
    target_url: Uri
    """The address of the node."""


class Related(Extensible):
    """Another achievement that counts as the same for most purposes: a translation, another version."""

    id: Uri
    """The id of the other achievement."""
    type: Annotated[Classes, TypeSet.of("Related")] = BUILT
    """Contains ``Related``."""
    in_language: Maybe[LanguageCode] = ABSENT
    """The language of the other achievement."""
    version: Maybe[Text] = ABSENT
    """The version of the other achievement."""


class RubricCriterionLevel(Extensible):
    """One level of a rubric, such as *proficient* (Open Badges 3.0, B.1.18)."""

    id: Annotated[Uri, NewUrn] = BUILT
    """The name by which results refer to this level.

    Building takes a random ``urn:uuid:``.
    """
    type: Annotated[Classes, TypeSet.of("RubricCriterionLevel")] = BUILT
    """Contains ``RubricCriterionLevel``."""
    alignment: Many[Alignment] = NONE_YET
    """What the level corresponds to in frameworks."""
    description: Maybe[Name] = ABSENT
    """What the level means."""
    level: Maybe[Text] = ABSENT
    """The level in the scale of the rubric."""
    name: Name
    """The name of the level."""
    points: Maybe[Text] = ABSENT
    """The points that go with the level."""


class ResultDescription(Extensible):
    """Which results are possible: a grade, a score, a rubric level, a status (Open Badges 3.0, B.1.17)."""

    id: Annotated[Uri, NewUrn] = BUILT
    """The name by which results refer to this description.

    Building takes a random ``urn:uuid:``.
    """
    type: Annotated[Classes, TypeSet.of("ResultDescription")] = BUILT
    """Contains ``ResultDescription``."""
    alignment: Many[Alignment] = NONE_YET
    """What the result corresponds to in frameworks."""
    allowed_value: Many[Text] = NONE_YET
    """The possible values, from low to high."""
    name: Name
    """The name of the result."""
    required_level: Maybe[Uri] = ABSENT
    """The id of the rubric level that has to be reached."""
    required_value: Maybe[Text] = ABSENT
    """The value that has to be reached."""
    result_type: ResultTypeTerm
    """What the values mean; a term of your own begins with ``ext:``."""
    rubric_criterion_level: Many[RubricCriterionLevel] = NONE_YET
    """The levels of the rubric, from low to high."""
    value_max: Maybe[Text] = ABSENT
    """The highest possible value."""
    value_min: Maybe[Text] = ABSENT
    """The lowest possible value."""


class Achievement(Extensible):
    """What can be achieved, whoever achieves it (Open Badges 3.0, B.1.1)."""

    id: Annotated[Uri, NewUrn] = BUILT
    """The name of the achievement: an https URL at which it can be fetched, or a ``urn:uuid:``.

    Building takes a random ``urn:uuid:``.
    """
    type: Annotated[Classes, TypeSet.of("Achievement")] = BUILT
    """Contains ``Achievement``."""
    name: Name
    """The name of the achievement."""
    description: Name
    """What the achievement is, in a few sentences."""
    criteria: Given[Criteria, Criteria | str]
    """What one has to do for it.

    Building takes the text alone.
    """
    achievement_type: Maybe[AchievementTypeTerm] = ABSENT
    """The kind of achievement; a term of your own begins with ``ext:``."""
    alignment: Many[Alignment] = NONE_YET
    """What the achievement corresponds to in frameworks."""
    creator: Maybe[Profile] = ABSENT
    """Who defined the achievement; that is no permission for others to award it."""
    credits_available: Maybe[Number] = ABSENT
    """The credits that the achievement is worth."""
    endorsement: Many[Endorsement] = NONE_YET
    """What others say about the achievement, each a credential of its own."""
    endorsement_jwt: Many[CompactJws] = NONE_YET
    """Endorsements that are secured as VC-JWT."""
    field_of_study: Maybe[Text] = ABSENT
    """The field of study, such as *Chemistry*."""
    human_code: Maybe[Text] = ABSENT
    """The code by which people know it, such as *CHEM 101*."""
    image: Picture = ABSENT
    """The picture of the badge."""
    in_language: Maybe[LanguageCode] = ABSENT
    """The language of this definition; translations are achievements of their own, linked by ``related``."""
    other_identifier: Many[IdentifierEntry] = NONE_YET
    """Other identifiers of the same achievement."""
    related: Many[Related] = NONE_YET
    """Achievements that count as the same for most purposes."""
    result_description: Many[ResultDescription] = NONE_YET
    """Which results there can be."""
    specialization: Maybe[Text] = ABSENT
    """The specialisation within the field of study."""
    tag: Many[Text] = NONE_YET
    """Words by which the achievement may be found."""
    version: Maybe[Text] = ABSENT
    """A free label of this version of the definition."""


class Result(Extensible):
    """A result that was reached (Open Badges 3.0, B.1.16)."""

    type: Annotated[Classes, TypeSet.of("Result")] = BUILT
    """Contains ``Result``."""
    achieved_level: Maybe[Uri] = ABSENT
    """The id of the rubric level that was reached."""
    alignment: Many[Alignment] = NONE_YET
    """What the result corresponds to in frameworks."""
    result_description: Maybe[Uri] = ABSENT
    """The id of the description, in the achievement, of what this is a result of."""
    status: Maybe[ResultStatusTypeTerm] = ABSENT
    """How far the learner has come, for results of the type ``Status``."""
    value: Maybe[Text] = ABSENT
    """The grade, score or other value, as a string."""


class AchievementSubject(Extensible):
    """Who achieved what (Open Badges 3.0, B.1.3)."""

    model_config = ConfigDict(json_schema_extra={"anyOf": [{"required": ["id"]}, {"required": ["identifier"]}]})

    id: Maybe[Uri] = ABSENT
    """The earner, best by a DID; without it there is at least one ``identifier``."""
    type: Annotated[Classes, TypeSet.of("AchievementSubject")] = BUILT
    """Contains ``AchievementSubject``."""
    activity_start_date: Maybe[LooseMoment] = ABSENT
    """When the activity began."""
    activity_end_date: Maybe[LooseMoment] = ABSENT
    """When the activity ended."""
    credits_earned: Maybe[Number] = ABSENT
    """The credits that were earned."""
    achievement: Achievement
    """What was achieved."""
    identifier: Many[IdentityObject] = NONE_YET
    """By what else the earner can be recognised, usually a hashed e-mail address."""
    image: Picture = ABSENT
    """The picture with this credential baked into it, in PNG or SVG."""
    license_number: Maybe[Text] = ABSENT
    """The number of the licence that was given."""
    narrative: Maybe[Text] = ABSENT
    """How the pieces of evidence belong together, in Markdown."""
    result: Many[Result] = NONE_YET
    """The results that were reached."""
    role: Maybe[Text] = ABSENT
    """The role of the earner in the activity."""
    source: Maybe[Profile] = ABSENT
    """Who assessed on behalf of the issuer."""
    term: Maybe[Text] = ABSENT
    """The academic term."""

    @model_validator(mode="after")
    def _is_somebody(self, info: ValidationInfo) -> Self:
        # Many credentials say who the learner is by a name alone. That is read; a subject that is nobody is not.
        named = Reading.lenient(info) and bool((self.model_extra or {}).get("name"))
        if self.id is None and not self.identifier and not named:
            message = "the AchievementSubject has neither id nor identifier, one of which is required"
            raise refusal(Flaw("model.missing", message, "say who the earner is, by a DID or a hashed e-mail address"))
        return self


class Evidence(Extensible):
    """What shows that the achievement was earned: a page, a file, a text (Open Badges 3.0, B.1.10)."""

    id: Maybe[Uri] = ABSENT
    """The address of the evidence; best one whose content does not change."""
    type: Annotated[Classes, TypeSet.of("Evidence")] = BUILT
    """Contains ``Evidence``."""
    narrative: Maybe[Text] = ABSENT
    """What was done, in Markdown."""
    name: Maybe[Name] = ABSENT
    """The name of the evidence."""
    description: Maybe[Name] = ABSENT
    """A longer description of the evidence."""
    genre: Maybe[Text] = ABSENT
    """The kind of evidence, such as *Photography* or *Prose*."""
    audience: Maybe[Text] = ABSENT
    """For whom the evidence is meant."""
