"""The examples do what they say, each run as the program that it is, without a network."""

from __future__ import annotations

import csv
import json
import runpy
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import microcred
from microcred import Document, Ed25519Signer, Issuer, Profile, TrustedIssuers, unbake, verify
from microcred.keys import EcdsaSigner, RsaSigner, did_key
from microcred.models import Achievement
from microcred.status_list import StatusList, with_status
from microcred.verification.fetch import Offline

EXAMPLES = Path(__file__).parents[1] / "examples"
SCRIPTS = sorted(EXAMPLES.glob("*.py"))
SIGNER = Ed25519Signer.from_seed(bytes(range(32)))
ISSUER = did_key(SIGNER.public_key)

Run = Callable[..., "Done"]


@dataclass(frozen=True)
class Done:
    """What a run of an example left behind."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run an example as a program, in an empty folder that has a key in it."""
    (tmp_path / "issuer.pem").write_bytes(SIGNER.to_pem())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(Path(microcred.__file__).parents[1]))

    def no_network(*_: object, **__: object) -> None:
        pytest.fail("an example asked for the network")

    monkeypatch.setattr(socket.socket, "connect", no_network)
    monkeypatch.setattr(socket, "getaddrinfo", no_network)

    def run(name: str, *arguments: str | Path) -> Done:
        monkeypatch.setattr(sys, "argv", [name, *map(str, arguments)])
        code = 0
        try:
            runpy.run_path(str(EXAMPLES / name), run_name="__main__")
        except SystemExit as end:
            code = int(end.code or 0)
        return Done(code, *capfd.readouterr())

    return run


@pytest.fixture
def badge() -> bytes:
    profile = Profile(id=ISSUER, name="Riverside College")
    return bytes(Issuer(profile, SIGNER).issue(Document.parse((EXAMPLES / "credential.json").read_bytes())))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_an_example_is_short_and_tells_how_it_is_run(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 80
    assert f"\n    python examples/{script.name} " in text


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_every_example_is_run_here(script: Path) -> None:
    assert f'run("{script.name}"' in Path(__file__).read_text(encoding="utf-8")


def test_the_sample_documents_are_what_they_say() -> None:
    for name in ("achievement.json", "profile.json", "credential.json"):
        assert Document.parse((EXAMPLES / name).read_bytes()).tree["type"]
    achievement = Achievement(**Document.parse((EXAMPLES / "achievement.json").read_bytes()).tree)
    assert achievement.to_dict() == json.loads((EXAMPLES / "achievement.json").read_bytes())


@pytest.mark.parametrize("more", [(), ("--plain",)])
def test_a_class_gets_a_picture_each(run: Run, tmp_path: Path, more: tuple[str, ...]) -> None:
    done = run("issue_class.py", EXAMPLES / "roster.csv", "--key", "issuer.pem", *more)
    assert (done.code, done.err) == (0, "")
    with (EXAMPLES / "roster.csv").open(encoding="utf-8", newline="") as file:
        learners = list(csv.DictReader(file))
    assert len(learners) == len(list((tmp_path / "badges").iterdir())) == len(done.out.splitlines())
    for learner in learners:
        picture = (tmp_path / "badges" / f"{learner['email'].replace('@', '-').replace('.', '-')}.png").read_bytes()
        report = verify(picture, trust=TrustedIssuers(ISSUER), recipient=learner["email"], fetcher=Offline())
        assert report.verdict == "accepted"
        assert report.require().at("/credentialSubject/result/0/value") == learner["grade"]
        assert (learner["email"].encode() in unbake(picture)) == bool(more)


def test_a_second_run_for_the_class_leaves_its_badges_alone(run: Run, tmp_path: Path) -> None:
    run("issue_class.py", EXAMPLES / "roster.csv", "--key", "issuer.pem")
    before = {path: path.read_bytes() for path in (tmp_path / "badges").iterdir()}
    done = run("issue_class.py", EXAMPLES / "roster.csv", "--key", "issuer.pem")
    assert done.out == ""
    assert {path: path.read_bytes() for path in (tmp_path / "badges").iterdir()} == before


def test_a_good_upload_is_shown_with_its_name(run: Run, tmp_path: Path, badge: bytes) -> None:
    (tmp_path / "badge.json").write_bytes(badge)
    done = run("check_upload.py", "badge.json", "--trust", ISSUER, "--recipient", "did:example:mira")
    shown = json.loads(done.out)
    assert done.code == 0
    assert (shown["accepted"], shown["genuine"], shown["badge"], shown["reasons"]) == (True, True, "Soil Sampling", [])


def test_a_changed_upload_is_refused_and_shows_no_words_of_its_own(run: Run, tmp_path: Path, badge: bytes) -> None:
    (tmp_path / "badge.json").write_bytes(badge.replace(b"*ten*", b"*two*"))
    done = run("check_upload.py", "badge.json", "--trust", ISSUER)
    shown = json.loads(done.out)
    assert done.code == 1
    assert [reason["code"] for reason in shown["reasons"]] == ["proof.signature-invalid"]
    assert "badge" not in shown


def test_an_upload_of_a_stranger_is_refused_but_not_called_forged(run: Run, tmp_path: Path, badge: bytes) -> None:
    (tmp_path / "badge.json").write_bytes(badge)
    done = run("check_upload.py", "badge.json", "--trust", "did:web:elsewhere.example")
    shown = json.loads(done.out)
    assert (shown["accepted"], shown["genuine"]) == (False, None)


def test_an_upload_that_is_too_large_is_not_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "badge.json").write_bytes(b" " * 2_000_001)
    done = run("check_upload.py", "badge.json", "--trust", ISSUER)
    assert (done.code, json.loads(done.out)["accepted"]) == (1, False)


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        (b"", b"", 0, "badges/badge.json: accepted"),
        (b"*ten*", b"*two*", 1, "proof.signature-invalid"),
        (b'"validFrom"', b'"validfrom"', 1, "badges/badge.json:"),
        (b"}", b"", 1, "document.not-json"),
    ],
)
def test_a_gate_lets_good_credentials_through_and_names_bad_ones(
    run: Run, tmp_path: Path, badge: bytes, old: bytes, new: bytes, code: int, line: str
) -> None:
    (tmp_path / "badges").mkdir()
    (tmp_path / "badges/badge.json").write_bytes(badge.replace(old, new) if old else badge)
    (tmp_path / "badges/package.json").write_text('{"name": "not a credential"}', encoding="utf-8")
    (tmp_path / "partners.txt").write_text(f"{ISSUER} Riverside College\n", encoding="utf-8")
    done = run("gate_repository.py", "badges", "--trust", "partners.txt", "--offline")
    assert (done.code, done.err) == (code, "")
    assert line in done.out
    assert "package.json" not in done.out


