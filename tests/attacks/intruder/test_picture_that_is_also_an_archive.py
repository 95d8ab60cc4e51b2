"""A PNG that is also an archive.

Attack: behind the end of a badge stands a ZIP file, with another badge in it. ZIP files are read from their end,
pictures from their beginning.

Naively: the program for folders and archives of badges looks whether the file can be opened as an archive, before it
looks whether it is a picture.

Here: the first bytes say what a file is, and an archive is not opened at all: the badge is that of the PNG.
"""

from __future__ import annotations

import io
import zipfile

from badges import AT, sealed, unsigned
from hostile_pictures import BADGE, CREDENTIAL, OTHER, png
from microcred.artwork import badge_png
from microcred.baking import bake, unbake
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier


def archive(content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("badge.json", content)
    return packed.getvalue()


def naive_badge(content: bytes) -> bytes:
    """The badge in an archive, or in a picture."""
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            return file.read(file.namelist()[0])
    return unbake(content)


def test_a_naive_program_opens_the_archive() -> None:
    assert naive_badge(png(CREDENTIAL)) == BADGE
    assert naive_badge(png(CREDENTIAL) + archive(OTHER)) == OTHER


def test_the_badge_is_that_of_the_picture() -> None:
    assert unbake(png(CREDENTIAL) + archive(OTHER)) == BADGE
    picture = bake(badge_png("A", size=16), sealed()) + archive(sealed(unsigned(name="Another")).raw)
    found = Verifier(trust=AnyIssuer()).verify(picture, at=AT)
    assert found.verdict == "accepted"
    assert found.document == sealed()


def test_an_archive_alone_is_nothing() -> None:
    found = Verifier(trust=AnyIssuer()).verify(archive(sealed().raw), at=AT)
    assert (found.verdict, found["document"].outcome) == ("rejected", "failed")
