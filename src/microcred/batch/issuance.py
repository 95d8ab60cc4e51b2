"""Issuing thousands: every credential is sealed once, and has an entry of its own in each status list."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

from microcred.batch.dispatch import ExecutorOrFactory, Returned, dispatched, one_by_one
from microcred.batch.look_ups import Answer, Asked, LookUps
from microcred.batch.workers import arrived, check_numbers, failed_inside, packed
from microcred.document import Document
from microcred.errors import MicrocredError
from microcred.issue import Issuable, Issuer
from microcred.proofs.jwt import JwtStyle
from microcred.status_list import StatusList, with_status
from microcred.verification.fetch import FetchLimits, Offline

__all__ = ["IssueProgress", "Issued", "issue_many"]


@dataclass(frozen=True, slots=True)
class Issued:
    """What became of the credential with this ``number``, counted from 0: its bytes, or why there are none.

    ``content`` is the sealed JSON as it was made, or a compact JWT.
    """

    number: int
    content: bytes | None
    error: MicrocredError | None = None


@dataclass(frozen=True, slots=True)
class IssueProgress:
    """How many are done, and how many of them were issued or could not be."""

    done: int = 0
    issued: int = 0
    failed: int = 0


def issue_many(
    credentials: Iterable[Issuable | MicrocredError],
    issuer: Issuer,
    *,
    jwt: JwtStyle | None = None,
    lists: Iterable[StatusList] = (),
    executor: ExecutorOrFactory | None = None,
    chunk: int = 32,
    window: int = 32,
    progress: Callable[[IssueProgress], None] | None = None,
) -> Generator[Issued, None, None]:
    """Seal one credential after the other, as :meth:`Issuer.issue` does, or with ``jwt`` as JWTs of that style.

    Each gets an entry in each of the ``lists``. Entries are given out here, a chunk in one transaction and each
    credential once, however often it travels; who may have to begin anew gives every credential an ``id``, for which a
    list always gives the same entry. ``executor``, ``chunk``, ``window`` and ``progress`` are those of
    :func:`~microcred.batch.verify_many`.

    Without an executor all is done here, and with threads in this process. Other processes get a copy of the issuer
    with its key: a signer that cannot be copied, such as a security module, is for threads, and
    ``batch.not-picklable`` says so of every credential. Raises :class:`~microcred.errors.UsageError` for a wrong call.
    """
    check_numbers(chunk, window)
    return _results(credentials, _Issuance(issuer, jwt), tuple(lists), executor, chunk, window, progress)


def _results(
    credentials: Iterable[Issuable | MicrocredError],
    work: _Issuance,
    lists: tuple[StatusList, ...],
    executor: ExecutorOrFactory | None,
    chunk: int,
    window: int,
    progress: Callable[[IssueProgress], None] | None,
) -> Generator[Issued, None, None]:
    drafts = map(_Draft, credentials)
    prepare = partial(_with_entries, lists=lists)
    no_network = LookUps(Offline(), FetchLimits())
    if executor is None:
        done = one_by_one(drafts, work, prepare, chunk=chunk if lists else 1, look_ups=no_network)
    else:
        done = dispatched(drafts, work, prepare, executor, chunk=chunk, window=window, look_ups=no_network)
    counts = IssueProgress()
    try:
        for pairs in done:
            first = counts.done
            failed = sum(isinstance(outcome, MicrocredError) for _, outcome in pairs)
            issued = len(pairs) - failed
            counts = replace(
                counts, done=first + len(pairs), issued=counts.issued + issued, failed=counts.failed + failed
            )
            if progress is not None:
                progress(counts)
            for number, (_, outcome) in enumerate(pairs, first):
                yield Issued(number, None, outcome) if isinstance(outcome, MicrocredError) else Issued(number, outcome)
    finally:
        done.close()


@dataclass(frozen=True, slots=True)
class _Draft:
    """What is to be sealed."""

    credential: Issuable | MicrocredError

    @property
    def size(self) -> int:
        return len(self.credential.raw) if isinstance(self.credential, Document) else 0


def _with_entries(drafts: Sequence[_Draft], lists: tuple[StatusList, ...]) -> Sequence[_Draft | MicrocredError]:
    """The drafts of one chunk with their entries; what is no credential gets none."""
    ready: list[Any] = (
        [_tree(draft.credential) for draft in drafts] if lists else [draft.credential for draft in drafts]
    )
    for found in lists:
        places = [place for place, tree in enumerate(ready) if not isinstance(tree, MicrocredError)]
        trees = [ready[place] for place in places]
        for place, tree, entry in zip(places, trees, _entries(found, trees), strict=True):
            ready[place] = entry if isinstance(entry, MicrocredError) else _with_entry(tree, entry)
    return [one if isinstance(one, MicrocredError) else _Draft(one) for one in ready]


def _tree(credential: Any) -> Mapping[str, Any] | MicrocredError:
    match credential:
        case MicrocredError():
            return credential
        case Document():
            return credential.tree
        case Mapping():
            return credential
    try:
        tree: Mapping[str, Any] = credential.to_dict()
    except Exception as error:
        return error if isinstance(error, MicrocredError) else failed_inside(error)
    return tree


def _entries(found: StatusList, trees: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any] | MicrocredError]:
    """One entry each in one transaction; or, if that fails, each in its own, so that those that can be had are."""
    names = [name if isinstance(name := tree.get("id"), str) else None for tree in trees]
    try:
        return found.allocate_all(names)
    except MicrocredError:
        return [_entry(found, name) for name in names]


def _entry(found: StatusList, name: str | None) -> Mapping[str, Any] | MicrocredError:
    try:
        return found.allocate(name)
    except MicrocredError as error:
        return error


def _with_entry(tree: Mapping[str, Any], entry: Mapping[str, Any]) -> Mapping[str, Any] | MicrocredError:
    try:
        return with_status(tree, entry)
    except MicrocredError as error:
        return error


@dataclass(frozen=True)
class _Issuance:
    """What is done with every draft, in this process or wherever it was sent."""

    issuer: Issuer
    jwt: JwtStyle | None

    @cached_property
    def _packed(self) -> bytes:
        return packed(_Issuance, self.issuer, self.jwt)

    def __reduce__(self) -> tuple[Any, ...]:
        return arrived, (self._packed,)

    def __call__(self, drafts: Sequence[_Draft], _: dict[Asked, Answer]) -> Returned[bytes]:
        return Returned([self._sealed(draft) for draft in drafts])

    def here(self, draft: _Draft, _: LookUps) -> bytes | MicrocredError:
        return self._sealed(draft)

    def _sealed(self, draft: _Draft) -> bytes | MicrocredError:
        credential: Any = draft.credential
        try:
            if self.jwt is not None:
                return self.issuer.issue_jwt(credential, style=self.jwt).encode()
            return self.issuer.issue(credential).raw
        except MicrocredError as error:
            return error
        except Exception as error:
            return failed_inside(error)
