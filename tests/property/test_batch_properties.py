"""However a batch is cut up, and whoever works on it, its results are those of one after the other."""

from __future__ import annotations

import csv
import io
import json
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import suppress
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from badges import SIGNER, unsigned
from batches import EXPIRED, GOOD, NOT_JSON, TAMPERED, listed_badge, verifier, web_of
from microcred import Issuer, Profile
from microcred.batch import Candidate, Progress, issue_many, verify_many
from microcred.cli.batch.inputs import in_lines
from microcred.cli.batch.rows import Row, Rows
from microcred.cli.batch.template import Template
from microcred.errors import DocumentError, MicrocredError, UsageError
from microcred.verification.verifier import Verifier

LISTED = tuple(listed_badge(number) for number in (6, 7))
KINDS = (GOOD, TAMPERED, EXPIRED, NOT_JSON, b"", *LISTED, 17, DocumentError("document.too-large", "too large"))


@cache
def alone(kind: int) -> Any:
    """What the verifier says of a candidate of this kind, on its own."""
    source = KINDS[kind]
    if isinstance(source, MicrocredError):
        return source.code
    try:
        return verifier(web_of(revoked=7)).verify(source).to_dict()  # type: ignore[arg-type]
    except MicrocredError as error:
        return error.code


@cache
def judge() -> Verifier:
    return verifier(web_of(revoked=7))


class Moody(Executor):
    """Does its work in an order of its own, and now and then breaks or fails instead."""

    def __init__(self, moods: list[int]) -> None:
        self.moods = moods
        self.held: list[tuple[Future[Any], Any, tuple[Any, ...]]] = []
        self.is_broken = False

    def submit(self, work: Any, /, *arguments: Any, **_: Any) -> Future[Any]:
        future: Future[Any] = Future()
        mood = self.moods.pop() if self.moods else 0
        if self.is_broken:
            raise BrokenExecutor("broken before")
        if mood == 3:
            self.is_broken = True
            for held in [*self.held, (future, work, arguments)]:
                held[0].set_exception(BrokenExecutor("a worker died"))
            self.held = []
        elif mood == 2:
            future.set_exception(ConnectionError("lost"))
        elif mood == 1 and len(self.held) < 2:
            self.held.append((future, work, arguments))
        else:
            future.set_result(work(*arguments))
            while self.held:
                waiting, held_work, held_arguments = self.held.pop()
                waiting.set_result(held_work(*held_arguments))
        return future


@settings(max_examples=60, deadline=None)
@given(
    kinds=st.lists(st.integers(0, len(KINDS) - 1), max_size=14),
    moods=st.lists(st.sampled_from([0, 0, 0, 0, 0, 2, 3]), max_size=12),
    chunk=st.integers(1, 5),
    window=st.integers(1, 4),
)
def test_verifying_in_any_way_is_verifying_one_after_the_other(
    kinds: list[int], moods: list[int], chunk: int, window: int
) -> None:
    progress: list[Progress] = []
    sources = [Candidate(KINDS[kind], None) for kind in kinds]  # type: ignore[arg-type]
    left = list(moods)
    options: dict[str, Any] = {"chunk": chunk, "window": window, "progress": progress.append}
    found = list(verify_many(sources, judge(), executor=lambda: Moody(left), **options))
    assert [one.number for one in found] == list(range(len(kinds)))
    lost = {"batch.worker-lost", "batch.pool-broken"}
    for kind, one in zip(kinds, found, strict=True):
        said = one.error.code if one.error is not None else one.report.to_dict()  # type: ignore[union-attr]
        assert said == alone(kind) or (said in lost and len(moods) >= 3)
    assert not progress or progress[-1].done == len(kinds)
    assert [one.done for one in progress] == sorted({one.done for one in progress})


@settings(max_examples=30, deadline=None)
@given(count=st.integers(0, 10), moods=st.lists(st.sampled_from([0, 1, 2]), max_size=6), chunk=st.integers(1, 4))
def test_issuing_in_any_way_issues_each_one_once(count: int, moods: list[int], chunk: int) -> None:
    drafts = [unsigned(id=f"urn:example:{number}") for number in range(count)]
    issuer = Issuer(Profile(name="Riverside College"), SIGNER)
    done = list(issue_many(drafts, issuer, executor=Moody([mood for mood in moods if mood != 1]), chunk=chunk))
    assert [json.loads(one.content or b"{}").get("id") for one in done] == [draft["id"] for draft in drafts] or (
        len(moods) >= 3 and len(done) == count
    )


@given(st.binary(max_size=200))
def test_lines_are_told_apart_as_python_tells_them(content: bytes) -> None:
    found = list(in_lines(io.BytesIO(content), "x"))
    expected = [line.strip(b" \t\r\n") for line in content.removeprefix(b"\xef\xbb\xbf").split(b"\n")]
    assert [one.source for one in found] == [line for line in expected if line]


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(rows=st.lists(st.tuples(TEXT, TEXT, TEXT), max_size=5), delimiter=st.sampled_from(",;\t"))
def test_what_a_table_says_is_what_the_badge_says(rows: list[tuple[str, str, str]], delimiter: str) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([("a", "b", "c"), *rows])
    found = [row for row in Rows(io.BytesIO(text.getvalue().encode()), "x") if row.error is None]
    wanted = [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]
    assert [list(row.cells.values()) for row in found] == wanted
    template = Template({"id": "urn:{{a}}", "x": ["{{b?}}", {"y": "{{a}}{{c}}"}], "z": 1})
    for row in found:
        a, b, c = row.cells.values()
        if a and c:
            filled = template.filled(row.cells)
            assert filled == {"id": f"urn:{a}", "x": [*([b] if b else []), {"y": a + c}], "z": 1}
        else:
            with pytest.raises(UsageError, match="is empty"):
                template.filled(row.cells)


@given(st.binary(max_size=300))
def test_any_bytes_are_rows_or_a_reason_why_not(content: bytes) -> None:
    rows: list[Row] = []
    with suppress(UsageError):  # anything else that is raised fails the test
        rows.extend(Rows(io.BytesIO(content), "x"))
    assert all(bool(row.cells) != bool(row.error) for row in rows)
