"""The schemas where people meet them: completion and hover in an editor, a validator in a pipeline, the catalogue."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator

from language_server import PROGRAM, LanguageServer
from microcred.models.json_schema import json_schemas
from microcred.models.schema_examples import EXAMPLES
from microcred.models.terms import AchievementType
from microcred.proofs import CRYPTOSUITES
from microcred.testing import BadgeFactory

ROOT = Path(__file__).parents[2]
SCHEMAS = ROOT / "schemas"
BADGES = BadgeFactory()

LISTED = json.loads((SCHEMAS / "catalog.json").read_bytes())["schemas"]

editor = pytest.mark.skipif(
    PROGRAM is None, reason="there is no vscode-json-language-server (npm install vscode-langservers-extracted)"
)
pipeline = pytest.mark.skipif(
    importlib.util.find_spec("check_jsonschema") is None, reason="check-jsonschema is not installed"
)


@pytest.fixture(scope="module")
def server() -> Iterator[LanguageServer]:
    entries = LISTED
    found = [(entry["fileMatch"], json.loads((SCHEMAS / entry["url"]).read_bytes())) for entry in entries]
    with LanguageServer(found) as running:
        yield running


@editor
def test_an_editor_offers_the_members_of_a_badge(server: LanguageServer) -> None:
    offered = server.completions("{\n  ▸\n}", "soil.badge.json")
    assert {"@context", "id", "type", "issuer", "validFrom", "credentialSubject", "proof"} <= set(offered)


@editor
@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('{"credentialSubject": {"achievement": {"achievementType": ▸}}}', get_args(AchievementType)),
        ('{"proof": {"type": "DataIntegrityProof", "cryptosuite": ▸}}', ["eddsa-rdfc-2022", "ecdsa-sd-2023"]),
        ('{"proof": [{"type": "DataIntegrityProof", "cryptosuite": "▸"}]}', ["eddsa-jcs-2022"]),
        ('{"proof": {"proofPurpose": ▸}}', ["assertionMethod"]),
        ('{"type": ["VerifiableCredential", ▸]}', ["OpenBadgeCredential"]),
        ('{"credentialStatus": {"type": ▸}}', ["BitstringStatusListEntry"]),
        ('{"credentialSubject": {"identifier": [{"identityType": ▸}]}}', ["emailAddress"]),
        ('{"credentialSubject": {"result": [{"status": ▸}]}}', ["Completed"]),
        ('{"credentialSubject": {"achievement": {"▸"}}}', ["criteria", "resultDescription"]),
    ],
)
def test_an_editor_offers_the_words_that_fit(server: LanguageServer, text: str, wanted: list[str]) -> None:
    assert set(wanted) <= set(server.completions(text, "soil.badge.json"))


@editor
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"validFrom▸": "2026-01-31T12:00:00Z"}', "From when on the credential holds"),
        ('{"credentialSubject": {"achievement": {"achievementType▸": "Badge"}}}', "The kind of achievement"),
        ('{"proof": {"type": "DataIntegrityProof", "cryptosuite▸": "x"}}', "Which algorithms were used"),
    ],
)
def test_an_editor_says_what_a_member_means(server: LanguageServer, text: str, said: str) -> None:
    assert said in server.hover(text, "soil.badge.json")


@editor
def test_an_editor_underlines_a_mistake_and_nothing_in_a_good_badge(server: LanguageServer) -> None:
    assert server.diagnostics(BADGES.valid().text, "good.badge.json") == []
    bad = BADGES.for_code("model.missing").text
    assert server.diagnostics(bad, "bad.badge.json") == ['Missing property "criteria".']


@editor
@pytest.mark.parametrize(
    ("file", "member"),
    [("a.clr.json", "credentialSubject"), ("a.profile.json", "parentOrg"), ("a.vp.json", "holder")],
)
def test_the_name_of_a_file_chooses_its_schema(server: LanguageServer, file: str, member: str) -> None:
    assert member in server.completions("{▸}", file)


def checked(schema: str, *files: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(SCHEMAS / schema), *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True)


@pipeline
def test_a_pipeline_lets_good_files_pass(tmp_path: Path) -> None:
    badge = tmp_path / "badge.json"
    badge.write_bytes(BADGES.valid().content)
    shown = tmp_path / "presentation.json"
    shown.write_bytes(BADGES.presentation().content)
    issuer = tmp_path / "issuer.json"
    issuer.write_text(json.dumps(BADGES.valid().document.to_dict()["issuer"]), encoding="utf-8")
    for schema, file in (
        ("open-badge-credential.schema.json", badge),
        ("presentation.schema.json", shown),
        ("achievement.schema.json", ROOT / "examples/achievement.json"),
        ("profile.schema.json", issuer),
    ):
        found = checked(schema, file)
        assert found.returncode == 0, found.stdout


@pipeline
@pytest.mark.parametrize(
    "code",
    ["model.cardinality", "model.missing", "model.not-a-date-time", "model.type-missing", "model.unknown-member"],
)
def test_a_pipeline_stops_a_bad_badge(tmp_path: Path, code: str) -> None:
    file = tmp_path / "badge.json"
    file.write_bytes(BADGES.for_code(code).content)
    assert checked("open-badge-credential.schema.json", file).returncode == 1


def members(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
    for part in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from members(part)


@pytest.mark.parametrize("name", sorted(json_schemas()))
def test_every_example_is_valid_itself(name: str) -> None:
    schema = json_schemas()[name]
    for part in members(schema):
        for example in part.get("examples", ()):
            Draft202012Validator({**part, "$defs": schema["$defs"]}).validate(example)


def test_every_example_is_for_a_member_that_a_schema_has() -> None:
    known = {
        f"{model}.{member}"
        for schema in json_schemas().values()
        for model, rules in schema["$defs"].items()
        for member in rules.get("properties", {})
    }
    assert set(EXAMPLES) <= known


def test_the_suites_that_are_offered_are_the_ones_that_can_be_verified() -> None:
    offered = set(EXAMPLES["DataIntegrityProof.cryptosuite"]) | set(EXAMPLES["DataIntegrityProof.type"])
    assert offered - {"DataIntegrityProof"} == set(CRYPTOSUITES)


def test_the_catalogue_lists_every_schema_once() -> None:
    listed = [entry["url"].removeprefix("./") for entry in LISTED]
    assert sorted(listed) == sorted(path.name for path in SCHEMAS.glob("*.schema.json"))


def test_no_file_has_two_schemas() -> None:
    entries = LISTED
    for entry in entries:
        for pattern in entry["fileMatch"]:
            name = pattern.replace("**", "x").replace("*", "x")
            assert [other["url"] for other in entries if any(fnmatch(name, each) for each in other["fileMatch"])] == [
                entry["url"]
            ]


def test_whoever_serves_the_schemas_gives_them_their_address(tmp_path: Path) -> None:
    at = "https://schemas.college.example/badges"
    command = [sys.executable, str(ROOT / ".ci/schemas"), "--at", f"{at}/", "--to", str(tmp_path)]
    subprocess.run(command, check=True)
    served = json.loads((tmp_path / "catalog.json").read_bytes())
    assert {entry["url"] for entry in served["schemas"]} == {
        f"{at}/{path.name}" for path in SCHEMAS.glob("*.schema.json")
    }
    for entry in served["schemas"]:
        schema = json.loads((tmp_path / entry["url"].rpartition("/")[2]).read_bytes())
        assert schema["$id"] == entry["url"]
