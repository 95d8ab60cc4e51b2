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
from doctored import accepted, refusal
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


TAGS = ["de .\n<urn:x> <urn:y> <urn:z", "not a tag", "de\n", "de-", "-de", "d" * 9, "de_DE"]


# The tag of a language is written without quotes: whatever breaks out of it writes statements of its own.
@pytest.mark.parametrize("tag", TAGS)
def test_a_language_tag_cannot_break_out_of_its_statement(tag: str) -> None:
    badge = sealed(with_context({"motto": MOTTO}, motto={"@value": "Hallo", "@language": "de"})).to_dict()
    assert accepted(badge)
    badge["motto"]["@language"] = tag
    assert refusal(badge)[:2] == ("contexts", "contexts.invalid-language")
    with pytest.raises(ContextError) as caught:
        sealed(with_context({"motto": {"@id": MOTTO, "@language": tag}}, motto="Hallo"))
    assert caught.value.code == "contexts.invalid-language"


@pytest.mark.parametrize("tag", [7, ["de"], {"@value": "de"}, True])
def test_what_is_no_text_is_no_language_tag(tag: Any) -> None:
    badge = sealed(with_context({"motto": MOTTO}, motto={"@value": "Hallo", "@language": "de"})).to_dict()
    badge["motto"]["@language"] = tag
    assert refusal(badge) == ("contexts", "contexts.invalid", "/motto")


@pytest.mark.parametrize("tag", TAGS)
def test_the_model_knows_a_language_tag_too(tag: str) -> None:
    badge = sealed(unsigned(name={"@value": "Hallo", "@language": "de"})).to_dict()
    assert accepted(badge)
    badge["name"]["@language"] = tag
    assert refusal(badge) == ("model", "model.wrong-form", "/name/@language")
