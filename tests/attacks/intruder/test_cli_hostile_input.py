"""Whatever is held out as a badge, a key or a picture: an exit code of the contract, a message, and no traceback."""

from __future__ import annotations

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


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"null", b"{}", b"\xff\xfe{}", b"[" * 100_000, b'{"a":' * 100_000, b'{"a":1,"a":2}', b"NaN"],
    ids=["empty", "array", "null", "nothing", "utf-16", "deep array", "deep object", "twice", "nan"],
)
@pytest.mark.parametrize("command", ["verify", "show", "issue"])
def test_json_that_is_no_credential_is_refused(tmp_path: Path, command: str, data: bytes) -> None:
    key = ("--key", key_file(tmp_path)) if command == "issue" else ("--offline",)
    found = run(command, "-", *key, stdin=data)
    assert found.code in ((0, 1, 2) if data == b"{}" else (1,))
    assert "Traceback" not in found.err


@pytest.mark.parametrize("command", ["verify", "show", "unbake"])
def test_a_file_without_an_end_is_not_read_to_it(command: str) -> None:
    endless = Path("/dev/zero")
    if not endless.exists():
        pytest.skip("the device /dev/zero is not on this system")
    found = run(command, endless)
    assert found.code in (1, 2)
    assert "too-large" in found.out + found.err or "has more than" in found.err
