"""Who is measured: where each contender is installed, how its worker is started, and how it is talked to.

A peer lives in a virtual environment or an npm folder of its own, outside the repository; nothing here imports it. The
versions are pinned, so that a run can be repeated.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import Any, Self

import microcred

_PEERS = Path(__file__).parent / "peers"
_TESTS = Path(__file__).parents[1]
_SOURCE = Path(microcred.__file__).parents[1]
_PATIENCE = 120.0


@dataclass(frozen=True)
class Command:
    """The words of a command, and what its environment has, or has not, otherwise than here."""

    words: tuple[str, ...]
    changes: Mapping[str, str | None] = field(default_factory=dict)

    @property
    def environ(self) -> dict[str, str]:
        # Whoever installs a package has its modules compiled once, and not at every start.
        changes = {"PYTHONDONTWRITEBYTECODE": None, **self.changes}
        return {name: value for name, value in {**os.environ, **changes}.items() if value is not None}


class UnavailableError(Exception):
    """A contender cannot be measured here; the message says why."""


@dataclass(frozen=True)
class PythonEnvironment:
    """A virtual environment of the interpreter that runs the benchmark."""

    name: str
    requirements: tuple[str, ...]

    def install(self, folder: Path) -> None:
        _run(sys.executable, "-m", "venv", "--clear", str(folder))
        _run(_python(folder), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *self.requirements)

    def worker(self, folder: Path, name: str) -> Command:
        return Command((_python(folder), "-m", f"benchmarks.peers.{name}"), {"PYTHONPATH": str(_TESTS)})

    def shortest(self, folder: Path, name: str) -> Command:
        return Command((_python(folder), str(_PEERS / "shortest" / f"{name}.py")), {"PYTHONPATH": None})


@dataclass(frozen=True)
class NodeEnvironment:
    """An npm folder. A module finds the packages that lie beside it, so the scripts are copied there."""

    name: str
    requirements: tuple[str, ...]

    def install(self, folder: Path) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        packages = dict(requirement.rsplit("@", 1) for requirement in self.requirements)
        (folder / "package.json").write_text(json.dumps({"private": True, "dependencies": packages}), encoding="utf-8")
        _run("npm", "install", "--silent", "--ignore-scripts", "--no-audit", "--no-fund", cwd=folder)

    def worker(self, folder: Path, name: str) -> Command:
        for source in _PEERS.glob("*.mjs"):
            shutil.copy(source, folder)
        return Command(("node", str(folder / f"{name}.mjs")))

    def shortest(self, folder: Path, name: str) -> Command:
        copy = shutil.copyfile(_PEERS / "shortest" / f"{name}.mjs", folder / f"shortest_{name}.mjs")
        return Command(("node", str(copy)))


@dataclass(frozen=True)
class ThisEnvironment:
    """The environment that runs the benchmark, in which microcred is; nothing is installed into it."""

    name: str = "this"
    requirements: tuple[str, ...] = ()

    def install(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)

    def worker(self, _: Path, name: str) -> Command:
        paths = f"{_TESTS}{os.pathsep}{_SOURCE}"
        return Command((sys.executable, "-m", f"benchmarks.peers.{name}"), {"PYTHONPATH": paths})

    def shortest(self, _: Path, name: str) -> Command:
        """The command line itself, as it is installed beside this interpreter, or else as a module."""
        script = shutil.which(name, path=str(Path(sys.executable).parent))
        words = (script,) if script else (sys.executable, "-m", name)
        return Command((*words, "verify", "--offline"), {"PYTHONPATH": str(_SOURCE)})


Environment = PythonEnvironment | NodeEnvironment | ThisEnvironment


@dataclass(frozen=True)
class Contender:
    """Somebody who verifies and signs: ``worker`` does what it is told, ``shortest`` is the shortest way to a verdict.

    ``older`` says that it knows data model 1.1 alone, and gets the twins of the documents.
    """

    name: str
    environment: Environment
    worker: str
    arguments: tuple[str, ...] = ()
    shortest: str | None = None
    older: bool = False


_THIS = ThisEnvironment()
MICROCRED = Contender("microcred", _THIS, "with_microcred", shortest="microcred")
YARDSTICK = Contender("raw Ed25519 (OpenSSL)", _THIS, "with_ed25519")
PYLD = Contender(
    "PyLD + cryptography",
    PythonEnvironment("pyld", ("pyld==3.3.0", "cryptography==50.0.2")),
    "with_pyld",
    shortest="with_pyld",
)
DIGITAL_BAZAAR = Contender(
    "Digital Bazaar vc (Node.js)",
    NodeEnvironment(
        "digitalbazaar",
        (
            "@digitalbazaar/vc@7.3.0",
            "@digitalbazaar/data-integrity@2.5.0",
            "@digitalbazaar/eddsa-rdfc-2022-cryptosuite@1.3.0",
            "@digitalbazaar/ed25519-multikey@1.3.1",
            "jsonld@9.0.0",
            "rdf-canonize@5.0.0",
        ),
    ),
    "with_vc",
    ("@digitalbazaar",),
    shortest="with_vc",
)
DIGITAL_CREDENTIALS = Contender(
    "DCC vc (Node.js)",
    NodeEnvironment(
        "digitalcredentials",
        (
            "@digitalcredentials/vc@10.0.2",
            "@digitalcredentials/data-integrity@2.6.0",
            "@digitalcredentials/eddsa-rdfc-2022-cryptosuite@1.3.0",
            "@digitalcredentials/ed25519-multikey@1.4.0",
        ),
    ),
    "with_vc",
    ("@digitalcredentials",),
)
DIDKIT = Contender(
    "DIDKit (Rust), data model 1.1",
    PythonEnvironment("didkit", ("didkit==0.3.3",)),
    "with_didkit",
    shortest="with_didkit",
    older=True,
)
OPENBADGESLIB = Contender(
    "openbadgeslib",
    PythonEnvironment("openbadgeslib", ("openbadgeslib[ldp]==4.6.3", "pyld==3.3.0", "cryptography==50.0.2")),
    "with_openbadgeslib",
    shortest="with_openbadgeslib",
)
PEER_CONTENDERS = (PYLD, DIGITAL_BAZAAR, DIGITAL_CREDENTIALS, DIDKIT, OPENBADGESLIB)


def installed(contender: Contender, peers: Path) -> Path:
    """The folder in which a contender is installed, which is done now if it was not, or in other versions."""
    environment = contender.environment
    folder = peers / environment.name
    marker = folder / "installed.json"
    wanted = [*environment.requirements, sys.version]
    if not marker.is_file() or json.loads(marker.read_bytes()) != wanted:
        environment.install(folder)
        marker.write_text(json.dumps(wanted), encoding="utf-8")
    return folder


class Worker:
    """A process of one contender, which answers requests: see ``peers/worker.py``."""

    def __init__(self, contender: Contender, peers: Path, contexts: Path) -> None:
        folder = peers / contender.environment.name
        command = contender.environment.worker(folder, contender.worker)
        self.name = contender.name
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed by __exit__
        self._process = subprocess.Popen(
            [*command.words, str(contexts), *contender.arguments],
            cwd=folder,
            env=command.environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
        )

    def ask(self, **request: Any) -> dict[str, Any]:
        """Make a request and wait for the answer; raises :class:`UnavailableError` where there will be none."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        timer = Timer(_PATIENCE, self._process.kill)
        timer.start()
        try:
            self._process.stdin.write(f"{json.dumps(request)}\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except BrokenPipeError:
            line = ""
        finally:
            timer.cancel()
        if not line:
            raise UnavailableError(f"{self.name} gave no answer to {request['do']!r}: {self._last_words()}")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _last_words(self) -> str:
        self._process.wait()
        self._errors.seek(0)
        lines = self._errors.read().decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else f"it ended with {self._process.returncode}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self._process.kill()
        self._process.communicate()
        self._errors.close()


def _python(folder: Path) -> str:
    return str(folder / "bin" / "python")


def _run(*command: str, cwd: Path | None = None) -> None:
    try:
        subprocess.run(command, cwd=cwd, check=True, capture_output=True, text=True)
    except FileNotFoundError:
        raise UnavailableError(f"there is no {command[0]} here") from None
    except subprocess.CalledProcessError as error:
        words = (error.stderr or error.stdout).strip().splitlines() or [f"it ended with {error.returncode}"]
        raise UnavailableError(f"{' '.join(command[:4])} …: {words[-1]}") from None
