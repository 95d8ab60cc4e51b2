"""What goes to a worker once and stays there, and the errors of what went wrong in one."""

from __future__ import annotations

import pickle
from functools import lru_cache
from typing import Any
from uuid import uuid4

from microcred.errors import Undetermined, UsageError

__all__ = ["arrived", "check_numbers", "failed_inside", "packed"]


def packed(kind: type[Any], *settings: Any) -> bytes:
    """Settings that are pickled once for a whole batch; raises UsageError for what cannot be.

    No two batches have the same, so none finds in a worker what another one left there.
    """
    try:
        return pickle.dumps((kind, settings, uuid4().bytes), pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        raise UsageError(
            "batch.not-picklable",
            f"this batch cannot be sent to another process: {type(error).__name__}: {str(error)[:200]}",
            hint="use threads, or no executor: a key in a security module, or a local function, stays where it is",
        ) from error


@lru_cache(maxsize=2)
def arrived(settings: bytes) -> Any:
    """What the settings make, once in each process: its caches stay warm from chunk to chunk."""
    kind, values, _ = pickle.loads(settings)  # noqa: S301 - from the process that this one works for
    return kind(*values)


def failed_inside(error: Exception) -> Undetermined:
    """The result of what should not have happened."""
    return Undetermined(
        "batch.failed-inside",
        f"microcred, or what was passed to it, failed inside: {type(error).__name__}: {str(error)[:200]}",
        hint="this is a defect, and says nothing about the credential",
    )


def check_numbers(chunk: int, window: int) -> None:
    """Raises UsageError for a chunk of nothing, or a window through which none fits."""
    for name, number in (("chunk", chunk), ("window", window)):
        if isinstance(number, bool) or not isinstance(number, int) or number < 1:
            raise UsageError("batch.bad-number", f"{name} is {number!r:.60}, wanted a whole number from 1 on")
