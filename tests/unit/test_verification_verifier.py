"""The verification algorithm as a whole: what is checked, in which order, and what the report says of it."""

from __future__ import annotations

import json
import pickle
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from badges import AT, CANONICALIZER, SIGNER, STRANGER, sealed, unsigned
from microcred.artwork import badge_png, badge_svg
from microcred.baking import bake
from microcred.document import Document
from microcred.errors import Rejected, Undetermined, UsageError
from microcred.keys import PublishedKey, controller_document
from microcred.proofs import add_proof
from microcred.verification.fetch import Offline
from microcred.verification.report import CHECKS, Outcome, Report, Verdict
from microcred.verification.trust import AnyIssuer, TrustedIssuers
from microcred.verification.verifier import Verifier, verify
from world import World

ISSUER = SIGNER.verification_method.partition("#")[0]
COLLEGE = "https://college.example/issuer"


def verifier(world: World | None = None, **settings: Any) -> Verifier:
    settings = {"trust": TrustedIssuers(ISSUER, COLLEGE), "canonicalizer": CANONICALIZER, **settings}
    return Verifier(fetcher=world or Offline(), clock=lambda: AT, **settings)


def report(source: Any, world: World | None = None, **settings: Any) -> Report:
    return verifier(world, **settings).verify(source)


def college(*, purposes: tuple[str, ...] = ("assertionMethod",)) -> tuple[World, Document]:
    """A world in which an https issuer publishes its key, and a badge sealed with it."""
    signer = SIGNER.with_verification_method(f"{COLLEGE}#key-1")
    document = controller_document(COLLEGE, [PublishedKey(signer.public_key, "key-1")])
    document = {name: value for name, value in document.items() if name != "assertionMethod" or name in purposes}
    if "authentication" in purposes:
        document["authentication"] = [f"{COLLEGE}#key-1"]
    world = World()
    world.serve(COLLEGE, document)
    return world, sealed(unsigned(issuer={"id": COLLEGE, "type": ["Profile"], "name": "Riverside"}), signer)


def outcomes(found: Report) -> dict[str, str]:
    return {check.name: str(check.outcome) for check in found.checks}


def test_a_good_badge_passes_every_check_that_applies_to_it() -> None:
    found = report(sealed())
    assert found.verdict is Verdict.ACCEPTED
    assert bool(found)
    assert (found.authentic, found.current, found.recognised, found.recipient) == (True, True, True, None)
    assert outcomes(found) == {
        **dict.fromkeys(("document", "model", "contexts", "trust", "issuer_key", "proof", "period"), "passed"),
        **dict.fromkeys(("schema", "status", "refresh", "recipient", "endorsements"), "not_applicable"),
    }


def test_every_check_is_always_listed_in_the_contracts_order() -> None:
    for source in (sealed(), b"", b"{}", {"a": 1}):
        assert tuple(check.name for check in report(source).checks) == CHECKS


def test_a_badge_of_an_issuer_without_a_did_is_verified_with_the_issuers_own_document() -> None:
    world, badge = college()
    found = report(badge, world)
    assert found.verdict is Verdict.ACCEPTED
    assert [visit.url for visit in found.network] == [COLLEGE]
    assert found.network[0].sha256 == found["issuer_key"].evidence["sha256"]


def test_deviations_from_the_letter_of_the_standard_are_noted_and_do_not_reject() -> None:
    tree = unsigned()
    tree["credentialSubject"] = [tree["credentialSubject"]]
    found = report(sealed(tree))
    assert found.verdict is Verdict.ACCEPTED
    assert [noted["pointer"] for noted in found["model"].evidence["deviations"]] == ["/credentialSubject"]
    assert found["model"].message.endswith("with 1 deviation from its letter")


def test_an_untrusted_issuer_causes_no_packet() -> None:
    world, badge = college()
    found = report(badge, world, trust=TrustedIssuers("did:web:somebody.else"))
    assert found.verdict is Verdict.REJECTED
    assert found["trust"].code == "trust.not-recognised"
    assert found["issuer_key"].outcome is Outcome.NOT_RUN
    assert world.visits == []
    assert found.recognised is False
    assert found.authentic is None


