"""``microcred rule``: what a code means, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from microcred.cli.terminal import plain, styled, tell, write_data
from microcred.errors import UsageError

if TYPE_CHECKING:
    from microcred.codes import Code, Sample

__all__ = ["command"]


@click.command("rule")
@click.argument("code", required=False)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="What to print.  [default: text]"
)
@click.option(
    "--example", type=click.Choice(["bad", "good"]), help="Print the whole sample file in place of the entry."
)
def command(code: str | None, form: str, example: str | None) -> None:
    """Explain a code from a report or an error; without CODE, list them all.

    \b
    Example:  microcred rule period.expired
    """  # noqa: D301
    from microcred.codes import codes, explain

    if example:
        write_data(_example(explain(code) if code else None, example))
    elif form == "json":
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
    yield f"  severity  {code.severity}"
    yield f"  example   {plain(code.example)}"
    yield f"  fix       {plain(code.fix)}"
    yield f"  section   {plain(code.section)}"
    if code.problem:
        yield f"  problem   {code.problem}"
    if code.observed:
        yield f"  observed  {code.observed}"
    if code.sample:
        yield from _samples(code.sample)


def _samples(sample: Sample) -> Iterator[str]:
    from microcred.lint.samples import excerpt, setting

    for title, piece in ((f"Not good, {setting(sample)}:", sample.bad), ("Good:", sample.good)):
        yield ""
        yield plain(title)
        yield ""
        yield from (f"    {plain(line)}".rstrip() for line in excerpt(sample, piece).split("\n"))


def _example(code: Code | None, which: str) -> bytes:
    from microcred.lint.samples import file_of

    if code is None:
        raise click.UsageError("--example prints the sample of a code, and none is named")
    if code.sample is None:
        raise UsageError(
            "usage.no-sample",
            f"{code.code} has no sample: it is not found in a file without asking anybody",
            hint=f"microcred rule {code.code} says when it is given",
        )
    return file_of(code.sample, code.sample.bad if which == "bad" else code.sample.good)[0]


def _list(entries: list[Code]) -> Iterator[str]:
    width = max((len(entry.code) for entry in entries), default=0)
    return (f"{entry.code:<{width}}  {entry.title}" for entry in entries)
