"""The samples of the catalogue: for each code that a file can have, one that has it and one that has not.

Where a sample has to be signed, it is signed with the keys of :data:`SAMPLE_SEED`, which everybody knows and nobody
should trust.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from microcred.rooms import doors

if TYPE_CHECKING:
    from microcred.lint.samples.file import file_of
    from microcred.lint.samples.page import excerpt, setting
    from microcred.lint.samples.sealing import SAMPLE_SEED

__all__ = ["SAMPLE_SEED", "excerpt", "file_of", "setting"]

if not TYPE_CHECKING:
    __getattr__, __dir__ = doors(
        __name__, {"file": ("file_of",), "page": ("excerpt", "setting"), "sealing": ("SAMPLE_SEED",)}
    )
