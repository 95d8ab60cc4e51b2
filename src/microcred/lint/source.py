"""A file as its author sees it: the credential in it, and the line and column of each of its parts.

A credential is the JSON of a file, or lies in something else: in a token, in a picture, in an envelope, and these in
each other. Where its text stands in the file character by character (JSON, SVG) a place in it is a place in the file;
else the place in the file is that of what holds it, and the line and column count within what is unpacked.
"""

from __future__ import annotations

import base64
import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple

from microcred.baking.kind import image_kind
from microcred.document import MAX_BYTES, MAX_DEPTH, Document, to_json
from microcred.errors import Fault, MicrocredError, Undetermined
from microcred.lint.finding import Excerpt
from microcred.positions import Position, lexemes, listed, parent_pointer, places

__all__ = ["Carrier", "Located", "Place", "SourceFile", "Text", "Unread", "enveloped_token", "is_token"]

Carrier = Literal["json", "jwt", "png", "svg", "envelope"]

_START: Final = Position(1, 1)
_WINDOW: Final = 120
_ENVELOPES: Final = frozenset({"EnvelopedVerifiableCredential", "EnvelopedVerifiablePresentation"})
_TOKEN: Final = re.compile(rb"\s*([A-Za-z0-9_-]{2,})\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*\s*")


class Place(NamedTuple):
    """Where something is: ``position`` in the file, and ``inner`` in the text that was unpacked, if one was."""

    position: Position = _START
    inner: Position | None = None
    excerpt: Excerpt | None = None


class Located(NamedTuple):
    """A fault and its place in the file."""

    fault: Fault
    place: Place = Place()
    undetermined: bool = False


