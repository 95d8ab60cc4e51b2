"""What the assessment of one document may cost: the schema is somebody else's program, and this is its fuel."""

from __future__ import annotations

from typing import Final

from microcred.errors import Undetermined

__all__ = ["Effort"]

_MAX_STEPS: Final = 400_000


class Effort:
    """A budget of steps, each a microsecond or two; whoever takes one says so first.

    ``shared`` is the budget that several credentials of one verification have in common, besides the one that each has.
    """

    __slots__ = ("left", "shared")

    def __init__(self, steps: int = _MAX_STEPS, *, shared: Effort | None = None) -> None:
        self.left = steps
        self.shared = shared

    def spend(self, steps: int) -> None:
        """Take some steps; raises ``schema.too-much-work`` where there are not as many left."""
        if self.shared is not None:
            self.shared.spend(steps)
        self.left -= steps
        if self.left < 0:
            raise Undetermined(
                "schema.too-much-work",
                f"to hold the credential against its schema takes more than {_MAX_STEPS} steps",
                hint="the longest schema of 1EdTech takes 200000; look at the patterns and references of this one",
            )
