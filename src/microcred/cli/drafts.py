"""What is to be signed: an unsigned credential as it is, or one that is made of an achievement and a recipient."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from microcred.cli.durations import Duration
from microcred.errors import UsageError
from microcred.instants import parse_instant
from microcred.positions import listed

if TYPE_CHECKING:
    from microcred.document import Document
    from microcred.models import IdentityObject

__all__ = ["Recipient", "Validity", "award", "is_achievement", "with_validity"]


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom ``--to`` names: an e-mail address, or the DID or URL that becomes the subject's id."""

    identifier: str
    hashed: bool = False

    @classmethod
    def parse(cls, text: str, *, hashed: bool) -> Recipient:
        """Read ``--to``; raises :class:`~microcred.errors.UsageError` for what is neither."""
        name = text.removeprefix("mailto:")
        if re.fullmatch(r"[^@\s:/]+@[^@\s:/]+", name):
            return cls(name, hashed)
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]+", text):
            raise UsageError("usage.bad-recipient", f"--to {text[:200]!r}: wanted an e-mail address, a DID or a URL")
        if hashed:
            raise UsageError(
                "usage.contradiction", "--hash-recipient is for e-mail addresses: a DID or URL is the subject's id"
            )
        return cls(text)

    @property
    def is_email(self) -> bool:
        """Whether it becomes an identifier rather than the id."""
        return "@" in self.identifier and ":" not in self.identifier

    def members(self) -> dict[str, Any]:
        """What of it stands in the subject."""
        return {"identifier": self.identity()} if self.is_email else {"id": self.identifier}

    def identity(self) -> IdentityObject:
        """The address in clear, or the SHA-256 hash of it and a random salt (Open Badges 3.0, IdentityObject)."""
        from microcred.models import IdentityObject

        if not self.hashed:
            return IdentityObject(hashed=False, identity_hash=self.identifier, identity_type="emailAddress")
        salt = secrets.token_hex(16)
        digest = hashlib.sha256((self.identifier + salt).encode()).hexdigest()
        return IdentityObject(hashed=True, identity_hash=f"sha256${digest}", identity_type="emailAddress", salt=salt)


@dataclass(frozen=True, slots=True)
class Validity:
    """What the options say about when a credential is valid."""

    start: datetime | None = None
    end: datetime | None = None
    lasting: Duration | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.lasting is not None:
            raise UsageError("usage.contradiction", "--valid-until and --valid-for both name the end, wanted one")

    def members(self, start: datetime | None) -> dict[str, str]:
        """``validFrom`` and ``validUntil``, as the options say them; ``start`` is what the credential itself says."""
        start = start or self.start
        end = self.end
        if self.lasting is not None:
            if start is None:
                raise UsageError(
                    "usage.missing-option",
                    "--valid-for counts from validFrom, which the credential does not have",
                    hint="say --valid-from, for example --valid-from now",
                )
            try:
                end = self.lasting.after(start)
            except OverflowError as error:
                raise UsageError("usage.bad-period", "--valid-for leads beyond the year 9999") from error
        members = {"validFrom": self.start, "validUntil": end}
        return {name: _written(moment) for name, moment in members.items() if moment is not None}


def is_achievement(document: Document) -> bool:
    """Whether a document is an Achievement rather than a credential.

    Raises :class:`~microcred.errors.UsageError` for one that is neither, or is signed already.
    """
    tree = document.tree
    types = listed(tree.get("type", []))
    if "proof" in tree:
        raise UsageError(
            "usage.already-signed",
            "the credential has a proof already, wanted an unsigned one",
            pointer="/proof",
            hint="take the proof out to sign it anew",
        )
    if "VerifiableCredential" in types or "credentialSubject" in tree:
        return False
    if "Achievement" in types or "criteria" in tree:
        return True
    raise UsageError(
        "usage.not-issuable",
        "the input is neither an unsigned credential nor an Achievement",
        hint='a credential has "type": ["VerifiableCredential", "OpenBadgeCredential"], an achievement "Achievement"',
    )


def award(achievement: Document, recipient: Recipient, issuer_id: str, validity: Validity) -> Document:
    """An unsigned credential, its issuer still to be filled in, that says that the recipient has the achievement.

    Raises :class:`~microcred.errors.ModelError` for what is no achievement.
    """
    from microcred.document import Document
    from microcred.models import Achievement, AchievementSubject, OpenBadgeCredential

    members = {name: value for name, value in achievement.tree.items() if name != "@context"}
    awarded = Achievement(**members)
    start = validity.start or datetime.now(UTC).replace(microsecond=0)
    credential = OpenBadgeCredential(
        name=awarded.name,
        issuer=issuer_id,
        credential_subject=AchievementSubject(achievement=awarded, **recipient.members()),
        **{"validFrom": _written(start), **validity.members(start)},
    ).to_dict()
    del credential["issuer"]
    return Document.of(credential)


def with_validity(credential: Document, validity: Validity) -> Document:
    """The same credential with the dates that the options add; untouched where they add none.

    Raises :class:`~microcred.errors.UsageError` for a date that the credential says already.
    """
    from microcred.document import Document

    tree = credential.tree
    written = tree.get("validFrom")
    start = parse_instant(written) if isinstance(written, str) else None
    added = validity.members(start)
    for name in added:
        if name in tree:
            raise UsageError(
                "usage.contradiction",
                f"the credential says {name} itself, so no option can say it",
                pointer=f"/{name}",
                hint="leave out the option, or the member of the credential",
            )
    return Document.of({**tree, **added}) if added else credential


def _written(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
