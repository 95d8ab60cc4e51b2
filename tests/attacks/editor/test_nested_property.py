"""A member put a level deeper, with @nest.

Attack: "@nest" groups members without saying anything itself. The editor puts "validUntil", or the status, into it.

Naively: the signature holds, since nesting makes no statement, and a reader of the JSON sees a badge without an end.

Here: a keyword is no member of a credential (`contexts.keyword`). Where the standard requires what was moved, it is
missing (`model.missing`).
"""

from __future__ import annotations

from typing import Any

from doctored import accepted, badge, refusal
from naive_data_integrity import naive_verify


def nested(*names: str) -> dict[str, Any]:
    tree = badge()
    tree["@nest"] = {name: tree.pop(name) for name in names}
    return tree


def nested_by_a_word() -> dict[str, Any]:
    tree = badge()
    tree["@context"].append({"details": "@nest"})
    tree["details"] = {"validUntil": tree.pop("validUntil")}
    return tree


def test_a_naive_verifier_sees_no_end() -> None:
    assert "validUntil" not in naive_verify(nested("validUntil"))
    assert "validUntil" not in naive_verify(nested_by_a_word())


def test_a_member_is_where_the_standard_puts_it() -> None:
    assert refusal(nested("validUntil")) == ("contexts", "contexts.keyword", "/@nest")
    assert refusal(nested_by_a_word()) == ("contexts", "contexts.keyword", "/details")
    assert refusal(nested("validUntil", "validFrom")) == ("model", "model.missing", "/validFrom")
    assert accepted(badge())
