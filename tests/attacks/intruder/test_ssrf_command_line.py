"""A URL on the command line that came from a stranger.

Attack: a script hands to ``microcred verify``, ``show`` or ``validate`` what somebody typed into a form or sent in a
mail: a URL inside, or a file of another scheme.

Naively: what stands on the command line was written by the user, so it may go anywhere; and a list of badges is fetched
with whatever is at hand.

Here: a URL that is to be fetched is held to the same rules wherever it comes from. ``verify`` leaves the badge
undetermined, with ``fetch.forbidden-address`` or ``fetch.forbidden-scheme``; other schemes are names of files.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from badges import sealed
from cli_runs import NOW, run
from naive_fetchers import InnerNetwork, listening

AIMS = (
    "https://127.0.0.1:{port}/x",
    "http://127.0.0.1:{port}/x",
    "https://[::1]:{port}/x",
    "https://127.1:{port}/x",
    "https://0x7f000001:{port}/x",
    "https://localhost:{port}/x",
    "https://good@127.0.0.1:{port}/x",
    "HTTPS://LOCALHOST:{port}/x",
    "https://169.254.169.254/latest/meta-data/",
)


@pytest.fixture(scope="module")
def inside() -> Iterator[InnerNetwork]:
    with listening() as network:
        yield network


def naive_read(badge: str) -> bytes:
    """What the command line names: a URL of any kind, or a file."""
    if "://" in badge:
        with urlopen(badge, timeout=2) as answer:  # noqa: S310 - careless
            return bytes(answer.read())
    return Path(badge).read_bytes()


def test_a_naive_command_opens_what_it_is_given(inside: InnerNetwork, monkeypatch: pytest.MonkeyPatch) -> None:
    assert naive_read(f"file://{__file__}") == Path(__file__).read_bytes()
    inside.stands_in(monkeypatch)
    with pytest.raises(OSError, match="nobody"):
        naive_read(f"http://127.1:{inside.port}/x")
    assert inside.knocks() == 1


@pytest.mark.parametrize("aim", AIMS)
def test_verify_does_not_go_inside(aim: str, inside: InnerNetwork) -> None:
    found = run("verify", aim.format(port=inside.port), "--trust", "any", "--at", NOW, "--format", "json")
    assert found.code == 3
    (check,) = (each for each in found.json()["checks"] if each["name"] == "document")
    assert check["code"] in ("fetch.forbidden-address", "fetch.forbidden-scheme", "fetch.bad-url")
    assert inside.knocks() == 0


@pytest.mark.parametrize("command", ["show", "validate", "explain"])
def test_no_other_command_goes_inside_either(command: str, inside: InnerNetwork) -> None:
    found = run(command, f"https://127.0.0.1:{inside.port}/x")
    assert found.code != 0
    assert inside.knocks() == 0


@pytest.mark.parametrize("scheme", ["file", "ftp", "gopher", "dict"])
def test_another_scheme_is_the_name_of_a_file(scheme: str, inside: InnerNetwork) -> None:
    found = run("verify", f"{scheme}://127.0.0.1:{inside.port}/x", "--trust", "any", "--at", NOW)
    assert found.code == 2
    assert "cannot read" in found.err
    assert inside.knocks() == 0


def test_a_file_is_verified(tmp_path: Path) -> None:
    badge = tmp_path / "badge.json"
    badge.write_bytes(sealed().raw)
    assert run("verify", badge, "--trust", "any", "--at", NOW).code == 0
