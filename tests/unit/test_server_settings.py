"""What a server is told: one file and the environment, checked whole before anything is served."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from microcred.errors import UsageError
from microcred.keys import EcdsaSigner, Ed25519Signer, RsaSigner
from microcred.server import Settings, app_from_environment
from servers import serving

FILE = """
public-url = "https://badges.college.example/"
data = "state"

[verification]
trust = ["did:web:college.example"]

[issuers.college]
key = "keys/college.pem"
id = "did:web:college.example"
name = "Riverside College"
"""


def read(folder: Path, text: str, **environment: str) -> Settings:
    place = folder / "badges.toml"
    place.write_text(text)
    return Settings.read(place, environment)


def refused(folder: Path, text: str) -> UsageError:
    with pytest.raises(UsageError) as caught:
        read(folder, text)
    assert caught.value.code == "server.bad-settings"
    return caught.value


def test_paths_in_the_file_are_relative_to_it(tmp_path: Path) -> None:
    settings = read(tmp_path, FILE)
    assert settings.issuers["college"].key == tmp_path / "keys" / "college.pem"
    assert settings.storage_url == f"sqlite:{tmp_path / 'state' / 'microcred.sqlite3'}"


def test_the_public_url_has_no_slash_at_its_end(tmp_path: Path) -> None:
    assert read(tmp_path, FILE).public_url == "https://badges.college.example"


def test_the_environment_has_the_last_word(tmp_path: Path) -> None:
    settings = read(tmp_path, FILE, MICROCRED_PORT="9000", MICROCRED_STORAGE="sqlite:/var/lib/badges")
    assert (settings.port, settings.storage_url) == (9000, "sqlite:/var/lib/badges")


def test_an_unknown_word_is_refused_at_its_place(tmp_path: Path) -> None:
    error = refused(tmp_path, FILE + 'statsu = "revocation"\n')
    assert error.pointer == "/issuers/college/statsu"


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    assert len(refused(tmp_path, 'port = "many"\nworkers = 0\n').faults) == 2


@pytest.mark.parametrize("keys", ["", 'key = "a.pem"\ndevelopment-key = "P-256"'])
def test_an_issuer_has_one_key(tmp_path: Path, keys: str) -> None:
    assert "one of key and development-key" in refused(tmp_path, f"[issuers.college]\n{keys}\n").message


def test_no_setting_turns_the_proof_into_a_warning(tmp_path: Path) -> None:
    assert "nothing would be verified" in refused(tmp_path, '[verification]\nwarnings = ["proof"]\n').message


def test_a_warning_has_to_be_a_check(tmp_path: Path) -> None:
    assert "'prof' is no check" in refused(tmp_path, '[verification]\nwarnings = ["prof"]\n').message


def test_what_is_no_toml_is_refused(tmp_path: Path) -> None:
    refused(tmp_path, "port: 8000")


def test_a_file_that_is_not_there_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        Settings.read(tmp_path / "none.toml", {})
    assert caught.value.code == "usage.unreadable-file"


def test_without_settings_a_server_listens_to_this_machine_alone() -> None:
    settings = Settings.for_development({})
    assert (settings.host, settings.development, settings.makes_keys) == ("127.0.0.1", True, True)


def test_without_https_a_development_server_has_no_status_lists() -> None:
    assert Settings.for_development({}).issuers["development"].status is None
    safe = Settings.for_development({}, **{"public-url": "https://localhost:8000"})
    assert safe.issuers["development"].status == "revocation"


def test_strict_is_the_default() -> None:
    asked = Settings().verification
    assert (asked.trust, asked.warnings, asked.ignored_options) == (None, (), ())
    assert (asked.challenges, asked.refusal, asked.bearer, asked.draft_tokens) == ("issued", 422, False, False)


def test_a_development_key_is_kept_for_the_next_start_readable_by_its_owner_alone(tmp_path: Path) -> None:
    first, second = serving(tmp_path), serving(tmp_path)
    assert first.issuer_id("college") == second.issuer_id("college")
    assert stat.S_IMODE((tmp_path / "college.development.pem").stat().st_mode) == 0o600


def test_a_key_file_signs_under_the_name_that_its_issuer_publishes(tmp_path: Path) -> None:
    signer = Ed25519Signer.generate()
    (tmp_path / "issuer.pem").write_bytes(signer.to_pem())
    issuers = {"college": {"key": str(tmp_path / "issuer.pem"), "id": "did:web:college.example"}}
    (described,) = serving(tmp_path, issuers).get("/issuers").json()["issuers"]
    assert described["id"] == "did:web:college.example"
    assert described["verificationMethod"] == f"did:web:college.example#{signer.public_key.to_multikey()}"


def test_an_encrypted_key_is_opened_with_a_password_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "issuer.pem").write_bytes(EcdsaSigner.generate().to_pem("open sesame"))
    monkeypatch.setenv("BADGE_KEY", "open sesame")
    issuers = {"college": {"key": str(tmp_path / "issuer.pem"), "password-env": "BADGE_KEY"}}
    assert serving(tmp_path, issuers).get("/issuers").json()["issuers"][0]["suite"] == "ecdsa-rdfc-2019"


@pytest.mark.parametrize("suite", ["ecdsa-rdfc-2019", "ed25519"])
def test_a_suite_that_the_key_cannot_make_is_refused_before_anything_is_served(tmp_path: Path, suite: str) -> None:
    with pytest.raises(UsageError) as caught:
        serving(tmp_path, {"college": {"development-key": "Ed25519", "suite": suite}})
    assert caught.value.code == "server.bad-settings"


def test_the_environment_names_the_settings_for_servers_that_start_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "badges.toml").write_text('[issuers.college]\ndevelopment-key = "Ed25519"\n')
    monkeypatch.setenv("MICROCRED_SETTINGS", str(tmp_path / "badges.toml"))
    assert set(app_from_environment().state.services.instances) == {"college"}
    monkeypatch.delenv("MICROCRED_SETTINGS")
    with pytest.raises(UsageError) as caught:
        app_from_environment()
    assert caught.value.code == "server.bad-settings"


def test_an_rsa_key_issues_tokens(tmp_path: Path) -> None:
    (tmp_path / "issuer.pem").write_bytes(RsaSigner.generate().to_pem())
    client = serving(tmp_path, {"college": {"key": str(tmp_path / "issuer.pem"), "status": "revocation"}})
    assert client.get("/issuers").json()["issuers"][0]["suite"] == "jwt"
    assert client.verify(client.issue("college")).json()["verdict"] == "accepted"
