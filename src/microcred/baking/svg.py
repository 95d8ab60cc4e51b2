"""Credentials in SVG: ``<openbadges:credential>`` as first child of ``<svg>`` (Open Badges 3.0, 5.3.2).

The XML is only scanned, never rebuilt: expat says where in the bytes things stand, and a credential is spliced in
there, so every other byte of the picture stays as it was. Nothing is ever fetched, no entity is ever declared, and a
credential counts only as an element in the right namespace, never as text that looks like one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final
from xml.parsers import expat

from microcred.baking.payload import (
    OPEN_BADGES_2,
    STANDARDS,
    WHITESPACE,
    Edit,
    Standard,
    credential_text,
    is_compact_jws,
)
from microcred.document import Document
from microcred.errors import ImageError

__all__ = ["MAX_ATTRIBUTES", "MAX_DEPTH", "MAX_ELEMENTS", "CredentialElement", "Svg"]

MAX_DEPTH: Final = 256
MAX_ATTRIBUTES: Final = 1_000  # of one element
MAX_ELEMENTS: Final = 500_000

_SEPARATOR: Final = "\x1f"  # no XML 1.0 document can hold this character, so no namespace can forge a name
_SVG: Final = f"http://www.w3.org/2000/svg{_SEPARATOR}svg"
_BY_NAME: Final = {f"{standard.namespace}{_SEPARATOR}{standard.element}": standard for standard in STANDARDS}
_PREFIX: Final = "openbadges"
_START_TAG: Final = re.compile(rb"""<([^\s/>]++)(?:[^"'>]++|"[^"]*+"|'[^']*+')*+>""")

# What JSON may hold and a CDATA section cannot. It stands inside JSON strings only, where an escape says the same.
_ESCAPES: Final = (
    (b"]]>", b"]]\\u003e"),
    ("\ufffe".encode(), b"\\ufffe"),
    ("\uffff".encode(), b"\\uffff"),
)


@dataclass(frozen=True, slots=True)
class CredentialElement:
    """An element that is the mark of a standard: its place in the bytes, its ``verify`` attribute, its content."""

    standard: Standard
    start: int
    end: int
    verify: bytes | None
    body: bytes

    @property
    def carrier(self) -> str:
        """What holds the credential, in words."""
        return "element content" if self.body.strip(WHITESPACE) else "verify attribute"

    def text(self) -> bytes:
        """JSON from the content or a compact JWS from ``verify``; raises :class:`~microcred.errors.ImageError`."""
        has_body = bool(self.body.strip(WHITESPACE))
        if self.standard is OPEN_BADGES_2:
            return self._assertion(has_body)
        if has_body and self.verify is not None:
            # The standard lets each form exclude the other: with both, two readers would see two credentials.
            raise _malformed("has both a verify attribute and content, wanted one of them")
        if has_body:
            return credential_text(self.body, jws=False)
        if self.verify is None:
            raise _malformed("is empty, wanted JSON as its content or a compact JWS in its verify attribute")
        return credential_text(self.verify, json=False)

    def _assertion(self, has_body: bool) -> bytes:
        """Open Badges 2.0 keeps the URL of the assertion in ``verify``, beside its JSON or instead of it."""
        if not has_body and not (self.verify or b"").strip(WHITESPACE):
            raise _malformed("is empty, wanted an assertion as its content, or a URL or JWS in its verify attribute")
        if not has_body or self.verify is None:
            return self.body if has_body else self.verify or b""
        tree = Document.parse(self.body).tree
        verification = tree.get("verify", tree.get("verification"))
        places = (tree.get("id"), verification.get("url") if isinstance(verification, dict) else None)
        if self.verify.strip(WHITESPACE).decode() not in places:
            # Some readers take the attribute, others the content: they would see different badges.
            raise _malformed("has a verify attribute that is not the URL of the assertion in its content")
        return self.body


@dataclass(frozen=True, slots=True)
class _Root:
    name: bytes
    end: int
    closed: bool
    prefixed: str | None  # the namespace for which the prefix `openbadges` stands


@dataclass(frozen=True, slots=True)
class Svg:
    """An SVG that has been read through."""

    places: tuple[CredentialElement, ...]
    root: _Root

    @classmethod
    def parse(cls, image: bytes) -> Svg:
        """Scan the whole document; raises :class:`~microcred.errors.ImageError`."""
        _check_encoding(image)
        scan = _Scan(image)
        try:
            scan.parser.Parse(image, True)
        except expat.ExpatError as error:
            raise ImageError(
                "image.svg-malformed",
                f"the SVG is not well-formed XML: {expat.ErrorString(error.code)}",
                evidence={"line": error.lineno, "column": error.offset + 1},
            ) from None
        assert scan.root is not None  # noqa: S101 - a well-formed document has a root element
        return cls(tuple(scan.places), scan.root)

    def insertion(self, standard: Standard, text: bytes) -> list[Edit]:
        """One element directly after the tag ``<svg>``, and the declaration of its namespace on that tag.

        Where the prefix already stands for something else there, it is declared on the element itself.
        """
        declaration = f' xmlns:{_PREFIX}="{standard.namespace}"'.encode()
        on_root = declaration if self.root.prefixed is None else b""
        on_element = b"" if self.root.prefixed in (None, standard.namespace) else declaration
        element = _element(f"{_PREFIX}:{standard.element}".encode(), on_element, text)
        end = self.root.end
        if self.root.closed:
            return [(end - 2, end, on_root + b">" + element + b"</" + self.root.name + b">")]
        return [(end - 1, end - 1, on_root), (end, end, element)]


def _element(name: bytes, declaration: bytes, text: bytes) -> bytes:
    if is_compact_jws(text):
        return b'<%b%b verify="%b"></%b>' % (name, declaration, text, name)
    for raw, escaped in _ESCAPES:
        text = text.replace(raw, escaped)
    return b"<%b%b><![CDATA[%b]]></%b>" % (name, declaration, text, name)


class _Scan:
    """One pass of expat over one document; what it finds is left in ``root`` and ``places``."""

    def __init__(self, image: bytes) -> None:
        self.image = image
        self.root: _Root | None = None
        self.places: list[CredentialElement] = []
        self._prefixed: str | None = None
        self._depth = self._count = 0
        self._open: tuple[Standard, int, str | None] | None = None
        self._body: list[str] = []
        self.parser = parser = expat.ParserCreate("utf-8", _SEPARATOR)
        parser.XmlDeclHandler = self._xml_declaration
        parser.StartDoctypeDeclHandler = self._document_type
        parser.EntityDeclHandler = parser.SkippedEntityHandler = self._entity
        parser.StartNamespaceDeclHandler = self._namespace
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end

    def _xml_declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() != "utf-8":
            raise _encoding_error(f"the SVG declares the encoding {encoding[:40]!r}")

    def _document_type(self, _name: str, system: str | None, public: str | None, internal: int) -> None:
        # Drawing programs write the W3C's own document type, which says nothing that is needed here and is not
        # fetched. An internal subset is where entities and default attributes are declared: that is an attack.
        if internal:
            raise _document_type_error("declarations of its own")
        if system is not None and not re.match(r"https?://www\.w3\.org/", system):
            raise _document_type_error(f"the system identifier {system[:60]!r}")
        if public is not None and not public.startswith("-//W3C//DTD SVG "):
            raise _document_type_error(f"the public identifier {public[:60]!r}")

    def _entity(self, name: str, *_: Any) -> None:
        raise _document_type_error(f"an entity {name[:40]!r}")

    def _namespace(self, prefix: str | None, uri: str | None) -> None:
        if prefix == _PREFIX:
            self._prefixed = uri  # expat reports the declarations of a tag before the tag itself

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._count += 1
        if self._depth > MAX_DEPTH:
            raise _too_complex(f"nests elements more than {MAX_DEPTH} levels deep")
        if self._count > MAX_ELEMENTS:
            raise _too_complex(f"has more than {MAX_ELEMENTS} elements")
        if len(attributes) > MAX_ATTRIBUTES:
            raise _too_complex(f"has an element with {len(attributes)} attributes, at most {MAX_ATTRIBUTES} are read")
        if self.root is None:
            self.root = self._root(name)
        if self._open is not None:
            raise _malformed(f"contains another element, {_local(name)!r}")
        if standard := _BY_NAME.get(name):
            self._open = standard, self.parser.CurrentByteIndex, attributes.get("verify")
            self._body = []
            self.parser.CharacterDataHandler = self._body.append
            self.parser.CommentHandler = self.parser.ProcessingInstructionHandler = self._interruption

    def _end(self, _name: str) -> None:
        self._depth -= 1
        if self._open is None:
            return
        standard, start, value = self._open
        tag = _START_TAG.match(self.image, start)
        assert tag is not None  # noqa: S101 - expat has just read it as a tag
        # After an empty-element tag expat stands behind it, otherwise in front of the end tag.
        closed = tag[0].endswith(b"/>")
        end = tag.end() if closed else self.image.index(b">", self.parser.CurrentByteIndex) + 1
        verify = None if value is None else value.encode()
        body = "".join(self._body).encode()
        self.places.append(CredentialElement(standard, start, end, verify, body))
        self._open = None
        self.parser.CharacterDataHandler = None
        self.parser.CommentHandler = self.parser.ProcessingInstructionHandler = None

    def _interruption(self, *_: str) -> None:
        # Some readers stop at a comment, others read on behind it: they would see different credentials.
        raise _malformed("contains a comment or a processing instruction")

    def _root(self, name: str) -> _Root:
        if name != _SVG:
            raise ImageError(
                "image.not-svg",
                f"the root element is {_local(name)!r}, wanted 'svg' in the namespace of SVG",
                hint='an SVG file begins with <svg xmlns="http://www.w3.org/2000/svg">',
            )
        tag = _START_TAG.match(self.image, self.parser.CurrentByteIndex)
        assert tag is not None  # noqa: S101 - expat has just read it as a tag
        return _Root(tag[1], tag.end(), tag[0].endswith(b"/>"), self._prefixed)


def _check_encoding(image: bytes) -> None:
    # Decided before expat sees the bytes: it would follow a byte order mark into UTF-16.
    if b"\0" in image:
        raise _encoding_error("the SVG holds zero bytes, as UTF-16 does")
    try:
        image.decode()
    except UnicodeDecodeError as error:
        raise _encoding_error(f"byte {error.start} of the SVG ({image[error.start]:#04x}) is not UTF-8") from None


def _too_complex(what: str) -> ImageError:
    return ImageError("image.too-complex", f"the SVG {what}", hint="simplify the drawing, or bake into a PNG")


def _local(name: str) -> str:
    return name.rpartition(_SEPARATOR)[2][:60]


def _encoding_error(what: str) -> ImageError:
    return ImageError("image.svg-encoding", f"{what}, wanted UTF-8", hint="save the file as UTF-8")


def _document_type_error(what: str) -> ImageError:
    return ImageError(
        "image.svg-document-type",
        f"the SVG has a document type with {what}, which is not read for safety",
        hint="save it as plain SVG, or delete the <!DOCTYPE …> line",
    )


def _malformed(what: str) -> ImageError:
    return ImageError("image.svg-credential-malformed", f"the credential's element {what}")
