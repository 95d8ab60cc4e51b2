"""What a server has to remember, behind one small interface.

::

    Storage                the interface: credentials, status lists, secrets, answered challenges
        └── RelationalStorage    it in SQL, of which two databases understand the same words
              ├── tables             the tables, numbered migrations, and who may use a database
              ├── SqliteDatabase     one file beside the server
              └── PostgresqlDatabase    a database server, which several servers can share

Every method is one transaction: what it returned from is on disk and survives a loss of power, what it raised from has
changed nothing. There is one exception, which no database can spare its users: where the connection to PostgreSQL
breaks in the very moment of a commit, nobody knows which of the two it was. Methods may be called from any thread, and
several processes may use one storage.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from microcred.errors import UsageError
from microcred.status_list import ListTerms

__all__ = ["KeptCredential", "KeptEntry", "KeptList", "ListState", "Storage", "open_storage"]


@dataclass(frozen=True, slots=True)
class KeptCredential:
    """A credential that was issued here, as it was handed out; ``content`` is None once it was taken away.

    ``instance`` is the name of the issuer instance, ``media_type`` ``application/vc`` or ``application/vc+jwt``.
    """

    id: str
    instance: str
    media_type: str
    content: bytes | None
    kept_at: datetime


@dataclass(frozen=True, slots=True)
class KeptList:
    """A status list: its name in the path of its URL, the instance that issues it, and its terms."""

    name: str
    instance: str
    terms: ListTerms


@dataclass(frozen=True, slots=True)
class KeptEntry:
    """One entry of a list that was given out, the id of the credential where it has one, and what it says."""

    index: int
    credential_id: str | None
    value: int


@dataclass(frozen=True, slots=True)
class ListState:
    """All that a list says: its edition, which counts changes, and every (index, value) whose value is not 0."""

    edition: int
    values: tuple[tuple[int, int], ...]


class Storage(Protocol):
    """Where a server keeps what outlasts a request."""

    def check(self) -> None:
        """Answer if it can be used at this moment; raises :class:`~microcred.errors.UsageError`."""

    def close(self) -> None:
        """Give back what is open; nothing is called after it."""

    def keep_credential(self, credential: KeptCredential) -> None:
        """Keep a credential; raises ``server.credential-exists`` for an id that was ever kept.

        ``server.bad-id`` is for an id that is too long, or that a database cannot hold.
        """

    def credential(self, credential_id: str) -> KeptCredential | None:
        """The credential of this id, also one that was taken away."""

    def forget_credential(self, credential_id: str) -> KeptCredential | None:
        """Take away the content of a credential, whose id stays taken; returned is what was there."""

    def create_list(self, kept: KeptList) -> bool:
        """Make a list, unless there is one of this name."""

    def follow_list(self, full: str | None, kept: KeptList) -> KeptList:
        """Make the list that comes after one that is full, or the first one; returned is the newest one then.

        That is another one where somebody else made one in the meantime.
        """

    def status_list(self, name: str) -> KeptList | None:
        """The list of this name."""

    def newest_list(self, instance: str, purpose: str) -> KeptList | None:
        """The list of an instance for a purpose that was made last."""

    def allocate(self, name: str, credential_id: str | None, at: datetime) -> int:
        """Give out an index that nobody can foresee, and nobody else has or gets; the same id gets the same again.

        Raises :class:`~microcred.errors.UsageError` with ``status.list-full``.
        """

    def lists_of_credential(self, credential_id: str, purpose: str) -> tuple[KeptList, ...]:
        """The lists for a purpose that have an entry for a credential of this id, the newest first."""

    def entry(self, name: str, entry: int | str) -> KeptEntry | None:
        """The entry of a list with this index, or for the credential with this id."""

    def set_status(self, name: str, index: int, value: int, at: datetime) -> KeptEntry:
        """Say something else at an index; raises UsageError for one not given out, or what is never taken back."""

    def edition(self, name: str) -> int:
        """The edition of a list, 0 before its first change."""

    def state(self, name: str) -> ListState:
        """All that a list says, as of one moment."""

    def secret(self, name: str, new: bytes) -> bytes:
        """The secret of this name, which all servers with this storage share; ``new`` if there is none yet."""

    def spend_challenge(self, challenge: str, until: datetime, at: datetime) -> bool:
        """Remember until it ends that a challenge was answered; false if it was answered before."""


def open_storage(url: str) -> Storage:
    """The storage at ``sqlite:PATH`` or ``postgresql://USER@HOST/DATABASE``; its tables are made or brought up to date.

    Raises :class:`~microcred.errors.UsageError`: ``server.bad-settings`` for another URL, ``server.no-storage`` where
    nothing can be opened, ``server.newer-storage`` for what a newer version of microcred keeps,
    ``usage.missing-extra`` where PostgreSQL is asked for and psycopg is not installed.
    """
    from microcred.server.storage.relational import RelationalStorage

    kind, _, place = url.partition(":")
    match kind:
        case "sqlite" if place:
            from microcred.server.storage.sqlite import SqliteDatabase

            return RelationalStorage.open(SqliteDatabase.open(Path(place)))
        case "postgresql" | "postgres":
            from microcred.server.storage.postgresql import PostgresqlDatabase

            return RelationalStorage.open(PostgresqlDatabase.open(url))
    raise UsageError(
        "server.bad-settings",
        f"the storage is {kind!r:.40}, wanted sqlite:PATH or postgresql://USER@HOST/DATABASE",
        pointer="/storage",
    )
