"""Running the command line in tests, and files to run it on: the same ones each time, without a clock."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from badges import AT, SIGNER, sealed, unsigned
from microcred.cli.program import program

ISSUER = SIGNER.verification_method.partition("#")[0]
#: The moment at which the badges of :mod:`badges` are judged.
NOW = AT.isoformat()


@dataclass(frozen=True)
class Run:
    """What came of one run: its exit code, and what it wrote."""

    code: int
    out: str
    err: str
    raw: bytes = b""

    def json(self) -> Any:
        return json.loads(self.out)


def runner() -> CliRunner:
    """A runner that keeps stdout and stderr apart, which click 8.1 does only when it is told to."""
    try:
        return CliRunner(mix_stderr=False)
    except TypeError:
        return CliRunner()


def run(*arguments: str | Path, stdin: bytes = b"", env: dict[str, str | None] | None = None) -> Run:
    """Run a command in this process; an exception that gets out of it fails the test."""
    result = runner().invoke(program, [str(argument) for argument in arguments], input=stdin, env=env)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "failed inside" not in result.stderr, result.stderr
    return Run(
        result.exit_code,
        result.stdout_bytes.decode("utf-8", "replace"),
        result.stderr_bytes.decode("utf-8", "replace"),
        result.stdout_bytes,
    )


def start(*command: str, env: dict[str, str] | None = None, **options: Any) -> subprocess.Popen[bytes]:
    """Start a process, whose outputs are pipes unless the options say otherwise."""
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL, **options}
    return subprocess.Popen(command, env={**os.environ, **(env or {})}, **options)


def run_process(*arguments: str | Path, env: dict[str, str] | None = None, **options: Any) -> subprocess.Popen[bytes]:
    """Start a command as a user does, in a process of its own."""
    return start(sys.executable, "-m", "microcred", *map(str, arguments), env=env, **options)


def run_on_terminal(*arguments: str | Path, env: dict[str, str] | None = None) -> tuple[int, bytes]:
    """Run a command whose output is a terminal: its exit code, and what the terminal got to show."""
    terminal, end = os.openpty()
    process = run_process(*arguments, env=env, stdout=end, stderr=end)
    os.close(end)
    shown = b""
    with suppress(OSError):  # what a terminal that nobody writes to any more reads as
        while part := os.read(terminal, 65_536):
            shown += part
    os.close(terminal)
    process.communicate()
    return process.returncode, shown


def achievement(**members: Any) -> dict[str, Any]:
    """An achievement as an issuer keeps it in a file."""
    return {
        "id": "https://mill.example.org/achievements/bread",
        "type": ["Achievement"],
        "name": "Bread baking",
        "description": "Bakes bread with sourdough.",
        "criteria": {"narrative": "Bake three loaves."},
        **members,
    }


def badge(**changes: Any) -> bytes:
    """The sealed badge of :mod:`badges`, with some of its members set before it was sealed."""
    return sealed(unsigned(**changes)).raw


def write(place: Path, content: Any) -> Path:
    """Write bytes as they are, and anything else as JSON."""
    place.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return place


def key_file(folder: Path) -> Path:
    """The private key of :data:`ISSUER` in a file."""
    return write(folder / "issuer.pem", SIGNER.to_pem())
