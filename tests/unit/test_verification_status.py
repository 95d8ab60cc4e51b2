"""Status: every entry is looked up, and "could not look" is never "not revoked"."""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

import pytest

from badges import AT, CANONICALIZER, OPEN_BADGES, SIGNER, STRANGER, sealed, unsigned
from microcred.keys import Ed25519Signer
from microcred.verification.fetch import Offline
from microcred.verification.report import Outcome, Report, Verdict
from microcred.verification.status import STATUS_CHECKERS, BitstringStatusList
from microcred.verification.trust import AnyIssuer, TrustedIssuers
from microcred.verification.verifier import Verifier
from world import World

LIST = "https://college.example/status/1"
ISSUER = SIGNER.verification_method.partition("#")[0]
CREDENTIALS, STATUS_2021 = "https://www.w3.org/ns/credentials/v2", "https://w3id.org/vc/status-list/2021/v1"


def encoded(ones: set[int] = frozenset(), size: int = 131_072, *, prefix: str = "u") -> str:  # type: ignore[assignment]
    bits = bytearray(size // 8)
    for one in ones:
        bits[one // 8] |= 128 >> one % 8
    return prefix + base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).decode().rstrip("=")


def entry(**members: Any) -> dict[str, Any]:
    return {
        "id": f"{LIST}#94567",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "94567",
        "statusListCredential": LIST,
        **members,
    }


def status_list(subject: dict[str, Any] | None = None, signer: Ed25519Signer = SIGNER, **members: Any) -> bytes:
    tree = {
        "@context": [CREDENTIALS],
        "id": LIST,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": signer.verification_method.partition("#")[0],
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "id": f"{LIST}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded(),
            **(subject or {}),
        },
        **members,
    }
    return sealed({name: value for name, value in tree.items() if value is not None}, signer).raw


def verify(status: Any, page: bytes | None = None, world: World | None = None, **settings: Any) -> Report:
    world = world or World()
    if page is not None:
        world.serve(LIST, page)
    settings = {"trust": TrustedIssuers(ISSUER), **settings}
    badge = sealed(unsigned(credentialStatus=status))
    return Verifier(fetcher=world, canonicalizer=CANONICALIZER, clock=lambda: AT, **settings).verify(badge)


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

    def verify(self, page: Any) -> Report:
        tree = unsigned(credentialStatus={"id": LIST, "type": "1EdTechRevocationList"})
        tree["@context"] = [*tree["@context"], "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"]
        world = World()
        world.serve(LIST, page)
        return Verifier(trust=TrustedIssuers(ISSUER), fetcher=world, clock=lambda: AT).verify(sealed(tree))

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

    @pytest.mark.parametrize("page", [b"", b"[]", {}, {"revokedCredential": {}}, {"revokedCredential": ["x"]}])
    def test_anything_else_says_nothing(self, page: Any) -> None:
        assert undetermined(self.verify(page)) == "status.list-unusable"
