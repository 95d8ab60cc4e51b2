"""A document of keys in which words mean something else.

Attack: the document of an issuer has a context of another host, and that host lets `assertionMethod` stand where the
document says `authentication`: the key for logging in becomes one for issuing, and nobody has touched the document.

Naively: the document is JSON-LD, so its context is fetched, and its words mean what the context says.

Here: a controller document is read by exactly the member names of the standard (Controlled Identifiers 1.0, 2), and no
context of it is fetched: `key.not-for-this-purpose`.
"""

from __future__ import annotations

import json
from typing import Any

from hosted_keys import BADGE, DOCUMENT_URL, METHOD, TRUE_DOCUMENT, document, judged
from naive_hosts import naive_page
from world import World

CONTEXT = "https://attacker.example/context.json"
FOR_LOGGING_IN = document(**{"@context": [CONTEXT], "assertionMethod": [], "authentication": [METHOD]})


def pages() -> World:
    web = World()
    web.serve(CONTEXT, {"@context": {"authentication": "https://w3id.org/security#assertionMethod"}})
    return web


def naive_may_issue(document: dict[str, Any], web: World) -> bool:
    """Whether the key is listed under whatever stands for issuing."""
    terms: dict[str, str] = {}
    for context in document["@context"]:
        terms |= json.loads(naive_page(web, context))["@context"]
    names = [name for name in document if terms.get(name, name).endswith("assertionMethod")]
    return any(METHOD in document[name] for name in names)


def test_a_naive_reader_lets_another_host_say_what_a_key_is_for() -> None:
    assert naive_may_issue(FOR_LOGGING_IN, pages())


def test_words_mean_what_the_standard_says() -> None:
    web = pages()
    found = judged(BADGE, FOR_LOGGING_IN, web=web)
    assert (found.verdict, found["issuer_key"].code) == ("rejected", "key.not-for-this-purpose")
    assert web.visits == [DOCUMENT_URL]
    assert judged(BADGE, {**TRUE_DOCUMENT, "@context": [CONTEXT]}, web=pages()).verdict == "accepted"


def test_a_member_under_another_name_says_nothing() -> None:
    methods = TRUE_DOCUMENT["verificationMethod"]
    hidden = {**document(verificationMethod=[]), "sec:verificationMethod": methods, "@graph": [TRUE_DOCUMENT]}
    assert judged(BADGE, hidden)["issuer_key"].code == "key.not-in-document"
