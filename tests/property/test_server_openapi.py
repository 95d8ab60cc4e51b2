"""Whatever is sent to a server, it answers as its description says, and does not fail inside."""

from __future__ import annotations

from pathlib import Path

import pytest

from microcred.server.storage.relational import RelationalStorage
from schema_runs import Described

OPERATIONS = sorted(
    (method, path)
    for path, methods in {
        "/challenges": ["post"],
        "/credentials/derive": ["post"],
        "/credentials/status": ["post"],
        "/credentials/verify": ["post"],
        "/credentials/{credential_id}": ["delete", "get"],
        "/health": ["get"],
        "/issuers": ["get"],
        "/issuers/{instance}": ["get"],
        "/issuers/{instance}/credentials/issue": ["post"],
        "/issuers/{instance}/did.json": ["get"],
        "/presentations": ["post"],
        "/presentations/verify": ["post"],
        "/ready": ["get"],
        "/status-lists": ["post"],
        "/status-lists/{name}": ["get"],
        "/1.0/identifiers/{identifier}": ["get"],
    }.items()
    for method in methods
)


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Described:
    return Described.of(tmp_path_factory.mktemp("described"))


def test_every_operation_is_asked(described: Described) -> None:
    assert sorted((each.method, each.path) for each in described.operations()) == OPERATIONS


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_every_answer_is_one_that_is_described(described: Described, method: str, path: str) -> None:
    described.ask(described.schema[path][method], examples=12, start=20261123)


def test_a_failure_inside_would_be_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    described = Described.of(tmp_path)
    monkeypatch.setattr(RelationalStorage, "status_list", lambda *_: 1 / 0)
    with pytest.raises(BaseExceptionGroup, match="Server error"):
        described.ask(described.schema["/status-lists/{name}"]["get"], examples=12, start=20261123)
