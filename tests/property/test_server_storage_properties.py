"""Whatever is asked of a storage, in whatever order, it answers as a few dictionaries would."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from databases import PostgresqlServer
from microcred.errors import UsageError
from microcred.server.storage import KeptCredential, KeptEntry, KeptList, ListState, open_storage
from microcred.status_list import ListTerms

pytest_plugins = ["database_fixtures"]

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
IDS = st.sampled_from(["urn:example:1", "urn:example:2", "urn:example:ü?%s'"])
NAMES = st.sampled_from(["a", "b", "c"])
PURPOSES = {"a": "revocation", "b": "suspension", "c": "suspension"}


class Remembering(RuleBasedStateMachine):
    """A storage, beside what it should remember."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.storage = open_storage(url)
        self.credentials: dict[str, KeptCredential] = {}
        self.lists: list[str] = []
        self.entries: dict[tuple[str, int], KeptEntry] = {}
        self.editions: dict[str, int] = {}

    def teardown(self) -> None:
        self.storage.close()

    @rule(name=IDS, content=st.binary(max_size=40))
    def keep(self, name: str, content: bytes) -> None:
        kept = KeptCredential(name, "college", "application/vc", content, AT)
        if name in self.credentials:
            with pytest.raises(UsageError):
                self.storage.keep_credential(kept)
        else:
            self.storage.keep_credential(kept)
            self.credentials[name] = kept

    @rule(name=IDS)
    def forget(self, name: str) -> None:
        found = self.credentials.get(name)
        assert self.storage.forget_credential(name) == found
        if found is not None:
            self.credentials[name] = KeptCredential(name, "college", "application/vc", None, AT)

    @rule(name=NAMES)
    def make(self, name: str) -> None:
        assert self.storage.create_list(self.a_list(name)) == (name not in self.lists)
        if name not in self.lists:
            self.lists.append(name)

    @rule(name=NAMES, credential_id=IDS | st.none())
    def allocate(self, name: str, credential_id: str | None) -> None:
        if name not in self.lists:
            with pytest.raises(UsageError):
                self.storage.allocate(name, credential_id, AT)
            return
        index = self.storage.allocate(name, credential_id, AT)
        known = self.entry_of(name, credential_id)
        if known is not None:
            assert index == known.index
        else:
            assert (name, index) not in self.entries
            self.entries[name, index] = KeptEntry(index, credential_id, 0)

    @rule(data=st.data(), value=st.integers(0, 1))
    def say(self, data: st.DataObject, value: int) -> None:
        if not self.entries:
            return
        name, index = data.draw(st.sampled_from(sorted(self.entries)))
        entry = self.entries[name, index]
        if PURPOSES[name] == "revocation" and entry.value > value:
            with pytest.raises(UsageError):
                self.storage.set_status(name, index, value, AT)
            return
        self.entries[name, index] = KeptEntry(index, entry.credential_id, value)
        assert self.storage.set_status(name, index, value, AT) == self.entries[name, index]
        self.editions[name] = self.editions.get(name, 0) + (value != entry.value)

    @rule(name=IDS)
    def look_up(self, name: str) -> None:
        assert self.storage.credential(name) == self.credentials.get(name)
        for purpose in ("revocation", "suspension"):
            lists = [each for each in self.lists if PURPOSES[each] == purpose]
            newest = self.a_list(lists[-1]) if lists else None
            assert self.storage.newest_list("college", purpose) == newest
            with_it = tuple(self.a_list(each) for each in reversed(lists) if self.entry_of(each, name))
            assert self.storage.lists_of_credential(name, purpose) == with_it

    @invariant()
    def tells_what_was_said(self) -> None:
        for name in self.lists:
            speaking = sorted((index, e.value) for (each, index), e in self.entries.items() if each == name and e.value)
            assert self.storage.state(name) == ListState(self.editions.get(name, 0), tuple(speaking))

    def entry_of(self, name: str, credential_id: str | None) -> KeptEntry | None:
        found = [e for (each, _), e in self.entries.items() if each == name and e.credential_id == credential_id]
        return found[0] if found and credential_id is not None else None

    @staticmethod
    def a_list(name: str) -> KeptList:
        url = f"https://badges.college.example/status-lists/{name}"
        return KeptList(name, "college", ListTerms(url, "did:web:college.example", PURPOSES[name]))


def check(new_url: Callable[[], str], examples: int) -> None:
    unhurried = settings(max_examples=examples, stateful_step_count=30, deadline=None)
    run_state_machine_as_test(lambda: Remembering(new_url()), settings=unhurried)


def test_sqlite_remembers_as_dictionaries_do(tmp_path: Path) -> None:
    numbers = count()
    check(lambda: f"sqlite:{tmp_path / f'{next(numbers)}.sqlite3'}", 25)


def test_postgresql_remembers_as_dictionaries_do(postgresql_server: PostgresqlServer) -> None:
    check(postgresql_server.new_database, 10)
