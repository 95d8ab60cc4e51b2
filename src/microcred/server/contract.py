"""The bodies of requests and responses, from which the OpenAPI document is made.

Names and shapes are those of Verifiable Credential API for Lifecycle Management (VCALM). A credential or presentation
is any JSON object here: what it has to be is for the library to say.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

__all__ = [
    "ChallengeResponse",
    "Derivation",
    "Health",
    "InstanceDescription",
    "InstanceList",
    "Issuance",
    "IssuedCredential",
    "JsonDocument",
    "ListCreated",
    "ListCreation",
    "PresentationResult",
    "PresentationVerification",
    "PresentedPresentation",
    "Presenting",
    "Problem",
    "StatusChange",
    "StatusChanged",
    "Verification",
    "VerificationResult",
]

_MAX_POINTERS: Final = 1_000
_MAX_TEXT: Final = 4_000
_MAX_DOMAINS: Final = 100

JsonObject = Annotated[dict[str, Any], Field(json_schema_extra={"type": "object", "additionalProperties": True})]
# No control characters: not every database can hold them, and no identifier has any.
Text = Annotated[str, Field(min_length=1, max_length=_MAX_TEXT, pattern=r"^[^\x00-\x1f\x7f]+$")]
Pointers = Annotated[list[Annotated[str, Field(max_length=_MAX_TEXT)]], Field(max_length=_MAX_POINTERS)]


class Asked(BaseModel):
    """What a client sends: members that are not known are looked at by the route, which refuses them by name."""

    model_config = ConfigDict(
        frozen=True,
        strict=True,
        extra="allow",
        alias_generator=to_camel,
        json_schema_extra={"additionalProperties": False},
    )


class Told(BaseModel):
    """What a client gets."""

    model_config = ConfigDict(frozen=True, alias_generator=to_camel, populate_by_name=True)


class IssuanceOptions(Asked):
    """How to issue."""

    credential_id: Text | None = None
    """The name by which to ask for the credential later, where it has no ``id`` of its own."""
    mandatory_pointers: Pointers | None = None
    """JSON Pointers to what the holder can never leave out; for ecdsa-sd-2023."""


class JsonDocument(BaseModel):
    """A document as it stands, such as a credential or the keys of an issuer."""

    model_config = ConfigDict(frozen=True, extra="allow")


class Issuance(Asked):
    """A credential to issue."""

    credential: JsonObject
    options: IssuanceOptions = IssuanceOptions()


class IssuedCredential(Told):
    """A credential as it was issued: with a proof in it, or as an EnvelopedVerifiableCredential."""

    verifiable_credential: JsonObject


class VerificationOptions(Asked):
    """What to tell besides the verdict."""

    return_credential: bool = False
    return_results: bool = False
    return_problem_details: bool = True


class Verification(Asked):
    """A credential to verify: with a proof in it, or an EnvelopedVerifiableCredential."""

    verifiable_credential: JsonObject
    options: VerificationOptions = VerificationOptions()


class PresentationOptions(Asked):
    """In which exchange the presentation has to be made, and what to tell besides the verdict."""

    challenge: Text | None = None
    domain: Text | Annotated[list[Text], Field(min_length=1, max_length=_MAX_DOMAINS)] | None = None
    return_presentation: bool = False
    return_results: bool = False
    return_problem_details: bool = True


class PresentationVerification(Asked):
    """A presentation to verify, with every credential in it."""

    verifiable_presentation: JsonObject
    options: PresentationOptions = PresentationOptions()


class Problem(Told):
    """What went wrong (RFC 9457), with the code that ``microcred rule`` explains."""

    type: str
    """The problem type of a W3C standard where one exists, else one of this project."""
    title: str
    status: int | None = None
    detail: str
    code: str
    pointer: str | None = None
    """The place, as a JSON Pointer into the credential or presentation, or into a malformed request."""
    hint: str | None = None
    instance: str | None = None
    """Which request it was, for whoever reads the log of the server; where the server failed."""
    faults: list[Problem] | None = None
    """All that is wrong, where it is more than one thing."""


class VerificationProblem(Problem):
    """A problem of a verification; a ``warning`` did not decide."""

    check: str
    warning: bool


class CheckResult(Told):
    """What became of one check of the library."""

    check: str
    outcome: Literal["passed", "failed", "undetermined", "not_run", "not_applicable"]
    message: str
    code: str | None = None


class Examined(Told):
    """A member of the credential, and whether it was found good; null where nobody could tell."""

    verified: bool | None
    input: Any


class CredentialResults(Told):
    """What became of each part of a credential, and every check that was made; members that it lacks are left out."""

    valid_from: Examined | None = None
    valid_until: Examined | None = None
    credential_schema: list[Examined] | None = None
    credential_status: list[Examined] | None = None
    proof: list[Examined] | None = None
    checks: list[CheckResult]


class VerificationResult(Told):
    """The verdict on a credential.

    ``verified`` is true only if every check that decides was made and passed; ``verdict`` keeps apart what was rejected
    and what could not be looked at.
    """

    verified: bool
    verdict: Literal["accepted", "rejected", "undetermined"]
    credential: JsonObject | None = None
    problem_details: list[VerificationProblem] | None = None
    results: CredentialResults | None = None


class PresentationFindings(Told):
    """What became of a presentation itself; what was not asked for is left out."""

    challenge: Examined | None = None
    domain: Examined | None = None
    holder: Examined | None = None
    proof: list[Examined] | None = None
    checks: list[CheckResult]


class PresentationResults(Told):
    """What became of a presentation, and of each credential in it."""

    presentation: PresentationFindings
    credentials: list[VerificationResult]


class PresentationResult(Told):
    """The verdict on a presentation."""

    verified: bool
    verdict: Literal["accepted", "rejected", "undetermined"]
    holder: str | None = None
    verifiable_presentation: JsonObject | None = None
    problem_details: list[VerificationProblem] | None = None
    results: PresentationResults | None = None


class DerivationOptions(Asked):
    """What to show."""

    selective_pointers: Pointers = []


class Derivation(Asked):
    """A credential with a base proof of ecdsa-sd-2023, and what to show of it."""

    verifiable_credential: JsonObject
    options: DerivationOptions = DerivationOptions()


class PresentingOptions(Asked):
    """In which exchange to present."""

    challenge: Text
    domain: Text | Annotated[list[Text], Field(min_length=1, max_length=_MAX_DOMAINS)] | None = None


class Presenting(Asked):
    """A presentation to sign: its ``holder`` is one whose key this server has."""

    presentation: JsonObject
    options: PresentingOptions


class PresentedPresentation(Told):
    """A presentation as its holder signed it."""

    verifiable_presentation: JsonObject


class ChallengeResponse(Told):
    """A challenge that is good once."""

    challenge: str


class StatusEntry(Asked):
    """The entry to change: by its list and index, or by its purpose alone where the credential is named."""

    type: Literal["BitstringStatusListEntry"] = "BitstringStatusListEntry"
    id: Text | None = None
    status_purpose: Text
    status_list_index: Annotated[str, Field(pattern=r"^(0|[1-9][0-9]{0,17})$")] | None = None
    status_list_credential: Text | None = None


class StatusChange(Asked):
    """What to say of a credential from now on."""

    credential_id: Text | None = None
    credential_status: StatusEntry
    status: bool
    """True for revoked or suspended."""


class StatusChanged(Told):
    """What the list says now."""

    credential_id: str | None
    status_purpose: str
    status_list_credential: str
    status_list_index: str
    status: bool


class ListCreation(Asked):
    """A list to make."""

    status_purpose: Literal["revocation", "suspension"]
    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")] | None = None
    """The last part of its URL; by default one that nobody can foresee."""
    instance: Text | None = None
    """The issuer instance that signs it, where there are several."""


class ListCreated(Told):
    """A list as it was published first."""

    id: str
    verifiable_credential: JsonObject


class Health(Told):
    """That it is well."""

    status: Literal["ok"]


class InstanceDescription(Told):
    """An issuer instance of this server."""

    name: str
    id: str
    verification_method: str
    key_type: str
    suite: str
    status_purpose: str | None


class InstanceList(Told):
    """The issuer instances of this server."""

    issuers: list[InstanceDescription]
