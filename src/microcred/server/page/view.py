"""All that a page shows of one badge, in one value: what it says, its picture, and what was found out about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from microcred.server.page.judgement import Judgement, Tone
from microcred.server.page.picture import Picture, chosen_picture
from microcred.server.page.portrait import Portrait
from microcred.verification.report import Report

__all__ = ["BadgeView", "Related"]

_MAX_RELATED: Final = 50


@dataclass(frozen=True, slots=True)
class Related:
    """A credential inside of another one: an endorsement of it, or an entry of a record."""

    portrait: Portrait | None
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class BadgeView:
    """One badge. ``portrait`` is ``None`` where nothing could be read, ``judgement`` where nothing was verified."""

    portrait: Portrait | None
    picture: Picture | None
    judgement: Judgement | None
    endorsements: tuple[Related, ...] = ()
    credentials: tuple[Related, ...] = ()

    @property
    def tone(self) -> Tone:
        """How the whole looks."""
        return Tone.UNKNOWN if self.judgement is None else self.judgement.tone

    @classmethod
    def of(cls, report: Report, *, language: str, file: bytes | None = None, recipient: bool = False) -> Self:
        """The view of a report.

        ``file`` is the file in which the badge came, whose picture may be shown; ``recipient`` says whether somebody
        was named whom it should be about.
        """
        newest = report if report.refreshed is None else report.refreshed
        portrait = _portrait(newest, language)
        return cls(
            portrait,
            _picture(portrait, file),
            Judgement.of(report, recipient=recipient),
            _related(newest.endorsements, language),
            _related(newest.credentials, language),
        )

    @classmethod
    def unverified(cls, tree: Mapping[str, Any], *, language: str, file: bytes | None = None) -> Self:
        """The view of a badge that nobody has verified."""
        portrait = Portrait.of(tree, language)
        return cls(portrait, _picture(portrait, file), None)


def _portrait(report: Report, language: str) -> Portrait | None:
    if report.brief is not None:
        return Portrait.of(report.brief, language)
    return None if report.document is None else Portrait.of(report.document.tree, language)


def _picture(portrait: Portrait | None, file: bytes | None) -> Picture | None:
    if portrait is None:
        return None
    return chosen_picture(portrait.images, file, portrait.name.text if portrait.name else "")


def _related(reports: tuple[Report, ...], language: str) -> tuple[Related, ...]:
    return tuple(Related(_portrait(each, language), Judgement.of(each)) for each in reports[:_MAX_RELATED])
