"""The inputs of the W3C test suite for Verifiable Credentials JSON Schema, with the outcomes that its mapping wants.

The suite asks an implementation about one credential and one schema. Here the schema is what stands at the address that
the credential names. It calls a credential of another type a failure; there it is said not to be assessed.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import CORPUS, corpus_path, needs_corpus
from microcred.document import Document
from microcred.errors import Rejected, Undetermined
from microcred.verification.credential_schema import check_schema
from microcred.verification.report import Outcome
from world import World

pytestmark = needs_corpus

VERSIONS = ("Draft-7", "2019-09", "2020-12")
SUCCESS, FAILURE, INDETERMINATE, IGNORED = "success", "failure", "indeterminate", "not assessed"
#: Type, number of the credential, number of the schema, outcome.
CASES = [
    ("jsonschema", 1, 1, SUCCESS),
    ("jsonschema", 1, 2, FAILURE),  # another $id
    ("jsonschema", 2, 1, IGNORED),
    ("jsonschema", 1, 3, FAILURE),  # no $id
    ("jsonschema", 1, 4, FAILURE),  # $id is no URI
    ("jsonschema", 1, 5, FAILURE),  # no $schema
    ("jsonschema", 1, 6, FAILURE),  # does not conform
    ("jsonschema", 1, 7, INDETERMINATE),  # unknown $schema
    ("jsonschemacredential", 1, 1, SUCCESS),
    ("jsonschemacredential", 1, 2, FAILURE),  # another id
    ("jsonschemacredential", 2, 1, IGNORED),
    ("jsonschemacredential", 1, 3, FAILURE),  # the subject has no type
    ("jsonschemacredential", 1, 4, FAILURE),  # the subject has another type
    ("jsonschemacredential", 1, 5, FAILURE),  # no jsonSchema
    ("jsonschemacredential", 1, 6, FAILURE),  # another credentialSchema
    ("jsonschemacredential", 1, 7, FAILURE),  # no $id
    ("jsonschemacredential", 1, 8, FAILURE),  # $id is no URI
    ("jsonschemacredential", 1, 9, FAILURE),  # no $schema
    ("jsonschemacredential", 1, 10, FAILURE),  # does not conform
    ("jsonschemacredential", 1, 11, INDETERMINATE),  # unknown $schema
]


def read(kind: str, version: str, name: str) -> bytes:
    return corpus_path(f"vectors/vc-json-schema/{kind}/{version}/{name}.json").read_bytes()


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(("kind", "credential", "schema", "wanted"), CASES)
def test_the_outcome_is_that_of_the_suite(kind: str, version: str, credential: int, schema: int, wanted: str) -> None:
    tree = Document.parse(read(kind, version, f"{credential}-credential")).tree
    world = World({tree["credentialSchema"]["id"]: read(kind, version, f"{schema}-schema")})
    assert outcome(tree, world) == wanted


def outcome(tree: Document, world: World) -> str:
    try:
        # The schema credentials of the suite carry no proofs.
        check = check_schema(
            tree,
            model="VerifiableCredential",
            session=world.session(),
            verify_credential=lambda content, url: Document.parse(content),
        )
    except Rejected:
        return FAILURE
    except Undetermined:
        return INDETERMINATE
    return {Outcome.PASSED: SUCCESS, Outcome.NOT_RUN: IGNORED}[check.outcome]


def test_every_file_of_the_suite_is_used() -> None:
    folder = corpus_path("vectors/vc-json-schema")
    used = {
        Path(kind, version, f"{number}-{what}.json")
        for kind, credential, schema, _ in CASES
        for version in VERSIONS
        for number, what in ((credential, "credential"), (schema, "schema"))
    }
    assert {path.relative_to(folder) for path in folder.rglob("*.json")} == used
    assert CORPUS is not None
