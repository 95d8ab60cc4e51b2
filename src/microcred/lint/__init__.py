"""What a linter is to programs, this room is to credentials: rules with codes, findings with lines and columns.

Everything that is checked here is checked without the network: JSON, data model, contexts, schema, what a did:key can
say of a signature, and rules for what is legal and still not wise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from microcred.rooms import doors

if TYPE_CHECKING:
    from microcred.lint.finding import Finding, Severity
    from microcred.lint.linter import Linter
    from microcred.lint.rule import Breach, Part, Rule, Rules, Subject
    from microcred.lint.rules import RULES

__all__ = ["RULES", "Breach", "Finding", "Linter", "Part", "Rule", "Rules", "Severity", "Subject"]

if not TYPE_CHECKING:
    __getattr__, __dir__ = doors(
        __name__,
        {
            "finding": ("Finding", "Severity"),
            "linter": ("Linter",),
            "rule": ("Breach", "Part", "Rule", "Rules", "Subject"),
            "rules": ("RULES",),
        },
    )
