"""The issuer's side of status: entries are given out once, set, and published, and the ledger is the truth."""

from __future__ import annotations

import json
import pickle
import sqlite3
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from badges import AT, SIGNER, STRANGER, unsigned
from microcred.document import Document
from microcred.errors import UsageError
from microcred.issue import Issuer
from microcred.models import Profile
from microcred.status_list import MIN_LENGTH, ListTerms, StatusList, TokenIssuer, with_status
from microcred.status_list import status_list as module
from microcred.status_list.ledger import Transaction
from microcred.verification.fetch import Offline
from microcred.verification.report import Verdict
from microcred.verification.trust import TrustedIssuers
from microcred.verification.verifier import Verifier
from status_lists import LIST, bits_of
from world import World

ISSUER = Issuer(Profile(name="Riverside College"), SIGNER, clock=lambda: AT)
OTHER = Issuer(Profile(name="Another"), STRANGER, clock=lambda: AT)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "status.json"


def made(place: Path, **terms: Any) -> StatusList:
    return StatusList.create(place, **{"url": LIST, "issuer": ISSUER, "clock": lambda: AT, **terms})


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(UsageError) as caught:
        call()
    return caught.value.code


def subject(place: Path) -> Any:
    return json.loads(place.read_bytes())["credentialSubject"]


def ones(place: Path) -> set[int]:
    bits = bits_of(subject(place)["encodedList"])
    return {at * 8 + bit for at, byte in enumerate(bits) if byte for bit in range(8) if byte & 0x80 >> bit}


# --- making a list


