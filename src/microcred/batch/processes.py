"""Worker processes that do not outlive the process that started them, and leave its interruptions to it."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor
from functools import partial
from multiprocessing import get_all_start_methods, get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread
from typing import Final

__all__ = ["processes"]

# What every worker needs sooner or later: the server that they are forked off loads it for all of them. It is started
# with the first pool of this process, and what somebody else started is left as it is.
_LOADED_BEFOREHAND: Final = (
    "__main__",
    "microcred.batch",
    "cryptography.hazmat.primitives.asymmetric.ed25519",
)


def processes(jobs: int) -> Callable[[], Executor]:
    """How to make a pool of ``jobs`` processes on this machine, for ``executor``: again, if one of them is killed.

    They are not forked off this process, as a fork copies the locks of threads that it does not copy.
    """
    return partial(_pool, jobs)


def _pool(jobs: int) -> Executor:
    context = get_context("forkserver" if "forkserver" in get_all_start_methods() else "spawn")
    context.set_forkserver_preload(list(_LOADED_BEFOREHAND))
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_prepare)


def _prepare() -> None:
    # Ctrl-C reaches all processes of a terminal: the first one decides what becomes of the batch.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, name="microcred-parent", daemon=True).start()


def _end_with_parent() -> None:
    """A worker that waits for work never learns that nobody is left to send any."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
