"""Bytes that make a program fall over.

Attack: whatever is held out as a badge, a key, a picture or an argument has some bytes changed, taken out or put in,
until the program ends with an error that nobody expected.

Naively: the program handles the errors that its author has thought of, and shows the inside of itself for all others.

Here: an exit code of the contract, a message, and no traceback, whatever the bytes are.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from badges import unsigned
from cli_runs import NOW, achievement, badge, key_file, run, write
from microcred.artwork import badge_png, badge_svg
from microcred.baking import bake

BADGE = badge()


SAMPLES = (BADGE, bake(badge_png("A", size=16), BADGE), bake(badge_svg("A"), BADGE), b"eyJ9.e30.c2ln")


quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A good badge with some bytes changed, taken out or put in."""
    data = bytearray(draw(st.sampled_from(SAMPLES)))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        data[at : at + draw(st.integers(0, 8))] = draw(st.binary(max_size=8))
    return bytes(data)


def naive_name(data: bytes) -> str:
    """The name of a badge, or what is wrong with it."""
    try:
        return str(json.loads(data)["name"])
    except json.JSONDecodeError:
        return "this is no JSON"


@pytest.mark.parametrize("data", [b"\xff", b"[]", b"{}", b"[" * 100_000, b"1"])
def test_a_naive_program_falls_over_what_its_author_did_not_think_of(data: bytes) -> None:
    assert naive_name(b"{") == "this is no JSON"
    with pytest.raises((UnicodeDecodeError, TypeError, KeyError, RecursionError)):
        naive_name(data)


@quick
@given(st.binary(max_size=200) | damaged())
def test_no_bytes_give_a_traceback(data: bytes) -> None:
    verified = run("verify", "-", "--offline", "--at", NOW, stdin=data)
    assert verified.code in (0, 1, 3)
    assert verified.out[0] in "✔✘?"
    shown = run("show", "-", "--offline", stdin=data)
    assert (shown.code == 0) == bool(shown.out)
    unbaked = run("unbake", "-", stdin=data)
    assert unbaked.code in (0, 1)


@quick
@given(data=st.binary(max_size=200) | damaged())
def test_no_picture_gives_a_traceback(tmp_path: Path, data: bytes) -> None:
    place = write(tmp_path / "badge.json", BADGE)
    found = run("bake", "-", place, "-o", "-", stdin=data)
    assert found.code in (0, 1)


@quick
@given(data=st.binary(max_size=200))
def test_no_key_gives_a_traceback(tmp_path: Path, data: bytes) -> None:
    key = write(tmp_path / "issuer.pem", data)
    place = write(tmp_path / "draft.json", unsigned())
    assert run("issue", place, "--key", key).code == 2


@quick
@given(text=st.text(max_size=60))
def test_no_argument_gives_a_traceback(tmp_path: Path, text: str) -> None:
    key, award = key_file(tmp_path), write(tmp_path / "award.json", achievement())
    badge_file = write(tmp_path / "badge.json", BADGE)
    argument = text.replace("\0", "")
    for arguments in (
        ("issue", award, "--key", key, f"--to={argument}"),
        ("issue", award, "--key", key, "--to=did:example:a", f"--did={argument}"),
        ("issue", award, "--key", key, "--to=did:example:a", f"--verification-method={argument}"),
        ("issue", award, "--key", key, "--to=did:example:a", f"--issuer-name={argument}"),
        ("issue", award, "--key", key, "--to=did:example:a", f"--valid-for={argument}"),
        ("issue", award, "--key", key, "--to=did:example:a", f"--password-env={argument or 'X'}"),
        ("verify", badge_file, "--offline", f"--trust={argument}"),
        ("verify", badge_file, "--offline", f"--recipient={argument}"),
        ("verify", badge_file, "--offline", f"--at={argument}"),
        ("resolve", "--offline", "--", argument),
        ("keygen", "-o", tmp_path / "new.pem", "--force", f"--did={argument}"),
    ):
        assert run(*arguments).code in (0, 1, 2, 3)


@pytest.mark.parametrize("sample", SAMPLES[:3], ids=["json", "png", "svg"])
def test_the_whole_badge_is_accepted(sample: bytes) -> None:
    assert run("verify", "-", "--offline", "--at", NOW, "--trust", "any", stdin=sample).code == 0