def test_a_new_list_is_a_signed_credential_that_says_nothing_yet(place: Path) -> None:
    made(place, ttl=timedelta(hours=1), valid_for=timedelta(days=7))
    tree = json.loads(place.read_bytes())
    encoded = tree["credentialSubject"].pop("encodedList")
    assert {name: value for name, value in tree.items() if name != "proof"} == {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": LIST,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": ISSUER.id,
        "validFrom": "2026-06-01T12:00:00Z",
        "validUntil": "2026-06-08T12:00:00Z",
        "credentialSubject": {
            "id": f"{LIST}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "ttl": 3_600_000,
        },
    }
    assert tree["proof"]["cryptosuite"] == "eddsa-rdfc-2022"
    assert bits_of(encoded) == bytes(MIN_LENGTH // 8)
    verifier = Verifier(trust=TrustedIssuers(ISSUER.id), fetcher=Offline(), clock=lambda: AT)
    assert verifier.verify(place).verdict is Verdict.ACCEPTED


def test_a_list_is_opened_with_the_terms_that_it_was_made_with(place: Path) -> None:
    messages = ["new", "seen", "old", "gone"]
    before = made(place, purpose="message", size=2, length=200_000, messages=messages, ttl=timedelta(minutes=5))
    assert StatusList.open(place).terms == before.terms
    assert pickle.loads(pickle.dumps(StatusList.open(place))).terms == before.terms


def test_a_ledger_is_its_owners_alone(place: Path) -> None:
    assert made(place).ledger.place.stat().st_mode & 0o077 == 0


def test_a_list_is_never_made_over_another_one(place: Path) -> None:
    kept = made(place).allocate("urn:example:1")
    assert refused(lambda: made(place)) == "status.list-exists"
    place.unlink()
    assert refused(lambda: made(place)) == "status.list-exists"
    assert StatusList.open(place).allocate("urn:example:1") == kept


def test_a_list_is_not_made_over_a_file_that_is_none(place: Path) -> None:
    place.write_text("precious", encoding="utf-8")
    assert refused(lambda: made(place)) == "status.list-exists"
    assert place.read_text(encoding="utf-8") == "precious"
    assert list(place.parent.iterdir()) == [place]


def test_a_list_whose_making_was_interrupted_can_be_made(place: Path) -> None:
    place.with_name("status.json.ledger").touch()
    assert made(place).counts().allocated == 0


@pytest.mark.parametrize(
    "terms",
    [
        {"url": "http://college.example/status/1"},
        {"url": "https://college.example/status#1"},
        {"url": "https://user@college.example/status"},
        {"url": "https:///status"},
        {"url": "https://[/status"},
        {"url": "https://college.example/a b"},
        {"url": "https://college.example/\n"},
        {"url": "status.json"},
        {"url": "https://college.example/" + "x" * 2000},
        {"purpose": ""},
        {"size": 0},
        {"size": 9},
        {"size": True},
        {"length": MIN_LENGTH - 1},
        {"length": 8 * 1024 * 1024 + 1},
        {"length": 8 * 1024 * 1024, "size": 2, "messages": ["a", "b", "c", "d"]},
        {"size": 2},
        {"size": 2, "messages": ["a", "b", "c"]},
        {"messages": ["a"]},
        {"messages": ["a", ""]},
        {"reference": "page.html"},
        {"ttl": timedelta(0)},
        {"valid_for": timedelta(seconds=-1)},
    ],
)
def test_terms_that_make_no_list_are_refused_and_leave_nothing_behind(place: Path, terms: dict[str, Any]) -> None:
    assert refused(lambda: made(place, **terms)) == "status.bad-terms"
    assert list(place.parent.iterdir()) == []


# --- giving out entries


def test_an_entry_is_what_the_standard_says(place: Path) -> None:
    status = made(place).allocate("urn:example:1")
    index = status["statusListIndex"]
    assert status == {
        "id": f"{LIST}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": index,
        "statusListCredential": LIST,
    }


def test_an_entry_of_several_bits_says_what_each_value_means(place: Path) -> None:
    messages = ["new", "seen", "old", "gone"]
    reference = "https://college.example/statuses"
    status = made(place, purpose="message", size=2, messages=messages, reference=reference).allocate(None)
    assert (status["statusSize"], status["statusReference"]) == (2, reference)
    assert status["statusMessage"] == [{"status": f"0x{v}", "message": text} for v, text in enumerate(messages)]


def test_asking_again_for_a_credential_gives_the_same_entry(place: Path) -> None:
    kept = made(place)
    assert (
        kept.allocate("urn:example:1")
        == kept.allocate("urn:example:1")
        == StatusList.open(place).allocate("urn:example:1")
    )
    assert kept.allocate(None) != kept.allocate(None)
    assert kept.counts().allocated == 3


def test_giving_out_an_entry_does_not_change_what_is_published(place: Path) -> None:
    kept = made(place)
    before = place.read_bytes()
    kept.allocate("urn:example:1")
    assert place.read_bytes() == before
    assert not kept.is_behind


def test_every_index_is_given_out_once_until_the_list_is_full(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = made(place)
    small = StatusList(kept.place, shortened(kept.terms, 500, monkeypatch), kept.ledger, kept.clock)
    given = [int(small.allocate(None)["statusListIndex"]) for _ in range(499)]
    given.append(int(small.allocate("the last one")["statusListIndex"]))
    assert sorted(given) == list(range(500))
    assert given != sorted(given)
    assert refused(lambda: small.allocate("one more")) == "status.list-full"
    assert int(small.allocate("the last one")["statusListIndex"]) == given[-1]


def shortened(terms: ListTerms, length: int, monkeypatch: pytest.MonkeyPatch) -> ListTerms:
    monkeypatch.setattr("microcred.status_list.terms.MIN_LENGTH", 1)
    return replace(terms, length=length)


def test_each_free_index_is_as_likely_as_the_others(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The order follows from the numbers that were drawn alone, and all orders follow from some numbers."""
    kept = made(place)
    orders = set()
    for draws in ((a, b) for a in range(3) for b in range(2)):
        other = made(place.with_name(f"{draws}.json"))
        small = StatusList(other.place, shortened(kept.terms, 3, monkeypatch), other.ledger, other.clock)
        left = iter((*draws, 0))
        with monkeypatch.context() as patch:
            patch.setattr("microcred.status_list.ledger.secrets.randbelow", lambda _, left=left: next(left))
            orders.add(tuple(int(small.allocate(None)["statusListIndex"]) for _ in range(3)))
    assert len(orders) == 6


def test_many_entries_are_given_out_together_or_not_at_all(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = made(place)
    small = StatusList(kept.place, shortened(kept.terms, 3, monkeypatch), kept.ledger, kept.clock)
    assert refused(lambda: small.allocate_all(["a", "b", "c", "d"])) == "status.list-full"
    assert small.counts().allocated == 0
    entries = small.allocate_all(["a", "b", "a"])
    assert entries[0] == entries[2] != entries[1]


def test_threads_share_a_list(place: Path) -> None:
    kept = made(place)
    with ThreadPoolExecutor(8) as pool:
        entries = list(pool.map(kept.allocate, (f"urn:example:{number % 20}" for number in range(40))))
    assert len({status["statusListIndex"] for status in entries}) == kept.counts().allocated == 20


# --- saying what became of a credential


def test_a_revoked_credential_is_a_one_in_the_next_edition(place: Path) -> None:
    kept = made(place)
    indexes = [int(kept.allocate(f"urn:example:{number}")["statusListIndex"]) for number in range(3)]
    kept.set("urn:example:0", "revoked")
    assert kept.set(indexes[2], 1).credential_id == "urn:example:2"
    assert (kept.is_behind, ones(place)) == (True, set())
    kept.publish(ISSUER)
    assert (kept.is_behind, ones(place)) == (False, {indexes[0], indexes[2]})
    assert kept.counts().values == {0: 1, 1: 2}


def test_the_ledger_knows_since_when(place: Path) -> None:
    kept = made(place)
    kept.allocate("urn:example:1")
    assert (kept.status("urn:example:1").status, kept.status("urn:example:1").changed_at) == ("valid", None)
    replace(kept, clock=lambda: AT + timedelta(days=1)).set("urn:example:1", "revoked")
    found = kept.status("urn:example:1")
    assert (found.status, found.allocated_at, found.changed_at) == (
        "revoked",
        "2026-06-01T12:00:00Z",
        "2026-06-02T12:00:00Z",
    )
    assert kept.status(found.index) == found


@pytest.mark.parametrize("purpose", ["revocation", "refresh"])
def test_what_is_revoked_stays_revoked(place: Path, purpose: str) -> None:
    kept = made(place, purpose=purpose)
    kept.allocate("urn:example:1")
    kept.set("urn:example:1", 1)
    assert refused(lambda: kept.set("urn:example:1", "valid")) == "status.irreversible"
    assert kept.set("urn:example:1", 1).value == 1


def test_what_is_suspended_can_be_reinstated(place: Path) -> None:
    kept = made(place, purpose="suspension")
    index = int(kept.allocate("urn:example:1")["statusListIndex"])
    for word, expected in (("suspended", {index}), ("valid", set()), ("suspended", {index})):
        assert kept.set("urn:example:1", word).status == word
        kept.publish(ISSUER)
        assert ones(place) == expected


def test_saying_the_same_again_changes_nothing(place: Path) -> None:
    kept = made(place)
    kept.allocate("urn:example:1")
    kept.set("urn:example:1", "valid")
    assert not kept.is_behind
    kept.set("urn:example:1", "revoked")
    kept.publish(ISSUER)
    kept.set("urn:example:1", "revoked")
    assert not kept.is_behind


def test_messages_are_set_by_their_numbers(place: Path) -> None:
    kept = made(place, purpose="message", size=2, messages=["new", "seen", "old", "gone"])
    kept.allocate("urn:example:1")
    assert kept.set("urn:example:1", "2").status == "old"
    assert kept.set("urn:example:1", 3).status == "gone"
    assert kept.set("urn:example:1", "0").status == "new"


@pytest.mark.parametrize("status", ["suspended", "2", 2, -1, True, "٣", "", "revoke", None, 1.0])
def test_a_status_that_the_list_does_not_have_is_refused(place: Path, status: Any) -> None:
    kept = made(place)
    kept.allocate("urn:example:1")
    assert refused(lambda: kept.set("urn:example:1", status)) == "status.bad-value"


@pytest.mark.parametrize("entry", ["urn:example:unknown", "", "\ud800", 0, -1, 10**30, None, True, 1.5])
def test_a_credential_without_an_entry_has_no_status_to_set(place: Path, entry: Any) -> None:
    kept = made(place)
    assert refused(lambda: kept.set(entry, "revoked")) == "status.no-such-entry"
    assert refused(lambda: kept.status(entry)) == "status.no-such-entry"


@pytest.mark.parametrize("name", [7, "\udfff", b"urn:example:1"])
def test_what_is_no_id_gets_no_entry(place: Path, name: Any) -> None:
    assert refused(lambda: made(place).allocate(name)) == "status.no-such-entry"


def test_several_are_set_together_or_not_at_all(place: Path) -> None:
    kept = made(place)
    kept.allocate_all(["a", "b"])
    assert refused(lambda: kept.set_all(["a", "unknown"], "revoked")) == "status.no-such-entry"
    assert kept.counts().values == {0: 2}
    assert [found.status for found in kept.set_all(["a", "b"], "revoked")] == ["revoked", "revoked"]


# --- publishing


def test_only_the_issuer_of_the_list_publishes_it(place: Path) -> None:
    kept = made(place)
    before = place.read_bytes()
    assert refused(lambda: kept.publish(OTHER)) == "usage.another-issuer"
    assert place.read_bytes() == before


class Slow:
    """An issuer to whom something happens while it signs."""

    def __init__(self, meanwhile: Callable[[], object]) -> None:
        self.id = ISSUER.id
        self.meanwhile = meanwhile

    def issue(self, credential: Mapping[str, Any]) -> Document:
        sealed = ISSUER.issue(credential)
        self.meanwhile()
        return sealed


def test_an_older_draft_never_replaces_a_newer_one(place: Path) -> None:
    kept = made(place)
    index = int(kept.allocate("urn:example:1")["statusListIndex"])

    def meanwhile() -> None:
        kept.set("urn:example:1", "revoked")
        kept.publish(ISSUER)

    content = kept.publish(Slow(meanwhile))
    assert ones(place) == {index}
    assert content == place.read_bytes()
    assert sorted(path.name for path in place.parent.iterdir()) == ["status.json", "status.json.ledger"]


def test_what_is_changed_while_an_edition_is_signed_is_still_to_be_published(place: Path) -> None:
    kept = made(place)
    kept.allocate("urn:example:1")
    kept.publish(Slow(lambda: kept.set("urn:example:1", "revoked")))
    assert (kept.is_behind, ones(place)) == (True, set())


def test_signing_keeps_nobody_waiting(place: Path) -> None:
    kept = made(place)
    kept.publish(Slow(lambda: replace(kept, ledger=replace(kept.ledger, patience=0.0)).allocate("urn:example:1")))
    assert kept.counts().allocated == 1


@pytest.mark.parametrize("step", ["write_draft", "put_in_place"])
def test_what_fails_to_be_published_leaves_the_last_edition_and_can_be_repeated(
    place: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = made(place)
    index = int(kept.allocate("urn:example:1")["statusListIndex"])
    kept.set("urn:example:1", "revoked")
    before = place.read_bytes()

    def broken(*_: object) -> None:
        raise UsageError("usage.unwritable-output", "no space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(module, step, broken)
        assert refused(lambda: kept.publish(ISSUER)) == "usage.unwritable-output"
    assert (place.read_bytes(), kept.is_behind) == (before, True)
    kept.publish(ISSUER)
    assert (ones(place), kept.is_behind) == ({index}, False)
    assert sorted(path.name for path in place.parent.iterdir()) == ["status.json", "status.json.ledger"]


def test_a_list_that_was_lost_is_published_anew_from_its_ledger(place: Path) -> None:
    kept = made(place)
    index = int(kept.allocate("urn:example:1")["statusListIndex"])
    kept.set("urn:example:1", "revoked")
    place.unlink()
    assert kept.is_behind
    kept.publish(ISSUER)
    assert ones(place) == {index}


def test_a_folder_that_cannot_be_written_is_wrong_usage(tmp_path: Path) -> None:
    assert refused(lambda: made(tmp_path / "missing" / "status.json")) == "usage.unwritable-output"


def test_a_list_behind_a_link_is_replaced_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "public").mkdir()
    (tmp_path / "status.json").symlink_to(tmp_path / "public" / "status.json")
    made(tmp_path / "status.json")
    assert (tmp_path / "status.json").is_symlink()
    assert (tmp_path / "public" / "status.json.ledger").is_file()


# --- ledgers that are none


def test_a_list_without_a_ledger_is_not_opened(place: Path) -> None:
    place.write_bytes(b"{}")
    assert refused(lambda: StatusList.open(place)) == "status.no-ledger"
    assert list(place.parent.iterdir()) == [place]


@pytest.mark.parametrize("content", [b"", b"x" * 5000, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_file_that_is_no_ledger_is_not_used(place: Path, content: bytes) -> None:
    place.with_name("status.json.ledger").write_bytes(content)
    assert refused(lambda: StatusList.open(place)) == "status.unusable-ledger"


@pytest.mark.parametrize("terms", ["", "[]", "{}", '{"url": "ftp://x", "issuer": "y"}', '{"more": 1}', "null"])
def test_a_ledger_that_does_not_say_what_its_list_is_is_not_used(place: Path, terms: str) -> None:
    kept = made(place)
    with sqlite3.connect(kept.ledger.place) as connection:
        connection.execute("UPDATE list SET terms = ?", (terms,))
    connection.close()
    assert refused(lambda: StatusList.open(place)) == "status.unusable-ledger"


def test_another_database_is_not_used(place: Path) -> None:
    with sqlite3.connect(place.with_name("status.json.ledger")) as connection:
        connection.execute("CREATE TABLE list (terms)")
    connection.close()
    assert refused(lambda: StatusList.open(place)) == "status.unusable-ledger"


def test_a_ledger_that_others_hold_for_too_long_is_busy_and_nothing_is_changed(place: Path) -> None:
    kept = made(place)
    hasty = replace(kept, ledger=replace(kept.ledger, patience=0.0))
    with kept.ledger.change():
        assert refused(lambda: hasty.allocate("urn:example:1")) == "status.ledger-busy"
    assert hasty.counts().allocated == 0


def test_a_change_that_fails_in_the_middle_is_undone(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = made(place)
    kept.allocate("urn:example:1")

    def broken(self: Transaction, number: int, value: int, at: str) -> None:
        set_value(self, number, value, at)
        raise RuntimeError("killed")

    set_value = Transaction.set_value
    with monkeypatch.context() as patch:
        patch.setattr(Transaction, "set_value", broken)
        with pytest.raises(RuntimeError):
            kept.set("urn:example:1", "revoked")
    assert (kept.status("urn:example:1").status, kept.is_behind) == ("valid", False)


# --- the whole way


def verdict(badge: Document, *places: Path) -> str | None:
    """What a verifier finds that fetches the lists from where they are published."""
    world = World({json.loads(place.read_bytes())["id"]: place.read_bytes() for place in places})
    found = Verifier(trust=TrustedIssuers(ISSUER.id), fetcher=world, clock=lambda: AT).verify(badge)
    assert found.authentic is True
    return found["status"].code if not found else None


def test_a_badge_is_issued_revoked_and_seen_to_be_revoked(place: Path) -> None:
    kept = made(place)
    badge = ISSUER.issue(with_status(unsigned(), kept.allocate(unsigned()["id"])))
    assert verdict(badge, place) is None
    kept.set(unsigned()["id"], "revoked")
    kept.publish(ISSUER)
    assert verdict(badge, place) == "status.revoked"


def test_a_badge_in_two_lists_is_suspended_reinstated_and_revoked(place: Path) -> None:
    second = place.with_name("suspensions.json")
    revocations = made(place)
    suspensions = made(second, url="https://college.example/status/2", purpose="suspension")
    tree = unsigned()
    for kept in (revocations, suspensions):
        tree = with_status(tree, kept.allocate(tree["id"]))
    badge = ISSUER.issue(tree)
    assert verdict(badge, place, second) is None
    for kept, word, expected in (
        (suspensions, "suspended", "status.suspended"),
        (suspensions, "valid", None),
        (revocations, "revoked", "status.revoked"),
    ):
        kept.set(tree["id"], word)
        kept.publish(ISSUER)
        assert verdict(badge, place, second) == expected


def test_a_list_can_be_a_jwt_as_the_badge_is(place: Path) -> None:
    kept = made(place, issuer=TokenIssuer(ISSUER))
    badge = ISSUER.issue_jwt(with_status(unsigned(), kept.allocate(unsigned()["id"])))
    for code in (None, "status.revoked"):
        world = World({LIST: place.read_bytes()})
        found = Verifier(trust=TrustedIssuers(ISSUER.id), fetcher=world, clock=lambda: AT).verify(badge)
        assert (found.authentic, found["status"].code) == (True, code)
        kept.set(unsigned()["id"], "revoked")
        kept.publish(TokenIssuer(ISSUER))


def test_a_credential_of_version_1_names_the_context_of_status_lists(place: Path) -> None:
    tree = {"@context": ["https://www.w3.org/2018/credentials/v1"], "type": ["VerifiableCredential"]}
    status = made(place).allocate(None)
    assert with_status(tree, status)["@context"] == [*tree["@context"], "https://www.w3.org/ns/credentials/status/v1"]
    once = with_status(with_status(tree, status), status)
    assert once["@context"].count("https://www.w3.org/ns/credentials/status/v1") == 1
    assert len(once["credentialStatus"]) == 2
    assert "credentialStatus" not in tree
