"""Real servers that are killed in the middle of issuing, clients that go on, and what has to hold afterwards.

A client sends a request again until it knows how it ended, to whichever server lives: an answer is 201, or 409 for what
was kept before a server could answer, which a client then asks for. What was answered has to be there for ever.
"""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from random import Random
from threading import Condition, Event, Thread
from typing import Any
from urllib.parse import quote

from databases import PostgresqlServer
from microcred.document import to_json
from microcred.keys import Ed25519Signer
from servers import PUBLIC_URL, credential
from status_lists import bits_of

SECONDS = 120
_SETTINGS = """
public-url = "{url}"
port = 0
storage = "{storage}"
access = "open"
[issuers.college]
key = "issuer.pem"
status = "revocation"
"""


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Server:
    """``microcred serve`` in a process of its own."""

    process: subprocess.Popen[str]
    port: int
    reader: Thread

    @classmethod
    def start(cls, settings: Path) -> Server:
        command = [sys.executable, "-m", "microcred", "serve", str(settings)]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        assert process.stderr is not None
        told = process.stderr.readline()
        found = re.search(r"serving http://127\.0\.0\.1:([0-9]+)", told)
        if found is None:
            process.kill()
            raise AssertionError(told + process.communicate()[1])
        # What it says later is read, so that it never waits for a reader.
        reader = Thread(target=process.stderr.read)
        reader.start()
        return cls(process, int(found[1]), reader)

    def connect(self) -> HTTPConnection:
        return HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)

    def ask(self, method: str, path: str, body: Any = None) -> Answer:
        with closing(self.connect()) as connection:
            return ask(connection, method, path, body)

    def end(self, how: signal.Signals) -> None:
        self.process.send_signal(how)
        self.process.wait(SECONDS)
        self.reader.join(SECONDS)
        assert self.process.stderr is not None
        self.process.stderr.close()


def ask(connection: HTTPConnection, method: str, path: str, body: Any = None) -> Answer:
    content = None if body is None else json.dumps(body)
    connection.request(method, path, content, {"content-type": "application/json", "accept": "*/*"})
    response = connection.getresponse()
    return Answer(response.status, response.read())


