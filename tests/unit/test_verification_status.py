"""Status: every entry is looked up, and "could not look" is never "not revoked"."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from badges import AT, CANONICALIZER, OPEN_BADGES, STRANGER, sealed, unsigned
from microcred.document import Document
from microcred.errors import Undetermined, UnsupportedError
from microcred.verification.fetch import Caching, Fetcher, Offline
from microcred.verification.report import Outcome, Report, Verdict
from microcred.verification.status import (
    STATUS_CHECKERS,
    BitstringStatusList,
    RevocationList,
    StatusList2021,
    StatusQuestion,
    findings,
    lists,
)
from microcred.verification.trust import AnyIssuer, TrustedIssuers
from microcred.verification.verifier import Verifier
from status_lists import ISSUER, LIST, STATUS_2021, encoded, entry, status_list
from world import World


def verify(
    status: Any, page: bytes | None = None, world: Fetcher | None = None, at: datetime | None = None, **settings: Any
) -> Report:
    world = World() if world is None else world
    if page is not None:
        assert isinstance(world, World)
        world.serve(LIST, page)
    settings = {"trust": TrustedIssuers(ISSUER), **settings}
    badge = sealed(unsigned(credentialStatus=status))
    return Verifier(fetcher=world, canonicalizer=CANONICALIZER, clock=lambda: AT, **settings).verify(badge, at=at)


def undetermined(found: Report) -> str | None:
    assert found.verdict is Verdict.UNDETERMINED
    assert found["status"].outcome is Outcome.UNDETERMINED
    assert found.current is None
    return found["status"].code


def test_a_zero_means_not_revoked() -> None:
    found = verify(entry(), status_list({"encodedList": encoded({94566, 94568})}))
    assert found.verdict is Verdict.ACCEPTED
    assert found["status"].message == "not revoked"
    assert [visit.url for visit in found.network] == [LIST]


@pytest.mark.parametrize(("purpose", "code"), [("revocation", "status.revoked"), ("suspension", "status.suspended")])
def test_a_one_means_revoked_or_suspended_and_still_authentic(purpose: str, code: str) -> None:
    page = status_list({"encodedList": encoded({94567}), "statusPurpose": purpose})
    found = verify(entry(statusPurpose=purpose), page)
    assert (found.verdict, found.authentic, found.current) == (Verdict.REJECTED, True, False)
    assert found["status"].code == code


@pytest.mark.parametrize("index", ["0", "7", "8", "131071"])
def test_the_first_bit_is_the_leftmost_of_the_first_byte(index: str) -> None:
    revoked = verify(entry(statusListIndex=index), status_list({"encodedList": encoded({int(index)})}))
    assert revoked["status"].code == "status.revoked"
    others = set(range(131_072)) - {int(index)}
    assert verify(entry(statusListIndex=index), status_list({"encodedList": encoded(others)})).current is True


def test_a_message_is_told_and_does_not_reject() -> None:
    messages = [
        {"status": f"0x{value:x}", "message": text} for value, text in enumerate(["new", "seen", "old", "gone"])
    ]
    status = entry(statusPurpose="message", statusSize=2, statusListIndex="5", statusMessage=messages)
    page = status_list({"statusPurpose": "message", "encodedList": encoded({10}, 2 * 131_072)})
    found = verify(status, page)
    assert found.verdict is Verdict.ACCEPTED
    assert found["status"].message == "message status is 2 (old)"


def test_every_entry_is_looked_up() -> None:
    other = "https://college.example/status/2"
    world = World()
    world.serve(other, status_list({"encodedList": encoded({3}), "statusPurpose": "suspension"}))
    second = entry(id=f"{other}#3", statusListCredential=other, statusPurpose="suspension", statusListIndex="3")
    found = verify([entry(), second], status_list(), world)
    assert found["status"].code == "status.suspended"
    assert found["status"].pointer == "/credentialStatus/1"


def test_revoked_is_said_even_where_another_entry_cannot_be_looked_up() -> None:
    unknown = {"id": "https://x.example/1", "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
               "statusListIndex": "1", "statusListCredential": "https://x.example/list"}  # fmt: skip
    found = verify([unknown, entry()], status_list({"encodedList": encoded({94567})}))
    assert found["status"].code == "status.revoked"


def test_a_list_that_cannot_be_reached_leaves_the_status_undetermined() -> None:
    assert undetermined(verify(entry())) == "fetch.http-status"
    badge = sealed(unsigned(credentialStatus=entry()))
    offline = Verifier(trust=TrustedIssuers(ISSUER), fetcher=Offline(), clock=lambda: AT).verify(badge)
    assert undetermined(offline) == "fetch.offline"


def test_nothing_is_looked_up_before_the_proof_holds() -> None:
    world = World()
    world.serve(LIST, status_list())
    badge = sealed(unsigned(credentialStatus=entry())).to_dict()
    found = Verifier(trust=TrustedIssuers(ISSUER), fetcher=world, clock=lambda: AT).verify({**badge, "name": "x"})
    assert found["status"].outcome is Outcome.NOT_RUN
    assert world.visits == []


def test_a_tampered_list_is_not_believed() -> None:
    page = status_list({"encodedList": encoded({94567})})
    forged = page.replace(encoded({94567}).encode(), encoded().encode())
    assert forged != page
    assert undetermined(verify(entry(), forged)) == "status.list-not-verified"


def test_a_forged_list_with_a_word_that_only_an_older_context_reads_is_not_believed() -> None:
    tree = json.loads(status_list({"encodedList": encoded({94567})}))
    tree["credentialSubject"]["encodedList"] = encoded()
    tree["undefinedByAnybody"] = "x"
    assert undetermined(verify(entry(), json.dumps(tree).encode())) == "status.list-not-verified"


def test_an_expired_list_is_not_believed() -> None:
    assert undetermined(verify(entry(), status_list(validUntil="2026-05-31T00:00:00Z"))) == "status.list-not-verified"


def test_an_unsigned_list_is_not_believed() -> None:
    page = status_list().replace(b'"proof"', b'"termsOfUse"')
    assert undetermined(verify(entry(), page)) == "status.list-not-verified"


def test_a_list_of_somebody_else_counts_only_if_that_one_is_trusted_too() -> None:
    page = status_list(signer=STRANGER)
    stranger = STRANGER.verification_method.partition("#")[0]
    assert undetermined(verify(entry(), page)) == "status.list-of-another"
    assert verify(entry(), page, trust=TrustedIssuers(ISSUER, stranger)).verdict is Verdict.ACCEPTED
    assert verify(entry(), page, trust=AnyIssuer()).verdict is Verdict.ACCEPTED


def test_a_list_for_another_purpose_says_nothing() -> None:
    page = status_list({"statusPurpose": ["suspension", "message"]})
    assert undetermined(verify(entry(), page)) == "status.list-unusable"


@pytest.mark.parametrize(
    "encoded_list",
    [
        "",
        "u",
        encoded(prefix=""),
        encoded(prefix="z"),
        "uH4sI!!!!",
        encoded()[:-8],
        "u" + base64.urlsafe_b64encode(bytes(16_384)).decode().rstrip("="),
    ],
)
def test_a_list_that_is_no_list_says_nothing(encoded_list: str) -> None:
    assert undetermined(verify(entry(), status_list({"encodedList": encoded_list}))) == "status.list-unusable"


def test_a_short_list_is_read_unless_the_verifier_insists_on_the_standards_length() -> None:
    page = status_list({"encodedList": encoded({5}, size=131_072 - 8)})
    assert verify(entry(statusListIndex="5"), page)["status"].code == "status.revoked"
    strict = {**STATUS_CHECKERS, "BitstringStatusListEntry": BitstringStatusList(min_entries=131_072)}
    found = verify(entry(statusListIndex="5"), page, status_checkers=strict)
    assert undetermined(found) == "status.list-unusable"
    assert found["status"].problem == "https://www.w3.org/ns/credentials/status-list#STATUS_LIST_LENGTH_ERROR"


def test_a_list_that_unpacks_to_a_bomb_says_nothing() -> None:
    found = verify(entry(), status_list({"encodedList": encoded(size=8 * 32 * 1024 * 1024)}))
    assert undetermined(found) == "status.list-unusable"
    assert "more than" in found["status"].message


def test_an_index_beyond_the_end_says_nothing() -> None:
    assert undetermined(verify(entry(statusListIndex="131072"), status_list())) == "status.index-out-of-range"


@pytest.mark.parametrize(
    "change",
    [
        {"statusListIndex": -1},
        {"statusListIndex": True},
        {"statusListIndex": "-1"},
        {"statusListIndex": "1.5"},
        {"statusListIndex": "٣"},
        {"statusListIndex": "9" * 30},
        {"statusSize": 0},
        {"statusSize": 65},
    ],
)
def test_a_malformed_entry_says_nothing(change: dict[str, Any]) -> None:
    assert undetermined(verify(entry(**change), status_list())) == "status.malformed"


def test_an_index_written_as_a_number_is_read_as_well() -> None:
    found = verify(entry(statusListIndex=94567), status_list({"encodedList": encoded({94567})}))
    assert found["status"].code == "status.revoked"


def test_another_credential_at_the_lists_address_says_nothing() -> None:
    assert undetermined(verify(entry(), sealed().raw)) == "status.list-unusable"


def test_an_unknown_type_of_status_is_never_taken_for_fine() -> None:
    unknown = {"id": "https://x.example/1", "type": "https://x.example/types#Status"}
    assert undetermined(verify(unknown)) == "status.unsupported-type"


MESSAGES = [{"status": f"0x{value:x}", "message": text} for value, text in enumerate(["new", "seen", "old", "gone"])]


def test_every_value_is_read_from_the_bits_that_are_its_own() -> None:
    page = status_list({"statusPurpose": "message", "encodedList": encoded({10, 13, 14, 15}, 2 * 131_072)})
    for index, value in ((4, 0), (5, 2), (6, 1), (7, 3)):
        status = entry(statusPurpose="message", statusSize=2, statusListIndex=str(index), statusMessage=MESSAGES[::-1])
        (said,) = verify(status, page)["status"].evidence["entries"]
        assert (said["value"], said["message"]) == (value, MESSAGES[value]["message"])


@pytest.mark.parametrize(
    "messages",
    [
        None,
        [],
        "new",
        MESSAGES[:3],
        [*MESSAGES[:3], MESSAGES[0]],
        [*MESSAGES[:3], {"status": "0x4", "message": "beyond"}],
        [*MESSAGES[:3], {"status": "3", "message": "no hexadecimal number"}],
        [*MESSAGES[:3], {"status": "0x3"}],
        [*MESSAGES[:3], {"status": "0x3", "message": 3}],
        [*MESSAGES, *MESSAGES],
    ],
)
def test_messages_that_do_not_name_each_value_once_make_an_entry_malformed(messages: Any) -> None:
    question = asked(entry(statusPurpose="message", statusSize=2, statusListIndex="5", statusMessage=messages))
    with pytest.raises(Undetermined) as caught:
        BitstringStatusList().look_up(question)
    assert caught.value.code == "status.malformed"
    assert caught.value.problem == "https://www.w3.org/TR/vc-data-model#MALFORMED_VALUE_ERROR"


def test_an_entry_of_one_bit_needs_no_messages() -> None:
    page = status_list({"statusPurpose": "message", "encodedList": encoded({94567})})
    assert verify(entry(statusPurpose="message"), page)["status"].message == "message status is 1"


@pytest.mark.parametrize("purpose", ["refresh", "message", "https://college.example/purposes#audit"])
def test_a_purpose_that_is_for_information_does_not_reject(purpose: str) -> None:
    page = status_list({"statusPurpose": ["revocation", purpose], "encodedList": encoded({94567})})
    found = verify(entry(statusPurpose=purpose), page)
    assert found.verdict is Verdict.ACCEPTED
    assert found["status"].message == f"{purpose} status is 1"


def test_what_each_entry_said_is_in_the_evidence() -> None:
    lost = {**entry(statusPurpose="suspension", statusListCredential="https://x.example/list"), "id": None}
    del lost["id"]
    seen = entry(statusPurpose="refresh", statusListIndex="7", statusReference="https://college.example/refresh")
    page = status_list({"statusPurpose": ["revocation", "refresh"], "encodedList": encoded({94567}), "ttl": 60_000})
    found = verify([entry(), lost, {**seen, "id": f"{LIST}#7"}], page)
    assert found["status"].code == "status.revoked"
    first, second, third = found["status"].evidence["entries"]
    assert {name: first[name] for name in ("pointer", "purpose", "list", "value", "index", "ttl", "validFrom")} == {
        "pointer": "/credentialStatus/0",
        "purpose": "revocation",
        "list": LIST,
        "value": 1,
        "index": 94567,
        "ttl": 60_000,
        "validFrom": "2026-01-01T00:00:00Z",
    }
    assert (second["code"], second["pointer"]) == ("fetch.http-status", "/credentialStatus/1")
    assert (third["value"], third["reference"]) == (0, ["https://college.example/refresh"])


def test_revoked_and_suspended_are_both_reported() -> None:
    page = status_list({"statusPurpose": ["revocation", "suspension"], "encodedList": encoded({94567})})
    found = verify([entry(), {**entry(statusPurpose="suspension"), "id": f"{LIST}#s"}], page)
    assert [fault.code for fault in found["status"].faults] == ["status.revoked", "status.suspended"]


def test_one_list_is_asked_once_for_all_entries() -> None:
    page = status_list({"statusPurpose": ["revocation", "suspension"]})
    found = verify([entry(), {**entry(statusPurpose="suspension"), "id": f"{LIST}#s"}], page)
    assert found["status"].message == "not revoked; not suspended"
    assert [visit.url for visit in found.network] == [LIST]


def test_a_list_that_cannot_be_had_is_named_once_for_each_entry_and_asked_once() -> None:
    found = verify([entry(), {**entry(statusPurpose="suspension"), "id": f"{LIST}#s"}])
    assert [fault.pointer for fault in found["status"].faults] == ["/credentialStatus/0", "/credentialStatus/1"]
    assert [visit.url for visit in found.network] == [LIST]


def test_too_many_entries_are_not_looked_up() -> None:
    found = verify([{**entry(), "id": f"{LIST}#{number}"} for number in range(17)], status_list())
    assert undetermined(found) == "status.malformed"
    assert found.network == ()


def test_the_id_of_a_list_is_told_where_it_is_not_its_address() -> None:
    found = verify(entry(), status_list(id="https://elsewhere.example/list"))
    assert found["status"].evidence["entries"][0]["listId"] == "https://elsewhere.example/list"


BSL, VCDM = "https://www.w3.org/ns/credentials/status-list#", "https://www.w3.org/TR/vc-data-model#"


@pytest.mark.parametrize(
    ("change", "page", "problem"),
    [
        ({}, None, f"{BSL}STATUS_RETRIEVAL_ERROR"),
        ({}, b"{}", f"{BSL}STATUS_VERIFICATION_ERROR"),
        ({}, status_list(signer=STRANGER), f"{BSL}STATUS_VERIFICATION_ERROR"),
        ({}, status_list({"statusPurpose": "message"}), f"{BSL}STATUS_VERIFICATION_ERROR"),
        ({"statusListIndex": "131072"}, status_list(), f"{VCDM}RANGE_ERROR"),
        ({"statusListIndex": "x"}, status_list(), f"{VCDM}MALFORMED_VALUE_ERROR"),
    ],
)
def test_each_failure_has_the_problem_type_of_the_standard(change: dict[str, Any], page: Any, problem: str) -> None:
    found = verify(entry(**change), page)
    assert undetermined(found)
    assert found["status"].problem == problem


def test_an_index_whose_last_bit_lies_beyond_the_end_says_nothing() -> None:
    status = entry(statusPurpose="message", statusSize=3, statusListIndex="43690", statusMessage=eight())
    assert 43690 * 3 < 131_072 < 43691 * 3
    assert undetermined(verify(status, status_list({"statusPurpose": "message"}))) == "status.index-out-of-range"


def eight() -> list[dict[str, str]]:
    return [{"status": f"0x{value:X}", "message": "x" * (value + 1)} for value in range(8)]


def asked(members: dict[str, Any], page: bytes | None = None, **more: Any) -> StatusQuestion:
    """One question to a checker, about an entry that no verifier had to let through first."""
    world = World({LIST: status_list() if page is None else page})
    return StatusQuestion(
        members, "/credentialStatus", None, ISSUER, world.session(), lambda raw, _: Document.parse(raw), AT, **more
    )


@pytest.mark.parametrize(
    ("members", "what"),
    [
        (entry(id=LIST), "the URL of its list as its own id"),
        (entry(statusReference=7), "statusReference"),
        (entry(statusReference=["https://college.example/"] * 17), "statusReference"),
        (entry(statusSize=True), "statusSize"),
        (entry(statusSize=17), "statusSize"),
        (entry(statusPurpose=["revocation"]), "statusPurpose"),
        ({}, "statusPurpose"),
    ],
)
def test_an_entry_that_the_standard_does_not_allow_is_malformed(members: dict[str, Any], what: str) -> None:
    with pytest.raises(Undetermined, match=what) as caught:
        BitstringStatusList().look_up(asked(members))
    assert caught.value.code == "status.malformed"


@pytest.mark.parametrize("change", [{"statusPurpose": "message"}, {"statusSize": 2}])
def test_a_list_of_2021_knows_neither_other_purposes_nor_sizes(change: dict[str, Any]) -> None:
    with pytest.raises(Undetermined) as caught:
        StatusList2021().look_up(asked(entry(**change)))
    assert caught.value.code == "status.malformed"


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class TestReuse:
    """How long a copy of a list is used again: as the cache allows, and no longer than the list says of itself."""

    def visits(self, page: bytes, seconds: list[float], max_age: float = 3600) -> int:
        """How often the list was fetched by verifications after so many seconds each."""
        world, clock = World(), Clock()
        caching = Caching(world, max_age=max_age, monotonic=clock)
        world.serve(LIST, page)
        badge = sealed(unsigned(credentialStatus=entry()))
        for wait in seconds:
            clock.now += wait
            at = AT + timedelta(seconds=clock.now - 1000)
            verifier = Verifier(trust=TrustedIssuers(ISSUER), fetcher=caching, clock=lambda at=at: at)
            assert verifier.verify(badge).verdict is Verdict.ACCEPTED
        return len(world.visits)

    def test_a_list_is_fetched_again_after_its_ttl(self) -> None:
        page = status_list({"ttl": 60_000})
        assert self.visits(page, [0, 59, 0.9]) == 1
        assert self.visits(page, [0, 60]) == 2

    def test_a_list_is_fetched_again_when_it_ends(self) -> None:
        page = status_list(validUntil=(AT + timedelta(seconds=100)).isoformat())
        assert self.visits(page, [0, 40, 40, 19]) == 1
        assert self.visits(page, [0, 100]) == 2

    def test_a_ttl_never_prolongs_what_the_cache_allows(self) -> None:
        assert self.visits(status_list({"ttl": 10_000_000}), [0, 100], max_age=100) == 2

    @pytest.mark.parametrize("ttl", ["60000", -1, 1.5, True])
    def test_a_ttl_that_is_none_changes_nothing(self, ttl: Any) -> None:
        assert self.visits(status_list({"ttl": ttl}), [0, 100]) == 1

    def test_a_ttl_of_nothing_means_a_fresh_list_each_time(self) -> None:
        assert self.visits(status_list({"ttl": 0}), [0, 0, 0]) == 3

    def test_a_list_that_was_revoked_meanwhile_is_seen_after_the_ttl(self) -> None:
        world, clock = World(), Clock()
        fetcher = Caching(world, monotonic=clock)
        world.serve(LIST, status_list({"ttl": 60_000}))
        assert verify(entry(), world=fetcher).verdict is Verdict.ACCEPTED
        world.serve(LIST, status_list({"encodedList": encoded({94567})}))
        clock.now += 59
        assert verify(entry(), world=fetcher).verdict is Verdict.ACCEPTED
        clock.now += 1
        assert verify(entry(), world=fetcher)["status"].code == "status.revoked"

    def test_a_list_that_is_not_believed_says_nothing_about_its_reuse(self) -> None:
        world = World({LIST: status_list({"ttl": 0}).replace(b'"validFrom"', b'"validfrom"')})
        caching = Caching(world, monotonic=Clock())
        assert undetermined(verify(entry(), world=caching)) == "status.list-not-verified"
        assert undetermined(verify(entry(), world=caching)) == "status.list-not-verified"
        assert world.visits == [LIST]


class TestPast:
    """As of a past date: a list tells what is so now, and of the past only what follows from that."""

    THEN = datetime(2026, 3, 1, tzinfo=UTC)
    LATER = datetime(2026, 5, 1, tzinfo=UTC)

    def verify(self, purpose: str, value: int, **members: Any) -> Report:
        subject = {"statusPurpose": purpose, "encodedList": encoded({94567} if value else set())}
        page = status_list(subject, created=self.LATER, validFrom="2026-05-01T00:00:00Z", **members)
        return verify(entry(statusPurpose=purpose), page, at=self.THEN)

    def test_not_revoked_now_is_not_revoked_then(self) -> None:
        found = self.verify("revocation", 0)
        assert found.verdict is Verdict.ACCEPTED
        assert found["status"].evidence["asOf"] == found["status"].message
        assert "not revoked now, so not at 2026-03-01T00:00:00Z either" in found["status"].message

    def test_revoked_now_may_have_been_good_then(self) -> None:
        found = self.verify("revocation", 1)
        assert undetermined(found) == "status.unknown-at-that-time"
        assert found["status"].evidence["asOf"] == found["status"].message
        assert "does not say since when" in found["status"].message

    def test_not_suspended_now_may_have_been_suspended_then_and_the_report_says_so(self) -> None:
        found = self.verify("suspension", 0)
        assert found.verdict is Verdict.ACCEPTED
        assert "does not say whether it was at 2026-03-01" in found["status"].message
        assert found["status"].evidence["asOf"] == found["status"].message

    def test_suspended_now_may_have_been_good_then(self) -> None:
        assert undetermined(self.verify("suspension", 1)) == "status.unknown-at-that-time"

    def test_what_was_for_information_then_is_not_known(self) -> None:
        found = self.verify("message", 1)
        assert found.verdict is Verdict.ACCEPTED
        assert found["status"].evidence["asOf"].startswith("the list does not say what the message status was")

    @pytest.mark.parametrize(
        ("purpose", "code"), [("revocation", "status.revoked"), ("suspension", "status.suspended")]
    )
    def test_a_list_from_before_that_date_tells_what_was_so_then(self, purpose: str, code: str) -> None:
        for value, expected in ((1, code), (0, None)):
            subject = {"statusPurpose": purpose, "encodedList": encoded({94567} if value else set())}
            found = verify(entry(statusPurpose=purpose), status_list(subject), at=self.THEN)
            assert found["status"].code == expected
            assert "asOf" not in found["status"].evidence

    def test_a_moment_within_the_clock_skew_is_the_present(self) -> None:
        page = status_list({"encodedList": encoded({94567})}, created=AT - timedelta(seconds=1))
        assert verify(entry(), page, at=AT - timedelta(seconds=30))["status"].code == "status.revoked"
        assert undetermined(verify(entry(), page, at=AT - timedelta(seconds=90))) == "status.unknown-at-that-time"

    def test_the_list_itself_is_judged_as_of_now(self) -> None:
        found = self.verify("revocation", 0, validUntil="2026-05-31T00:00:00Z")
        assert undetermined(found) == "status.list-not-verified"


OLD = {"@context": ["https://www.w3.org/2018/credentials/v1", STATUS_2021], "issuanceDate": "2026-01-01T00:00:00Z"}


@pytest.mark.parametrize(("ones", "verdict"), [(set(), Verdict.ACCEPTED), ({7}, Verdict.REJECTED)])
@pytest.mark.parametrize("alphabet", ["-_", "+/"])
def test_lists_of_2021_are_read_in_both_alphabets(ones: set[int], verdict: Verdict, alphabet: str) -> None:
    text = encoded(ones, prefix="").replace("-", alphabet[0]).replace("_", alphabet[1])
    subject = {"type": "StatusList2021", "encodedList": text + "=" * (-len(text) % 4)}
    types = ["VerifiableCredential", "StatusList2021Credential"]
    world = World()
    world.serve(LIST, status_list(subject, **{**OLD, "type": types, "validFrom": None}))
    tree = unsigned(validFrom=None, validUntil=None, issuanceDate="2026-01-01T00:00:00Z")
    tree["@context"] = [OLD["@context"][0], OPEN_BADGES, STATUS_2021]
    tree["credentialStatus"] = entry(type="StatusList2021Entry", statusListIndex="7")
    found = Verifier(trust=TrustedIssuers(ISSUER), fetcher=world, clock=lambda: AT).verify(sealed(tree))
    assert found.verdict is verdict


class TestRevocationListOf1EdTech:
    """1EdTechRevocationList: unsigned, the issuer's own, behind HTTPS."""

    def verify(self, page: Any, at: datetime | None = None) -> Report:
        tree = unsigned(credentialStatus={"id": LIST, "type": "1EdTechRevocationList"})
        tree["@context"] = [*tree["@context"], "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"]
        world = World()
        world.serve(LIST, page)
        return Verifier(trust=TrustedIssuers(ISSUER), fetcher=world, clock=lambda: AT).verify(sealed(tree), at=at)

    def page(self, *entries: dict[str, Any], name: str = "revokedCredential", **members: Any) -> dict[str, Any]:
        return {"id": LIST, "issuer": ISSUER, name: list(entries), **members}

    @pytest.mark.parametrize("name", ["revokedCredential", "revokedCredentials"])
    def test_a_listed_id_is_revoked_with_its_reason(self, name: str) -> None:
        listed = {"id": unsigned()["id"], "revocationReason": "issued in error"}
        found = self.verify(self.page(listed, name=name))
        assert found["status"].code == "status.revoked"
        assert found["status"].message.endswith("issued in error")

    def test_an_id_that_is_not_listed_or_marked_as_not_revoked_is_fine(self) -> None:
        entries = [{"id": unsigned()["id"], "revoked": False}, {"id": "urn:uuid:other"}]
        assert self.verify(self.page(*entries)).verdict is Verdict.ACCEPTED

    def test_a_list_of_another_issuer_says_nothing(self) -> None:
        assert undetermined(self.verify(self.page(issuer="did:web:other.example"))) == "status.list-unusable"

    def test_revoked_now_may_have_been_good_then(self) -> None:
        found = self.verify(self.page({"id": unsigned()["id"]}), at=datetime(2026, 3, 1, tzinfo=UTC))
        assert undetermined(found) == "status.unknown-at-that-time"

    def test_not_revoked_now_is_not_revoked_then(self) -> None:
        found = self.verify(self.page(), at=datetime(2026, 3, 1, tzinfo=UTC))
        assert found["status"].evidence["asOf"].startswith("not revoked now")

    def test_a_credential_without_an_id_is_in_no_list(self) -> None:
        with pytest.raises(Undetermined) as caught:
            RevocationList().look_up(asked({"id": LIST}, json.dumps(self.page()).encode()))
        assert caught.value.code == "status.malformed"

    @pytest.mark.parametrize("page", [b"", b"[]", {}, {"revokedCredential": {}}, {"revokedCredential": ["x"]}])
    def test_anything_else_says_nothing(self, page: Any) -> None:
        assert undetermined(self.verify(page)) == "status.list-unusable"