def test_without_a_policy_the_report_says_that_nobody_vouches() -> None:
    found = report(sealed(), trust=AnyIssuer())
    assert found.verdict is Verdict.ACCEPTED
    assert found.recognised is None
    assert found["trust"].code == "trust.not-vouched-for"


def test_an_issuer_that_cannot_be_reached_is_neither_fine_nor_forged() -> None:
    world, badge = college()
    world.down(COLLEGE)
    found = report(badge, world)
    assert found.verdict is Verdict.UNDETERMINED
    assert found["issuer_key"].outcome is Outcome.UNDETERMINED
    assert found.authentic is None
    assert found["period"].outcome is Outcome.NOT_RUN


def test_a_key_for_another_purpose_does_not_count() -> None:
    world, badge = college(purposes=("authentication",))
    found = report(badge, world)
    assert found.verdict is Verdict.REJECTED
    assert found["issuer_key"].outcome is Outcome.FAILED


def test_a_changed_badge_is_rejected_and_nothing_more_is_said_about_it() -> None:
    tree = sealed().to_dict()
    tree["name"] = "Soil Sampling, Level 3"
    found = report(tree)
    assert found.verdict is Verdict.REJECTED
    assert found["proof"].code == "proof.signature-invalid"
    assert found.authentic is False
    assert {found[name].outcome for name in ("period", "status", "recipient", "endorsements")} == {Outcome.NOT_RUN}


def test_a_badge_sealed_by_somebody_else_is_rejected_with_both_ids_in_the_message() -> None:
    found = report(sealed(signer=STRANGER))
    assert found["issuer_key"].code == "key.not-the-issuers"
    assert ISSUER in found["issuer_key"].message
    assert STRANGER.verification_method.partition("#")[0] in found["issuer_key"].message


def test_expired_is_not_forged() -> None:
    found = verifier().verify(sealed(), at=datetime(2030, 1, 1, tzinfo=UTC))
    assert found.verdict is Verdict.REJECTED
    assert (found.authentic, found.current) == (True, False)
    assert found["period"].code == "period.expired"


def test_a_badge_expires_in_utc_where_it_names_no_zone() -> None:
    without_zone = sealed(unsigned(validUntil="2029-01-15T09:00:00"))
    for second, verdict in ((59, Verdict.ACCEPTED), (61, Verdict.REJECTED)):
        at = datetime(2029, 1, 15, 8, 59, tzinfo=UTC) + timedelta(seconds=second)
        assert verifier().verify(without_zone, at=at).verdict is verdict


def test_a_badge_can_be_judged_as_of_a_date() -> None:
    assert not verifier().verify(sealed(), at=datetime(2025, 1, 1, tzinfo=UTC))
    assert verifier().verify(sealed(), at=datetime(2028, 1, 1, tzinfo=UTC)).at.year == 2028


def test_the_clock_is_read_once() -> None:
    readings = []

    def clock() -> datetime:
        readings.append(AT)
        return AT

    Verifier(trust=AnyIssuer(), fetcher=Offline(), clock=clock).verify(sealed())
    assert len(readings) == 1


def test_one_proof_that_holds_is_enough() -> None:
    tree = sealed().to_dict()
    good, bad = tree["proof"], {**tree["proof"], "proofValue": sealed(unsigned(name="x")).tree["proof"]["proofValue"]}
    unknown = {**good, "cryptosuite": "mystery-2030"}
    for proofs in ([bad, good], [unknown, good], [good, bad]):
        assert report({**tree, "proof": proofs}).verdict is Verdict.ACCEPTED
    assert report({**tree, "proof": [bad, bad]}).verdict is Verdict.REJECTED


def test_a_verifier_can_want_every_proof_to_hold() -> None:
    good = sealed()
    twice = add_proof(good, SIGNER, created=AT, canonicalizer=CANONICALIZER, suite_name="eddsa-jcs-2022")
    assert report(twice, all_proofs=True).verdict is Verdict.ACCEPTED
    tree = twice.to_dict()
    tree["proof"][1]["proofValue"] = good.tree["proof"]["proofValue"]
    assert report(tree).verdict is Verdict.ACCEPTED
    found = report(tree, all_proofs=True)
    assert (found.verdict, found["proof"].pointer) == (Verdict.REJECTED, "/proof/1/proofValue")


