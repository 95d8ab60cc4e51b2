"""The quick yes: what it is made of, what it has to say yes to, and what it costs to ask."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from badges import CREDENTIALS_V2, OPEN_BADGES, SIGNER, sealed
from microcred.document import Document, JsonObject
from microcred.errors import ModelError
from microcred.models import (
    conformance,
    conformity,
    deviations,
    read_credential,
    read_presentation,
)
from microcred.models.conformance import plainly_conforms, presentation_class
from microcred.models.conformance_table import conformance_table
from microcred.models.model import Model
from ordinary import ACHIEVEMENT, BADGE, ORDINARY, PRESENTATIONS, RECORD

EXAMPLES = Path(__file__).parents[2] / "examples"
TABLE = json.loads(Path(conformance.__file__).with_name("conformance.json").read_text(encoding="utf-8"))


def tree(document: dict[str, Any]) -> JsonObject:
    return Document.of(document).tree


def changed(pointer: str, value: Any, document: dict[str, Any] = BADGE) -> JsonObject:
    """The document with one value replaced, or a member added."""
    copied: Any = copy.deepcopy(document)
    *path, last = pointer.split("/")[1:]
    place = copied
    for step in path:
        place = place[int(step) if isinstance(place, list) else step]
    place[int(last) if isinstance(place, list) else last] = value
    return tree(copied)


def test_the_table_says_what_the_models_say() -> None:
    assert conformance_table() == TABLE, "models/conformance.json is stale: run `python .ci/schemas`"


@pytest.mark.parametrize("name", ORDINARY)
def test_an_ordinary_document_plainly_conforms(name: str) -> None:
    document = tree(ORDINARY[name])
    assert plainly_conforms(document) == type(read_credential(document, strict=True)).__name__
    assert deviations(document) == ()


def test_the_example_plainly_conforms_once_it_has_an_issuer() -> None:
    template = json.loads((EXAMPLES / "credential.json").read_text(encoding="utf-8"))
    profile = json.loads((EXAMPLES / "profile.json").read_text(encoding="utf-8"))
    signed = sealed(template | {"issuer": {"id": SIGNER.verification_method.partition("#")[0]} | profile})
    assert plainly_conforms(signed.tree) == "OpenBadgeCredential"


def test_the_ordinary_documents_have_every_member_of_every_class() -> None:
    seen: dict[str, set[str]] = {}

    def note(value: object) -> None:
        if isinstance(value, Model):
            members = {name for name, member in value.__dict__.items() if member not in (None, ())}
            seen.setdefault(type(value).__name__, set()).update(members)
        parts = value.__dict__.values() if isinstance(value, Model) else value if isinstance(value, tuple) else ()
        for part in parts:
            note(part)

    for document in ORDINARY.values():
        note(read_credential(tree(document)))
    for presentation in PRESENTATIONS.values():
        note(read_presentation(tree(presentation)))
    for name, drawn in TABLE["classes"].items():
        assert len(seen[name]) == len(drawn["members"]), name


def test_asking_loads_neither_pydantic_nor_the_models() -> None:
    code = """
