"""A web page where the document of keys should be.

Attack: whoever may write a comment, a name or a file on the issuer's website gets a document of keys into a page there,
and the page stands at the address of the document, for example because every unknown address shows it.

Naively: JSON is looked for in the page, since many sites embed theirs there.

Here: the whole answer is one JSON object, or there is no document: `key.invalid-controller-document`.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from hosted_keys import BADGE, FORGED, MALLORY, TRUE_DOCUMENT, document, judged
from naive_keys import naive_fits, naive_method

COMMENT = json.dumps(document(MALLORY))
PAGE = f"<!doctype html><title>College</title><p>A visitor says: {COMMENT}</p>"


def naive_json_in(body: str) -> dict[str, Any]:
    """The first JSON object in a page."""
    found = re.search(r"\{.*\}", body, re.DOTALL)
    assert found is not None
    tree: dict[str, Any] = json.loads(found[0])
    return tree


def test_a_naive_reader_takes_a_comment_for_the_document() -> None:
    assert naive_fits(FORGED, naive_method(naive_json_in(PAGE)))


@pytest.mark.parametrize(
    "body",
    [
        PAGE,
        COMMENT + "<p>",
        "<!--" + COMMENT,
        ")]}',\n" + COMMENT,
        f"callback({COMMENT})",
        COMMENT + COMMENT,
        f"[{COMMENT}]",
    ],
    ids=["page", "in front", "comment", "guarded", "callback", "twice", "array"],
)
def test_only_a_whole_json_object_is_a_document(body: str) -> None:
    found = judged(FORGED, body.encode(), media_type="application/json")
    assert (found.verdict, found["issuer_key"].code) == ("rejected", "key.invalid-controller-document")
    assert judged(BADGE, TRUE_DOCUMENT, media_type="text/html").verdict == "accepted"
