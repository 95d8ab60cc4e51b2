"""A badge that is changed between verifying and use.

Attack: The editor shares the process with the verifier, as a plugin, another thread or a queue: what was handed in is
changed after it was verified, and before it is used.

Naively: A verifier takes a ``dict``, looks at it, and hands the same ``dict`` on.

Here: What is handed in is written out as bytes once, before anything is looked at, and the report has the document that
was verified: its bytes, its digest and a tree that cannot be changed (docs/decisions/0001). ``Report.require`` hands
out just that.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from microcred.document import Document
from naive import proof_holds
from published_keys import SIGNER
from victim import badge, report


def naive_verify(tree: dict[str, Any]) -> dict[str, Any] | None:
    return tree if proof_holds(tree, SIGNER.public_key.to_multikey()) else None


def test_a_naive_verifier_hands_out_what_is_changed_later() -> None:
    tree = badge().to_dict()
    found = naive_verify(tree)
    tree["name"] = "Doctor of Everything"
    assert found is not None
    assert found["name"] == "Doctor of Everything"


def test_the_report_has_what_was_verified() -> None:
    tree = badge().to_dict()
    found = report(tree)
    tree["name"] = "Doctor of Everything"
    tree["credentialSubject"]["achievement"]["name"] = "Doctor of Everything"
    assert found.require() == Document.of(badge().to_dict())
    assert "Doctor" not in str(found.require())
    assert found["document"].evidence["sha256"] == found.require().sha256


class Turning(dict[str, Any]):
    """A mapping that gives its true name once, and another one from then on."""

    asked = 0

    def __getitem__(self, name: str) -> Any:
        self.asked += name == "name"
        return "Doctor of Everything" if name == "name" and self.asked > 1 else super().__getitem__(name)

    def items(self) -> Any:
        return [(name, self[name]) for name in self]


def test_a_naive_verifier_is_shown_one_name_and_hands_out_another() -> None:
    found = naive_verify(Turning(badge().to_dict()))
    assert found is not None
    assert found["name"] == "Doctor of Everything"


def test_a_mapping_that_turns_is_read_once() -> None:
    found = report(Turning(badge().to_dict()))
    assert found.require() == Document.of(badge().to_dict())


CHANGES: dict[str, Callable[[Any], Any]] = {
    "a member": lambda found: found.require().tree.update(name="Doctor"),
    "a member of a member": lambda found: found.require().tree["credentialSubject"].pop("id"),
    "an array": lambda found: found.require().tree["type"].append("Doctor"),
    "the bytes": lambda found: setattr(found.require(), "raw", b"{}"),
    "the document": lambda found: setattr(found, "document", None),
    "the checks": lambda found: setattr(found, "checks", ()),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_verified_cannot_be_changed(change: str) -> None:
    found = report(badge())
    before = found.require().raw
    with pytest.raises((TypeError, AttributeError)):
        CHANGES[change](found)
    assert found.require().raw == before
