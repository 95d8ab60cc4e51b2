"""A picture and the credential in it: put in, taken out, and looked at."""

from __future__ import annotations

from typing import Final

from microcred.baking.kind import image_kind
from microcred.baking.payload import OPEN_BADGES_2, Carried, Edit, sealed
from microcred.baking.png import Png
from microcred.baking.svg import Svg
from microcred.document import Document
from microcred.errors import ImageError, UsageError

__all__ = ["MAX_IMAGE_BYTES", "bake", "carried", "unbake"]

MAX_IMAGE_BYTES: Final = 10_000_000

_OTHER_FORMATS: Final = {
    b"\xff\xd8\xff": "a JPEG",
    b"GIF8": "a GIF",
    b"RIFF": "RIFF data, perhaps a WebP",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "gzip data, perhaps a compressed SVG (.svgz)",
}


def bake(
    image: bytes,
    credential: Document | bytes | str,
    *,
    replace: bool = True,
    max_bytes: int = MAX_IMAGE_BYTES,
) -> bytes:
    r"""Put a signed credential into a PNG or SVG, and leave every other byte of the picture as it is.

    ``credential`` is the JSON of a credential with a proof, or a compact JWS. A ``ClrCredential`` gets the marks of
    CLR 2.0, everything else those of Open Badges 3.0. A credential that is already there is replaced; with
    ``replace=False`` that is an error. In an SVG, ``]]>`` inside the JSON becomes ``]]\u003e``, which says the same.

    Raises :class:`~microcred.errors.ImageError` for a picture that cannot carry a credential, and
    :class:`~microcred.errors.UsageError` or :class:`~microcred.errors.DocumentError` for what is no credential.
    """
    standard, text = sealed(credential)
    picture = _opened(image, max_bytes)
    present = [place for place in picture.places if place.standard is not OPEN_BADGES_2]
    if present and not replace:
        raise ImageError(
            "image.already-baked",
            f"the picture already carries a credential ({present[0].standard.name})",
            hint="pass replace=True to put the new credential in its place",
        )
    baked = _edited(image, [(old.start, old.end, b"") for old in present] + picture.insertion(standard, text))
    _check_size(baked, max_bytes)
    return baked


def unbake(image: bytes, *, max_bytes: int = MAX_IMAGE_BYTES) -> bytes:
    """Take the credential out of a PNG or SVG: its JSON as it was stored, or a compact JWS. It is not verified.

    Raises :class:`~microcred.errors.ImageError`: with the code ``image.no-credential`` for a picture that carries
    none, and ``image.open-badges-2`` for one that carries an assertion of Open Badges 2.0.
    """
    found = carried(image, max_bytes=max_bytes)
    if found.standard is OPEN_BADGES_2:
        raise ImageError(
            "image.open-badges-2",
            f"the picture carries an Open Badges 2.0 assertion ({found.carrier}), wanted an Open Badges 3.0 credential",
            hint="microcred convert makes a draft in Open Badges 3.0 of it, for its issuer to sign",
            evidence={"carrier": found.carrier, "payload": found.text[:200].decode("utf-8", "replace")},
        )
    return found.text


def carried(image: bytes, *, max_bytes: int = MAX_IMAGE_BYTES) -> Carried:
    """What a PNG or SVG carries, and by which standard, Open Badges 2.0 included.

    A picture may carry an Open Badges 2.0 assertion beside a newer credential, as issuers do who move from one to the
    other; the newer one is returned. Raises :class:`~microcred.errors.ImageError` for none, and for more than one.
    """
    places = _opened(image, max_bytes).places
    newer = [place for place in places if place.standard is not OPEN_BADGES_2]
    chosen = newer or list(places)
    if not chosen:
        raise ImageError(
            "image.no-credential",
            "the picture carries no credential",
            hint="some platforms strip it from uploads: ask for the original file, or for the credential as JSON",
        )
    if len(chosen) > 1:
        # The standards let a reader stop at the first one. But then whoever staples a second credential to somebody's
        # badge shows one person to this reader and another to the next, so neither is believed.
        raise ImageError(
            "image.two-credentials",
            f"the picture carries {len(chosen)} credentials, wanted exactly one",
            hint="ask the issuer for the original picture",
            evidence={"standards": [place.standard.name for place in chosen]},
        )
    only = chosen[0]
    return Carried(only.standard, only.text(), only.carrier, (only.start, only.end))


def _opened(image: bytes, max_bytes: int) -> Png | Svg:
    if not isinstance(image, bytes):
        raise UsageError(
            "usage.not-bytes",
            f"the picture is {type(image).__name__}, wanted bytes",
            hint='read the file first: Path("badge.png").read_bytes()',
        )
    _check_size(image, max_bytes)
    match image_kind(image):
        case "png":
            return Png.parse(image)
        case "svg":
            return Svg.parse(image)
    found = next((name for magic, name in _OTHER_FORMATS.items() if image.startswith(magic)), "neither of them")
    raise ImageError(
        "image.unknown-format",
        f"only PNG and SVG can carry a credential, this is {found}",
        hint="convert the picture to PNG or SVG before baking",
    )


def _check_size(image: bytes, max_bytes: int) -> None:
    if len(image) > max_bytes:
        raise ImageError(
            "image.too-large",
            f"the picture has {len(image)} bytes, at most {max_bytes} are read",
            hint="raise max_bytes if a picture of this size is expected",
        )


def _edited(image: bytes, edits: list[Edit]) -> bytes:
    parts: list[bytes] = []
    cursor = 0
    for start, end, new in sorted(edits):
        parts += image[cursor:start], new
        cursor = end
    return b"".join((*parts, image[cursor:]))
