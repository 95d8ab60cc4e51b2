"""Credentials that are out in the world: they can be read, and a view on them loses nothing."""

from __future__ import annotations

import base64
import json
from functools import cache
from pathlib import PurePath
from typing import Any

import pytest

from corpus import corpus_path, needs_corpus, samples
from microcred.errors import ModelError
from microcred.models import VerifiableCredentialV1, read_credential

pytestmark = needs_corpus

# What stands here is not what it claims to be, whatever its signature says.
UNREADABLE = {
    "dcc-vc-test-fixtures/verifiableCredentials/v2/dataIntegrityProof/didKey/legacyRegistry-noStatus-noExpiry-credName.json": (  # noqa: E501
        "a subject that is nobody: no id, no identifier, no name"
    ),
    "jff-plugfest/plugfest-1-2022/plugfest-1-ex-1.json": "older than Open Badges 3.0: another context, and no id",
    "walt-id/vc/openbadgecredential_sample.invalidschema.signed.json": "no name, which data model 1.1 demands",
    "walt-id/vc/openbadgecredential_sample.invalidschema.json": "no name, which data model 1.1 demands",
    "1edtech-validator/ob30/simple-noproof.json": "no achievement",
    "digitalbazaar-obv3-test-suite/obv3-example.json": "input for an issuer: no issuer and no date yet",
    "dc-bootcamp/MC-unsigned-OB.1ob": "a ResultDescription without id",
    "w3c-vcdm2/credential-validUntil-validFrom-ok.json": "a template: words in place of dates",
    "w3c-vcdm2/credential-missing-base-context-fail-or-inject.json": "no base context",
    "ssi/claims.jwt": "no issuer",
    "ssi/vc.jwt": "no issuer",
}


def _payload(text: str) -> Any:
    """The JSON of a document, or of the claims of a JWT."""
    if not text.startswith("{"):
        part = text.split(".")[1]
        text = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)).decode()
    return json.loads(text)


@cache
def credentials() -> dict[str, tuple[str, dict[str, Any]]]:
    """Each credential of the corpus in JSON or as a JWT, with what is expected of it."""
    found: dict[str, tuple[str, dict[str, Any]]] = {}
    for sample in samples():
        try:
            tree = _payload(corpus_path(sample["file"]).read_text(encoding="utf-8").strip())
        except (ValueError, IndexError):
            continue
        tree = tree.get("vc", tree) if isinstance(tree, dict) else {}
        types: list[Any] = tree["type"] if isinstance(tree.get("type"), list) else [tree.get("type")]
        if any(str(name).endswith("Credential") for name in types) and "VerifiablePresentation" not in types:
            file = sample["file"].removeprefix("samples/")
            if file.startswith("w3c-vcdm2/") and "fail" not in file:  # templates: the test suite adds the issuer
                issuer = tree.get("issuer", {})
                tree["issuer"] = {"id": "did:key:z6Mk", **issuer} if isinstance(issuer, dict) else issuer
            found[file] = (str(sample["expected"]), tree)
    return found


READABLE = [file for file, (expected, _) in credentials().items() if expected != "invalid" and file not in UNREADABLE]


def same(read: Any, written: Any) -> bool:
    """Whether two JSON values are equal but for the arrays that the standard wants, or does not want."""
    if isinstance(written, list) and not isinstance(read, list):
        read = [read]
    if isinstance(read, list) and len(read) == 1 and not isinstance(written, list):
        read = read[0]
    if isinstance(read, dict) and isinstance(written, dict):
        there = {member: value for member, value in read.items() if value is not None and value != []}
        return there.keys() == written.keys() and all(same(there[member], written[member]) for member in there)
    if isinstance(read, list) and isinstance(written, list):
        return len(read) == len(written) and all(map(same, read, written))
    return bool(read == written) and type(read) is type(written)


def test_there_are_credentials_to_read() -> None:
    assert len(READABLE) > 200


@pytest.mark.parametrize("file", READABLE)
def test_a_credential_of_the_world_is_read_without_loss(file: str) -> None:
    _, tree = credentials()[file]
    view = read_credential(tree)
    assert same(tree, json.loads(view.to_json()))
    assert read_credential(view.to_dict()) == view


@pytest.mark.parametrize("file", UNREADABLE)
def test_what_is_not_a_credential_is_refused(file: str) -> None:
    _, tree = credentials()[file]
    with pytest.raises(ModelError):
        read_credential(tree)


def test_every_signed_and_valid_badge_is_read() -> None:
    unread = [file for file in UNREADABLE if credentials()[file][0].startswith("valid")]
    assert unread == [
        "dcc-vc-test-fixtures/verifiableCredentials/v2/dataIntegrityProof/didKey/legacyRegistry-noStatus-noExpiry-credName.json",
        "jff-plugfest/plugfest-1-2022/plugfest-1-ex-1.json",
        "walt-id/vc/openbadgecredential_sample.invalidschema.signed.json",
        "w3c-vcdm2/credential-validUntil-validFrom-ok.json",
    ]


def test_a_badge_older_than_open_badges_3_is_still_a_credential() -> None:
    _, tree = credentials()["jff-plugfest/plugfest-1-2022/plugfest-1-ex-1.json"]
    assert VerifiableCredentialV1.read(tree).issuer_id


STRUCTURAL = (
    "1edtech-validator/ob30/simple-err-context.json",
    "1edtech-validator/ob30/simple-err-credential-subject-type.json",
    "1edtech-validator/ob30/simple-err-credential-subject-result-type.json",
    "1edtech-validator/ob30/simple-err-credential-subject-achievement-result-description-type.json",
    "1edtech-validator/ob30/simple-err-credential-subject-profile-type.json",
    "1edtech-validator/ob30/simple-err-issuer-type.json",
    "1edtech-validator/ob30/simple-err-issuer-parentorg-type.json",
)


@pytest.mark.parametrize("file", STRUCTURAL)
def test_the_broken_samples_of_1edtech_have_one_fault(file: str) -> None:
    _, tree = credentials()[file]
    with pytest.raises(ModelError) as caught:
        read_credential(tree)
    own = [fault for fault in caught.value.faults if not str(fault.pointer).endswith("/achievement")]
    assert len(own) == 1, PurePath(file).stem