def test_a_gate_without_credentials_is_a_mistake_and_not_a_success(run: Run, tmp_path: Path) -> None:
    (tmp_path / "partners.txt").write_text(f"{ISSUER}\n", encoding="utf-8")
    assert run("gate_repository.py", ".", "--trust", "partners.txt", "--offline").code == 2


def test_a_gate_that_cannot_look_is_undecided(run: Run, tmp_path: Path) -> None:
    college = Profile(id="did:web:college.example", name="Riverside College")
    signer = SIGNER.with_verification_method("did:web:college.example#key-1")
    sealed = Issuer(college, signer).issue(Document.parse((EXAMPLES / "credential.json").read_bytes()))
    (tmp_path / "badge.json").write_bytes(bytes(sealed))
    (tmp_path / "partners.txt").write_text("did:web:college.example\n", encoding="utf-8")
    done = run("gate_repository.py", ".", "--trust", "partners.txt", "--offline")
    assert done.code == 3
    assert "fetch.offline" in done.out


def revocable(tmp_path: Path, badge: bytes) -> StatusList:
    """A list, and in badge.json a badge with an entry in it."""
    issuer = Issuer(Profile(id=ISSUER, name="Riverside College"), SIGNER)
    kept = StatusList.create(tmp_path / "status.json", url="https://college.example/status/1", issuer=issuer)
    unsigned = {name: member for name, member in Document.parse(badge).tree.items() if name != "proof"}
    (tmp_path / "badge.json").write_bytes(bytes(issuer.issue(with_status(unsigned, kept.allocate(unsigned["id"])))))
    return kept


def test_a_badge_is_revoked_and_renewed(run: Run, tmp_path: Path, badge: bytes) -> None:
    kept = revocable(tmp_path, badge)
    options = ("badge.json", "--key", "issuer.pem", "--status", "status.json", "--out", "new.json", "--name", "Soil II")
    for _ in range(2):
        done = run("revoke_and_renew.py", *options)
        assert (done.code, done.err) == (0, "")
        assert done.out.splitlines() == [
            "badge.json  rejected: the issuer has revoked the credential",
            "new.json  accepted: not revoked",
            "publish status.json at https://college.example/status/1",
        ]
    assert kept.counts().values == {0: 1, 1: 1}
    assert Document.parse((tmp_path / "new.json").read_bytes()).at("/name") == "Soil II"


def test_a_key_in_another_process_signs(run: Run) -> None:
    done = run("remote_signer.py", "issuer.pem", EXAMPLES / "credential.json")
    assert (done.code, done.err) == (0, "")
    report = verify(done.out, trust=TrustedIssuers(ISSUER), recipient="did:example:mira", fetcher=Offline())
    assert report.verdict == "accepted"


@pytest.mark.parametrize("signer", [EcdsaSigner("P-256", 7), RsaSigner.generate(2048)], ids=["P-256", "RSA"])
def test_a_key_of_any_type_signs_in_another_process(run: Run, tmp_path: Path, signer: EcdsaSigner | RsaSigner) -> None:
    (tmp_path / "other.pem").write_bytes(signer.to_pem())
    done = run("remote_signer.py", "other.pem", EXAMPLES / "credential.json")
    assert (done.code, done.err) == (0, "")
    report = verify(done.out.strip(), trust=TrustedIssuers(did_key(signer.public_key)), fetcher=Offline())
    assert report.verdict == "accepted"
