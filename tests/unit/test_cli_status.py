"""``microcred status``, and ``microcred issue --status``: the whole way of a badge that is taken back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from badges import STRANGER, unsigned
from cli_runs import ISSUER, Run, achievement, key_file, run, write
from microcred.status_list import StatusList
from microcred.verification.trust import TrustedIssuers
from microcred.verification.verifier import Verifier
from status_lists import LIST
from world import World

BADGE_ID = unsigned()["id"]


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return key_file(tmp_path)


@pytest.fixture
def place(tmp_path: Path, key: Path) -> Path:
    found = new(tmp_path / "status.json", key)
    assert (found.code, found.out) == (0, "")
    return tmp_path / "status.json"


def new(place: Path, key: Path, *more: str) -> Run:
    return run("status", "new", place, "--url", LIST, "--key", key, *more)


def issue(place: Path, key: Path, *more: str | Path, **changes: Any) -> Path:
    """A badge in a file, issued with an entry in the list."""
    source = write(place.parent / "unsigned.json", unsigned(**changes))
    badge = place.parent / "badge.json"
    found = run("issue", source, "--key", key, "--status", place, *more, "-o", badge)
    assert found.code == 0, found.err
    return badge


def status_of(badge: Path, *places: Path) -> str | None:
    """The code of the status check, where the lists are published as they are."""
    world = World({json.loads(place.read_bytes())["id"]: place.read_bytes() for place in places})
    report = Verifier(trust=TrustedIssuers(ISSUER), fetcher=world).verify(badge)
    assert report.authentic is True
    return report["status"].code


def test_a_badge_is_issued_verified_revoked_and_rejected(place: Path, key: Path) -> None:
    badge = issue(place, key)
    assert status_of(badge, place) is None
    found = run("status", "set", place, "revoked", "--credential", badge, "--key", key)
    assert found.code == 0
    assert found.out.split()[1] == "revoked"
    assert status_of(badge, place) == "status.revoked"


def test_a_badge_is_suspended_and_reinstated(tmp_path: Path, key: Path) -> None:
    place = tmp_path / "suspensions.json"
    assert new(place, key, "--purpose", "suspension").code == 0
    badge = issue(place, key)
    for word, code in (("suspended", "status.suspended"), ("valid", None)):
        assert run("status", "set", place, word, "--credential", BADGE_ID, "--key", key).code == 0
        assert status_of(badge, place) == code


def test_a_badge_can_be_in_two_lists(tmp_path: Path, place: Path, key: Path) -> None:
    second = tmp_path / "second.json"
    assert run("status", "new", second, "--url", f"{LIST}/2", "--purpose", "suspension", "--key", key).code == 0
    badge = issue(place, key, "--status", second)
    assert len(json.loads(badge.read_bytes())["credentialStatus"]) == 2
    assert run("status", "set", second, "suspended", "--credential", badge, "--key", key).code == 0
    assert status_of(badge, place, second) == "status.suspended"


def test_an_awarded_achievement_gets_an_entry_as_well(place: Path, key: Path) -> None:
    source = write(place.parent / "achievement.json", achievement())
    awarded = run("issue", source, "--to", "did:example:ana", "--key", key, "--status", place)
    assert awarded.code == 0
    assert json.loads(awarded.out)["credentialStatus"]["statusListCredential"] == LIST
    assert "its status is at the index" in awarded.err


def test_issuing_again_takes_the_same_entry(place: Path, key: Path) -> None:
    before = issue(place, key).read_bytes()
    after = issue(place, key).read_bytes()
    assert json.loads(before)["credentialStatus"] == json.loads(after)["credentialStatus"]


def test_a_badge_that_cannot_be_issued_takes_nobody_elses_entry(place: Path, key: Path) -> None:
    source = write(place.parent / "unsigned.json", unsigned(credentialSubject={"type": ["AchievementSubject"]}))
    assert run("issue", source, "--key", key, "--status", place).code == 1
    kept = StatusList.open(place).status(BADGE_ID)
    assert json.loads(issue(place, key).read_bytes())["credentialStatus"]["statusListIndex"] == str(kept.index)


def test_what_a_dead_process_did_not_publish_is_published_with_the_next_badge(place: Path, key: Path) -> None:
    badge = issue(place, key)
    StatusList.open(place).set(BADGE_ID, "revoked")
    assert "lacks the latest changes" in run("status", "show", place).err
    assert status_of(badge, place) is None
    source = write(place.parent / "another.json", unsigned(id="urn:uuid:6a1f4a52-5f5c-4f0f-8a90-0b7a0c2b9a11"))
    found = run("issue", source, "--key", key, "--status", place)
    assert "which lacked the latest changes" in found.err
    assert status_of(badge, place) == "status.revoked"


def test_publish_signs_the_list_as_it_is(place: Path, key: Path) -> None:
    badge = issue(place, key)
    StatusList.open(place).set(BADGE_ID, "revoked")
    assert run("status", "publish", place, "--key", key).code == 0
    assert status_of(badge, place) == "status.revoked"


def test_a_list_of_somebody_else_is_used_with_a_note(place: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "other.pem", STRANGER.to_pem())
    source = write(tmp_path / "unsigned.json", unsigned(issuer=None))
    found = run("issue", source, "--key", other, "--status", place)
    assert found.code == 0
    assert "whom verifiers have to trust as well" in found.err


def test_another_key_changes_nothing(place: Path, key: Path, tmp_path: Path) -> None:
    badge = issue(place, key)
    other = write(tmp_path / "other.pem", STRANGER.to_pem())
    assert run("status", "set", place, "revoked", "--credential", badge, "--key", other).code != 0
    assert StatusList.open(place).status(BADGE_ID).status == "valid"


def test_show_says_how_many(place: Path, key: Path) -> None:
    issue(place, key)
    found = run("status", "show", place)
    assert (found.code, found.err) == (0, "")
    assert found.out.splitlines() == [
        f"a list for revocation, of {ISSUER}",
        f"published at {LIST}",
        "       1  valid",
        "  131071  free",
    ]
    assert run("status", "show", place, "--format", "json").json() == {
        "url": LIST,
        "issuer": ISSUER,
        "purpose": "revocation",
        "size": 1,
        "length": 131_072,
        "allocated": 1,
        "free": 131_071,
        "values": {"0": 1},
        "behind": False,
    }


def test_show_says_what_became_of_one(place: Path, key: Path) -> None:
    badge = issue(place, key)
    index = json.loads(badge.read_bytes())["credentialStatus"]["statusListIndex"]
    for which in (("--credential", badge), ("--credential", BADGE_ID), ("--index", index)):
        found = run("status", "show", place, *which, "--format", "json").json()
        assert {name: found[name] for name in ("index", "credentialId", "status", "value", "changedAt")} == {
            "index": int(index),
            "credentialId": BADGE_ID,
            "status": "valid",
            "value": 0,
            "changedAt": None,
        }
    assert run("status", "show", place, "--index", index).out == f"{index}  valid  {BADGE_ID}\n"


def test_several_are_told_one_a_line(place: Path, key: Path) -> None:
    badge = issue(place, key)
    index = json.loads(badge.read_bytes())["credentialStatus"]["statusListIndex"]
    found = run("status", "show", place, "--credential", badge, "--index", index, "--format", "json")
    assert [json.loads(line)["index"] for line in found.out.splitlines()] == [int(index)] * 2


def test_a_baked_badge_names_its_credential(place: Path, key: Path, tmp_path: Path) -> None:
    from microcred import bake
    from microcred.artwork import badge_svg

    badge = issue(place, key)
    picture = write(tmp_path / "badge.svg", bake(badge_svg("Soil", "College"), badge.read_bytes()))
    found = run("status", "set", place, "revoked", "--credential", picture, "--key", key, "--format", "json")
    assert (found.code, found.json()["status"]) == (0, "revoked")


def test_a_list_has_the_form_that_the_options_say(tmp_path: Path, key: Path) -> None:
    place = tmp_path / "messages.json"
    options = ("--purpose", "message", "--size", "2", "--length", "200000", "--ttl", "PT1H", "--valid-for", "P30D")
    messages = [word for text in ("new", "seen", "old", "gone") for word in ("--message", text)]
    assert new(place, key, *options, *messages, "--reference", "https://college.example/statuses").code == 0
    badge = issue(place, key)
    status = json.loads(badge.read_bytes())["credentialStatus"]
    assert [item["message"] for item in status["statusMessage"]] == ["new", "seen", "old", "gone"]
    published = json.loads(place.read_bytes())
    assert published["credentialSubject"]["ttl"] == 3_600_000
    assert "validUntil" in published
    found = run("status", "set", place, "2", "--credential", badge, "--key", key)
    assert found.out.split()[1] == "old"
    assert status_of(badge, place) is None


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("show", "{place}.missing"), "status.no-ledger"),
        (("show", "{place}", "--index", "7"), "status.no-such-entry"),
        (("show", "{place}", "--credential", "urn:uuid:unknown"), "status.no-such-entry"),
        (("show", "{place}", "--credential", "missing.json"), "usage.unreadable-input"),
        (("set", "{place}", "revoked", "--key", "{key}"), "usage.missing-option"),
        (("set", "{place}", "suspended", "--index", "7", "--key", "{key}"), "status.bad-value"),
        (("set", "{place}", "revoked", "--index", "-7", "--key", "{key}"), "usage.command-line"),
        (("new", "{place}", "--url", LIST, "--key", "{key}"), "status.list-exists"),
        (("new", "{place}2", "--url", "http://x.example/", "--key", "{key}"), "status.bad-terms"),
        (("new", "{place}2", "--url", LIST, "--key", "{key}", "--ttl", "P1M"), "usage.bad-period"),
        (("new", "{place}2", "--url", LIST), "usage.command-line"),
        (("nwe", "{place}"), "usage.command-line"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_what_is_wrong(
    place: Path, key: Path, arguments: tuple[str, ...], code: str
) -> None:
    found = run("status", *(word.format(place=place, key=key) for word in arguments))
    assert (found.code, found.out) == (2, "")
    assert f"error[{code}]" in found.err


def test_a_revocation_is_not_taken_back(place: Path, key: Path) -> None:
    badge = issue(place, key)
    run("status", "set", place, "revoked", "--credential", badge, "--key", key)
    found = run("status", "set", place, "valid", "--credential", badge, "--key", key)
    assert found.code == 2
    assert "error[status.irreversible]" in found.err


def test_status_alone_prints_its_help_to_stderr_and_is_wrong_usage() -> None:
    found = run("status")
    assert (found.code, found.out) == (2, "")
    assert "Usage: microcred status" in found.err


@pytest.mark.parametrize("name", ["new", "set", "publish", "show"])
def test_every_part_explains_itself_with_an_example(name: str) -> None:
    found = run("status", name, "--help")
    assert found.code == 0
    assert f"Example:  microcred status {name}" in found.out


def test_hostile_words_of_a_badge_do_not_act_on_the_terminal(place: Path, key: Path) -> None:
    name = "urn:x:\u202e\u001b[2J"
    StatusList.open(place).allocate(name)
    found = run("status", "show", place, "--credential", name)
    assert "\u001b" not in found.out
    assert "\\u001b[2J" in found.out
