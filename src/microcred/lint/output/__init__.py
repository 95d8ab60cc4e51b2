"""What was found, in the formats that people and machines read, each in a module of its own."""

from __future__ import annotations

from microcred.lint.output.run import Run

__all__ = ["Run"]