@dataclass(frozen=True)
class Text:
    """A text and where in the file it stands: from ``start`` on, or only somewhere in what is there (``packed``)."""

    content: str
    start: Position = _START
    packed: bool = False

    @cached_property
    def _lines(self) -> Sequence[int]:
        # Line ends of whatever kind become one character, or stay as long as they are; then it is counted once.
        text = self.content.replace("\r\n", " \n").replace("\r", "\n")
        return array("Q", accumulate((len(line) + 1 for line in text.split("\n")[:-1]), initial=0))

    @cached_property
    def _places(self) -> dict[str, tuple[int, int]]:
        return dict(places(self.content))

    def offset(self, pointer: str, *, on: Literal["value", "name"] = "value") -> int:
        """Where in a JSON text the value at ``pointer``, or its name, begins; what is around it, if it is not there."""
        while pointer not in self._places:
            pointer = parent_pointer(pointer)
        return self._places[pointer][0 if on == "name" else 1]

    def own_position(self, offset: int) -> Position:
        """The line and column within this text."""
        line = bisect_right(self._lines, offset)
        return Position(line, offset - self._lines[line - 1] + 1)

    def position(self, offset: int) -> Position:
        """The line and column in the file."""
        if self.packed:
            return self.start
        line, column = self.own_position(offset)
        return Position(self.start.line + line - 1, column + (self.start.column - 1 if line == 1 else 0))

    def offset_of(self, position: Position) -> int:
        """The offset of a line and column within this text."""
        line = min(position.line, len(self._lines))
        return min(len(self.content), self._lines[line - 1] + position.column - 1)

    def place(self, offset: int) -> Place:
        """The same, with the line itself."""
        return Place(self.position(offset), self.own_position(offset) if self.packed else None, self.excerpt(offset))

    def excerpt(self, offset: int) -> Excerpt:
        """The line in which ``offset`` is, or what is around it."""
        own = bisect_right(self._lines, offset)
        begin = self._lines[own - 1]
        end = self._lines[own] if own < len(self._lines) else len(self.content)
        line = self.own_position(offset).line if self.packed else self.position(offset).line
        first = begin if end - begin <= _WINDOW else max(begin, min(offset - _WINDOW // 3, end - _WINDOW))
        shown = self.content[first : min(end, first + _WINDOW)].rstrip("\r\n")
        return Excerpt(line, shown, offset - first)

    def within(self, start: int, *, packed: bool, content: str) -> Text:
        """A text that stands in this one from an offset on."""
        return Text(content, self.position(start), packed or self.packed)


@dataclass(frozen=True)
class Unread:
    """A file in which nothing can be read as a credential, and why."""

    carrier: Carrier
    faults: tuple[Located, ...]
    offset: int | None = None


@dataclass(frozen=True)
class SourceFile:
    """One file, or a token in one: the ``document`` in it, its ``text``, and what it lies in.

    ``prefix`` is what pointers into the document are continued from in the text: a token of the data model 1.1 has its
    document in the claim ``vc``. ``token`` is where the token itself stands. ``at`` is the pointer of the document in
    the outermost one, and where it is in a token of that, the pointer that leads on from there.
    """

    name: str
    carrier: Carrier
    document: Document
    text: Text
    jwt: Any = None
    prefix: str = ""
    token: Text | None = None
    offset: int | None = None
    at: tuple[str, str | None] = ("", None)

    @classmethod
    def read(cls, name: str, content: bytes) -> SourceFile | Unread:
        """Take the credential out of a file; the form is told by content alone."""
        if image_kind(content):
            return _of_picture(name, content)
        if len(content) <= MAX_BYTES and is_token(content):
            return _of_token(name, Text(content.decode("ascii")), "jwt")
        return _of_json(name, content, Text("" if len(content) > MAX_BYTES else content.decode("utf-8", "replace")))

    def place(self, pointer: str, *, on: Literal["value", "name"] = "value", in_claims: bool = False) -> Place:
        """Where the value at ``pointer``, or the name of that member, begins."""
        return self.text.place(self.text.offset(pointer if in_claims else f"{self.prefix}{pointer}", on=on))

    def place_of_header(self) -> Place:
        """Where the header of the token begins."""
        assert self.token is not None  # noqa: S101 - asked of tokens alone
        return self.token.place(_segments(self.token.content)[0])

    def place_of_signature(self) -> Place:
        """Where the signature of the token begins."""
        assert self.token is not None  # noqa: S101 - asked of tokens alone
        return self.token.place(_segments(self.token.content)[2])

    def pointers(self, pointer: str) -> tuple[str, str | None]:
        """The pointer of a place in the outermost document, and how it leads on in a token that stands there."""
        outer, inner = self.at
        return (f"{outer}{pointer}", None) if inner is None else (outer, f"{inner}{pointer}")

    def part(self, pointer: str) -> SourceFile:
        """An object of this document as a document of its own."""
        # Without white space it is no longer than it stands here, whose size and depth are bounded already.
        members = Document.parse(to_json(self.document.at(pointer), indent=None))
        return replace(self, document=members, jwt=None, prefix=f"{self.prefix}{pointer}", at=self.pointers(pointer))

    def nested(self, pointer: str, token: str) -> SourceFile | Unread:
        """What lies in a token that is a string of this document, or the end of one."""
        offset = self.text.offset(f"{self.prefix}{pointer}")
        at = self.text.content.find(token, offset, offset + 2 * len(token) + 1_000)
        # With escapes in it, the string is not the token character by character.
        held = self.text.within(offset, packed=True, content=token)
        if at >= 0:
            held = self.text.within(at, packed=False, content=token)
        found = _of_token(self.name, held, self.carrier)
        if isinstance(found, Unread):
            return found
        outer, inner = self.pointers(pointer)
        return replace(found, at=(outer, inner or ""), offset=self.offset)


def is_token(content: bytes) -> bool:
    """Three parts in base64url, of which the first is a JSON object."""
    found = _TOKEN.fullmatch(content)
    return found is not None and base64.urlsafe_b64decode(found[1][:4].ljust(4, b"=")).lstrip().startswith(b"{")


def _segments(token: str) -> tuple[int, int, int]:
    """Where the header, the payload and the signature begin."""
    first = len(token) - len(token.lstrip(" \t\r\n"))
    second = token.find(".", first) + 1
    third = token.find(".", second) + 1 if second else 0
    return first, second or first, third or second or first


def _of_json(name: str, content: bytes, text: Text, carrier: Carrier = "json") -> SourceFile | Unread:
    try:
        document = Document.parse(content)
    except MicrocredError as error:
        return Unread(carrier, tuple(_located(fault, text) for fault in error.faults))
    found = SourceFile(name, carrier, document, text)
    return _of_envelope(found) if _ENVELOPES & set(map(str, listed(document.tree.get("type")))) else found


def _located(fault: Fault, text: Text) -> Located:
    """A fault of the gate: its evidence has the line and column, or its pointer leads there."""
    line, column = fault.evidence.get("line"), fault.evidence.get("column")
    if isinstance(line, int) and isinstance(column, int):
        return Located(fault, text.place(text.offset_of(Position(line, column))))
    search = _SEARCHES.get(fault.code)
    if search is not None:
        return Located(fault, text.place(search(text.content)))
    return Located(fault, text.place(text.offset(fault.pointer) if fault.pointer else 0))


def _of_undecoded(text: str) -> int:
    return max(0, text.find("\ufffd"))


def _of_root(text: str) -> int:
    return len(text) - len(text.lstrip())


def _of_depth(text: str) -> int:
    """Where the nesting becomes too deep."""
    depth = 0
    for found in lexemes(text):
        depth += (found[0] in "[{") - (found[0] in "]}")
        if depth > MAX_DEPTH:
            return found.start()
    return 0


def _of_number(text: str) -> int:
    """The first number that the gate refuses, NaN and infinities included."""
    for found in lexemes(text):
        if _NUMBER.match(found[0]):
            try:
                Document.parse(f'{{"n":{found[0]}}}')
            except MicrocredError:
                return found.start()
    return 0


_NUMBER: Final = re.compile(r"-?(?:[0-9]|NaN|Infinity)")
#: Faults of the gate that come without a place.
_SEARCHES: Final[Mapping[str, Callable[[str], int]]] = MappingProxyType(
    {
        "document.not-utf-8": _of_undecoded,
        "document.not-an-object": _of_root,
        "document.not-a-number": _of_number,
        "document.number-out-of-range": _of_number,
        "document.too-deep": _of_depth,
        "document.too-large": lambda _: 0,
    }
)


def _of_envelope(outer: SourceFile) -> SourceFile | Unread:
    """An envelope in JSON holds nothing but a token, in the data URL that is its id (VCDM 2.0, 4.13.3 and 4.13.4)."""
    token, faults = enveloped_token(outer.document.tree)
    if token is None:
        return Unread("envelope", tuple(Located(fault, outer.place(fault.pointer or "")) for fault in faults))
    found = outer.nested("/id", token)
    return (
        replace(found, carrier="envelope")
        if isinstance(found, Unread)
        else replace(found, carrier="envelope", at=("", None))
    )


def enveloped_token(tree: Any) -> tuple[str | None, tuple[Fault, ...]]:
    """The token in an envelope, or what is wrong with it."""
    from microcred.models import EnvelopedVerifiableCredential, EnvelopedVerifiablePresentation

    is_credential = "EnvelopedVerifiableCredential" in listed(tree.get("type"))
    try:
        envelope = (EnvelopedVerifiableCredential if is_credential else EnvelopedVerifiablePresentation).read(tree)
    except MicrocredError as error:
        return None, error.faults
    if envelope.jwt is None:
        message = f"the envelope holds {envelope.media_type[:80]}, only JWTs are looked into here"
        return None, (Fault("proof.unsupported-envelope", message, "/id"),)
    return envelope.jwt, ()


def _of_token(name: str, token: Text, carrier: Carrier) -> SourceFile | Unread:
    from microcred.proofs.jwt import read_jwt

    payload = _payload(token)
    try:
        jwt = read_jwt(token.content)
    except MicrocredError as error:
        return Unread(carrier, tuple(_in_token(fault, error, token, payload) for fault in error.faults))
    prefix = next((f"/{claim}" for claim in ("vc", "vp") if jwt.data_model == "1.1" and claim in jwt.claims.tree), "")
    text = token.within(_segments(token.content)[1], packed=True, content=jwt.claims.raw.decode())
    return SourceFile(name, carrier, jwt.document, text, jwt, prefix, token)


def _payload(token: Text) -> Text:
    """The payload as far as it can be decoded."""
    _, second, third = _segments(token.content)
    encoded = token.content[second : max(second, third - 1)]
    try:
        decoded = base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))
    except ValueError:
        decoded = b""
    return token.within(second, packed=True, content=decoded.decode("utf-8", "replace"))


