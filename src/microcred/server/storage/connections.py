"""A few connections to a database, which the threads of a server share."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock
from typing import Final, Generic, Protocol, TypeVar

from microcred.errors import UsageError

__all__ = ["PATIENCE", "Connections"]

#: How many connections one process has at most, and for how many seconds a request waits for one, or for a lock.
_MAX_CONNECTIONS: Final = 8
PATIENCE: Final = 10.0


class _Session(Protocol):
    def rollback(self) -> None: ...

    def close(self) -> None: ...


_Connection = TypeVar("_Connection", bound=_Session)


class Connections(Generic[_Connection]):
    """Connections that are made when they are needed, and kept for the next one who needs one."""

    def __init__(self, connect: Callable[[], _Connection]) -> None:
        self._connect = connect
        self._idle: list[_Connection] = []
        self._lock = Lock()
        self._free = BoundedSemaphore(_MAX_CONNECTIONS)
        self._closed = False
        self._process = os.getpid()
        self._of_the_parent: list[_Connection] = []

    @contextmanager
    def lent(self, *, fresh: bool = False) -> Iterator[_Connection]:
        """A connection, ``fresh`` where the idle ones turned out to be of no use.

        Whatever is raised in its use, what was begun on it is taken back.
        """
        if not self._free.acquire(timeout=PATIENCE):
            raise UsageError(
                "server.no-storage", f"all {_MAX_CONNECTIONS} connections were in use for {PATIENCE:g} seconds"
            )
        try:
            connection = self._taken(fresh=fresh)
            try:
                yield connection
            except BaseException:
                self._clear(connection)
                raise
            self._give_back(connection)
        finally:
            self._free.release()

    def close(self) -> None:
        """Close what is idle now, and what is in use when it comes back."""
        with self._lock:
            self._leave_to_the_parent()
            self._closed, idle, self._idle = True, self._idle, []
        for each in idle:
            each.close()

    def __del__(self, is_over: Callable[[], bool] = sys.is_finalizing) -> None:
        # Of an application that was never started, nobody ends the lifespan. When the interpreter ends, all ends.
        if not is_over():
            self.close()

    def _taken(self, *, fresh: bool) -> _Connection:
        with self._lock:
            self._leave_to_the_parent()
            stale, self._idle = (self._idle, []) if fresh else ([], self._idle)
            found = self._idle.pop() if self._idle else None
        for each in stale:
            each.close()
        return self._connect() if found is None else found

    def _leave_to_the_parent(self) -> None:
        """Put those aside that were made before this process was forked: to use or to close one disturbs the parent."""
        if self._process != os.getpid():
            self._of_the_parent, self._idle, self._process = self._idle, [], os.getpid()

    def _clear(self, connection: _Connection) -> None:
        try:
            connection.rollback()
        except Exception:
            # What cannot even be taken back is lost with the connection, and the first error is the one to tell of.
            connection.close()
        else:
            self._give_back(connection)

    def _give_back(self, connection: _Connection) -> None:
        with self._lock:
            if not self._closed:
                self._idle.append(connection)
                return
        connection.close()
