"""Why a signature holds or not, value by value, and where two documents part ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microcred.explanation.difference import Comparison, Difference, Effect, Side
from microcred.explanation.kind import Kind
from microcred.rooms import doors

if TYPE_CHECKING:
    from microcred.explanation.account import Explanation, Holds, ProofAccount, TokenAccount
    from microcred.explanation.explainer import Explainer, explain_badge

__all__ = [
    "Comparison",
    "Difference",
    "Effect",
    "Explainer",
    "Explanation",
    "Holds",
    "Kind",
    "ProofAccount",
    "Side",
    "TokenAccount",
    "explain_badge",
]

__getattr__, __dir__ = doors(
    __name__,
    {
        "account": ("Explanation", "Holds", "ProofAccount", "TokenAccount"),
        "explainer": ("Explainer", "explain_badge"),
    },
)
