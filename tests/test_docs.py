"""The README and the documentation are true: their code runs, their output is what comes out, their links lead on.

How a page is read: its blocks run from top to bottom, in one namespace and one empty folder, without a network.

- ``python`` runs; an ``output`` block right behind it is what it prints.
- ``console``: lines that begin with ``$`` run, and the lines below are what appears. A command that ends with anything
  but 0 is followed by ``$ echo $?``.
- any block behind ``<!-- file: NAME -->`` is written to that file.
- ``<!-- not run: REASON -->`` keeps a block from running; its ``microcred`` options are still looked up.

In shown output, ``…`` stands for anything, and keys, digests, dates and random ids for any other of their kind.
"""

from __future__ import annotations

import ast
import hashlib
import importlib
import io
import itertools
import os
import re
import secrets
import shlex
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

import microcred
from microcred.artwork import badge_svg
from microcred.cli.program import COMMANDS, program
from microcred.codes import codes

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(page for page in DOCS.rglob("*.md") if "_build" not in page.parts)]
RUN = [page for page in PAGES if "decisions" not in page.parts]
KINDS = {"python", "output", "console", "sh", "text", "json", "toml", "csv", "yaml", ""}

sys.path.insert(0, str(DOCS))
from_the_code = importlib.import_module("from_the_code")


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


@dataclass(frozen=True)
class Block:
    """A fenced block of a page, with the mark in front of it, such as ``file: badge.json``."""

    page: Path
    line: int
    kind: str
    text: str
    mark: str

    def __str__(self) -> str:
        return f"{name_of(self.page)}:{self.line}"

    def marked(self, word: str) -> str | None:
        found = re.fullmatch(rf"{word}: (\S.*)", self.mark)
        return found[1] if found else None


def blocks_of(page: Path) -> list[Block]:
    found: list[Block] = []
    lines = page.read_text(encoding="utf-8").split("\n")
    mark, kind, start, fence = "", "", 0, ""
    for number, line in enumerate(lines, 1):
        opening = re.match(r"(`{3,}|~{3,})(.*)", line)
        if fence and line.rstrip() == fence:
            found.append(Block(page, start, kind, "".join(f"{text}\n" for text in lines[start : number - 1]), mark))
            fence = mark = ""
        elif not fence and opening:
            fence, kind, start = opening[1], opening[2].strip(), number
        elif not fence and line.strip():
            comment = re.fullmatch(r"<!-- (.*) -->", line.strip())
            mark = comment[1] if comment else ""
    assert not fence, f"{name_of(page)}:{start}: the block does not end"
    return found


BLOCKS = {page: blocks_of(page) for page in RUN}


# --- running a page


@dataclass
class Run:
    """One page as it runs: what its blocks share."""

    folder: Path
    shims: Path
    namespace: dict[str, Any] = field(default_factory=lambda: {"__name__": "__main__"})
    code: int = 0

    def python(self, block: Block) -> str:
        printed = io.StringIO()
        code = compile("\n" * block.line + block.text, str(block.page), "exec")
        with redirect_stdout(printed):
            exec(code, self.namespace)  # noqa: S102 - the pages of this repository
        return printed.getvalue()

    def command(self, line: str) -> str:
        if line == "echo $?":
            return f"{self.code}\n"
        words = shlex.split(line, comments=True)
        if words[0] == "cd":
            os.chdir(words[1])
            return ""
        if words[0] == "microcred" and not re.search(r"[|<>&;`*]|\$\(", line):
            result = CliRunner().invoke(program, words[1:], prog_name="microcred")
            if result.exception and not isinstance(result.exception, SystemExit):
                raise result.exception
            self.code = result.exit_code
            return result.output
        if shutil.which("bash") is None:
            pytest.skip("the page has a command for a shell, and there is none here")
        found = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", line],  # noqa: S607
            env={**os.environ, "PATH": f"{self.shims}:{os.environ['PATH']}"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=60,
        )
        self.code = found.returncode
        return found.stdout.decode()


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A page's folder and commands; keys and salts come out the same each time, and there is no network."""
    folder, shims = tmp_path / "folder", tmp_path / "bin"
    for place in (folder, shims):
        place.mkdir()
    shim = shims / "microcred"
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m microcred "$@"\n', encoding="utf-8")
    shim.chmod(0o755)
    (shims / "python").symlink_to(sys.executable)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PYTHONPATH", str(Path(microcred.__file__).parents[1]))
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")
    numbers = itertools.count()
    monkeypatch.setattr(secrets, "token_bytes", lambda size=32: hashlib.sha256(b"%d" % next(numbers)).digest()[:size])

    def no_network(*_: object, **__: object) -> None:
        pytest.fail("a page of the documentation asked for the network")

    connect = socket.socket.connect

    def local_alone(end: socket.socket, address: Any) -> None:
        # Processes of one machine talk to each other over these.
        connect(end, address) if end.family == getattr(socket, "AF_UNIX", None) else no_network()

    monkeypatch.setattr(socket.socket, "connect", local_alone)
    monkeypatch.setattr(socket, "getaddrinfo", no_network)
    return Run(folder, shims)


