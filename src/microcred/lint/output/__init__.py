"""What was found, in the formats that machines read, each in a module of its own; the one for people is of the cli."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microcred.rooms import doors

if TYPE_CHECKING:
    from microcred.lint.output.github import github_commands
    from microcred.lint.output.json_object import json_report
    from microcred.lint.output.junit import junit_report
    from microcred.lint.output.run import Run
    from microcred.lint.output.sarif import sarif_log

__all__ = ["Run", "github_commands", "json_report", "junit_report", "sarif_log"]

if not TYPE_CHECKING:
    __getattr__, __dir__ = doors(
        __name__,
        {
            "github": ("github_commands",),
            "json_object": ("json_report",),
            "junit": ("junit_report",),
            "run": ("Run",),
            "sarif": ("sarif_log",),
        },
    )