@dataclass
class Campaign:
    """Servers with one storage, clients, and all that was answered."""

    settings: Path
    issuer: str
    servers: list[Server]
    random: Random
    answered: dict[str, bytes] = field(default_factory=dict)
    revoked: set[str] = field(default_factory=set)
    asked_to_revoke: set[str] = field(default_factory=set)
    unexpected: list[str] = field(default_factory=list)
    database_dies: bool = False
    unavailable: int = 0
    resent: int = 0
    over: Event = field(default_factory=Event)
    progress: Condition = field(default_factory=Condition)

    def kill(self, number: int, *, after: int, later: float = 0.0) -> None:
        """Kill a server after so many more answers and so many seconds, and start another in its place."""
        self._wait(after)
        self.over.wait(later)
        self.servers[number].end(signal.SIGKILL)
        self.servers[number] = Server.start(self.settings)

    def crash(self, database: PostgresqlServer, *, after: int) -> None:
        """Let the database die in the middle, and come back."""
        self._wait(after)
        self.database_dies = True
        database.stop("immediate")
        database.start()

    def _wait(self, after: int) -> None:
        with self.progress:
            wanted = len(self.answered) + after
            assert self.progress.wait_for(lambda: len(self.answered) >= wanted, SECONDS), self.unexpected

    def work(self, client: int) -> None:
        """Issue, and revoke some of it, until it is over."""
        random, number = Random(client), 0
        connection = self.servers[client % len(self.servers)].connect()
        while not self.over.is_set():
            name, number = f"urn:example:client-{client}:{number}", number + 1
            steps = [self._issue, self._revoke] if random.random() < 0.2 else [self._issue]
            while steps and not self.over.is_set():
                try:
                    steps[0](connection, name)
                    del steps[0]
                except (OSError, HTTPException):
                    connection.close()
                    self.resent += 1
                    self.over.wait(0.02)
                    connection = random.choice(self.servers).connect()
        connection.close()

    def _issue(self, connection: HTTPConnection, name: str) -> None:
        body = {"credential": credential(self.issuer, id=name)}
        found = ask(connection, "POST", "/issuers/college/credentials/issue", body)
        if found.status == 201:
            # A credential in the answer is spelled as JSON in JSON, and by itself as it is kept.
            content = to_json(found.json["verifiableCredential"])
        elif found.status == 409:
            # It was kept before a server could say so.
            kept = ask(connection, "GET", _path(name))
            if kept.status != 200:
                self._refused(kept)
                return
            content = kept.body
        else:
            self._refused(found)
            return
        with self.progress:
            self.answered[name] = content
            self.progress.notify_all()

    def _revoke(self, connection: HTTPConnection, name: str) -> None:
        self.asked_to_revoke.add(name)
        entry = {"type": "BitstringStatusListEntry", "statusPurpose": "revocation"}
        body = {"credentialId": name, "credentialStatus": entry, "status": True}
        found = ask(connection, "POST", "/credentials/status", body)
        if found.status == 200:
            self.revoked.add(name)
        else:
            self._refused(found)

    def _refused(self, found: Answer) -> None:
        if found.status == 503 and self.database_dies:
            self.unavailable += 1
            raise HTTPException("try again")
        self.unexpected.append(f"{found.status} {found.body!r:.300}")

    def check(self) -> None:
        """All that has to hold: nothing answered was lost, no index has two owners, and the lists verify."""
        assert self.unexpected == []
        with closing(self.servers[0].connect()) as connection:
            entries = self._entries(connection)
            told = {(url, index) for url in {place[0] for place in entries} for index in _ones(connection, url)}
            assert {place for place, name in entries.items() if name in self.revoked} <= told
            assert told <= {place for place, name in entries.items() if name in self.asked_to_revoke}
            valid = [name for name in self.answered if name not in self.asked_to_revoke]
            for name in valid[:3]:
                assert _verified(connection, json.loads(self.answered[name])) == 200, name
            for name in sorted(self.revoked)[:3]:
                assert _verified(connection, json.loads(self.answered[name])) == 422, name

    def _entries(self, connection: HTTPConnection) -> dict[tuple[str, int], str]:
        """Who has which entry of which list; every credential is there, byte for byte."""
        entries: dict[tuple[str, int], str] = {}
        for name, content in self.answered.items():
            kept = ask(connection, "GET", _path(name))
            assert (kept.status, kept.body) == (200, content), name
            entry = json.loads(content)["credentialStatus"]
            place = (entry["statusListCredential"], int(entry["statusListIndex"]))
            assert entries.setdefault(place, name) == name
        return entries


def _ones(connection: HTTPConnection, url: str) -> Iterator[int]:
    """The indexes at which a list says that something is revoked; the list verifies."""
    published = ask(connection, "GET", url.removeprefix(PUBLIC_URL)).json
    assert _verified(connection, published) == 200
    for at, byte in enumerate(bits_of(published["credentialSubject"]["encodedList"])):
        yield from (at * 8 + bit for bit in range(8) if byte & 0x80 >> bit)


def _verified(connection: HTTPConnection, sealed: Any) -> int:
    return ask(connection, "POST", "/credentials/verify", {"verifiableCredential": sealed}).status


def _path(name: str) -> str:
    return f"/credentials/{quote(name, safe='')}"


def written_settings(folder: Path, storage_url: str) -> tuple[Path, str]:
    """The settings of a server, and the id of its issuer."""
    signer = Ed25519Signer.generate()
    (folder / "issuer.pem").write_bytes(signer.to_pem())
    settings = folder / "badges.toml"
    settings.write_text(_SETTINGS.format(url=PUBLIC_URL, storage=storage_url))
    return settings, signer.verification_method.partition("#")[0]


@contextmanager
def campaign(folder: Path, storage_url: str, *, servers: int, clients: int, seed: int) -> Iterator[Campaign]:
    """Servers and clients at work; when the block ends the clients stop, and everything is checked."""
    settings, issuer = written_settings(folder, storage_url)
    running = [Server.start(settings) for _ in range(servers)]
    found = Campaign(settings, issuer, running, Random(seed))
    threads = [Thread(target=found.work, args=(number,)) for number in range(clients)]
    try:
        for thread in threads:
            thread.start()
        try:
            yield found
        finally:
            found.over.set()
            for thread in threads:
                thread.join(SECONDS)
        found.check()
    finally:
        for server in found.servers:
            server.end(signal.SIGKILL)
