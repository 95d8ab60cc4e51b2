"""Credentials within credentials, which a linter is to look into.

Attack: a badge carries a hundred and fifty endorsements, or endorsements of endorsements of endorsements, or a few that
are as large as allowed.

Naively: each credential that is found in another one is linted like a file of its own, and those in it, too.

Here: at most a hundred are looked into, down to five levels, and together no more than one large document:
`credentials.too-many` and `document.nested-too-deep`, once each.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from badges import AT, unsigned
from microcred.lint import Finding, Linter
from tokens import part

LINTER = Linter(at=AT, unsigned=True)


TOKEN = f"{part({'alg': 'EdDSA'})}.{part({})}.{part('x')}"


ENDORSEMENT: dict[str, Any] = {
    **unsigned(type=["VerifiableCredential", "EndorsementCredential"], name=None),
    "credentialSubject": {"id": "urn:x", "type": ["EndorsementSubject"]},
}


def check(content: bytes | dict[str, Any]) -> list[Finding]:
    return LINTER.check("hostile", content if isinstance(content, bytes) else json.dumps(content).encode())


def naive_documents(tree: dict[str, Any]) -> int:
    """How many credentials are linted for one."""
    return 1 + sum(naive_documents(each) for each in tree.get("endorsement", []) if isinstance(each, dict))


def test_a_naive_linter_looks_into_twice_as_many_for_each_level() -> None:
    tree: dict[str, Any] = {}
    for _ in range(10):
        tree = {"endorsement": [tree, tree]}
    assert naive_documents(tree) == 2**11 - 1


@pytest.mark.parametrize("held", [ENDORSEMENT, TOKEN], ids=["object", "token"])
def test_credentials_without_end_in_one_are_not_all_looked_into(held: Any) -> None:
    name = "endorsementJwt" if isinstance(held, str) else "endorsement"
    found = check({**unsigned(), name: [held] * 150})
    assert [(each.code, each.pointer) for each in found if each.code == "credentials.too-many"] == [
        ("credentials.too-many", f"/{name}/100")
    ]


def test_credentials_in_credentials_are_not_looked_into_without_end() -> None:
    inner = ENDORSEMENT
    for _ in range(8):
        inner = {**ENDORSEMENT, "endorsement": [inner]}
    found = [each for each in check({**unsigned(), "endorsement": [inner]}) if each.code == "document.nested-too-deep"]
    assert [each.pointer for each in found] == ["/endorsement/0" * 5]


def test_a_large_credential_within_many_is_not_looked_into_again_and_again() -> None:
    heavy = {**ENDORSEMENT, "description": [{"@value": str(number), "@language": "en"} for number in range(20_000)]}
    codes = [each.code for each in check({**unsigned(), "endorsement": [heavy] * 3})]
    assert "credentials.too-many" in codes


def test_a_few_endorsements_are_all_looked_into() -> None:
    codes = [each.code for each in check({**unsigned(), "endorsement": [ENDORSEMENT] * 3})]
    assert not {"credentials.too-many", "document.nested-too-deep"} & set(codes)
