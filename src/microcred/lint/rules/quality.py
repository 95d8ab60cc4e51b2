"""What makes a credential worth its reading: criteria, skills, language, workload, assessment.

What a micro-credential should tell is the list of Annex I of the Council Recommendation of 16 June 2022 on a European
approach to micro-credentials (2022/C 243/02).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from microcred.lint.rule import Breach, Part, Rules, Subject
from microcred.models.faults import described

__all__ = ["RULES"]

_THIN_CRITERIA: Final = 25
_THIN_DESCRIPTION: Final = 20
_AGES: Final = frozenset(("Certification", "License"))
# Scripts in which one character says as much as a few letters.
_DENSE: Final = re.compile("[\u1100-\u11ff\u2e80-\ud7af\uf900-\ufaff]")


def _criteria_thin(subject: Subject) -> Iterator[Breach]:
    for _, criteria, narrative in _criteria(subject):
        if not criteria.has("id") and 0 < _weight(narrative) < _THIN_CRITERIA:
            message = f"the criteria are {described(narrative)}; wanted what one has to do, and how well"
            yield Breach(criteria.below("narrative"), message, wanted="a sentence or more")


def _criteria_repeat(subject: Subject) -> Iterator[Breach]:
    for achievement, criteria, narrative in _criteria(subject):
        said = _folded(narrative)
        for name in ("name", "description"):
            if said and _weight(narrative) >= _THIN_CRITERIA and said == _folded(achievement.text(name) or ""):
                message = f"the criteria say again what the {name} says; wanted what one has to do, and how well"
                yield Breach(criteria.below("narrative"), message)


def _criteria_elsewhere(subject: Subject) -> Iterator[Breach]:
    for achievement in _achievements(subject):
        for criteria in achievement.members("criteria"):
            if criteria.has("id") and not criteria.has("narrative"):
                message = "the criteria stand at an address alone, which can change and go away; wanted them here too"
                yield Breach(criteria.pointer, message, wanted="a narrative")


def _description_thin(subject: Subject) -> Iterator[Breach]:
    for achievement in _achievements(subject):
        text = achievement.text("description") or ""
        if 0 < _weight(text) < _THIN_DESCRIPTION and _folded(text) != _folded(achievement.text("name") or ""):
            message = f"the description is {described(text)}; wanted what somebody can do who has this"
            yield Breach(achievement.below("description"), message, wanted="a sentence or more")


def _description_repeats(subject: Subject) -> Iterator[Breach]:
    for achievement in _achievements(subject):
        text = _folded(achievement.text("description") or "")
        if text and text == _folded(achievement.text("name") or ""):
            message = "the description is the name once more; wanted what somebody can do who has this"
            yield Breach(achievement.below("description"), message, wanted="a sentence or more")


def _no_alignment(subject: Subject) -> Iterator[Breach]:
    for achievement in _achievements(subject):
        if not achievement.has("alignment"):
            message = "the achievement is aligned to no framework of skills, so no search for a skill finds it"
            yield Breach(achievement.pointer, message, wanted="an alignment")


def _alignment_without_framework(subject: Subject) -> Iterator[Breach]:
    for alignment in subject.objects("Alignment"):
        if not alignment.has("targetFramework"):
            message = f"the alignment to {described(alignment.text('targetName'))} does not say of which framework"
            yield Breach(alignment.pointer, message, wanted="a targetFramework")


def _alignment_twice(subject: Subject) -> Iterator[Breach]:
    for holder in subject.objects("Achievement", "Result", "ResultDescription", "RubricCriterionLevel"):
        first: dict[tuple[str, str | None], str] = {}
        for alignment in holder.members("alignment"):
            target = alignment.text("targetUrl")
            if target is not None:
                seen = first.setdefault((target, alignment.text("targetCode")), alignment.pointer)
                if seen != alignment.pointer:
                    message = f"found {described(target)}, which {seen:.80} is aligned to already; wanted it once"
                    yield Breach(alignment.below("targetUrl"), message)


def _no_language(subject: Subject) -> Iterator[Breach]:
    for achievement in _achievements(subject):
        if not achievement.has("inLanguage") and not isinstance(achievement.value.get("name"), (dict, list)):
            message = "the achievement does not say in which language it is written; wanted inLanguage"
            yield Breach(achievement.pointer, message, wanted="a language tag such as en or de-CH")


def _no_expiry(subject: Subject) -> Iterator[Breach]:
    for credential in subject.credentials:
        for about in credential.members("credentialSubject"):
            for achievement in about.members("achievement"):
                kind = achievement.text("achievementType")
                if kind in _AGES and not (credential.has("validUntil") or credential.has("expirationDate")):
                    message = f"a {kind} is given for some years, and the credential has no end; wanted validUntil"
                    yield Breach(achievement.below("achievementType"), message, wanted="a validUntil of the credential")


def _no_achievement_type(subject: Subject) -> Iterator[Breach]:
    for achievement in _achievements(subject):
        if not achievement.has("achievementType"):
            message = "the achievement does not say what kind it is of; wanted achievementType"
            yield Breach(achievement.pointer, message, wanted="an achievementType such as MicroCredential")


def _no_image(subject: Subject) -> Iterator[Breach]:
    for achievement in _achievements(subject):
        if not achievement.has("image"):
            message = "the achievement has no picture, and wallets show a grey square; wanted one"
            yield Breach(achievement.pointer, message, wanted="an Image")


def _no_workload(subject: Subject) -> Iterator[Breach]:
    for achievement in _micro_credentials(subject):
        if not achievement.has("creditsAvailable"):
            message = "the micro-credential does not say how much work it stands for; wanted creditsAvailable"
            yield Breach(achievement.pointer, message, wanted="creditsAvailable")


def _no_assessment(subject: Subject) -> Iterator[Breach]:
    for credential in subject.credentials:
        for about in credential.members("credentialSubject"):
            for achievement in about.members("achievement") if "AchievementSubject" in about.types() else ():
                told = credential.has("evidence") or about.has("result") or achievement.has("resultDescription")
                if achievement.text("achievementType") == "MicroCredential" and achievement.has("name") and not told:
                    message = "nothing says how the learner was assessed: no resultDescription, result or evidence"
                    yield Breach(achievement.pointer, message, wanted="a resultDescription, or evidence")


def _no_country(subject: Subject) -> Iterator[Breach]:
    for credential in subject.credentials:
        kinds = {
            achievement.text("achievementType")
            for about in credential.members("credentialSubject")
            for achievement in about.members("achievement")
        }
        for issuer in credential.members("issuer") if "MicroCredential" in kinds else ():
            places = issuer.members("address")
            if isinstance(issuer.value, dict) and not any(
                place.has("addressCountry") or place.has("addressCountryCode") for place in places
            ):
                message = "the issuer of a micro-credential does not say in which country it is; wanted its address"
                yield Breach(issuer.pointer, message, wanted="an address with addressCountryCode")


def _issuer_without_url(subject: Subject) -> Iterator[Breach]:
    for credential in subject.objects("OpenBadgeCredential", "AchievementCredential"):
        for issuer in credential.members("issuer"):
            if isinstance(issuer.value, dict) and not issuer.has("url"):
                message = "the issuer names no website, so a reader has nowhere to ask; wanted url"
                yield Breach(issuer.pointer, message, wanted="a url")


def _related_without_version(subject: Subject) -> Iterator[Breach]:
    for achievement in _achievements(subject):
        same = [each for each in achievement.members("related") if not each.has("inLanguage")]
        if same and not achievement.has("version"):
            message = "the achievement is related to others and does not say which version it is; wanted version"
            yield Breach(achievement.pointer, message, wanted="a version")


def _more_credits(subject: Subject) -> Iterator[Breach]:
    for about in subject.objects("AchievementSubject"):
        earned = about.value.get("creditsEarned")
        for achievement in about.members("achievement"):
            available = achievement.value.get("creditsAvailable") if achievement.has("creditsAvailable") else None
            if _is_number(earned) and _is_number(available) and earned > available:
                message = f"found {described(earned)}, and {described(available)} as creditsAvailable; wanted no more"
                yield Breach(about.below("creditsEarned"), message, wanted=f"at most {described(available)}")


def _achievements(subject: Subject) -> Iterator[Part]:
    """The achievements that are described here, and not just named by their id."""
    return (part for part in subject.objects("Achievement") if part.has("name"))


def _micro_credentials(subject: Subject) -> Iterator[Part]:
    return (part for part in _achievements(subject) if part.text("achievementType") == "MicroCredential")


def _criteria(subject: Subject) -> Iterator[tuple[Part, Part, str]]:
    for achievement in _achievements(subject):
        for criteria in achievement.members("criteria"):
            narrative = criteria.text("narrative")
            if narrative is not None:
                yield achievement, criteria, narrative


def _weight(text: str) -> int:
    """How many letters a text amounts to; long ones are not counted to their end."""
    short = text.strip()[:200]
    return len(short) + 3 * len(_DENSE.findall(short))


def _folded(text: str) -> str:
    return text.strip().rstrip(".!").casefold()


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


RULES: Final[Rules] = MappingProxyType(
    {
        "quality.alignment-twice": _alignment_twice,
        "quality.alignment-without-framework": _alignment_without_framework,
        "quality.criteria-elsewhere": _criteria_elsewhere,
        "quality.criteria-repeat": _criteria_repeat,
        "quality.criteria-thin": _criteria_thin,
        "quality.description-repeats": _description_repeats,
        "quality.description-thin": _description_thin,
        "quality.issuer-without-url": _issuer_without_url,
        "quality.more-credits": _more_credits,
        "quality.no-achievement-type": _no_achievement_type,
        "quality.no-alignment": _no_alignment,
        "quality.no-assessment": _no_assessment,
        "quality.no-country": _no_country,
        "quality.no-expiry": _no_expiry,
        "quality.no-image": _no_image,
        "quality.no-language": _no_language,
        "quality.no-workload": _no_workload,
        "quality.related-without-version": _related_without_version,
    }
)
