"""Badges for other people's test suites: one for each thing that a verification can say, and what it takes to see it.

::

    from microcred.testing import BadgeFactory

    case = BadgeFactory().revoked()
    report = case.verify()                     # in memory: nothing is fetched, and the day is always the same

A badge comes as a :class:`BadgeCase`: its bytes, the web in which its issuer publishes, the moment to judge by, and
whom to trust. Keys, dates and bytes are the same every time. With pytest, the fixture ``badges`` is there as soon as
microcred is installed (:mod:`microcred.testing.pytest_plugin`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from microcred.rooms import doors

if TYPE_CHECKING:
    from microcred.testing.badge_case import BadgeCase
    from microcred.testing.factory import BadgeFactory
    from microcred.testing.published_web import PublishedWeb

__all__ = ["BadgeCase", "BadgeFactory", "PublishedWeb"]

if not TYPE_CHECKING:
    __getattr__, __dir__ = doors(
        __name__,
        {
            "badge_case": ("BadgeCase",),
            "factory": ("BadgeFactory",),
            "published_web": ("PublishedWeb",),
        },
    )