def test_an_unknown_suite_leaves_the_proof_undetermined() -> None:
    tree = sealed().to_dict()
    tree["proof"]["cryptosuite"] = "mystery-2030"
    found = report(tree)
    assert found.verdict is Verdict.UNDETERMINED
    assert found["proof"].code == "proof.unsupported-suite"


def test_a_badge_without_a_proof_is_rejected() -> None:
    found = report(unsigned())
    assert found["proof"].code == "proof.missing"
    assert found.verdict is Verdict.REJECTED


@pytest.mark.parametrize("picture", [badge_png("Soil"), badge_svg("Soil")])
def test_a_picture_is_read_for_what_it_carries(picture: bytes, tmp_path: Path) -> None:
    file = tmp_path / "badge"
    file.write_bytes(bake(picture, sealed()))
    found = report(file)
    assert found.verdict is Verdict.ACCEPTED
    assert found.source == str(file)


def test_every_way_to_hold_out_a_badge_gives_the_same_verdict(tmp_path: Path) -> None:
    badge = sealed()
    file = tmp_path / "badge.json"
    file.write_bytes(badge.raw)
    world = World()
    world.serve("https://college.example/badge", badge.raw)
    for source in (badge, badge.raw, str(badge), badge.to_dict(), file, str(file), "https://college.example/badge"):
        assert report(source, world).verdict is Verdict.ACCEPTED, source


@pytest.mark.parametrize("call", [{"at": datetime(2026, 1, 1)}, {"recipient": ""}])
def test_a_wrong_call_is_an_exception_and_not_a_report(call: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        verifier().verify(sealed(), **call)


def test_the_name_of_a_file_is_not_taken_for_a_jwt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "badge.v1.json").write_bytes(sealed().raw)
    monkeypatch.chdir(tmp_path)
    assert report("badge.v1.json").verdict is Verdict.ACCEPTED


def test_a_file_that_is_not_there_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot read"):
        report(tmp_path / "absent.json")


def test_a_verifier_cannot_be_made_without_saying_whom_to_trust() -> None:
    with pytest.raises(TypeError, match="trust"):
        Verifier()  # type: ignore[call-arg]


def test_the_expected_recipient_decides_the_verdict() -> None:
    assert verifier().verify(sealed(), recipient="a@example.com").recipient is True
    found = verifier().verify(sealed(), recipient="b@example.com")
    assert (found.recipient, found.verdict, found.authentic) == (False, Verdict.REJECTED, True)


def test_the_report_as_json_has_the_contracts_members_in_order() -> None:
    found = json.loads(report(sealed()).to_json())
    assert list(found) == [
        "source", "verdict", "authentic", "current", "recognised", "recipient", "credential", "checks",
        "endorsements", "network", "at", "software",
    ]  # fmt: skip
    assert list(found["checks"][0]) == [
        "name", "outcome", "code", "pointer", "message", "hint", "problem", "evidence",
    ]  # fmt: skip
    assert found["credential"] == {
        "id": "urn:uuid:7b0e8d60-9a2e-4a6e-8d0c-3f1f1c7c2a11",
        "name": "Soil Sampling, Level 2",
        "issuer": {"id": ISSUER, "name": "Riverside College"},
        "validFrom": "2026-01-15T09:00:00Z",
        "validUntil": "2029-01-15T09:00:00Z",
    }
    assert found["at"] == "2026-06-01T12:00:00Z"


def test_require_gives_the_document_or_the_reason_why_not() -> None:
    assert report(sealed()).require() == sealed()
    with pytest.raises(Rejected) as rejected:
        report(unsigned()).require()
    assert rejected.value.code == "proof.missing"
    world, badge = college()
    world.down(COLLEGE)
    with pytest.raises(Undetermined):
        report(badge, world).require()


