"""What named verifiers are known to refuse or to ignore: for each of them the rules that tell it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from microcred.lint.rule import Rules

__all__ = ["COMPAT"]

COMPAT: Final[Mapping[str, Rules]] = MappingProxyType({})
