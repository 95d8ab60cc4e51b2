"""A status list as its issuer keeps it: entries are given out, set, and published as a signed credential."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, Protocol

from microcred.document import Document
from microcred.errors import UsageError
from microcred.instants import format_instant
from microcred.positions import listed
from microcred.status_list.ledger import Ledger, Line, Transaction
from microcred.status_list.publication import drop_drafts, put_in_place, write_draft
from microcred.status_list.terms import MIN_LENGTH, ListTerms

__all__ = ["ListCounts", "ListIssuer", "ListedStatus", "StatusList", "TokenIssuer", "with_status"]

_CREDENTIALS_V2: Final = "https://www.w3.org/ns/credentials/v2"
_STATUS_V1: Final = "https://www.w3.org/ns/credentials/status/v1"
# No list is that long, and SQLite can still count so far.
_BEYOND_ALL: Final = 1 << 62


def _utc_now() -> datetime:
    return datetime.now(UTC)


class ListIssuer(Protocol):
    """Who signs the list: an :class:`~microcred.issue.Issuer`, or anything else with these two members."""

    @property
    def id(self) -> str:
        """The id of the issuer."""

    def issue(self, credential: Mapping[str, Any], /) -> Document | str:
        """Secure a credential, with a proof in it or as a compact JWT."""


class _MakesTokens(Protocol):
    @property
    def id(self) -> str: ...

    def issue_jwt(self, credential: Mapping[str, Any], /) -> str: ...


@dataclass(frozen=True, slots=True)
class TokenIssuer:
    """An :class:`~microcred.issue.Issuer` whose lists are JWTs, as its badges are.

    Lists should be secured in the same way as the credentials that refer to them (Bitstring Status List 1.0, 3.6).
    """

    issuer: _MakesTokens

    @property
    def id(self) -> str:
        """The id of the issuer."""
        return self.issuer.id

    def issue(self, credential: Mapping[str, Any], /) -> str:
        """Secure a list as a compact JWT."""
        return self.issuer.issue_jwt(credential)


@dataclass(frozen=True, slots=True)
class ListedStatus:
    """What the ledger has about one credential: its index, its value, the value in words, and since when."""

    index: int
    credential_id: str | None
    value: int
    status: str
    allocated_at: str
    changed_at: str | None

    def to_dict(self) -> dict[str, Any]:
        """The same as JSON-ready values; every member is always there."""
        return {
            "index": self.index,
            "credentialId": self.credential_id,
            "value": self.value,
            "status": self.status,
            "allocatedAt": self.allocated_at,
            "changedAt": self.changed_at,
        }


@dataclass(frozen=True, slots=True)
class ListCounts:
    """How many entries are given out and free, and how many of those given out have which value."""

    allocated: int
    free: int
    values: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class StatusList:
    """One status list (Bitstring Status List 1.0), at the path where its signed credential is published.

    Beside it lies the ledger, ``LIST.json.ledger``, which is the truth; it stays with the issuer. Make a list with
    :meth:`create`, go on with it with :meth:`open`. Any number of processes and threads may use it at once: an index is
    given out once, and what was answered is on disk. ``clock`` gives the moments of changes and editions.
    """

    place: Path
    terms: ListTerms
    ledger: Ledger
    clock: Callable[[], datetime] = _utc_now

    @classmethod
    def create(
        cls,
        path: str | os.PathLike[str],
        *,
        url: str,
        issuer: ListIssuer,
        purpose: str = "revocation",
        size: int = 1,
        length: int = MIN_LENGTH,
        messages: Iterable[str] = (),
        reference: str | None = None,
        ttl: timedelta | None = None,
        valid_for: timedelta | None = None,
        clock: Callable[[], datetime] = _utc_now,
    ) -> StatusList:
        """Make a list that will stand at ``url``, and publish its first edition at ``path``.

        One list has one ``purpose``: ``revocation``, ``suspension``, ``refresh``, ``message`` or a word of your own.
        An entry has ``size`` bits; ``messages`` says what each of its values means. ``ttl`` is for how long verifiers
        may use a copy. ``valid_for`` ends each edition, so that nobody can show an old one for long, and has the issuer
        publish in time. Raises :class:`~microcred.errors.UsageError` where there is a list already.
        """
        place = _real(path)
        terms = ListTerms(
            url=url,
            issuer=issuer.id,
            purpose=purpose,
            size=size,
            length=length,
            messages=tuple(messages),
            reference=reference,
            ttl=None if ttl is None else round(ttl / timedelta(milliseconds=1)),
            valid_for=None if valid_for is None else round(valid_for.total_seconds()),
        )
        if place.exists():
            raise UsageError(
                "status.list-exists", f"there is something at {str(path)!r} already", hint="choose another"
            )
        found = cls(place, terms, _ledger_of(place), clock)
        found.ledger.create(terms)
        found.publish(issuer)
        return found

    @classmethod
    def open(cls, path: str | os.PathLike[str], *, clock: Callable[[], datetime] = _utc_now) -> StatusList:
        """Go on with a list; raises :class:`~microcred.errors.UsageError` where there is none."""
        place = _real(path)
        ledger = _ledger_of(place)
        return cls(place, ledger.terms(), ledger, clock)

    def allocate(self, credential_id: str | None) -> dict[str, Any]:
        """The ``credentialStatus`` for a credential, with an index that is its own for ever.

        Asking again for the same id gives the same entry, so a failed attempt can be repeated; without an id every
        call gives a new one. What is published does not change. Raises :class:`~microcred.errors.UsageError` with
        ``status.list-full`` where no index is left.
        """
        return self.allocate_all([credential_id])[0]

    def allocate_all(self, credential_ids: Iterable[str | None]) -> list[dict[str, Any]]:
        """The same for many credentials at once: all of them get an entry, or none."""
        at = format_instant(self.clock())
        with self.ledger.change() as change:
            return [self.terms.entry(self._allocated(change, name, at).number) for name in credential_ids]

    def set(self, entry: int | str, status: int | str) -> ListedStatus:
        """Say something else about the credential with this index or id; :meth:`publish` tells the world.

        ``status`` is ``"revoked"``, ``"suspended"`` or ``"valid"`` as fits the purpose, or a number. What is revoked
        stays revoked. Raises :class:`~microcred.errors.UsageError`.
        """
        return self.set_all([entry], status)[0]

    def set_all(self, entries: Iterable[int | str], status: int | str) -> list[ListedStatus]:
        """The same for many credentials at once: all are set, or none."""
        value, at = self.terms.value_of(status), format_instant(self.clock())
        with self.ledger.change() as change:
            return [self._set(change, entry, value, at) for entry in entries]

    def status(self, entry: int | str) -> ListedStatus:
        """What the ledger says about the credential with this index or id; raises UsageError for an unknown one."""
        with self.ledger.reading() as found:
            return self._shown(_line(found, entry))

    def counts(self) -> ListCounts:
        """How many entries were given out, and how many of them say what."""
        with self.ledger.reading() as found:
            values = found.counts()
        allocated = sum(values.values())
        return ListCounts(allocated, self.terms.length - allocated, values)

    @property
    def is_behind(self) -> bool:
        """Whether the ledger says more than what is published: then :meth:`publish` was not reached."""
        with self.ledger.reading() as found:
            return found.is_behind() or not self.place.exists()

    def publish(self, issuer: ListIssuer) -> bytes:
        """Sign all that the ledger says, and put it in its place, whole or not at all; returned is what is there then.

        Where several processes publish at once, the latest state stays. Raises
        :class:`~microcred.errors.UsageError` for another issuer than the one whom the list was made for.
        """
        if issuer.id != self.terms.issuer:
            raise UsageError(
                "usage.another-issuer",
                f"the list is of {self.terms.issuer!r:.200}, this issuer is {issuer.id!r:.200}",
                hint="verifiers believe a list of the issuer of the credential, and of others only if they trust them",
            )
        with self.ledger.change() as change:
            snapshot = change.snapshot()
        # Signing may take its time: others go on meanwhile.
        sealed = issuer.issue(self.terms.credential(snapshot.values, at=self.clock()))
        content = (sealed.encode() if isinstance(sealed, str) else sealed.raw) + b"\n"
        draft = write_draft(self.place, snapshot.draft, content)
        with self.ledger.change() as change:
            if change.published_draft() < snapshot.draft:
                put_in_place(draft, self.place)
                change.set_published(snapshot)
                drop_drafts(self.place, snapshot.draft)
                return content
        draft.unlink(missing_ok=True)
        return self.place.read_bytes()

    def _allocated(self, change: Transaction, credential_id: str | None, at: str) -> Line:
        if credential_id is not None and not _is_id(credential_id):
            raise UsageError("status.no-such-entry", f"{credential_id!r:.60} is no id of a credential, wanted a text")
        found = None if credential_id is None else change.line_of(credential_id)
        found = found or change.allocate(credential_id, self.terms.length, at)
        if found is None:
            raise UsageError(
                "status.list-full",
                f"all {self.terms.length} entries of the list {str(self.place)!r} are given out",
                hint="make another list, at another URL; this one is still needed",
            )
        return found

    def _set(self, change: Transaction, entry: int | str, value: int, at: str) -> ListedStatus:
        line = _line(change, entry)
        if value == line.value:
            return self._shown(line)
        self.terms.check_change(line.value, value, of=_named(entry))
        change.set_value(line.number, value, at)
        return self._shown(Line(line.number, line.credential, value, line.allocated_at, at))

    def _shown(self, line: Line) -> ListedStatus:
        word = self.terms.word_for(line.value)
        return ListedStatus(line.number, line.credential, line.value, word, line.allocated_at, line.changed_at)


def with_status(credential: Mapping[str, Any], entry: Mapping[str, Any]) -> dict[str, Any]:
    """An unsigned credential with one more ``credentialStatus``, and with the context that defines it."""
    entries = [*listed(credential.get("credentialStatus", [])), dict(entry)]
    contexts = listed(credential.get("@context", []))
    needed = [] if {_CREDENTIALS_V2, _STATUS_V1} & {c for c in contexts if isinstance(c, str)} else [_STATUS_V1]
    return {
        **credential,
        "@context": [*contexts, *needed],
        "credentialStatus": entries if len(entries) > 1 else entries[0],
    }


def _line(found: Transaction, entry: int | str) -> Line:
    line = None
    if isinstance(entry, str):
        line = found.line_of(entry) if _is_id(entry) else None
    elif type(entry) is int and 0 <= entry < _BEYOND_ALL:
        line = found.line_at(entry)
    if line is None:
        raise UsageError(
            "status.no-such-entry",
            f"the list has no entry for {_named(entry)}",
            hint="the index stands in the credential, as statusListIndex; the URL there tells which list it is in",
        )
    return line


def _is_id(value: object) -> bool:
    """Whether a value can be the id of a credential: JSON that was parsed has no halves of surrogate pairs."""
    return isinstance(value, str) and not any("\ud800" <= char <= "\udfff" for char in value)


def _named(entry: int | str) -> str:
    return f"the credential {entry!r:.200}" if isinstance(entry, str) else f"the index {entry!r:.40}"


def _ledger_of(place: Path) -> Ledger:
    return Ledger(place.with_name(f"{place.name}.ledger"))


def _real(path: str | os.PathLike[str]) -> Path:
    return Path(os.path.realpath(path))
