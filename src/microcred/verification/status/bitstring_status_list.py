"""Bitstring Status List 1.0, and its forerunner StatusList2021: one number for each credential, in a long list."""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Final

from microcred.document import Document
from microcred.errors import Undetermined
from microcred.instants import parse_instant
from microcred.verification.fetch import Fetched
from microcred.verification.status.entry import LIST_LENGTH, StatusAnswer, StatusQuestion
from microcred.verification.status.lists import unusable_list

__all__ = ["BitstringStatusList", "StatusList2021"]

_MAX_ENCODED: Final = 8_000_000
_MAX_LIST_BYTES: Final = 16 * 1024 * 1024
_MAX_STATUS_SIZE: Final = 16
_MAX_REFERENCES: Final = 16
_INDEX: Final = re.compile(r"0|[1-9][0-9]{0,15}", re.ASCII)
_HEXADECIMAL: Final = re.compile(r"0[xX][0-9a-fA-F]{1,16}", re.ASCII)
_ACCEPT: Final = "application/vc, application/vc+ld+json, application/ld+json, application/json"
_RANGE: Final = "https://www.w3.org/TR/vc-data-model#RANGE_ERROR"


@dataclass(frozen=True, slots=True)
class BitstringStatusList:
    """The checker of ``BitstringStatusListEntry`` (Bitstring Status List 1.0).

    The standard wants lists of 131 072 entries, so that a look-up does not tell which credential it is about. A shorter
    list says what it says all the same; pass ``min_entries`` to insist.

    A list may have an id, which need not be its URL: some are published at several places. Then whoever can write at
    the URL can put another list of the same issuer there; pass ``own_id`` to insist that the id is the URL.
    """

    min_entries: int = 1
    own_id: bool = False

    credential_type: ClassVar[str] = "BitstringStatusListCredential"
    subject_type: ClassVar[str] = "BitstringStatusList"

    def look_up(self, question: StatusQuestion) -> StatusAnswer:
        """The validate algorithm (Bitstring Status List 1.0, 3.2)."""
        purpose, url, index = self._purpose(question), _list_url(question), _index(question)
        size = self._size(question)
        messages, references = self._messages(question, size), _references(question)
        fetched, document = question.list_credential(url, accept=_ACCEPT)
        subject = self._subject(document, url)
        _limit_reuse(question, url, fetched, document, subject)
        if self.own_id and document.tree.get("id") != url:
            raise unusable_list(url, f"has the id {document.tree.get('id')!r:.200}, its own URL was wanted")
        purposes = subject.get("statusPurpose")
        if purpose not in (purposes if isinstance(purposes, list) else [purposes]):
            raise unusable_list(url, f"is for {purposes!r:.80}, and the credential asks about {purpose!r:.40}")
        bits = _unpacked(self._packed(subject.get("encodedList"), url), url)
        question.lists.unpacked(len(bits), url)
        entries = len(bits) * 8 // size
        if entries < self.min_entries:
            raise unusable_list(url, f"has {entries} entries, at least {self.min_entries} were wanted", LIST_LENGTH)
        if index >= entries:
            raise Undetermined(
                "status.index-out-of-range",
                f"the index {index} is beyond the end of the status list {url[:200]}, which has {entries} entries",
                pointer=question.pointer,
                problem=_RANGE,
                evidence={"list": url, "index": index, "entries": entries},
            )
        value = _bits_at(bits, index * size, size)
        details = {"index": index, "size": size, "length": entries, **_about(fetched, document, subject, url)}
        details |= {"reference": references} if references else {}
        return StatusAnswer(purpose, value, url, messages.get(value), _said_at(document), details)

    def _purpose(self, question: StatusQuestion) -> str:
        return question.text("statusPurpose")

    def _size(self, question: StatusQuestion) -> int:
        size = question.entry.get("statusSize", 1)
        if type(size) is not int or not 1 <= size <= _MAX_STATUS_SIZE:
            raise question.malformed(
                f"has the statusSize {size!r:.40}, wanted a whole number from 1 to {_MAX_STATUS_SIZE}", "statusSize"
            )
        return size

    def _messages(self, question: StatusQuestion, size: int) -> Mapping[int, str]:
        """``statusMessage``: a text for each possible value, each value once (Bitstring Status List 1.0, 2.1)."""
        # The algorithm of the standard calls it statusMessages, its data model statusMessage.
        written = question.entry.get("statusMessage", question.entry.get("statusMessages"))
        if written is None and size == 1:
            return {}
        items = written if isinstance(written, list) else [written]
        if len(items) != 1 << size:
            found = 0 if written is None else len(items)
            what = f"has {found} messages as statusMessage, wanted {1 << size} for {size} bits"
            raise question.malformed(what, "statusMessage")
        messages: dict[int, str] = {}
        for item in items:
            value = _value_of(item)
            if value is None or value in messages or value >= 1 << size:
                what = f"has the statusMessage {item!r:.80}, wanted each value from 0x0 on once"
                raise question.malformed(what, "statusMessage")
            messages[value] = item["message"][:200]
        return messages

    def _subject(self, document: Document, url: str) -> Mapping[str, Any]:
        types = document.tree.get("type", [])
        subject = document.tree.get("credentialSubject")
        subject = subject[0] if isinstance(subject, list) and len(subject) == 1 else subject
        if self.credential_type not in (types if isinstance(types, list) else [types]):
            raise unusable_list(url, f"is not a {self.credential_type}")
        if not isinstance(subject, dict) or subject.get("type") not in (self.subject_type, [self.subject_type]):
            raise unusable_list(url, f"is not about a {self.subject_type}")
        return subject

    def _packed(self, encoded: object, url: str) -> bytes:
        """Multibase base64url without padding, which ``u`` tells (Bitstring Status List 1.0, 2.2)."""
        if not isinstance(encoded, str) or not encoded.startswith("u"):
            raise unusable_list(url, "has no encodedList in base64url that begins with 'u'")
        return _decoded(encoded[1:], url)


