"""JSON that is no credential.

Attack: what is held out as a badge is an array, `null`, an object without anything in it, a number that JSON does not
have, or a member twice.

Naively: JSON is JSON, and the first member that is asked for is missing, or belongs to something that has none.

Here: each command refuses it with an exit code of the contract and a message.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli_runs import badge, key_file, run


def naive_issuer(data: bytes) -> str:
    """Who issued it."""
    issuer: str = json.loads(data)["issuer"]["id"]
    return issuer


@pytest.mark.parametrize("data", [b"[]", b"null", b"{}", b"NaN"])
def test_a_naive_program_asks_for_what_is_not_there(data: bytes) -> None:
    with pytest.raises((TypeError, KeyError)):
        naive_issuer(data)
    assert naive_issuer(b'{"issuer": {"id": "a"}, "issuer": {"id": "b"}}') == "b"


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


def test_a_credential_is_shown() -> None:
    assert run("show", "-", "--offline", stdin=badge()).code == 0
