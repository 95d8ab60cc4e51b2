"""A file with so many faults that the list of them fills the memory.

Attack: a badge names three thousand contexts that do not exist, or has a fault in each of its values.

Naively: everything that is wrong is found and kept, each with its place and a text.

Here: a file has at most a thousand findings, and one more says that there are more: `document.too-many-findings`.
"""

from __future__ import annotations

import json
from typing import Any

from badges import AT, OPEN_BADGES, unsigned
from microcred.lint import Finding, Linter

LINTER = Linter(at=AT, unsigned=True)


CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2"


def check(content: bytes | dict[str, Any]) -> list[Finding]:
    return LINTER.check("hostile", content if isinstance(content, bytes) else json.dumps(content).encode())


def naive_findings(tree: dict[str, Any]) -> list[str]:
    """A sentence for each context that is not known."""
    known = {CREDENTIALS_V2, OPEN_BADGES}
    return [f"the context {url} is not known" for url in tree["@context"] if url not in known]


def hostile() -> dict[str, Any]:
    urls = [f"https://x.example/{number}" for number in range(3_000)]
    return unsigned(**{"@context": [CREDENTIALS_V2, OPEN_BADGES, *urls]})


def test_a_naive_linter_keeps_every_finding() -> None:
    assert len(naive_findings(hostile())) == 3_000


def test_findings_without_end_are_cut_and_that_is_said() -> None:
    urls = [f"https://x.example/{number}" for number in range(3_000)]
    found = check(unsigned(**{"@context": [CREDENTIALS_V2, OPEN_BADGES, *urls]}))
    assert len(found) == 1_001
    assert found[-1].code == "document.too-many-findings"


def test_a_few_findings_are_all_told() -> None:
    found = check(unsigned(**{"@context": [CREDENTIALS_V2, OPEN_BADGES, "https://x.example/1", "https://x.example/2"]}))
    assert "document.too-many-findings" not in [each.code for each in found]
