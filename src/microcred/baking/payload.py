"""What a baked picture carries: which standard it belongs to, and whether it is JSON or a compact JWS."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from microcred.document import Document
from microcred.errors import ImageError, UsageError

__all__ = [
    "CLR_2",
    "OPEN_BADGES_2",
    "OPEN_BADGES_3",
    "STANDARDS",
    "WHITESPACE",
    "Carried",
    "Edit",
    "Standard",
    "credential_text",
    "is_compact_jws",
    "sealed",
]


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard that bakes badges, and the marks by which its payload is found.

    ``keyword`` names the text chunk of a PNG; ``namespace`` and ``element`` name the element of an SVG.
    """

    name: str
    keyword: bytes
    namespace: str
    element: str


OPEN_BADGES_3: Final = Standard(
    "Open Badges 3.0", b"openbadgecredential", "https://purl.imsglobal.org/ob/v3p0", "credential"
)
CLR_2: Final = Standard(
    "Comprehensive Learner Record 2.0", b"clrcredential", "https://purl.imsglobal.org/clr/v2p0", "credential"
)
OPEN_BADGES_2: Final = Standard("Open Badges 2.0", b"openbadges", "http://openbadges.org", "assertion")
STANDARDS: Final = (OPEN_BADGES_3, CLR_2, OPEN_BADGES_2)


@dataclass(frozen=True, slots=True)
class Carried:
    """The payload of one picture: ``text`` is UTF-8, read by the rules of ``standard``; ``carrier`` is what held it.

    ``place`` are the offsets in the picture at which that, a chunk or an element, begins and ends.

    Open Badges 3.0 and CLR 2.0 carry the JSON of a signed credential or a compact JWS; Open Badges 2.0 carries the
    JSON of an assertion, a compact JWS, or the URL of a hosted assertion.
    """

    standard: Standard
    text: bytes
    carrier: str
    place: tuple[int, int]


Edit = tuple[int, int, bytes]
"""Replace the bytes from the first number up to the second one; all numbers count in the unchanged picture."""

WHITESPACE: Final = b" \t\r\n"  # that of JSON (RFC 8259, 2) and of XML 1.0 (2.3) alike
_COMPACT_JWS: Final = re.compile(rb"[A-Za-z0-9_-]++\.[A-Za-z0-9_-]++\.[A-Za-z0-9_-]++")


def is_compact_jws(text: bytes) -> bool:
    """Whether ``text`` has the form of a signed compact JWS (RFC 7515, 3.1): three parts, none of them empty."""
    return _COMPACT_JWS.fullmatch(text) is not None


def credential_text(text: bytes, *, json: bool = True, jws: bool = True) -> bytes:
    """The credential that ``text`` holds in one of the forms allowed: JSON as it stands, or a compact JWS, trimmed.

    JSON is told by its first character alone: whether it is good JSON is asked where it is read. Raises
    :class:`~microcred.errors.ImageError` for anything else.
    """
    trimmed = text.strip(WHITESPACE)
    if json and trimmed.startswith(b"{"):
        return text
    if jws and is_compact_jws(trimmed):
        return trimmed
    wanted = " or ".join(("a JSON object",) * json + ("a compact JWS",) * jws)
    raise ImageError(
        "image.not-a-credential",
        f"the picture carries {trimmed[:40].decode('utf-8', 'replace')!r}, wanted {wanted}",
        hint="ask the issuer for the picture again, or for the credential as a file",
    )


def sealed(credential: Document | bytes | str) -> tuple[Standard, bytes]:
    """The bytes to bake, and the standard whose marks they are to bear, chosen by the credential's ``type``.

    JSON stays as it came; a compact JWS loses the white space around it. Raises
    :class:`~microcred.errors.UsageError` for what is no signed credential, and
    :class:`~microcred.errors.DocumentError` for JSON that no reader should accept.
    """
    match credential:
        case Document():
            return _standard(_signed(credential).tree), credential.raw
        case str():
            text = credential.encode("utf-8", "surrogatepass")
        case bytes():
            text = credential
        case _:
            raise _not_sealable()
    if text.lstrip(WHITESPACE).startswith(b"{"):
        return _standard(_signed(Document.parse(credential)).tree), text
    text = text.strip(WHITESPACE)
    if not is_compact_jws(text):
        raise _not_sealable()
    return _standard(_jws_payload(text).tree), text


def _signed(document: Document) -> Document:
    if "proof" not in document.tree:
        raise UsageError(
            "usage.unsigned-credential",
            "the credential has no proof, only a signed one can be baked",
            hint="issue it first, and bake what the issuer returns",
        )
    return document


def _jws_payload(text: bytes) -> Document:
    payload = text.split(b".")[1]
    try:
        data = base64.urlsafe_b64decode(payload + b"=" * (-len(payload) % 4))
    except binascii.Error:
        raise _not_sealable() from None
    return Document.parse(data)


def _standard(credential: Mapping[str, Any]) -> Standard:
    types = credential.get("type")
    if types is None and isinstance(vc := credential.get("vc"), Mapping):
        types = vc.get("type")  # a JWT of the data model 1.1 keeps the credential in its `vc` claim
    is_clr = types == "ClrCredential" or (isinstance(types, list) and "ClrCredential" in types)
    return CLR_2 if is_clr else OPEN_BADGES_3


def _not_sealable() -> UsageError:
    return UsageError(
        "usage.not-a-credential",
        "what is to be baked is neither a JSON object nor a compact JWS",
        hint="pass a Document, or the text of a signed credential, not its path",
    )
