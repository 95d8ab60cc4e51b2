"""What a BADGE on the command line is: a file, an https:// URL, or stdin."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Literal, NamedTuple

from microcred.cli.inputs import STREAM, read_input
from microcred.document import MAX_BYTES

if TYPE_CHECKING:
    from microcred.document import Document
    from microcred.verification.fetch import Fetcher

__all__ = ["Badge", "badge_bytes_or_place", "fetcher_for", "read_badge"]


class Badge(NamedTuple):
    """The credential that a badge carries, and the picture that carries it, if one does."""

    document: Document
    kind: Literal["png", "svg"] | None
    picture: bytes | None


class _File:
    """A path, whatever it looks like: ``badge.v1.json`` has the form of a JWT, and ``{x}`` that of JSON."""

    __slots__ = ("_path",)

    def __init__(self, path: str) -> None:
        self._path = path

    def __fspath__(self) -> str:
        return self._path


def badge_bytes_or_place(badge: str) -> bytes | str | os.PathLike[str]:
    """What to hand to a verifier: the bytes of stdin, a URL, or a path."""
    if badge == STREAM:
        return read_input(STREAM, max_bytes=MAX_BYTES)
    return badge if badge.lower().startswith(("https://", "http://")) else _File(badge)


def fetcher_for(*, offline: bool, cached: bool = False) -> Fetcher:
    """The door to the network: shut, or open, with a memory where several things may ask for the same."""
    if offline:
        from microcred.verification.fetch import Offline

        return Offline()
    from microcred.verification.fetch import Caching, HttpsFetcher

    return Caching(HttpsFetcher()) if cached else HttpsFetcher()


def read_badge(badge: str, *, offline: bool = False) -> Badge:
    """The credential that a badge carries, as it is; nothing is verified.

    Raises what the intake and the gate raise, with the name of the badge as a note.
    """
    from microcred.baking import image_kind
    from microcred.errors import DocumentError, MicrocredError
    from microcred.verification.fetch import FetchSession
    from microcred.verification.intake import OlderBadge, read_source

    session = FetchSession(fetcher_for(offline=offline))
    try:
        intake = read_source(badge_bytes_or_place(badge), session)
        kind = image_kind(intake.content) if isinstance(intake.content, bytes) else None
        opened = intake.open()
        if isinstance(opened, OlderBadge):
            raise DocumentError(
                "document.open-badges-2",
                "found a badge of Open Badges 2.0, wanted a verifiable credential",
                hint="microcred verify takes it as it is, and microcred convert makes a draft in Open Badges 3.0 of it",
            )
        return Badge(opened.document, kind, intake.content if kind and isinstance(intake.content, bytes) else None)
    except MicrocredError as error:
        error.add_note(badge)
        raise
