"""What is secured by an envelope, such as a JWT, and stands in a document as a ``data:`` URL (VCDM 2.0, 4.13)."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Final, TypeAlias
from urllib.parse import unquote_to_bytes

from pydantic import ValidationInfo, field_validator

from microcred.models.context import ContextList, Contexts
from microcred.models.faults import Flaw, described, refusal
from microcred.models.members import BUILT, Lexical, Reading
from microcred.models.model import Extensible
from microcred.models.terms import Classes, TypeSet
from microcred.models.vocabulary import CREDENTIALS_V2, DataModel

__all__ = ["EnvelopedVerifiableCredential", "EnvelopedVerifiablePresentation", "is_enveloped"]

# RFC 2397, with the parameters of RFC 2045; a comma ends them.
_DATA_URL: Final = re.compile(
    r"data:(?P<type>[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+)(?P<parameters>(?:;[^,;\s]*)*),(?P<data>\S+)",
    re.ASCII | re.IGNORECASE,
)
_WANTED: Final = "a data: URL that holds what is secured, such as data:application/vc+jwt,eyJ..."
# Securing VCs using JOSE and COSE, 6.1; the names of its drafts, and the plain one of RFC 7519, are read as well.
_CREDENTIAL_JWT: Final = frozenset(
    {"application/vc+jwt", "application/vc-ld+jwt", "application/vc+ld+jwt", "application/jwt"}
)
_PRESENTATION_JWT: Final = frozenset(
    {"application/vp+jwt", "application/vp-ld+jwt", "application/vp+ld+jwt", "application/jwt"}
)


def _data_url(value: Any, _: ValidationInfo) -> str:
    if not isinstance(value, str):
        raise refusal(Flaw("model.wrong-type", f"found {described(value)}, wanted {_WANTED}"))
    if not _DATA_URL.fullmatch(value):
        raise refusal(Flaw("model.wrong-form", f"found {described(value)}, wanted {_WANTED}"))
    return value


DataUrl: TypeAlias = Annotated[str, Lexical(_data_url, {"type": "string", "pattern": r"^data:[^,\s]+/[^,\s]+,\S+$"})]


class _Enveloped(Extensible):
    """What credentials and presentations in an envelope have in common."""

    data_model: ClassVar[DataModel] = "2.0"
    _usual: ClassVar[str]
    _jwt_types: ClassVar[frozenset[str]]

    context: Annotated[Contexts, ContextList("2.0")] = BUILT
    """``@context``: VCDM 2.0 first."""
    id: DataUrl
    """The secured credential or presentation itself, as a ``data:`` URL."""

    @field_validator("id", mode="after")
    @classmethod
    def _is_of_its_kind(cls, value: str, info: ValidationInfo) -> str:
        if (media_type := _parts(value)[0]) != cls._usual and not Reading.lenient(info):
            message = f"found the media type {described(media_type)}, wanted {cls._usual}"
            raise refusal(Flaw("model.wrong-form", message))
        return value

    @property
    def media_type(self) -> str:
        """The media type of what is enveloped, in lower case and without parameters."""
        return _parts(self.id)[0]

    @property
    def content(self) -> bytes:
        """The bytes that are enveloped: those of a token, or of a COSE message."""
        return _parts(self.id)[1]

    @property
    def jwt(self) -> str | None:
        """The compact JWT that is enveloped; None where the media type is another one, whatever the bytes."""
        return self.content.decode("ascii", "replace") if self.media_type in self._jwt_types else None


class EnvelopedVerifiableCredential(_Enveloped):
    """A credential that is secured by an envelope, as it stands in a presentation (VCDM 2.0, 4.13)."""

    _usual: ClassVar[str] = "application/vc+jwt"
    _jwt_types: ClassVar[frozenset[str]] = _CREDENTIAL_JWT

    type: Annotated[Classes, TypeSet.exactly("EnvelopedVerifiableCredential")] = BUILT
    """Always ``EnvelopedVerifiableCredential``."""

    @classmethod
    def of(cls, jwt: str) -> EnvelopedVerifiableCredential:
        """The object that stands for a credential secured as a compact JWT."""
        return cls(context=[CREDENTIALS_V2], id=f"data:application/vc+jwt,{jwt}")


class EnvelopedVerifiablePresentation(_Enveloped):
    """A presentation that is secured by an envelope (VCDM 2.0, 4.13)."""

    _usual: ClassVar[str] = "application/vp+jwt"
    _jwt_types: ClassVar[frozenset[str]] = _PRESENTATION_JWT

    type: Annotated[Classes, TypeSet.exactly("EnvelopedVerifiablePresentation")] = BUILT
    """Always ``EnvelopedVerifiablePresentation``."""


def is_enveloped(tree: Mapping[str, Any], kind: str) -> bool:
    """Whether an object claims the type ``kind``, the name of one of these two classes."""
    named = tree.get("type")
    return named == kind or (isinstance(named, (list, tuple)) and kind in named)


def _parts(url: str) -> tuple[str, bytes]:
    """The media type of a ``data:`` URL and its bytes (RFC 2397)."""
    found = _DATA_URL.fullmatch(url)
    if found is None:
        raise refusal(Flaw("model.wrong-form", f"found {described(url)}, wanted {_WANTED}"))
    content = unquote_to_bytes(found["data"])
    if "base64" in found["parameters"].lower().split(";"):
        try:
            content = base64.b64decode(content, validate=True)
        except binascii.Error:
            raise refusal(Flaw("model.wrong-form", "the data: URL is marked as base64 and is not")) from None
    return found["type"].lower(), content
