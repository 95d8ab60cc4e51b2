"""A process that verifies one plain badge loads what that takes, and nothing of what other badges would take."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from badges import sealed

# What the web, tokens, pictures, schemas and registries take is for those badges alone that come with them, and what
# the models and the guarded reading take for those that are not plain.
NEVER = (
    *("httpx", "httpcore", "jsonschema", "jsonschema_specifications", "referencing", "joserfc", "sqlite3"),
    *("pyld", "pydantic", "lxml", "asyncio", "ssl", "socket", "http", "email", "urllib.request", "logging"),
    *("difflib", "unicodedata", "zoneinfo", "importlib.resources", "zipfile", "tempfile", "random"),
)
ROOMS = (
    *("proofs.jws", "proofs.jwt", "proofs.selective_disclosure", "canonical.expansion", "canonical.statements"),
    *("artwork", "codes", "issue", "open_badges_2", "present", "status_list", "baking.picture", "keys.rsa_signer"),
    *("verification.claims", "verification.envelope", "verification.jwt_keys", "verification.named_schema"),
    *("verification.nested", "verification.open_badges_2", "verification.presentation"),
    *("verification.published_documents", "verification.related_resource", "verification.fetch.addresses"),
    *("verification.fetch.https", "verification.fetch.wire", "verification.json_schema.references"),
    *("verification.status.bitstring_status_list", "verification.status.entry", "verification.trust.issuers"),
)

_RUN = """
import atexit, json, sys
from microcred.cli import main
atexit.register(lambda: print(json.dumps(sorted(sys.modules)), file=sys.stderr))
sys.argv[0] = "microcred"
main()
"""


def modules_after(*arguments: str) -> frozenset[str]:
    """The modules that a process has loaded when the command has said what it has to say."""
    ended = subprocess.run([sys.executable, "-c", _RUN, *arguments], capture_output=True, text=True, check=True)
    return frozenset(json.loads(ended.stderr.splitlines()[-1]))


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    badge = tmp_path_factory.mktemp("badge") / "badge.json"
    badge.write_bytes(sealed().raw)
    return modules_after("verify", str(badge), "--offline", "--at", "2026-06-01T00:00:00Z")


@pytest.mark.parametrize("name", NEVER)
def test_a_plain_badge_is_verified_without_what_belongs_to_others(name: str, loaded: frozenset[str]) -> None:
    assert name not in loaded


@pytest.mark.parametrize("room", ROOMS)
def test_a_plain_badge_is_verified_without_the_rooms_of_others(room: str, loaded: frozenset[str]) -> None:
    assert f"microcred.{room}" not in loaded


def test_few_rooms_are_opened_for_a_plain_badge(loaded: frozenset[str]) -> None:
    # Each costs about half a millisecond. Models are left out, which are about to be opened on demand as well.
    ours = sorted(name for name in loaded if name.startswith("microcred.") and not name.startswith("microcred.models"))
    assert len(ours) <= 85, ours


def test_help_opens_no_room_but_the_command_line() -> None:
    ours = {name.removeprefix("microcred.") for name in modules_after("--help") if name.startswith("microcred.")}
    assert ours == {"_version", "cli", "cli.endings", "cli.program", "cli.terminal", "errors", "rooms"}


def test_a_plain_badge_is_linted_without_what_others_take(tmp_path_factory: pytest.TempPathFactory) -> None:
    badge = tmp_path_factory.mktemp("badge") / "badge.json"
    badge.write_bytes(sealed().raw)
    found = modules_after("validate", str(badge), "--at", "2026-06-01T00:00:00Z", "--fail-on", "error")
    # The catalogue is read for findings, and this badge has one; a configuration is read where there is one.
    assert found.isdisjoint(set(NEVER) - {"unicodedata"})
    others = {"baseline", "configuration", "output.github", "output.json_object", "output.junit", "output.sarif"}
    assert found.isdisjoint({f"microcred.lint.{room}" for room in others})
    assert found.isdisjoint({"microcred.baking.picture", "microcred.batch", "microcred.cli.progress", "pathlib"})