import sys
from microcred import AnyIssuer, Verifier
from microcred.models import conformity
report = Verifier(trust=AnyIssuer()).verify(sys.stdin.buffer.read())
print(report["model"].outcome, sorted({"pydantic", "pydantic_core", "microcred.models.credential"} & set(sys.modules)))
"""
    ran = subprocess.run([sys.executable, "-c", code], input=sealed().raw, capture_output=True, check=True)
    assert ran.stdout.decode().strip() == "passed []"


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/id", "no uri"),
        ("/id", "urn:x:y\n"),
        ("/name", None),
        ("/name", {"@value": "x", "@language": "en"}),
        ("/type", ["OpenBadgeCredential"]),
        ("/type", [f"C{number}" for number in range(99)] + ["VerifiableCredential", "OpenBadgeCredential"]),
        ("/@context", [OPEN_BADGES, CREDENTIALS_V2]),
        ("/@context", [CREDENTIALS_V2, OPEN_BADGES.replace("3.0.3", "3.0.2")]),
        ("/@context/2", "extensions.json"),
        ("/validFrom", "2026-01-15"),
        ("/validFrom", "2026-02-30T09:00:00Z"),
        ("/validUntil", "2026-01-15T09:59:59+01:00"),
        ("/credentialStatus/id", None),
        ("/credentialStatus", [ORDINARY["badge"]["credentialStatus"]]),
        ("/credentialSchema", []),
        ("/relatedResource/1/id", "https://college.example/a.pdf"),
        ("/relatedResource/1/digestMultibase", None),
        ("/proof/0/cryptosuite", None),
        ("/credentialSubject", []),
        ("/credentialSubject/achievement/criteria", {"type": "Criteria"}),
        ("/credentialSubject/achievement/tag", "soil"),
        ("/credentialSubject/achievement/tag", ["soil"] * 50_001),
        ("/credentialSubject/achievement/achievementType", "Medal"),
        ("/credentialSubject/achievement/inLanguage", "english"),
        ("/credentialSubject/achievement/creditsAvailable", True),
        ("/credentialSubject/identifier/0/identityHash", "anna@example.org"),
        ("/credentialSubject/identifier/0/known", "by"),
        ("/credentialSubject/result/0/type", "Score"),
        ("/credentialSubject/result/1/status", "ext:done"),
        ("/issuer/address/addressCountryCode", "nl"),
        ("/issuer/dateOfBirth", "1990-02-30"),
        ("/issuer/endorsement/0/@context", ["https://www.w3.org/2018/credentials/v1", OPEN_BADGES]),
        ("/endorsementJwt/0", "a.b"),
    ],
)
def test_what_departs_from_the_plain_form_is_for_the_models(pointer: str, value: Any) -> None:
    document = changed(pointer, value)
    assert plainly_conforms(document) is None
    with pytest.raises(ModelError):
        read_credential(document, strict=True)


def test_a_presentation_is_no_plain_credential() -> None:
    assert plainly_conforms(changed("/type/2", "VerifiablePresentation")) is None


def test_a_dict_that_has_not_come_through_the_gate_is_for_the_models() -> None:
    assert plainly_conforms(JsonObject(BADGE)) is None
    assert plainly_conforms(BADGE) is None  # type: ignore[arg-type]


def test_values_of_a_whole_record_are_counted_together() -> None:
    def record(tags: int) -> JsonObject:
        badges = [{**BADGE, "credentialSubject": {"id": "urn:x:y", "type": ["AchievementSubject"], "achievement": each}}
                  for each in [{**ACHIEVEMENT, "tag": ["t"] * tags}] * 5]  # fmt: skip
        return changed("/credentialSubject/verifiableCredential", badges, RECORD)

    assert plainly_conforms(record(9_000)) == "ClrCredential"
    assert plainly_conforms(record(10_000)) is None


@pytest.mark.parametrize("name", PRESENTATIONS)
def test_a_presentation_is_read_as_the_models_read_it(name: str) -> None:
    document = tree(PRESENTATIONS[name])
    assert presentation_class(document) == type(read_presentation(document)).__name__


def test_the_faults_of_a_presentation_are_those_that_the_models_find() -> None:
    with pytest.raises(ModelError) as refused:
        presentation_class(tree(PRESENTATIONS["presentation"] | {"holder": 7}))
    assert [fault.pointer for fault in refused.value.faults] == ["/holder"]


def test_what_does_not_fit_together_is_noted_beside_a_plain_form() -> None:
    document = changed("/credentialSubject/result/0/value", "17")
    assert plainly_conforms(document) == "OpenBadgeCredential"
    found = conformity(document)
    assert [note.code for note in found.deviations] == ["result.value-not-allowed", "result.value-out-of-range"]
    assert found.deviations == deviations(document)


def test_what_cannot_be_read_is_refused_with_every_fault() -> None:
    with pytest.raises(ModelError) as refused:
        conformity(tree({**BADGE, "id": 1, "validFrom": "today"}))
    assert [fault.pointer for fault in refused.value.faults] == ["/id", "/validFrom"]


def test_what_is_read_in_spite_of_its_form_is_noted() -> None:
    found = conformity(changed("/credentialSubject/achievement/tag", "soil"))
    assert found.model == "OpenBadgeCredential"
    assert [(note.code, note.pointer) for note in found.deviations] == [
        ("model.cardinality", "/credentialSubject/achievement/tag")
    ]