def test_the_report_says_which_bytes_each_context_stood_for() -> None:
    contexts = report(sealed())["contexts"].evidence["contexts"]
    assert contexts["https://www.w3.org/ns/credentials/v2"].startswith("59955ced6697")


def test_a_verifier_crosses_process_boundaries() -> None:
    restored = pickle.loads(pickle.dumps(Verifier(trust=TrustedIssuers(ISSUER), fetcher=Offline())))
    found = restored.verify({**sealed().to_dict(), "name": "x"}, at=AT)
    assert pickle.loads(pickle.dumps(found)) == found
    assert found["proof"].code == "proof.signature-invalid"


def test_one_verifier_serves_many_threads() -> None:
    shared, badges = verifier(), [sealed(unsigned(name=f"Badge {number}")) for number in range(8)]
    tampered = {**badges[0].to_dict(), "name": "Badge X"}
    found: dict[int, Verdict] = {}

    def work(number: int) -> None:
        found[number] = shared.verify(tampered if number % 4 == 3 else badges[number % 8]).verdict

    threads = [threading.Thread(target=work, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {n: Verdict.REJECTED if n % 4 == 3 else Verdict.ACCEPTED for n in range(16)}


def test_the_function_is_a_verifier_made_for_the_occasion() -> None:
    assert verify(sealed(), trust=TrustedIssuers(ISSUER), at=AT, fetcher=Offline()).verdict is Verdict.ACCEPTED


@pytest.mark.parametrize(
    "call", [{"at": "2026"}, {"recipient": 5}, {"recipient": b"x"}, {"at": datetime(2026, 1, 1).date()}]
)  # fmt: skip
def test_arguments_of_the_wrong_type_are_a_wrong_call(call: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        verifier().verify(sealed(), **call)


def test_a_trust_that_is_no_policy_is_a_wrong_call() -> None:
    with pytest.raises(UsageError) as caught:
        verify(sealed(), trust="did:web:college.example")  # type: ignore[arg-type]
    assert caught.value.code == "usage.not-a-trust-policy"


@pytest.mark.parametrize("at", [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)])
def test_the_ends_of_time_are_moments_as_well(at: datetime) -> None:
    assert verifier().verify(sealed(), at=at).verdict is Verdict.REJECTED


@pytest.mark.parametrize("value", ["\ud800", float("nan"), 10**5000], ids=["surrogate", "nan", "huge"])
def test_a_hostile_dict_is_a_bad_badge_like_any_other(value: Any) -> None:
    found = report({**sealed().to_dict(), "x": value})
    assert (found.verdict, found["document"].code) == (Verdict.REJECTED, "document.not-json")


@pytest.mark.parametrize(
    "other",
    [
        {"type": "MerkleProof2019"},
        {"type": ["DataIntegrityProof"], "cryptosuite": "x"},
        {"type": "DataIntegrityProof", "cryptosuite": "bbs-2023", "verificationMethod": {"id": "x"}},
        {"created": "2020"},
        "proof",
    ],
)
def test_a_proof_that_cannot_be_read_does_not_stand_in_the_way_of_one_that_holds(other: Any) -> None:
    tree = sealed().to_dict()
    for proofs in ([tree["proof"], other], [other, tree["proof"]]):
        assert report({**tree, "proof": proofs}).verdict is Verdict.ACCEPTED
    assert report({**tree, "proof": other})["proof"].code == "proof.malformed"


def test_a_check_that_does_not_exist_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        _ = report(sealed())["nope"]


def test_a_file_is_read_one_byte_beyond_the_bound_and_no_further(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from microcred.verification import intake

    path = tmp_path / "badge.json"
    path.write_bytes(bytes(100))
    for bound, read in ((99, 100), (98, 99), (100, 100)):
        monkeypatch.setattr(intake, "MAX_BYTES", bound)
        assert len(intake._file_bytes(str(path))) == read


def test_what_is_no_badge_at_all_is_a_wrong_call() -> None:
    for source in (7, None, [], object()):
        with pytest.raises(UsageError) as caught:
            Verifier(trust=AnyIssuer(), fetcher=Offline()).verify(source)  # type: ignore[arg-type]
        assert caught.value.code == "usage.not-a-badge"
