"""The tree of errors: one branch, one meaning."""

from __future__ import annotations

import inspect
import pickle

import pytest

from microcred import errors
from microcred.errors import (
    DocumentError,
    Fault,
    MicrocredError,
    ModelError,
    ProofError,
    Rejected,
    Undetermined,
    UsageError,
)

KINDS = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, MicrocredError)]


def test_every_error_stands_on_exactly_one_branch() -> None:
    branches = (UsageError, Rejected, Undetermined)
    for kind in set(KINDS) - {MicrocredError}:
        assert sum(issubclass(kind, branch) for branch in branches) == 1, kind


def test_every_error_is_drawn_in_the_tree_of_the_module() -> None:
    assert all(kind.__name__ in (errors.__doc__ or "") for kind in KINDS)


def test_an_error_speaks_of_its_first_fault() -> None:
    error = ProofError(
        "proof.x", "found a, wanted b", pointer="/proof", hint="do c", problem="https://p", evidence={"k": 1}
    )
    assert (error.code, error.message, error.pointer, error.hint) == ("proof.x", "found a, wanted b", "/proof", "do c")
    assert (error.problem, error.evidence["k"]) == ("https://p", 1)
    assert str(error) == "/proof: found a, wanted b"


def test_many_faults_make_one_error_that_counts_them() -> None:
    error = ModelError.of([Fault("model.a", "first", "/a"), Fault("model.b", "second", "/b")])
    assert [fault.pointer for fault in error.faults] == ["/a", "/b"]
    assert str(error) == "/a: first (and 1 more)"


@pytest.mark.parametrize("kind", KINDS)
def test_errors_cross_process_boundaries_whole(kind: type[MicrocredError]) -> None:
    error = kind.of([Fault("a.b", "m", "/p", "h", "u", {"x": 1}), Fault("c.d", "n")])
    restored = pickle.loads(pickle.dumps(error))
    assert type(restored) is kind
    assert restored.faults == error.faults
    assert str(restored) == str(error)


def test_a_message_is_one_line_whatever_it_quotes() -> None:
    error = DocumentError("document.not-json", "found a\r\nb\x1b[31m\x7f\u202e\ud800, wanted é")
    assert error.message == "found a\\r\\nb\\x1b[31m\\x7f\\u202e\\ud800, wanted é"
    assert str(error) == error.message
    assert pickle.loads(pickle.dumps(error)).faults == error.faults
