"""All rules by their codes, one module for each family."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from microcred.lint.rule import Rules
from microcred.lint.rules import dates, evidence, identity, images, privacy, results, text

__all__ = ["RULES"]

RULES: Final[Rules] = MappingProxyType(
    {
        **dates.RULES,
        **evidence.RULES,
        **identity.RULES,
        **images.RULES,
        **privacy.RULES,
        **results.RULES,
        **text.RULES,
    }
)
"""Every rule of the linter."""