KINDS_OF_VALUE = {
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)": "<moment>",
    r"urn:uuid:[0-9a-f-]{36}": "<uuid>",
    r"z6Mk[1-9A-HJ-NP-Za-km-z]{6,}(…[1-9A-HJ-NP-Za-km-z]+)?": "<key>",
    r"\bz[1-9A-HJ-NP-Za-km-z]{80,}": "<signature>",
    r"\b[0-9a-f]{64}\b": "<digest>",
    r"\b[0-9a-f]{32}\b": "<salt>",
    r"\b[0-9a-f]{16}…": "<digest>",
}


def plain(text: str) -> str:
    for pattern, kind in KINDS_OF_VALUE.items():
        text = re.sub(pattern, kind, text)
    return "".join(f"{line.rstrip()}\n" for line in text.strip().splitlines())


def assert_shown(shown: str, found: str, where: str) -> None:
    lines = (
        r"(?:.*\n)*?" if line == "…" else ".*?".join(map(re.escape, line.split("…"))) + r"\n"
        for line in plain(shown).splitlines()
    )
    assert re.fullmatch("".join(lines), plain(found)), f"{where} shows\n{shown}\nbut this came out:\n{found}"


def steps_of(text: str) -> Iterator[tuple[str, str]]:
    """Each command of a console block, with the lines that it shows."""
    commands = re.split(r"^\$ ", text, flags=re.MULTILINE)
    assert not commands[0].strip(), "a console block begins with a command"
    for command in commands[1:]:
        found = re.match(r"((?:.*\\\n)*.*)\n((?:.*\n)*)", command)
        assert found is not None
        yield found[1].replace("\\\n", " "), found[2]


def run_console(run: Run, block: Block) -> None:
    steps = [*steps_of(block.text), ("", "")]
    for (command, shown), (following, _) in itertools.pairwise(steps):
        found = run.command(command)
        told = "echo $?" in (command, following)
        assert run.code == 0 or told, f"{block}: {command}\nended with {run.code}:\n{found}"
        if shown.strip():
            assert_shown(shown, found, f"{block}: {command}")


