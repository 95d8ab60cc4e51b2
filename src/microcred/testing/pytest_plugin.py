"""The pytest plugin: the fixture ``badges``, a factory of badges for the tests of code that reads badges.

It is there as soon as microcred is installed beside pytest; ``-p no:microcred`` turns it off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from microcred.testing import BadgeFactory

__all__ = ["badges", "microcred_badges"]


@pytest.fixture(scope="session")
def microcred_badges() -> BadgeFactory:
    """A :class:`microcred.testing.BadgeFactory`; the name to use where ``badges`` is taken."""
    from microcred.testing import BadgeFactory

    return BadgeFactory()


@pytest.fixture(scope="session")
def badges(microcred_badges: BadgeFactory) -> BadgeFactory:
    """A :class:`microcred.testing.BadgeFactory`: ``badges.valid()``, ``badges.revoked()``, ``badges.for_code(…)``."""
    return microcred_badges
