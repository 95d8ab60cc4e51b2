"""How a badge is verified, and for which hosted badges an issuer answers (Open Badges 2.0, VerificationObject)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from microcred.open_badges_2.members import Members

__all__ = ["VerificationObject"]

_KINDS: Final[dict[str, Literal["hosted", "signed"]]] = {
    "HostedBadge": "hosted",
    "hosted": "hosted",
    "SignedBadge": "signed",
    "signed": "signed",
}


@dataclass(frozen=True, slots=True)
class VerificationObject:
    """In an assertion ``kind`` and ``creator`` (the id of a key); in a profile ``starts_with`` and ``allowed_origins``.

    ``url`` is where version 1.x says that the assertion, or the key, is to be found.
    """

    kind: Literal["hosted", "signed"] | None = None
    creator: str | None = None
    url: str | None = None
    starts_with: tuple[str, ...] = ()
    allowed_origins: tuple[str, ...] = ()

    @classmethod
    def of(cls, members: Members) -> VerificationObject:
        """Read one that is written out."""
        members.class_of("VerificationObject", optional=True)
        kinds = {_KINDS[name] for name in members.texts("type") if name in _KINDS}
        if len(kinds) > 1:
            members.fault("model.wrong-type", "the type says hosted and signed, wanted one of them", "type")
        property_name = members.maybe_text("verificationProperty")
        if property_name not in (None, "id", "@id"):
            message = f"found {property_name!a:.60}, and only the id of an assertion is compared here"
            members.fault("model.wrong-form", message, "verificationProperty")
        return cls(
            min(kinds, default=None),
            members.maybe_uri("creator"),
            members.maybe_uri("url"),
            members.texts("startsWith"),
            members.texts("allowedOrigins"),
        )

    @classmethod
    def required(cls, members: Members) -> VerificationObject:
        """The ``verification`` of an assertion or endorsement; version 1.x calls it ``verify``."""
        name = "verification" if members.has("verification") else "verify"
        if name == "verification" and members.has("verify") and members.tree["verify"] != members.tree["verification"]:
            members.fault("model.wrong-form", "there are both verification and verify, and they differ", "verify")
        if not members.has(name):
            members.fault("model.missing", "the object has no verification, which is required", "verification")
        found = members.inner(name)
        if found is None:
            return cls()
        said = cls.of(found)
        if said.kind is None:
            found.fault("model.wrong-type", "the type is neither HostedBadge nor SignedBadge", "type")
        return said