@pytest.mark.parametrize("page", RUN, ids=name_of)
def test_a_page_runs_and_prints_what_it_shows(page: Path, run: Run) -> None:
    printed: str | None = None
    for block in BLOCKS[page]:
        before, printed = printed, None
        if block.marked("not run"):
            continue
        if name := block.marked("file"):
            (run.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (run.folder / name).write_text(block.text, encoding="utf-8")
        elif block.kind == "python":
            printed = run.python(block)
        elif block.kind == "output":
            assert before is not None, f"{block}: output without code in front of it"
            assert_shown(block.text, before, str(block))
        elif block.kind in ("console", "sh"):
            run_console(run, block)


@pytest.mark.parametrize("page", RUN, ids=name_of)
def test_every_block_is_of_a_kind_that_is_looked_at(page: Path) -> None:
    for block in BLOCKS[page]:
        assert block.kind in KINDS or block.kind.startswith("{"), str(block)
        assert block.marked("not run") or not block.mark.startswith("not run"), f"{block}: without a reason"


# --- the command line


def commands_in(text: str) -> Iterator[list[str]]:
    """Every call of ``microcred`` in a text, as words."""
    joined = text.replace("\\\n", " ")
    for line in joined.splitlines():
        for part in re.split(r"[|;&]+", line.removeprefix("$ ")):
            try:
                words = shlex.split(part, comments=True)
            except ValueError:
                continue
            if words and words[0].rpartition("/")[2] == "microcred":
                yield words[1:]


def options_of(name: str, part: str = "") -> set[str]:
    context = click.Context(program)
    command = program.get_command(context, name) if name else program
    assert command is not None
    if isinstance(command, click.Group) and part in command.commands:
        command = command.commands[part]
    return {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}


@pytest.mark.parametrize("page", RUN, ids=name_of)
def test_every_command_that_is_shown_exists_with_its_options(page: Path) -> None:
    for block in BLOCKS[page]:
        for words in commands_in(block.text) if block.kind in ("console", "sh", "yaml") else ():
            name = words[0] if words and not words[0].startswith("-") else ""
            assert name == "" or name in COMMANDS, f"{block}: there is no command {name}"
            known = options_of(name, *words[1:2]) | {"-h", "--help"}
            used = {word.partition("=")[0] for word in words if re.match(r"-[-a-z]", word)}
            assert used <= known, f"{block}: microcred {name} has no option {used - known}"


def test_the_readme_lists_every_command_with_its_own_line() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `microcred ([a-z]+)` \| (.*?) \|$", text, re.MULTILINE))
    assert rows == dict(COMMANDS)


def test_the_reference_has_every_command() -> None:
    page = from_the_code.filled((DOCS / "reference/command-line.md").read_text(encoding="utf-8"))
    for name in COMMANDS:
        assert f"## microcred {name}\n" in page
        assert f"Usage: microcred {name} " in page


# --- what is read off the code


def test_the_reference_has_every_code_and_what_it_means() -> None:
    page = from_the_code.filled((DOCS / "reference/codes.md").read_text(encoding="utf-8"))
    for code in codes():
        assert f"({code})=\n\n### {code}\n" in page


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_code_that_is_named_is_in_the_catalogue(page: Path) -> None:
    areas = "|".join({code.area for code in codes().values()})
    text = page.read_text(encoding="utf-8")
    named = set(re.findall(rf"`((?:{areas})\.[a-z0-9]+(?:-[a-z0-9]+)+)`", text))
    assert named - set(codes()) == set()


def constants() -> Iterator[str]:
    """Every bound that the library has as a constant of a module."""
    source = Path(microcred.__file__).parent
    for path in sorted(source.rglob("*.py")):
        module = ".".join(path.relative_to(source).with_suffix("").parts).removesuffix(".__init__")
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            for target in targets:
                if isinstance(target, ast.Name) and re.match(r"_?(MAX|MIN)_", target.id):
                    yield f"{module}:{target.id}"


# What a credential cannot reach, or cannot feel but by its speed.
NOT_BOUNDS = {
    "canonical:_MAX_SELECTIONS",  # how much one canonicalizer remembers
    "canonical.active_context:_MAX_IRI",  # what is handed over to the guarded reading
    "canonical.tables:_MAX_CONTEXTS",
    "canonical.tables:_MAX_INLINE",
    "canonical.tables:_MAX_MEMBERS",
    "canonical.tables:_MAX_NESTING",
    "canonical.tables:_MAX_SHAPES",
    "canonical.tables:_MAX_TYPES",
    "canonical.tables:_MAX_TYPINGS",
    "canonical.walk:_MAX_GATHERED",  # of which a hundred are reported
    "keys.public_key:_MAX_REMEMBERED",
    "canonical.expansion:_MAX_SELECTIONS",  # how much one canonicalizer remembers
    "canonical.safe_mode:_MAX_CACHED_CONTEXTS",
}
LIMITS = [limit for limits in from_the_code.LIMITS.values() for limit in limits]


def test_the_limits_page_has_every_bound_of_the_library() -> None:
    listed = {limit.place for limit in LIMITS}
    found = {place for place in constants() if not place.startswith("cli.")}
    assert found - NOT_BOUNDS - listed == set()


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.place)
def test_a_limit_has_a_number_and_a_code(limit: Any) -> None:
    assert limit.number > 0
    assert limit.code is None or limit.code in codes()


