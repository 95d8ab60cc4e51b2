"""One entry of ``credentialStatus``: the question that it asks, the answer to it, and what keeps it from an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final, Protocol

from microcred.document import Document
from microcred.errors import DocumentError, FetchError, Undetermined
from microcred.positions import child_pointer
from microcred.verification.fetch import Fetched, FetchSession
from microcred.verification.status.lists import PROBLEMS, AskedLists, unusable_list

__all__ = ["LIST_LENGTH", "StatusAnswer", "StatusChecker", "StatusQuestion"]

_RETRIEVAL: Final = f"{PROBLEMS}STATUS_RETRIEVAL_ERROR"
LIST_LENGTH: Final = f"{PROBLEMS}STATUS_LIST_LENGTH_ERROR"
_MALFORMED: Final = "https://www.w3.org/TR/vc-data-model#MALFORMED_VALUE_ERROR"


@dataclass(frozen=True, slots=True)
class StatusQuestion:
    """One entry of ``credentialStatus``, and what is needed to look it up.

    ``verify_list`` verifies a status list credential, fetched from the URL that is its second argument, and raises
    unless it holds and may speak for ``issuer``. ``at`` is the moment that the verifier asks about, and ``is_past``
    whether that is not the present: a list tells what is so now.
    """

    entry: Mapping[str, Any]
    pointer: str
    credential_id: str | None
    issuer: str
    session: FetchSession
    verify_list: Callable[[bytes, str], Document]
    at: datetime
    is_past: bool = False
    lists: AskedLists = field(default_factory=lambda: AskedLists(), repr=False, compare=False)

    def malformed(self, what: str, member: str) -> Undetermined:
        """The entry does not say where to look, because of one member."""
        place = child_pointer(self.pointer, member) if member in self.entry else self.pointer
        return Undetermined("status.malformed", f"the status entry {what}", pointer=place, problem=_MALFORMED)

    def text(self, name: str) -> str:
        """A member of the entry that has to be a string."""
        value = self.entry.get(name)
        if not isinstance(value, str):
            raise self.malformed(f"has {value!r:.60} as {name}, wanted a string", name)
        return value

    def fetch(self, url: str, *, accept: str) -> Fetched:
        """What stands at the URL of a list; raises :class:`~microcred.errors.FetchError`."""
        try:
            return self.session.get(url, accept=accept)
        except FetchError as error:
            raise FetchError.of(replace(f, pointer=self.pointer, problem=_RETRIEVAL) for f in error.faults) from error

    def list_credential(self, url: str, *, accept: str) -> tuple[Fetched, Document]:
        """A list that is a credential itself, fetched and verified; raises Undetermined unless it can be believed."""
        # Who may speak for one issuer may not speak for another.
        return self._once((url, self.issuer), accept, lambda content: self.verify_list(content, url))

    def list_document(self, url: str, *, accept: str) -> tuple[Fetched, Document]:
        """A list that nobody signed, fetched and read; raises Undetermined where it is no JSON object."""
        return self._once((url, ""), accept, lambda content: _read(content, url))

    def _once(self, key: tuple[str, str], accept: str, read: Callable[[bytes], Document]) -> tuple[Fetched, Document]:
        asked = self.lists.answers
        if key not in asked:
            try:
                fetched = self.fetch(key[0], accept=accept)
                asked[key] = fetched, read(fetched.body)
            except Undetermined as error:
                asked[key] = error
        found = asked[key]
        if isinstance(found, Undetermined):
            raise type(found).of(replace(fault, pointer=self.pointer) for fault in found.faults)
        return found


@dataclass(frozen=True, slots=True)
class StatusAnswer:
    """What one entry says: ``purpose`` and value (0 is *nothing to report*), and the list that says so.

    ``message`` is what the issuer has to say about the value. ``said_at`` is the moment at which the list was made, if
    it says so: what it says was so then already. ``details`` go into the evidence of the check.
    """

    purpose: str
    value: int
    list_url: str
    message: str | None = None
    said_at: datetime | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


class StatusChecker(Protocol):
    """An extension point with one method: look up entries of one type."""

    def look_up(self, question: StatusQuestion) -> StatusAnswer:
        """Answer one entry; raises :class:`~microcred.errors.Undetermined` for *could not look*."""


def _read(content: bytes, url: str) -> Document:
    try:
        return Document.parse(content)
    except DocumentError as error:
        raise unusable_list(url, f"is not a JSON object ({error.message})") from error
