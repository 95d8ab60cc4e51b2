"""Files that want a linter to work for ever, to run out of memory, or to fall over: they get findings, and few."""

from __future__ import annotations

import json
from typing import Any

import pytest

from badges import AT, OPEN_BADGES, unsigned
from microcred.lint import Finding, Linter
from tokens import part

LINTER = Linter(at=AT, unsigned=True)
CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2"
TOKEN = f"{part({'alg': 'EdDSA'})}.{part({})}.{part('x')}"
ENDORSEMENT: dict[str, Any] = {
    **unsigned(type=["VerifiableCredential", "EndorsementCredential"], name=None),
    "credentialSubject": {"id": "urn:x", "type": ["EndorsementSubject"]},
}


def check(content: bytes | dict[str, Any]) -> list[Finding]:
    return LINTER.check("hostile", content if isinstance(content, bytes) else json.dumps(content).encode())


def test_findings_without_end_are_cut_and_that_is_said() -> None:
    urls = [f"https://x.example/{number}" for number in range(3_000)]
    found = check(unsigned(**{"@context": [CREDENTIALS_V2, OPEN_BADGES, *urls]}))
    assert len(found) == 1_001
    assert found[-1].code == "document.too-many-findings"


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


@pytest.mark.parametrize(
    "content",
    [
        b'{"a":"' + b'\\"' * 500_000,
        b'{"a":"' + b'"' * 500_000,
        b'{"a":' * 100_000,
        b"[" * 100_000,
        b"\n" * 500_000 + b'{"a":]',
        b'{"a":[' + b"\n" * 500_000 + b"1e999]}",
        b"\xff" * 100_000,
        b"\x00" * 100_000,
        b"eyJ" + b"A" * 500_000 + b"." * 2,
        b"\x89PNG" + b"\x00" * 100_000,
        b"<svg " + b"a " * 100_000,
    ],
    ids=range(11),
)
def test_text_that_is_nothing_is_one_finding(content: bytes) -> None:
    [found] = check(content)
    assert found.message
    assert found.position >= (1, 1)


def test_a_long_line_is_not_shown_whole() -> None:
    [found] = check(b'{"a":' + b" " * 1_000_000 + b"]")
    assert found.excerpt is not None
    assert len(found.excerpt.text) <= 120
    assert found.position == (1, 1_000_006)


def test_a_value_is_not_shown_whole() -> None:
    found = check(unsigned(validUntil="x" * 1_000_000))
    assert all(len(each.found or "") <= 80 and len(each.message) < 500 for each in found)
