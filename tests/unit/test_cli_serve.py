"""``microcred serve``: a development server for whoever tries it, a server with settings for everybody else."""

from __future__ import annotations

import json
import re
import socket
import ssl
import sys
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest
import trustme

from cli_runs import run, run_process
from microcred.cli.serve import _listener
from microcred.server import Settings
from microcred.server.access import digest_of

SETTINGS = """
public-url = "https://badges.college.example"
[issuers.college]
development-key = "Ed25519"
"""


def write(folder: Path, text: str = SETTINGS) -> Path:
    place = folder / "badges.toml"
    place.write_text(text)
    return place


def test_settings_are_checked_without_serving(tmp_path: Path) -> None:
    result = run("serve", write(tmp_path), "--check")
    assert result.code == 0
    assert "1 issuer instances, ready to be served at https://badges.college.example" in result.err


def test_settings_that_do_not_work_are_told_with_their_place(tmp_path: Path) -> None:
    result = run("serve", write(tmp_path, SETTINGS + 'suit = "jwt"\n'), "--check")
    assert result.code == 2
    assert "server.bad-settings" in result.err
    assert "issuers.college.suit" in result.err


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "badges.college.example", "::"])  # noqa: S104
def test_development_keys_are_not_served_to_others(tmp_path: Path, host: str) -> None:
    result = run("serve", write(tmp_path), "--check", "--host", host)
    assert (result.code, "server.development-only" in result.err) == (2, True)


def test_without_the_extra_the_line_that_installs_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    result = run("serve", "--check")
    assert result.code == 2
    assert "pip install 'microcred[server]'" in result.err


def test_a_port_that_is_taken_is_told_of(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = run("serve", write(tmp_path), "--port", str(taken.getsockname()[1]))
    assert (result.code, "server.cannot-listen" in result.err) == (2, True)


def test_an_answer_does_not_wait_for_the_acknowledgement_of_its_first_half() -> None:
    with closing(_listener(Settings(port=0))) as listener, socket.create_connection(listener.getsockname()) as client:
        accepted, _ = listener.accept()
        with accepted:
            assert client.getpeername() == accepted.getsockname()
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_without_settings_it_serves_this_machine_and_says_so_loudly(tmp_path: Path) -> None:
    process = run_process("serve", "--tls-dev", "--port", "0", cwd=tmp_path)
    try:
        assert process.stderr is not None
        told = [process.stderr.readline().decode() for _ in range(5)]
        address = re.search(r"serving (https://127\.0\.0\.1:[0-9]+), known as https://localhost:", told[0])
        assert address, told
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        with urllib.request.urlopen(f"{address[1]}/issuers", context=context, timeout=20) as response:  # noqa: S310
            (issuer,) = json.load(response)["issuers"]
    finally:
        process.terminate()
        process.communicate(timeout=30)
    assert (issuer["name"], issuer["statusPurpose"]) == ("development", "revocation")
    assert "this is a development server" in told[1]
    assert "it believes every issuer" in told[3]
    assert re.search(r"who has this token can issue, until the server ends: mct_[\w-]{43}$", told[4])
    assert {place.name for place in (tmp_path / "microcred-data").iterdir()} >= {"development.development.pem"}


def test_a_certificate_of_ones_own_is_used(tmp_path: Path) -> None:
    authority = trustme.CA()
    issued = authority.issue_cert("localhost")
    issued.private_key_pem.write_to_path(tmp_path / "key.pem")
    for blob in issued.cert_chain_pems:
        blob.write_to_path(tmp_path / "chain.pem", append=True)
    text = 'tls = {certificate = "chain.pem", key = "key.pem"}\n' + SETTINGS
    process = run_process("serve", write(tmp_path, text), "--port", "0", "--host", "localhost")
    try:
        assert process.stderr is not None
        port = re.search(rb":([0-9]+), known as", process.stderr.readline())
        assert port is not None
        context = ssl.create_default_context()
        authority.configure_trust(context)
        url = f"https://localhost:{port[1].decode()}/issuers"
        with urllib.request.urlopen(url, context=context, timeout=20) as response:
            assert response.status == 200
    finally:
        process.terminate()
        process.communicate(timeout=30)


def test_a_new_token_is_told_once_and_its_lines_hold_the_digest_alone(tmp_path: Path) -> None:
    result = run("serve", "--new-token", "website")
    token = result.out.strip()
    assert (result.code, re.fullmatch(r"mct_[\w-]{43}", token) is not None) == (0, True)
    assert token not in result.err
    lines = result.err[result.err.index("[tokens.website]") :]
    settings = Settings.read(write(tmp_path, SETTINGS + lines), {})
    assert settings.tokens["website"].digest == digest_of(token)


@pytest.mark.parametrize("name", ["", "Web site", "a]\n[verification", "x" * 65])
def test_a_token_is_called_by_a_name_that_settings_can_hold(name: str) -> None:
    result = run("serve", "--new-token", name)
    assert (result.code, result.out, "server.bad-settings" in result.err) == (2, "", True)


def test_a_server_that_is_open_is_not_served_to_others(tmp_path: Path) -> None:
    text = 'access = "open"\npublic-url = "https://badges.college.example"\nhost = "0.0.0.0"\n'
    result = run("serve", write(tmp_path, text), "--check")
    assert (result.code, "server.open-to-others" in result.err) == (2, True)


def test_a_running_server_tells_that_nobody_can_issue_and_logs_who_tried_without_a_name(tmp_path: Path) -> None:
    process = run_process("serve", write(tmp_path), "--port", "0", cwd=tmp_path)
    try:
        assert process.stderr is not None
        told = [process.stderr.readline().decode() for _ in range(2)]
        port = int(re.findall(r"127\.0\.0\.1:([0-9]+)", told[0])[0])
        with socket.create_connection(("127.0.0.1", port), timeout=20) as asking:
            head = "GET /credentials/urn:person:ada HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999\r\n\r\n"
            asking.sendall(head.encode())
            answer = b"".join(iter(lambda: asking.recv(65_536), b""))
    finally:
        process.terminate()
        rest = process.communicate(timeout=30)[1].decode()
    assert "it knows no token, so nobody can issue" in told[1]
    # The connection ends: what still comes of the body is waited for by nobody.
    assert answer.startswith(b"HTTP/1.1 401")
    (line,) = [json.loads(each) for each in rest.splitlines() if '"request"' in each]
    assert (line["request"]["route"], line["request"]["status"]) == ("/credentials/{credential_id}", 401)
    assert "ada" not in rest
