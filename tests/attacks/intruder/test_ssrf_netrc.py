"""The passwords in the verifier's .netrc.

Attack: a badge names a host of the attacker, or one for which the user of the machine keeps a password, and waits for
what the verifier sends along.

Naively: the library looks into ``.netrc`` for the host that it is sent to, and with a ``default`` entry sends that
password to everybody.

Here: nothing is sent but ``Accept`` and ``User-Agent`` and what HTTP itself needs; no file of the user is read.
"""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from errands import fetch
from loopback import Loopback, response, serving


@pytest.fixture
def netrc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / ".netrc"
    place.write_text("default login me password secret\n")
    place.chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(place))
    return place


def naive_get(server: Loopback, netrc: Path) -> None:
    """Fetch, and be recognised wherever there is a password for it."""
    httpx.get(f"http://127.0.0.1:{server.port}/", auth=httpx.NetRCAuth(str(netrc)), trust_env=False)


def test_a_naive_client_sends_the_password_to_whoever_asks(netrc: Path) -> None:
    with serving(response(b"{}")) as server:
        naive_get(server, netrc)
    assert b"authorization: basic bwu6c2vjcmv0" in server.heads[0].lower()


@pytest.mark.usefixtures("netrc")
def test_credentials_of_the_user_are_not_sent() -> None:
    with serving(response(b"{}")) as server:
        assert fetch(server).body == b"{}"
    names = {line.partition(b":")[0].lower() for line in server.heads[0].split(b"\r\n")[1:] if line}
    assert names == {b"host", b"accept", b"accept-encoding", b"user-agent", b"connection"}
