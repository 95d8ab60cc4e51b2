"""All rules by their codes, one module for each family."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from microcred.lint.rule import Rules
from microcred.lint.rules import (
    dates,
    evidence,
    identity,
    images,
    interop,
    privacy,
    proofs,
    quality,
    results,
    status,
    text,
)

__all__ = ["RULES"]

RULES: Final[Rules] = MappingProxyType(
    {
        **dates.RULES,
        **evidence.RULES,
        **identity.RULES,
        **images.RULES,
        **interop.RULES,
        **privacy.RULES,
        **proofs.RULES,
        **quality.RULES,
        **results.RULES,
        **status.RULES,
        **text.RULES,
    }
)
"""Every rule of the linter."""
