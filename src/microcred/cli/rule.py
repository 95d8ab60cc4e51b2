"""``microcred rule``: what a code means, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from microcred.cli.terminal import plain, styled, tell

if TYPE_CHECKING:
    from microcred.codes import Code

__all__ = ["command"]


@click.command("rule")
@click.argument("code", required=False)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="What to print.  [default: text]"
)
def command(code: str | None, form: str) -> None:
    """Explain a code from a report or an error; without CODE, list them all.

    \b
    Example:  microcred rule period.expired
    """  # noqa: D301
    from microcred.codes import codes, explain

    if form == "json":
        from microcred.document import to_json

        found: Any = asdict(explain(code)) if code else [asdict(entry) for entry in codes().values()]
        tell(to_json(found).decode())
    else:
        tell("\n".join(_entry(explain(code)) if code else _list(list(codes().values()))))


def _entry(code: Code) -> Iterator[str]:
    yield f"{styled(code.code, bold=True)}: {code.title}"
    yield ""
    yield plain(code.meaning)
    yield ""
    yield f"  example   {plain(code.example)}"
    yield f"  fix       {plain(code.fix)}"
    yield f"  section   {plain(code.section)}"
    if code.problem:
        yield f"  problem   {code.problem}"


def _list(entries: list[Code]) -> Iterator[str]:
    width = max((len(entry.code) for entry in entries), default=0)
    return (f"{entry.code:<{width}}  {entry.title}" for entry in entries)
