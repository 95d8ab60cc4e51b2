"""What editors offer where the standard leaves the words open: examples, which refuse nothing."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from microcred.models.vocabulary import CREDENTIALS_V1, CREDENTIALS_V2, OB_CONTEXT

__all__ = ["EXAMPLES", "with_examples"]

_MOMENT: Final = "2026-01-31T12:00:00Z"
_DATE: Final = "1990-01-31"

EXAMPLES: Final[Mapping[str, tuple[Any, ...]]] = MappingProxyType(
    {
        "Achievement.criteria": ({"narrative": "What somebody has to do to get this, in Markdown."},),
        "Achievement.inLanguage": ("en", "pt-BR"),
        "Achievement.type": (["Achievement"],),
        "AchievementSubject.type": (["AchievementSubject"],),
        "Alignment.type": (["Alignment"],),
        "CredentialSchema.type": ("1EdTechJsonSchemaValidator2019", "JsonSchema", "JsonSchemaCredential"),
        "CredentialStatus.type": ("BitstringStatusListEntry", "1EdTechRevocationList"),
        "DataIntegrityProof.created": (_MOMENT,),
        "DataIntegrityProof.cryptosuite": (
            "eddsa-rdfc-2022",
            "eddsa-jcs-2022",
            "ecdsa-rdfc-2019",
            "ecdsa-jcs-2019",
            "ecdsa-sd-2023",
        ),
        "DataIntegrityProof.proofPurpose": ("assertionMethod", "authentication"),
        "DataIntegrityProof.type": ("DataIntegrityProof", "Ed25519Signature2020"),
        "Evidence.type": (["Evidence"],),
        "OpenBadgeCredential.@context": ([CREDENTIALS_V2, OB_CONTEXT],),
        "OpenBadgeCredential.type": (["VerifiableCredential", "OpenBadgeCredential"],),
        "OpenBadgeCredential.validFrom": (_MOMENT,),
        "OpenBadgeCredential.validUntil": (_MOMENT,),
        "OpenBadgeCredentialV1.@context": ([CREDENTIALS_V1, OB_CONTEXT],),
        "OpenBadgeCredentialV1.issuanceDate": (_MOMENT,),
        "EndorsementCredential.@context": ([CREDENTIALS_V2, OB_CONTEXT],),
        "EndorsementCredential.type": (["VerifiableCredential", "EndorsementCredential"],),
        "EndorsementCredential.validFrom": (_MOMENT,),
        "EndorsementSubject.type": (["EndorsementSubject"],),
        "Profile.dateOfBirth": (_DATE,),
        "Profile.type": (["Profile"],),
        "RefreshService.type": ("1EdTechCredentialRefresh",),
        "Result.type": (["Result"],),
        "ResultDescription.type": (["ResultDescription"],),
        "RubricCriterionLevel.type": (["RubricCriterionLevel"],),
        "VerifiablePresentation.@context": ([CREDENTIALS_V2],),
        "VerifiablePresentation.type": (["VerifiablePresentation"],),
    }
)
"""Class and member, as the standard spells them → values that somebody may want to begin with."""


def with_examples(model: str, member: str, schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of a member with the examples for it, and for the elements of a set of types the names it wants."""
    found = EXAMPLES.get(f"{model}.{member}")
    schema = schema if found is None else {**schema, "examples": list(found)}
    compact = isinstance(schema.get("then"), dict)
    arrays = schema["then"] if compact else schema
    names = [name for rule in arrays.get("allOf", ()) for name in _named(rule.get("contains", {}))]
    if not names:
        return schema
    wanted = {**arrays, "items": {**arrays["items"], "examples": names}}
    return {**schema, "then": wanted} if compact else wanted


def _named(rule: Mapping[str, Any]) -> list[str]:
    return [rule["const"]] if "const" in rule else rule.get("enum", [])[::-1]
