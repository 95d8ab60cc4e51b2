"""What is settled when a status list is made: credentials refer to it, so it never changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Self
from urllib.parse import urlsplit

from microcred.errors import UsageError
from microcred.instants import format_instant
from microcred.status_list.bitstring import encoded_list

__all__ = ["MIN_LENGTH", "ListTerms"]

_CREDENTIALS_V2: Final = "https://www.w3.org/ns/credentials/v2"
#: Below this, fetching a list would tell its host too much about whose status is looked at (2.2, 6.1).
MIN_LENGTH: Final = 131_072
# A list of this many bits stays below what a verifier fetches, however badly it compresses.
_MAX_BITS: Final = 8 * 1024 * 1024
_MAX_SIZE: Final = 8
_MAX_TEXT: Final = 2_000
#: What an entry of one bit says, where the purpose has words of its own for it.
_WORDS: Final = {"revocation": "revoked", "suspension": "suspended"}
#: Purposes whose values are never taken back (Bitstring Status List 1.0, 2.1).
_IRREVERSIBLE: Final = ("revocation", "refresh")


@dataclass(frozen=True, slots=True)
class ListTerms:
    """The terms of one list: where it is published, by whom, for which purpose, and in which form.

    ``size`` is the number of bits of an entry. ``messages`` says what each value means, from 0 on; it is required for
    more than one bit. ``reference`` is the URL of a page about them. ``ttl`` is for how many milliseconds a verifier
    may use a copy, ``valid_for`` for how many seconds an edition of the list is valid.
    Raises :class:`~microcred.errors.UsageError` for terms that make no list (Bitstring Status List 1.0, 2).
    """

    url: str
    issuer: str
    purpose: str = "revocation"
    size: int = 1
    length: int = MIN_LENGTH
    messages: tuple[str, ...] = ()
    reference: str | None = None
    ttl: int | None = None
    valid_for: int | None = None

    def __post_init__(self) -> None:
        for name, url in (("URL", self.url), ("reference", self.reference)):
            if url is not None and not _is_web_address(url):
                raise _bad(f"{name} {url!r:.200}, wanted an https:// URL without a fragment")
        if not isinstance(self.purpose, str) or not 0 < len(self.purpose) <= _MAX_TEXT:
            raise _bad(f"purpose {self.purpose!r:.60}, wanted a word such as revocation or suspension")
        if type(self.size) is not int or not 1 <= self.size <= _MAX_SIZE:
            raise _bad(f"size {self.size!r:.60}, wanted 1 to {_MAX_SIZE} bits")
        if type(self.length) is not int or not MIN_LENGTH <= self.length <= _MAX_BITS // self.size:
            raise _bad(f"length {self.length!r:.60}, wanted {MIN_LENGTH} to {_MAX_BITS // self.size} entries")
        if len(self.messages) not in ((0, 2) if self.size == 1 else (1 << self.size,)):
            raise _bad(f"{len(self.messages)} messages, wanted one for each of the {1 << self.size} values")
        if not all(isinstance(text, str) and 0 < len(text) <= _MAX_TEXT for text in self.messages):
            raise _bad(f"messages that are empty or longer than {_MAX_TEXT} characters")
        for name, number in (("ttl", self.ttl), ("validity", self.valid_for)):
            if number is not None and (type(number) is not int or number <= 0):
                raise _bad(f"{name} {number!r:.60}, wanted a whole number above 0")

    @property
    def is_reversible(self) -> bool:
        """Whether a value can be taken back: what is revoked stays revoked."""
        return self.purpose not in _IRREVERSIBLE

    def value_of(self, status: int | str) -> int:
        """The number for a status: ``"valid"``, the purpose's own word, or the number itself, also as text."""
        words = {"valid": 0, **({_WORDS[self.purpose]: 1} if self.purpose in _WORDS else {})}
        value = words.get(status) if isinstance(status, str) else status
        if value is None and isinstance(status, str) and status.isascii() and status.isdigit() and len(status) < 6:
            value = int(status)
        if type(value) is not int or not 0 <= value < 1 << self.size:
            bits = f"{self.size} bit{'s' if self.size > 1 else ''}"
            raise UsageError(
                "status.bad-value",
                f"{status!r:.60} is no status in a list for {self.purpose} with {bits} for each",
                hint=f"say {', '.join(words)}, or a number below {1 << self.size}",
            )
        return value

    def check_change(self, found: int, wanted: int, *, of: str = "the entry") -> None:
        """Refuse to take back what is never taken back; raises :class:`~microcred.errors.UsageError`."""
        if wanted == 0 and found != 0 and not self.is_reversible:
            raise UsageError(
                "status.irreversible",
                f"{of} is {self.word_for(found)}, and {self.purpose} is never taken back",
                hint="issue a new credential; what may have to be taken back belongs into a list for suspension",
            )

    def word_for(self, value: int) -> str:
        """A value in words: the message for it, the word of the purpose, or the number."""
        if self.messages:
            return self.messages[value]
        return "valid" if value == 0 else _WORDS.get(self.purpose, str(value))

    def to_dict(self) -> dict[str, Any]:
        """The terms as JSON-ready values, without those that the list does not have."""
        members = {
            "url": self.url,
            "issuer": self.issuer,
            "purpose": self.purpose,
            "size": self.size,
            "length": self.length,
            "messages": list(self.messages) or None,
            "reference": self.reference,
            "ttl": self.ttl,
            "validFor": self.valid_for,
        }
        return {name: value for name, value in members.items() if value is not None}

    @classmethod
    def of(cls, members: Mapping[str, Any]) -> Self:
        """The terms that :meth:`to_dict` wrote."""
        by_name = {**members, "messages": tuple(members.get("messages", ())), "valid_for": members.get("validFor")}
        by_name.pop("validFor", None)
        return cls(**by_name)

    def entry(self, index: int) -> dict[str, Any]:
        """The ``credentialStatus`` of the credential that has this index (Bitstring Status List 1.0, 2.1)."""
        members: dict[str, Any] = {
            "id": f"{self.url}#{index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": self.purpose,
            "statusListIndex": str(index),
            "statusListCredential": self.url,
        }
        if self.size > 1:
            members["statusSize"] = self.size
        if self.messages:
            members["statusMessage"] = [
                {"status": f"0x{value:x}", "message": text} for value, text in enumerate(self.messages)
            ]
        if self.reference is not None:
            members["statusReference"] = self.reference
        return members

    def credential(self, values: Iterable[tuple[int, int]], *, at: datetime) -> dict[str, Any]:
        """The list as the standard says it, still to be signed (Bitstring Status List 1.0, 2.2 and 3.1).

        ``values`` are the (index, value) of all entries that say anything but 0, ``at`` is the moment of this edition.
        """
        at = at.astimezone(UTC).replace(microsecond=0)
        until = {} if self.valid_for is None else {"validUntil": format_instant(at + timedelta(seconds=self.valid_for))}
        return {
            "@context": [_CREDENTIALS_V2],
            "id": self.url,
            "type": ["VerifiableCredential", "BitstringStatusListCredential"],
            "issuer": self.issuer,
            "validFrom": format_instant(at),
            **until,
            "credentialSubject": {
                "id": f"{self.url}#list",
                "type": "BitstringStatusList",
                "statusPurpose": self.purpose,
                "encodedList": encoded_list(values, length=self.length, size=self.size),
                **({} if self.ttl is None else {"ttl": self.ttl}),
            },
        }


def _is_web_address(url: object) -> bool:
    if not isinstance(url, str) or len(url) > _MAX_TEXT or not url.isascii() or any(char <= " " for char in url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and "#" not in url and "@" not in parts.netloc


def _bad(what: str) -> UsageError:
    return UsageError("status.bad-terms", f"a status list cannot have the {what}")
