"""Why a signature holds or not, value by value, and where two documents part ways."""

from __future__ import annotations

from microcred.explanation.difference import Comparison, Difference, Effect, Side
from microcred.explanation.kind import Kind

__all__ = ["Comparison", "Difference", "Effect", "Kind", "Side"]