def _in_token(fault: Fault, error: MicrocredError, token: Text, payload: Text) -> Located:
    header, second, third = _segments(token.content)
    if fault.code.startswith("document.") or fault.pointer:
        located = _located(fault, payload)
        return located._replace(undetermined=isinstance(error, Undetermined))
    at = header
    if "payload" in fault.message and "header" not in fault.message:
        at = second
    elif "its signature" in fault.message:
        at = third
    return Located(fault, token.place(at), isinstance(error, Undetermined))


def _of_picture(name: str, content: bytes) -> SourceFile | Unread:
    from microcred.baking import MAX_IMAGE_BYTES, carried

    kind = image_kind(content)
    carrier: Carrier = "svg" if kind == "svg" else "png"
    drawing = Text(content.decode("utf-8", "replace") if kind == "svg" and len(content) <= MAX_IMAGE_BYTES else "")
    try:
        found = carried(content)
    except MicrocredError as error:
        return Unread(carrier, tuple(_located(fault, drawing) for fault in error.faults))
    start, end = found.place
    text, offset = Text(found.text.decode(), packed=True), start
    if kind == "svg":
        literal = content.find(found.text, start, end)
        at = len(content[: literal if literal >= 0 else start].decode())
        text = drawing.within(at, packed=literal < 0, content=found.text.decode())
    if found.standard.keyword == b"openbadges":
        message = f"the picture carries an Open Badges 2.0 assertion ({found.carrier})"
        return Unread(carrier, (Located(Fault("image.open-badges-2", message, ""), text.place(0)),), offset)
    inner = _of_token(name, text, carrier) if is_token(found.text) else _of_json(name, found.text, text, carrier)
    return replace(inner, offset=offset if kind == "png" else None)
