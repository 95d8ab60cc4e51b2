"""Is a server alive, can it work, and how much does it do."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from microcred.errors import UsageError
from servers import Client, serving


def test_a_server_that_is_alive_says_so(tmp_path: Path) -> None:
    response = serving(tmp_path).get("/health")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_a_server_that_can_use_its_storage_is_ready(tmp_path: Path) -> None:
    assert serving(tmp_path).get("/ready").status_code == 200


def test_a_server_without_its_storage_is_alive_and_not_ready(tmp_path: Path) -> None:
    client = serving(tmp_path)
    (tmp_path / "microcred.sqlite3").unlink()
    (tmp_path / "microcred.sqlite3").mkdir()
    assert client.get("/health").status_code == 200
    response = client.get("/ready")
    assert (response.status_code, response.json()["code"]) == (503, "server.no-storage")
    assert str(tmp_path) not in response.text


def test_there_are_no_metrics_unless_the_settings_ask_for_them(tmp_path: Path) -> None:
    assert serving(tmp_path).get("/metrics").status_code == 404


def test_without_the_extra_the_line_that_installs_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "prometheus_client", None)
    with pytest.raises(UsageError) as caught:
        serving(tmp_path, metrics=True)
    assert (caught.value.code, caught.value.hint) == ("usage.missing-extra", "pip install 'microcred[metrics]'")


def test_requests_are_counted_by_route_method_and_status(tmp_path: Path) -> None:
    pytest.importorskip("prometheus_client", reason="the extra metrics is not installed")
    client = serving(tmp_path, metrics=True)
    client.get("/credentials/urn:person:ada")
    client.get("/credentials/urn:person:charles")
    client.get("/nothing")
    told = client.get("/metrics")
    assert told.headers["content-type"].startswith("text/plain")
    expected = 'microcred_requests_total{method="GET",route="/credentials/{credential_id}",status="404"} 2.0'
    assert expected in told.text
    assert 'route="none",status="404"} 1.0' in told.text
    assert 'microcred_request_seconds_count{method="GET",route="/credentials/{credential_id}"} 2.0' in told.text
    assert "ada" not in told.text


def test_two_servers_in_one_process_count_apart(tmp_path: Path) -> None:
    pytest.importorskip("prometheus_client", reason="the extra metrics is not installed")
    first, second = serving(tmp_path / "1", metrics=True), serving(tmp_path / "2", metrics=True)
    first.get("/issuers")
    assert "/issuers" not in second.get("/metrics").text


def test_metrics_are_for_who_has_a_token_for_them(tmp_path: Path) -> None:
    pytest.importorskip("prometheus_client", reason="the extra metrics is not installed")
    client = serving(tmp_path, metrics=True)
    assert Client(client.app, client.clock).get("/metrics").status_code == 401
