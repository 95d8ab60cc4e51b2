"""Is it still good: what the entries of ``credentialStatus`` say (Open Badges 3.0, 9.1, step 4).

Each entry is looked up, and the worst answer counts. A list that cannot be had, read or believed leaves the status
undetermined: it is never taken for "not revoked". A status list is a credential itself, so it is verified like one; the
verifier passes in how.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Protocol

from microcred.document import Document, JsonObject, child_pointer
from microcred.errors import DocumentError, MicrocredError, Rejected, Undetermined, UnsupportedError
from microcred.verification.fetch import FetchSession
from microcred.verification.report import Check

__all__ = [
    "STATUS_CHECKERS",
    "BitstringStatusList",
    "RevocationList",
    "StatusAnswer",
    "StatusChecker",
    "StatusQuestion",
    "check_status",
    "unverified_list",
]

_BSL: Final = "https://www.w3.org/ns/credentials/status-list#"
_MAX_ENTRIES: Final = 16
_MAX_LIST_BYTES: Final = 16 * 1024 * 1024
_INDEX: Final = re.compile(r"0|[1-9][0-9]{0,15}", re.ASCII)
_ACCEPT: Final = "application/vc, application/vc+ld+json, application/ld+json, application/json"


@dataclass(frozen=True, slots=True)
class StatusQuestion:
    """One entry of ``credentialStatus``, and what is needed to look it up.

    ``verify_list`` verifies a status list credential, fetched from the URL that is its second argument, and raises
    unless it holds and may speak for ``issuer``.
    """

    entry: Mapping[str, Any]
    pointer: str
    credential_id: str | None
    issuer: str
    session: FetchSession
    verify_list: Callable[[bytes, str], Document]

    def malformed(self, what: str) -> Undetermined:
        """The entry does not say where to look."""
        return Undetermined(
            "status.malformed",
            f"the status entry {what}",
            pointer=self.pointer,
            problem="https://www.w3.org/TR/vc-data-model#MALFORMED_VALUE_ERROR",
        )

    def text(self, name: str) -> str:
        """A member of the entry that has to be a string."""
        value = self.entry.get(name)
        if not isinstance(value, str):
            raise self.malformed(f"has {value!r:.60} as {name}, wanted a string")
        return value


@dataclass(frozen=True, slots=True)
class StatusAnswer:
    """What one entry says: ``purpose`` and value (0 is *nothing to report*), and the list that says so."""

    purpose: str
    value: int
    list_url: str
    message: str | None = None


class StatusChecker(Protocol):
    """An extension point with one method: look up entries of one type."""

    def look_up(self, question: StatusQuestion) -> StatusAnswer:
        """Answer one entry; raises :class:`~microcred.errors.Undetermined` for *could not look*."""


def check_status(
    tree: JsonObject,
    checkers: Mapping[str, StatusChecker],
    *,
    session: FetchSession,
    verify_list: Callable[[bytes, str], Document],
) -> Check:
    """Look up every entry of ``credentialStatus``.

    Revoked and suspended raise :class:`~microcred.errors.Rejected`; an entry that cannot be looked up raises
    :class:`~microcred.errors.Undetermined`, unless another one has said *revoked* already.
    """
    declared = tree.get("credentialStatus", [])
    entries = declared if isinstance(declared, list) else [declared]
    if not entries:
        return Check.not_applicable("status", "the credential has no status to look up")
    if len(entries) > _MAX_ENTRIES:
        raise Undetermined(
            "status.malformed",
            f"the credential has {len(entries)} status entries, at most {_MAX_ENTRIES} are looked up",
        )
    issuer = tree.get("issuer")
    issuer_id = issuer.get("id") if isinstance(issuer, dict) else issuer
    answers, unknown = [], None
    for index, entry in enumerate(entries):
        pointer = child_pointer("/credentialStatus", index) if isinstance(declared, list) else "/credentialStatus"
        members = entry if isinstance(entry, dict) else {}
        question = StatusQuestion(members, pointer, tree.get("id"), str(issuer_id), session, verify_list)
        try:
            answers.append(_answered(question, checkers))
        except Undetermined as error:
            unknown = unknown or error
    if unknown is not None:
        raise unknown
    found = {f"{answer.purpose} in {answer.list_url}": answer.value for answer in answers}
    return Check.passed("status", "; ".join(map(_sentence, answers)), answers=found)


def _answered(question: StatusQuestion, checkers: Mapping[str, StatusChecker]) -> StatusAnswer:
    kind = question.entry.get("type")
    kind = kind[0] if isinstance(kind, list) and len(kind) == 1 else kind
    if not isinstance(kind, str) or kind not in checkers:
        raise UnsupportedError(
            "status.unsupported-type",
            f"a status of type {kind!r:.80} cannot be looked up here, so nobody knows if it was revoked",
            pointer=question.pointer,
        )
    answer = checkers[kind].look_up(question)
    if answer.value and answer.purpose in ("revocation", "suspension"):
        done = "revoked" if answer.purpose == "revocation" else "suspended"
        raise Rejected(
            f"status.{done}",
            f"the issuer has {done} the credential" + (f": {answer.message}" if answer.message else ""),
            pointer=question.pointer,
            hint="ask the issuer why; the credential is genuine nevertheless" if done == "revoked" else None,
            evidence={"list": answer.list_url, "value": answer.value},
        )
    return answer


def _sentence(answer: StatusAnswer) -> str:
    if answer.purpose in ("revocation", "suspension"):
        return "not revoked" if answer.purpose == "revocation" else "not suspended"
    said = f" ({answer.message})" if answer.message else ""
    return f"{answer.purpose} status is {answer.value}{said}"


@dataclass(frozen=True, slots=True)
class BitstringStatusList:
    """Bitstring Status List 1.0, and its forerunner StatusList2021: one number for each credential, in a long list.

    The two differ in names and in how the list is written as text, which ``multibase`` tells. The standard wants lists
    of 131 072 entries, so that a look-up does not tell which credential it is about. A shorter list says what it says
    all the same; pass ``min_entries`` to insist.
    """

    credential_type: str = "BitstringStatusListCredential"
    subject_type: str = "BitstringStatusList"
    multibase: bool = True
    min_entries: int = 1

    def look_up(self, question: StatusQuestion) -> StatusAnswer:
        """The validate algorithm (Bitstring Status List 1.0, 3.2)."""
        purpose, url = question.text("statusPurpose"), question.text("statusListCredential")
        index, size = self._index(question), self._size(question)
        fetched = question.session.get(url, accept=_ACCEPT)
        subject = self._subject(question.verify_list(fetched.body, url), url)
        purposes = subject.get("statusPurpose")
        if purpose not in (purposes if isinstance(purposes, list) else [purposes]):
            raise _unusable(url, f"is for {purposes!r:.80}, and the credential asks about {purpose!r:.40}")
        bits = self._bits(subject.get("encodedList"), url)
        if len(bits) * 8 // size < self.min_entries:
            raise _unusable(
                url, f"has {len(bits) * 8 // size} entries, at least {self.min_entries} were wanted", "LENGTH"
            )
        if (index + 1) * size > len(bits) * 8:
            raise Undetermined(
                "status.index-out-of-range",
                f"the index {index} is beyond the end of the status list {url[:200]}",
                pointer=question.pointer,
                problem="https://www.w3.org/TR/vc-data-model#RANGE_ERROR",
            )
        value = _bits_at(bits, index * size, size)
        return StatusAnswer(purpose, value, url, _message(question.entry, value))

    def _index(self, question: StatusQuestion) -> int:
        written = question.entry.get("statusListIndex")
        # The standard wants a string. Some issuers write the number, and there is only one way to read that.
        index = str(written) if type(written) is int else written
        if not isinstance(index, str) or not _INDEX.fullmatch(index):
            raise question.malformed(f"has the index {written!r:.40}, wanted a whole number in a string")
        return int(index)

    def _size(self, question: StatusQuestion) -> int:
        size = question.entry.get("statusSize", 1)
        if type(size) is not int or not 1 <= size <= 64:
            raise question.malformed(f"has the statusSize {size!r:.40}, wanted a whole number from 1 to 64")
        return size

    def _subject(self, document: Document, url: str) -> Mapping[str, Any]:
        types = document.tree.get("type", [])
        subject = document.tree.get("credentialSubject")
        subject = subject[0] if isinstance(subject, list) and len(subject) == 1 else subject
        if self.credential_type not in (types if isinstance(types, list) else [types]):
            raise _unusable(url, f"is not a {self.credential_type}")
        if not isinstance(subject, dict) or subject.get("type") not in (self.subject_type, [self.subject_type]):
            raise _unusable(url, f"is not about a {self.subject_type}")
        return subject

    def _bits(self, encoded: object, url: str) -> bytes:
        if not isinstance(encoded, str) or (self.multibase and not encoded.startswith("u")):
            raise _unusable(
                url, "has no encodedList in base64url" + (" that begins with 'u'" if self.multibase else "")
            )
        text = encoded[1:] if self.multibase else encoded.rstrip("=").replace("+", "-").replace("/", "_")
        try:
            packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
            unpacking = zlib.decompressobj(wbits=31)
            bits = unpacking.decompress(packed, _MAX_LIST_BYTES)
        except (binascii.Error, ValueError, zlib.error) as error:
            raise _unusable(url, f"has an encodedList that cannot be unpacked ({error})") from error
        if unpacking.unconsumed_tail:
            raise _unusable(url, f"unpacks to more than {_MAX_LIST_BYTES} bytes")
        if not unpacking.eof:
            raise _unusable(url, "has an encodedList that breaks off")
        return bits


def _bits_at(bits: bytes, start: int, count: int) -> int:
    """The number in ``count`` bits from ``start`` on; bit 0 is the leftmost of the first byte (BSL 1.0, 3.2)."""
    first, last = start // 8, (start + count - 1) // 8
    window = int.from_bytes(bits[first : last + 1])
    return window >> (last * 8 + 7 - (start + count - 1)) & (1 << count) - 1


def _message(entry: Mapping[str, Any], value: int) -> str | None:
    messages = entry.get("statusMessage", entry.get("statusMessages"))
    for item in messages if isinstance(messages, list) else []:
        if isinstance(item, dict) and item.get("status") == f"0x{value:x}" and isinstance(item.get("message"), str):
            return str(item["message"])[:200]
    return None


@dataclass(frozen=True, slots=True)
class RevocationList:
    """1EdTechRevocationList: the issuer's own, unsigned list of revoked credential ids, behind HTTPS (VCRL 1.0)."""

    def look_up(self, question: StatusQuestion) -> StatusAnswer:
        """Whether the id of the credential stands in the list, and is not marked ``"revoked": false`` there."""
        url = question.text("id")
        fetched = question.session.get(url, accept="application/json")
        try:
            tree = Document.parse(fetched.body).tree
        except DocumentError as error:
            raise _unusable(url, f"is not a JSON object ({error.message})") from error
        issuer = tree.get("issuer", question.issuer)
        if (issuer.get("id") if isinstance(issuer, dict) else issuer) != question.issuer:
            raise _unusable(
                url, f"is of the issuer {tree['issuer']!r:.200}, the credential is of {question.issuer!r:.200}"
            )
        # Both spellings are in use: validators read the singular, some issuers publish the plural.
        lists = [tree[name] for name in ("revokedCredential", "revokedCredentials") if name in tree]
        found = [entry for listed in lists if isinstance(listed, list) for entry in listed]
        if (
            not lists
            or not all(isinstance(part, list) for part in lists)
            or not all(isinstance(e, dict) for e in found)
        ):
            raise _unusable(url, "has no array revokedCredential")
        revoked = [
            entry for entry in found if entry.get("id") == question.credential_id and entry.get("revoked") is not False
        ]
        reason = revoked[0].get("revocationReason") if revoked else None
        return StatusAnswer("revocation", len(revoked[:1]), url, reason if isinstance(reason, str) else None)


def _unusable(url: str, what: str, problem: str = "VERIFICATION") -> Undetermined:
    return Undetermined(
        "status.list-unusable",
        f"the status list {url[:200]} {what}",
        problem=f"{_BSL}STATUS_{'LIST_LENGTH' if problem == 'LENGTH' else problem}_ERROR",
        evidence={"list": url},
    )


def unverified_list(url: str, error: MicrocredError) -> Undetermined:
    """The error for a list whose own verification went wrong: what it says is then nobody's word."""
    return Undetermined(
        "status.list-not-verified",
        f"the status list {url[:200]} cannot be believed: {error.message}",
        hint=error.hint,
        problem=f"{_BSL}STATUS_VERIFICATION_ERROR",
        evidence={"list": url, "because": error.code},
    )


STATUS_CHECKERS: Final[Mapping[str, StatusChecker]] = MappingProxyType(
    {
        "BitstringStatusListEntry": BitstringStatusList(),
        "StatusList2021Entry": BitstringStatusList("StatusList2021Credential", "StatusList2021", multibase=False),
        "1EdTechRevocationList": RevocationList(),
    }
)
