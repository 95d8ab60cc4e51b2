"""What a server has to remember: the same promises, in a file of SQLite and in a database of PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from databases import database_at
from microcred.errors import UsageError
from microcred.server.storage import (
    KeptCredential,
    KeptEntry,
    KeptList,
    ListState,
    Storage,
    open_storage,
)
from microcred.server.storage.relational import RelationalStorage
from microcred.server.storage.tables import MIGRATIONS
from microcred.status_list import MIN_LENGTH, ListTerms

pytest_plugins = ["database_fixtures"]

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)


def terms(name: str, purpose: str = "suspension") -> ListTerms:
    return ListTerms(f"https://badges.college.example/status-lists/{name}", "did:web:college.example", purpose)


def a_list(name: str, purpose: str = "suspension") -> KeptList:
    return KeptList(name, "college", terms(name, purpose))


def a_credential(credential_id: str, content: bytes = b'{"id": "urn:example:1"}') -> KeptCredential:
    return KeptCredential(credential_id, "college", "application/vc", content, AT)


def refused(error: pytest.ExceptionInfo[UsageError], code: str) -> None:
    assert error.value.code == code


def fill(storage: Storage, name: str, left: int = 0) -> None:
    """Make a list look as if all but a few of its entries were given out."""
    assert isinstance(storage, RelationalStorage)
    with storage.database.change() as transaction:
        transaction.execute("UPDATE lists SET allocated = ? WHERE name = ?", (MIN_LENGTH - left, name))


class TestCredentials:
    @pytest.mark.parametrize("content", [b'{ "id" :  "urn:example:1"}\n', b"eyJhbGciOiJFZERTQSJ9.e30.c2ln"])
    def test_a_credential_is_kept_byte_for_byte(self, storage: Storage, content: bytes) -> None:
        kept = a_credential("urn:example:1", content)
        storage.keep_credential(kept)
        assert storage.credential("urn:example:1") == kept

    def test_a_credential_that_nobody_kept_is_not_found(self, storage: Storage) -> None:
        assert storage.credential("urn:example:1") is None
        assert storage.forget_credential("urn:example:1") is None

    def test_an_id_is_kept_once(self, storage: Storage) -> None:
        storage.keep_credential(a_credential("urn:example:1"))
        with pytest.raises(UsageError) as caught:
            storage.keep_credential(a_credential("urn:example:1", b"another"))
        refused(caught, "server.credential-exists")
        assert storage.credential("urn:example:1") == a_credential("urn:example:1")

    def test_what_was_taken_away_leaves_its_id_taken(self, storage: Storage) -> None:
        kept = a_credential("urn:example:1")
        storage.keep_credential(kept)
        assert storage.forget_credential("urn:example:1") == kept
        assert storage.forget_credential("urn:example:1") == replace(kept, content=None)
        assert storage.credential("urn:example:1") == replace(kept, content=None)
        with pytest.raises(UsageError) as caught:
            storage.keep_credential(kept)
        refused(caught, "server.credential-exists")

    @pytest.mark.parametrize("credential_id", ["", "urn:" + "ä" * 1000, "urn:\0", "urn:\ud800"])
    def test_an_id_that_no_database_takes_is_refused_and_found_nowhere(
        self, storage: Storage, credential_id: str
    ) -> None:
        storage.create_list(a_list("a"))
        with pytest.raises(UsageError) as caught:
            storage.keep_credential(a_credential(credential_id))
        refused(caught, "server.bad-id")
        with pytest.raises(UsageError) as caught:
            storage.allocate("a", credential_id, AT)
        refused(caught, "server.bad-id")
        assert storage.credential(credential_id) is None
        assert storage.forget_credential(credential_id) is None
        assert storage.entry("a", credential_id) is None
        assert storage.entry(credential_id, 1) is None
        assert storage.status_list(credential_id) is None
        assert storage.lists_of_credential(credential_id, "suspension") == ()

    @pytest.mark.parametrize("credential_id", ["x" * 2000, "urn:example:' OR 1=1 --", "urn:example:%s?", "urn:😀"])
    def test_any_other_id_is_only_an_id(self, storage: Storage, credential_id: str) -> None:
        storage.keep_credential(a_credential(credential_id))
        assert storage.credential(credential_id) == a_credential(credential_id)
        assert storage.credential("urn:example:other") is None

    def test_of_many_who_keep_one_id_at_once_one_succeeds(self, storage: Storage) -> None:
        def keep(number: int) -> bool:
            try:
                storage.keep_credential(a_credential("urn:example:1", b"%d" % number))
            except UsageError:
                return False
            return True

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(keep, range(24))) == 1


class TestLists:
    def test_a_list_is_found_by_its_name(self, storage: Storage) -> None:
        assert storage.create_list(a_list("a"))
        assert storage.status_list("a") == a_list("a")
        assert storage.status_list("b") is None

    def test_the_name_of_a_list_is_taken_once(self, storage: Storage) -> None:
        assert storage.create_list(a_list("a"))
        assert not storage.create_list(a_list("a", "revocation"))
        assert storage.status_list("a") == a_list("a")

    def test_each_purpose_of_each_instance_has_lists_of_its_own(self, storage: Storage) -> None:
        for kept in (a_list("a"), a_list("b", "revocation"), replace(a_list("c"), instance="school"), a_list("d")):
            storage.create_list(kept)
        assert storage.newest_list("college", "suspension") == a_list("d")
        assert storage.newest_list("college", "revocation") == a_list("b", "revocation")
        assert storage.newest_list("school", "revocation") is None

    def test_a_full_list_is_followed_by_one_list_whoever_finds_it_full(self, storage: Storage) -> None:
        assert storage.follow_list(None, a_list("a")) == a_list("a")
        assert storage.follow_list(None, a_list("b")) == a_list("a")
        assert storage.follow_list("a", a_list("c")) == a_list("c")
        assert storage.follow_list("a", a_list("d")) == a_list("c")
        assert storage.status_list("d") is None

    def test_a_list_does_not_follow_under_a_name_that_is_taken(self, storage: Storage) -> None:
        storage.follow_list(None, a_list("a"))
        with pytest.raises(UsageError) as caught:
            storage.follow_list("a", a_list("a"))
        refused(caught, "server.list-exists")

    def test_of_many_who_open_the_next_list_at_once_all_get_the_same(self, storage: Storage) -> None:
        with ThreadPoolExecutor(8) as pool:
            found = pool.map(lambda number: storage.follow_list(None, a_list(f"list{number}")), range(16))
            assert len({each.name for each in found}) == 1


class TestEntries:
    @pytest.fixture(autouse=True)
    def _one_list(self, storage: Storage) -> None:
        storage.create_list(a_list("a"))

    def test_an_index_is_given_out_once(self, storage: Storage) -> None:
        indexes = [storage.allocate("a", None, AT) for _ in range(200)]
        assert len(set(indexes)) == 200
        assert all(0 <= index < MIN_LENGTH for index in indexes)

    def test_an_index_is_given_out_once_to_many_who_ask_at_once(self, storage: Storage) -> None:
        with ThreadPoolExecutor(12) as pool:
            indexes = list(pool.map(lambda _: storage.allocate("a", None, AT), range(120)))
        assert len(set(indexes)) == 120

    def test_indexes_are_spread_over_the_whole_list(self, storage: Storage) -> None:
        indexes = [storage.allocate("a", None, AT) for _ in range(64)]
        # All in one half, or in order: less than one chance in 10^18.
        assert min(indexes) < MIN_LENGTH // 2 <= max(indexes)
        assert indexes != sorted(indexes)

    def test_the_last_entries_are_given_out_and_not_one_more(
        self, storage: Storage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # The whole shuffle of a list of eight: every index once, whatever was drawn.
        monkeypatch.setattr("microcred.status_list.terms.MIN_LENGTH", 8)
        storage.create_list(KeptList("short", "college", replace(terms("short"), length=8)))
        assert sorted(storage.allocate("short", None, AT) for _ in range(8)) == list(range(8))
        with pytest.raises(UsageError) as caught:
            storage.allocate("short", None, AT)
        refused(caught, "status.list-full")

    def test_a_credential_keeps_its_entry(self, storage: Storage) -> None:
        first = storage.allocate("a", "urn:example:1", AT)
        assert storage.allocate("a", "urn:example:1", AT) == first
        assert storage.entry("a", "urn:example:1") == storage.entry("a", first) == KeptEntry(first, "urn:example:1", 0)

    def test_a_credential_keeps_its_entry_of_a_list_that_is_full(self, storage: Storage) -> None:
        first = storage.allocate("a", "urn:example:1", AT)
        fill(storage, "a")
        assert storage.allocate("a", "urn:example:1", AT) == first

    def test_credentials_without_an_id_get_an_entry_each(self, storage: Storage) -> None:
        first = storage.allocate("a", None, AT)
        assert storage.allocate("a", None, AT) != first
        assert storage.entry("a", first) == KeptEntry(first, None, 0)

    @pytest.mark.parametrize("index", [-1, MIN_LENGTH, 2**31, 2**63, 10**30])
    def test_an_index_that_was_not_given_out_is_not_found(self, storage: Storage, index: int) -> None:
        assert storage.entry("a", index) is None
        with pytest.raises(UsageError) as caught:
            storage.set_status("a", index, 1, AT)
        refused(caught, "status.no-such-entry")

    def test_a_list_that_is_not_there_has_no_entries(self, storage: Storage) -> None:
        assert storage.entry("b", 1) is None
        for call in (lambda: storage.allocate("b", None, AT), lambda: storage.set_status("b", 1, 1, AT)):
            with pytest.raises(UsageError) as caught:
                call()
            refused(caught, "status.no-such-entry")

    def test_the_lists_of_a_credential_are_found_the_newest_first(self, storage: Storage) -> None:
        storage.allocate("a", "urn:example:1", AT)
        assert storage.lists_of_credential("urn:example:1", "suspension") == (a_list("a"),)
        assert storage.lists_of_credential("urn:example:1", "revocation") == ()
        storage.create_list(a_list("b"))
        assert storage.lists_of_credential("urn:example:1", "suspension") == (a_list("a"),)
        storage.allocate("b", "urn:example:1", AT)
        assert storage.lists_of_credential("urn:example:1", "suspension") == (a_list("b"), a_list("a"))


class TestStatus:
    @pytest.fixture(autouse=True)
    def _two_lists(self, storage: Storage) -> None:
        storage.create_list(a_list("a"))
        storage.create_list(a_list("b", "revocation"))

    def test_a_status_is_what_was_said_last(self, storage: Storage) -> None:
        index = storage.allocate("a", "urn:example:1", AT)
        assert storage.set_status("a", index, 1, AT) == KeptEntry(index, "urn:example:1", 1)
        assert storage.entry("a", index) == KeptEntry(index, "urn:example:1", 1)
        assert storage.set_status("a", index, 0, AT).value == 0

    def test_what_is_revoked_stays_revoked(self, storage: Storage) -> None:
        index = storage.allocate("b", None, AT)
        storage.set_status("b", index, 1, AT)
        with pytest.raises(UsageError) as caught:
            storage.set_status("b", index, 0, AT)
        refused(caught, "status.irreversible")
        assert storage.state("b") == ListState(1, ((index, 1),))

    def test_a_value_that_does_not_fit_is_refused(self, storage: Storage) -> None:
        index = storage.allocate("a", None, AT)
        with pytest.raises(UsageError) as caught:
            storage.set_status("a", index, 2, AT)
        refused(caught, "status.bad-value")

    def test_each_change_makes_an_edition_and_what_is_none_does_not(self, storage: Storage) -> None:
        index = storage.allocate("a", None, AT)
        assert storage.edition("a") == 0
        storage.set_status("a", index, 0, AT)
        assert storage.edition("a") == 0
        storage.set_status("a", index, 1, AT)
        storage.set_status("a", index, 1, AT)
        assert storage.edition("a") == 1

    def test_the_state_is_all_that_a_list_says(self, storage: Storage) -> None:
        indexes = sorted(storage.allocate("a", None, AT) for _ in range(5))
        storage.allocate("b", None, AT)
        for index in indexes[1:4]:
            storage.set_status("a", index, 1, AT)
        assert storage.state("a") == ListState(3, tuple((index, 1) for index in indexes[1:4]))
        assert storage.state("b") == storage.state("none") == ListState(0, ())

    def test_no_change_is_lost_where_many_are_made_at_once(self, storage: Storage) -> None:
        indexes = [storage.allocate("a", None, AT) for _ in range(40)]
        with ThreadPoolExecutor(12) as pool:
            list(pool.map(lambda index: storage.set_status("a", index, 1, AT), indexes))
        assert storage.state("a") == ListState(40, tuple((index, 1) for index in sorted(indexes)))


class TestSecretsAndChallenges:
    def test_the_first_secret_of_a_name_stays(self, storage: Storage) -> None:
        assert storage.secret("challenges", b"first") == b"first"
        assert storage.secret("challenges", b"second") == b"first"
        assert storage.secret("other", b"second") == b"second"

    def test_a_challenge_is_answered_once(self, storage: Storage) -> None:
        until = AT + timedelta(minutes=10)
        assert storage.spend_challenge("a", until, AT)
        assert not storage.spend_challenge("a", until, AT)
        assert storage.spend_challenge("b", until, AT)

    def test_a_challenge_is_remembered_until_it_ends_and_no_longer(self, storage: Storage) -> None:
        until = AT + timedelta(minutes=10)
        storage.spend_challenge("a", until, AT)
        assert not storage.spend_challenge("a", until, until - timedelta(microseconds=1))
        assert storage.spend_challenge("a", until, until)

    def test_a_challenge_is_answered_once_by_many_at_once(self, storage: Storage) -> None:
        until = AT + timedelta(minutes=10)
        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(lambda _: storage.spend_challenge("a", until, AT), range(24))) == 1


class TestVersions:
    MORE: Sequence[Sequence[str]] = (
        *MIGRATIONS,
        ("CREATE TABLE notes (text TEXT NOT NULL)", "INSERT INTO notes SELECT id FROM credentials"),
    )

    def test_what_was_kept_is_there_for_the_next_server(self, storage_url: str) -> None:
        for _ in range(2):
            storage = open_storage(storage_url)
            with_it = storage.credential("urn:example:1")
            if with_it is None:
                storage.keep_credential(a_credential("urn:example:1"))
            storage.close()
        assert with_it == a_credential("urn:example:1")

    def test_tables_of_an_older_version_become_those_of_this_one(self, storage_url: str) -> None:
        older = open_storage(storage_url)
        older.keep_credential(a_credential("urn:example:1"))
        older.close()
        newer = RelationalStorage.open(database_at(storage_url), self.MORE)
        with newer.database.reading() as transaction:
            assert transaction.execute("SELECT text FROM notes").fetchall() == [("urn:example:1",)]
        assert newer.credential("urn:example:1") == a_credential("urn:example:1")
        newer.close()

    def test_tables_of_a_newer_version_are_left_alone(self, storage_url: str) -> None:
        RelationalStorage.open(database_at(storage_url), self.MORE).close()
        with pytest.raises(UsageError) as caught:
            open_storage(storage_url)
        refused(caught, "server.newer-storage")

    def test_a_migration_that_fails_has_changed_nothing(self, storage_url: str) -> None:
        open_storage(storage_url).close()
        broken = (*MIGRATIONS, ("CREATE TABLE notes (text TEXT NOT NULL)", "INSERT INTO nowhere VALUES (1)"))
        with pytest.raises(UsageError) as caught:
            RelationalStorage.open(database_at(storage_url), broken)
        refused(caught, "server.no-storage")
        RelationalStorage.open(database_at(storage_url), self.MORE).close()

    def test_of_many_that_start_at_once_one_makes_the_tables(self, storage_url: str) -> None:
        with ThreadPoolExecutor(6) as pool:
            found = list(pool.map(open_storage, [storage_url] * 6))
        for each in found:
            each.check()
            each.close()
