"""Reading, the generated JSON Schema and the published one: they agree, or it is written down why not."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from jsonschema import Draft4Validator, Draft201909Validator, Draft202012Validator

from corpus import corpus_path, needs_corpus, samples
from microcred.errors import ModelError
from microcred.models import credential_class, read_credential
from microcred.models.json_schema import json_schemas

pytestmark = needs_corpus

LISTED = tomllib.loads(Path(__file__).with_name("schema_disagreements.toml").read_text(encoding="utf-8"))[
    "disagreement"
]
PUBLISHED = "schemas/ob3/current/ob_v3p0_{}_schema.json"
RECORDS = {
    "ClrCredential": "schemas/clr2/current/clr_v2p0_clrcredential_schema.json",
    "ClrCredentialV1": "schemas/clr2/older/clr_v2p0_clrcredential_schema_draft4.json",
}
CLASSES = ("OpenBadgeCredential", "EndorsementCredential", "ClrCredential")


class Verdict(NamedTuple):
    reading: bool
    generated: bool
    published: bool


@cache
def trees() -> dict[str, dict[str, Any]]:
    """The samples that claim to be a badge, an endorsement or a learner record, as parsed JSON."""
    found: dict[str, dict[str, Any]] = {}
    for sample in samples():
        try:
            tree = json.loads(corpus_path(sample["file"]).read_bytes())
        except ValueError:
            continue
        if isinstance(tree, dict) and credential_class(tree).__name__.startswith(CLASSES):
            found[sample["file"].removeprefix("samples/")] = tree
    return found


@cache
def published(name: str) -> Draft4Validator | Draft201909Validator:
    """The published schema for one of our classes."""
    if name in RECORDS:
        kind = Draft4Validator if name.endswith("V1") else Draft201909Validator
        return kind(json.loads(corpus_path(RECORDS[name]).read_bytes()), format_checker=kind.FORMAT_CHECKER)
    if name == "OpenBadgeCredential" or name == "EndorsementCredential":
        kind = "achievementcredential" if name == "OpenBadgeCredential" else "endorsementcredential"
        schema = json.loads(corpus_path(PUBLISHED.format(kind)).read_bytes())
    else:  # the classes of data model 1.1 are only part of the schema for either data model
        both = json.loads(corpus_path(PUBLISHED.format("anyachievementcredential")).read_bytes())
        old = both["anyOf"][0] if name == "OpenBadgeCredentialV1" else {"$ref": "#/$defs/EndorsementCredentialv1p1"}
        schema = {"$schema": both["$schema"], **old, "$defs": both["$defs"]}
    return Draft201909Validator(schema, format_checker=Draft201909Validator.FORMAT_CHECKER)


@cache
def generated(name: str) -> Draft202012Validator:
    kind = {"O": "open-badge-credential", "E": "endorsement-credential", "C": "clr-credential"}[name[0]]
    schema = json_schemas()[f"{kind}.schema.json"]
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def verdict(tree: dict[str, Any]) -> Verdict:
    name = credential_class(tree).__name__
    try:
        read_credential(tree)
    except ModelError:
        reading = False
    else:
        reading = True
    return Verdict(reading, generated(name).is_valid(tree), published(name).is_valid(tree))


def test_there_are_samples_to_compare() -> None:
    assert len(trees()) > 150


def test_every_disagreement_is_listed_with_its_reason() -> None:
    found = {file: verdict(tree) for file, tree in trees().items()}
    disagreements = {file: seen for file, seen in found.items() if len(set(seen)) > 1}
    listed = {
        file: Verdict(entry["reading"], entry["generated"], entry["published"])
        for entry in LISTED
        for file in entry["samples"]
    }
    assert disagreements == listed


def test_every_listed_disagreement_has_one_reason() -> None:
    assert all(len(entry["reason"]) > 40 for entry in LISTED)
    assert max(Counter(file for entry in LISTED for file in entry["samples"]).values()) == 1


def test_what_reading_refuses_the_generated_schema_refuses_too() -> None:
    """The other way round, the schema also holds to account who writes."""
    assert [file for file, tree in trees().items() if verdict(tree)[:2] == (False, True)] == []
