"""Credentials over HTTP: what is issued can be verified, and what is wrong is told as a problem."""

from __future__ import annotations

from pathlib import Path

from servers import serving


def test_what_is_issued_is_verified(tmp_path: Path) -> None:
    client = serving(tmp_path)
    response = client.verify(client.issue("college"))
    assert response.status_code == 200
    assert response.json() == {"verified": True, "verdict": "accepted", "problemDetails": []}


def test_a_credential_that_was_changed_is_refused_and_the_check_is_named(tmp_path: Path) -> None:
    client = serving(tmp_path)
    issued = client.issue("college")
    response = client.verify({**issued, "validFrom": "2026-01-16T09:00:00Z"})
    assert response.status_code == 422
    (problem,) = response.json()["problemDetails"]
    assert (problem["check"], problem["code"]) == ("proof", "proof.signature-invalid")


def test_a_revoked_credential_is_refused_as_revoked(tmp_path: Path) -> None:
    client = serving(tmp_path)
    issued = client.issue("college")
    changed = client.post(
        "/credentials/status",
        {
            "credentialId": issued["id"],
            "credentialStatus": {"type": "BitstringStatusListEntry", "statusPurpose": "revocation"},
            "status": True,
        },
    )
    assert changed.status_code == 200
    response = client.verify(issued)
    assert (response.status_code, response.json()["verdict"]) == (422, "rejected")
    assert [problem["check"] for problem in response.json()["problemDetails"]] == ["status"]


def test_an_unknown_option_is_refused_by_name(tmp_path: Path) -> None:
    client = serving(tmp_path)
    response = client.verify(client.issue("college"), checks=["proof"])
    assert response.status_code == 400
    problem = response.json()
    assert problem["type"] == "https://www.w3.org/TR/vcalm#UNKNOWN_OPTION_PROVIDED"
    assert problem["pointer"] == "/options/checks"
