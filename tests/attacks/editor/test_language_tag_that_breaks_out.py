"""A language tag that breaks out of its statement.

Attack: In N-Quads the tag of a language stands behind the text without quotes. The editor signs nothing: he writes into
"@language" of one badge the end of a statement and the beginning of the next, so that it comes to the same text as
another badge, of the issuer's, in which there are two statements.

Naively: statements are put together as text, tag and all, and the signature over the text holds.

Here: a tag is a tag (BCP 47: letters and digits in parts of eight), or the badge is refused (`contexts.invalid`,
`contexts.invalid-language`, `model.wrong-form`), signing and verifying alike.
"""

from __future__ import annotations

from typing import Any

import pytest

from badges import SIGNER, sealed, unsigned
from doctored import accepted, verify
from microcred.errors import ContextError

MOTTO = "https://college.example/terms#motto"


def with_context(context: dict[str, Any], **members: Any) -> dict[str, Any]:
    tree = unsigned(**members)
    tree["@context"] = [*tree["@context"], context]
    return tree


def naive_nquads(texts: dict[str, dict[str, str]]) -> bytes:
    """Statements about one subject, put together as text."""
    lines = [f'<urn:x> <{name}> "{text["@value"]}"@{text["@language"]} .' for name, text in sorted(texts.items())]
    return "\n".join(lines).encode()


def test_a_naive_signature_over_two_statements_holds_over_one_with_a_crafted_tag() -> None:
    signed = {"urn:m": {"@value": "Hallo", "@language": "de"}, "urn:n": {"@value": "Gold", "@language": "en"}}
    crafted = {"urn:m": {"@value": "Hallo", "@language": 'de .\n<urn:x> <urn:n> "Gold"@en'}}
    signature = SIGNER.sign(naive_nquads(signed))
    assert SIGNER.public_key.verify(signature, naive_nquads(crafted))


# The tag of a language is written without quotes: whatever breaks out of it writes statements of its own.
@pytest.mark.parametrize("tag", ["de .\n<urn:x> <urn:y> <urn:z", "not a tag", "de\n", "de-", "-de", "d" * 9, "de_DE"])
def test_a_language_tag_cannot_break_out_of_its_statement(tag: str) -> None:
    badge = sealed(with_context({"motto": MOTTO}, motto={"@value": "Hallo", "@language": "de"})).to_dict()
    assert accepted(badge)
    badge["motto"]["@language"] = tag
    assert verify(badge).verdict == "rejected"
    with pytest.raises(ContextError):
        sealed(with_context({"motto": {"@id": MOTTO, "@language": tag}}, motto="Hallo"))