@dataclass(frozen=True, slots=True)
class StatusList2021(BitstringStatusList):
    """The checker of ``StatusList2021Entry``: one bit each, for revocation or suspension, in base64 of either kind.

    A list of two purposes does not exist here, neither do sizes and messages (StatusList2021, 4).
    """

    credential_type: ClassVar[str] = "StatusList2021Credential"
    subject_type: ClassVar[str] = "StatusList2021"

    def _purpose(self, question: StatusQuestion) -> str:
        purpose = question.text("statusPurpose")
        if purpose not in ("revocation", "suspension"):
            raise question.malformed(
                f"has the statusPurpose {purpose!r:.60}, wanted revocation or suspension", "statusPurpose"
            )
        return purpose

    def _size(self, question: StatusQuestion) -> int:
        if "statusSize" in question.entry:
            raise question.malformed("has a statusSize, which StatusList2021 does not know", "statusSize")
        return 1

    def _messages(self, question: StatusQuestion, size: int) -> Mapping[int, str]:  # noqa: ARG002 - as above
        return {}

    def _packed(self, encoded: object, url: str) -> bytes:
        if not isinstance(encoded, str):
            raise unusable_list(url, "has no encodedList in base64")
        return _decoded(encoded.rstrip("=").replace("+", "-").replace("/", "_"), url)


def _list_url(question: StatusQuestion) -> str:
    url = question.text("statusListCredential")
    if question.entry.get("id") == url:
        raise question.malformed("has the URL of its list as its own id", "id")
    return url


def _index(question: StatusQuestion) -> int:
    written = question.entry.get("statusListIndex")
    # The standard wants a string. Some issuers write the number, and there is only one way to read that.
    index = str(written) if type(written) is int else written
    if not isinstance(index, str) or not _INDEX.fullmatch(index):
        raise question.malformed(f"has the index {written!r:.40}, wanted a whole number in a string", "statusListIndex")
    return int(index)


def _value_of(message: object) -> int | None:
    match message:
        case {"status": str(status), "message": str()} if _HEXADECIMAL.fullmatch(status):
            return int(status, 16)
    return None