def test_as_many_entries_as_are_looked_up_are_all_looked_up() -> None:
    found = verify([{**entry(), "id": f"{LIST}#{number}"} for number in range(16)], status_list())
    assert found.verdict is Verdict.ACCEPTED
    assert len(found["status"].evidence["entries"]) == 16


@pytest.mark.parametrize(
    "subject", [{"type": "StatusList2021"}, {"type": ["BitstringStatusList", "Other"]}, {"type": []}]
)
def test_a_list_that_is_about_something_else_says_nothing(subject: dict[str, Any]) -> None:
    tree = json.loads(status_list())
    tree["credentialSubject"] |= subject
    answer = BitstringStatusList()
    with pytest.raises(Undetermined) as caught:
        answer._subject(Document.of(tree), LIST)
    assert caught.value.code == "status.list-unusable"
    assert answer._subject(Document.parse(status_list()), LIST)["type"] == "BitstringStatusList"


@pytest.mark.parametrize("issuer", [{"id": ISSUER, "type": ["Profile"]}, ISSUER])
def test_an_issuer_is_named_as_an_object_or_by_its_id_alone(issuer: Any) -> None:
    world = World({LIST: status_list()})
    badge = sealed(unsigned(issuer=issuer, credentialStatus=entry()))
    verifier = Verifier(fetcher=world, canonicalizer=CANONICALIZER, clock=lambda: AT, trust=TrustedIssuers(ISSUER))
    assert verifier.verify(badge)["status"].outcome is Outcome.PASSED


def test_what_lists_are_unpacked_to_is_bounded_over_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    octets = 131_072 // 8
    monkeypatch.setattr(lists, "_MAX_UNPACKED", 2 * octets)
    world, others = World(), [f"https://status.example/{number}" for number in range(3)]
    for url in others:
        world.serve(url, status_list(id=url))
    entries = [entry(id=f"{url}#94567", statusListCredential=url) for url in others]
    assert verify(entries[:2], world=world).verdict is Verdict.ACCEPTED
    assert undetermined(verify(entries, world=world)) == "status.list-unusable"


@pytest.mark.parametrize("kind", [["BitstringStatusListEntry"], {}, None, 5])
def test_a_type_of_status_that_is_no_text_is_not_known(kind: Any) -> None:
    question: Any = SimpleNamespace(pointer="/credentialStatus")
    with pytest.raises(UnsupportedError) as caught:
        findings._answer(question, kind, STATUS_CHECKERS)
    assert caught.value.code == "status.unsupported-type"
