"""``microcred convert``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cli_runs import badge, run, write
from microcred.artwork import badge_svg
from microcred.cli import badges
from microcred.models import read_credential
from open_badges_2 import ASSERTION, BADGE, assertion, signed, signing_web, web, written_out


@pytest.fixture
def online(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(badges, "fetcher_for", lambda **_: web())
    monkeypatch.setattr("microcred.cli.convert.fetcher_for", lambda **_: signing_web())


def test_a_badge_that_says_everything_itself_is_converted_offline(tmp_path: Path) -> None:
    source, out = write(tmp_path / "ob2.json", written_out()), tmp_path / "draft.json"
    found = run("convert", source, "--offline", "-o", out)
    assert (found.code, found.out) == (0, "")
    read_credential(badges.read_badge(str(out))[0].tree, strict=True)
    assert found.err.splitlines()[-2:] == [f"wrote {out}", "a draft: not verified, and not signed yet"]
    assert "note: 'verification' of the assertion is not carried over" in found.err


def test_the_draft_goes_to_stdout_and_words_to_stderr(tmp_path: Path) -> None:
    found = run("convert", "-", "--offline", stdin=write(tmp_path / "x", written_out()).read_bytes())
    assert found.code == 0
    assert found.json()["type"] == ["VerifiableCredential", "OpenBadgeCredential"]


def test_what_is_only_named_is_not_fetched_offline(tmp_path: Path) -> None:
    found = run("convert", write(tmp_path / "ob2.json", assertion()), "--offline")
    assert (found.code, found.out) == (3, "")
    assert BADGE in found.err
    assert "offline" in found.err


@pytest.mark.usefixtures("online")
@pytest.mark.parametrize("form", ["json", "jws", "svg"])
def test_every_form_is_taken_and_what_it_names_is_fetched(tmp_path: Path, form: str) -> None:
    element = f'<a:assertion xmlns:a="http://openbadges.org" verify="{ASSERTION}"/></svg>'
    contents: dict[str, Any] = {
        "json": assertion(),
        "jws": signed(),
        "svg": badge_svg("Soil").replace(b"</svg>", element.encode()),
    }
    found = run("convert", write(tmp_path / "ob2", contents[form]))
    assert found.code == 0, found.err
    assert found.json()["credentialSubject"]["achievement"]["name"] == "Soil Sampling"


@pytest.mark.parametrize("content", [badge(), b"{}", b"hello", badge_svg("Soil")])
def test_what_is_no_old_badge_is_not_converted(tmp_path: Path, content: bytes) -> None:
    found = run("convert", write(tmp_path / "x", content))
    assert (found.code, found.out) == (2, "")
    assert "no badge of Open Badges 2.0" in found.err


def test_the_source_is_never_overwritten(tmp_path: Path) -> None:
    source = write(tmp_path / "ob2.json", written_out())
    before = source.read_bytes()
    assert run("convert", source, "-o", source).code == 2
    assert source.read_bytes() == before


def test_faults_of_the_badge_are_told(tmp_path: Path) -> None:
    found = run("convert", write(tmp_path / "x", written_out(issuedOn="never")), "--offline")
    assert found.code == 1
    assert "/issuedOn" in found.err
