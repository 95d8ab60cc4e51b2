"""How far a run is: a bar or a counter on stderr, for whoever looks at a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

__all__ = ["processors", "shown_progress"]


@contextmanager
def shown_progress(count: Callable[[], int | None], label: str) -> Iterator[Callable[[int], None]]:
    """A function to be told how many are done, of how many there are to ``count``, if that can be told.

    Without a terminal it says nothing: a log is no place for a bar.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda _: None
        return
    if (total := count()) is None:
        yield lambda done: click.echo(f"\r{label} {done}", nl=False, err=True)
        click.echo(err=True)
        return
    bar: Any = click.progressbar(length=total, label=label, file=sys.stderr, show_pos=True)
    with bar:
        yield lambda done: bar.update(done - bar.pos)


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