def _references(question: StatusQuestion) -> list[str]:
    written = question.entry.get("statusReference", [])
    found = written if isinstance(written, list) else [written]
    if len(found) > _MAX_REFERENCES or not all(isinstance(url, str) for url in found):
        what = f"has the statusReference {written!r:.80}, wanted a URL or up to {_MAX_REFERENCES}"
        raise question.malformed(what, "statusReference")
    return [url[:200] for url in found]


def _decoded(text: str, url: str) -> bytes:
    if len(text) > _MAX_ENCODED:
        raise unusable_list(url, f"has an encodedList of {len(text)} characters, at most {_MAX_ENCODED} are read")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise unusable_list(url, f"has an encodedList that is no base64 ({error})") from error


def _unpacked(packed: bytes, url: str) -> bytes:
    """The bitstring expansion algorithm (Bitstring Status List 1.0, 3.4): one gzip member, and nothing behind it."""
    unpacking = zlib.decompressobj(wbits=31)
    try:
        bits = unpacking.decompress(packed, _MAX_LIST_BYTES + 1)
    except zlib.error as error:
        raise unusable_list(url, f"has an encodedList that cannot be unpacked ({error})") from error
    if len(bits) > _MAX_LIST_BYTES:
        raise unusable_list(url, f"unpacks to more than {_MAX_LIST_BYTES} bytes")
    if not unpacking.eof:
        raise unusable_list(url, "has an encodedList that breaks off")
    if unpacking.unused_data:
        raise unusable_list(url, f"has an encodedList with {len(unpacking.unused_data)} bytes behind its end")
    return bits


def _bits_at(bits: bytes, start: int, count: int) -> int:
    """The number in ``count`` bits from ``start`` on; bit 0 is the leftmost of the first byte (2.2, 7.1)."""
    first, last = start // 8, (start + count - 1) // 8
    window = int.from_bytes(bits[first : last + 1])
    return window >> (last * 8 + 7 - (start + count - 1)) & (1 << count) - 1


def _about(fetched: Fetched, document: Document, subject: Mapping[str, Any], url: str) -> dict[str, Any]:
    """What the evidence tells of the list; its id is worth telling only where it is not its URL."""
    found = {"sha256": fetched.sha256, "age": fetched.age, "ttl": _ttl(subject)}
    found |= {name: document.tree.get(name) for name in ("validFrom", "validUntil")}
    name = document.tree.get("id")
    found |= {"listId": name[:200]} if isinstance(name, str) and name != url else {}
    return {name: value for name, value in found.items() if value is not None}


def _ttl(subject: Mapping[str, Any]) -> int | None:
    ttl = subject.get("ttl")
    return ttl if type(ttl) is int and ttl >= 0 else None


def _limit_reuse(
    question: StatusQuestion, url: str, fetched: Fetched, document: Document, subject: Mapping[str, Any]
) -> None:
    """A list is asked for again after its ``ttl``, and when it ends (Bitstring Status List 1.0, 2.2)."""
    ttl = _ttl(subject)
    limits = [] if ttl is None else [ttl / 1000]
    end = document.tree.get("validUntil", document.tree.get("expirationDate"))
    until = parse_instant(end, zone_required=False) if isinstance(end, str) else None
    if until is not None and not question.is_past:
        limits.append((until - question.at).total_seconds() + (fetched.age or 0.0))
    if limits:
        question.session.limit_reuse(url, accept=_ACCEPT, seconds=min(limits))


def _said_at(document: Document) -> datetime | None:
    """When the list was made: the latest moment that it and all its proofs name, if each proof names one."""
    proofs = document.tree.get("proof", [])
    proofs = proofs if isinstance(proofs, list) else [proofs]
    named = [proof.get("created") if isinstance(proof, dict) else None for proof in proofs]
    starts = [document.tree[name] for name in ("validFrom", "issuanceDate") if name in document.tree]
    texts = (*named, *starts)
    moments = [parse_instant(text, zone_required=False) if isinstance(text, str) else None for text in texts]
    return max(found) if named and len(found := [m for m in moments if m is not None]) == len(moments) else None