def test_the_reference_has_every_public_name() -> None:
    page = (DOCS / "reference/python.md").read_text(encoding="utf-8")
    for name in set(microcred.__all__) - {"__version__"}:
        module = getattr(microcred, name).__module__
        owner = f"({module}|{module.rpartition('.')[0]})"  # or the package that has it from there
        assert re.search(rf"auto\w+:: (microcred|{owner})\.{name}$|automodule:: {owner}$", page, re.MULTILINE), name


def test_the_picture_of_the_readme_is_drawn_by_the_library() -> None:
    picture = (DOCS / "images/badge.svg").read_bytes()
    assert picture == badge_svg("microcred", "Open Badges 3.0 in Python")


# --- links, and names of other things


LINK = re.compile(r"(?<!\\)\[[^\]]*\]\(([^)\s]+)\)|<(?:img|a) [^>]*(?:src|href)=\"([^\"]+)\"")


def links_of(page: Path) -> Iterator[str]:
    text = re.sub(r"^(`{3,}|~{3,}).*?^\1\s*$", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    for found in LINK.finditer(re.sub(r"`[^`\n]*`", "", text)):
        yield found[1] or found[2]


def anchors_of(page: Path) -> set[str]:
    text = from_the_code.filled(page.read_text(encoding="utf-8"))
    headings = re.findall(r"^#{1,6} (.*)$", text, re.MULTILINE)
    slugs = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    return slugs | set(re.findall(r"^\(([^)]+)\)=$", text, re.MULTILINE))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_inside_the_project_leads_somewhere(page: Path) -> None:
    for link in links_of(page):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path) if path else page
        assert target.exists(), f"{name_of(page)} links to {link}"
        assert target.resolve().is_relative_to(ROOT), f"{name_of(page)} links out of the project: {link}"
        if anchor and target.suffix == ".md":
            known = anchors_of(target) | set(codes() if not path else ())
            assert anchor in known, f"{name_of(page)} links to {link}"


@pytest.mark.parametrize("page", RUN, ids=name_of)
def test_every_file_and_test_that_is_named_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for path, test in re.findall(r"`((?:tests|examples|docs|src|schemas)/[\w./-]+)(?:::(\w+))?`", text):
        assert (ROOT / path).exists(), f"{name_of(page)} names {path}"
        assert not test or f"def {test}(" in (ROOT / path).read_text(encoding="utf-8"), f"{name_of(page)}: {test}"


def test_every_page_stands_in_a_table_of_contents() -> None:
    listed: set[Path] = set()
    for page in (page for page in PAGES if page.is_relative_to(DOCS)):
        for tree in re.findall(r"```\{toctree\}(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
            for entry in re.findall(r"^(?:.*<)?([\w./*-]+)>?$", tree, re.MULTILINE):
                listed.update(page.parent.glob(f"{entry}.md"))
    assert {page for page in PAGES if page.is_relative_to(DOCS)} - listed == {DOCS / "index.md"}


def test_ci_runs_the_tests_as_the_readme_says() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = [line for line in readme.splitlines() if line.startswith("python3 -m venv")]
    assert len(commands) == 2
    assert commands[1] in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
