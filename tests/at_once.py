"""Many at once: threads that begin together and are torn from each other as often as Python allows."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import contextmanager
from datetime import UTC, datetime
from random import Random
from threading import Barrier, Thread
from time import sleep
from types import FrameType, ModuleType
from typing import Any, Final, TypeVar

from badges import SIGNER, STRANGER, sealed, unsigned
from batches import EXPIRED, GOOD, NOT_JSON, TAMPERED, listed_badge, the_day, web_of
from microcred.artwork import badge_png
from microcred.baking import bake
from microcred.document import Document
from microcred.keys import EcdsaSigner
from microcred.proofs import add_proof, seal_jwt
from microcred.verification.fetch import Fetcher
from microcred.verification.report import Report
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier

_Result = TypeVar("_Result")
_PATIENCE: Final = 120.0
_OFTEN: Final = 0.2
TERMS: Final = "https://terms.example/"
REVOKED: Final = 7
CREATED: Final = datetime(2026, 1, 15, 9, tzinfo=UTC)


@contextmanager
def torn_apart() -> Iterator[None]:
    """Let Python go from one thread to another after a microsecond, instead of five thousand."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def at_once(tasks: Sequence[Callable[[], _Result]], *, within: Sequence[ModuleType] = ()) -> list[_Result]:
    """Each task in a thread of its own, all of which begin together; raises what one of them raised.

    Python goes from thread to thread at calls and in loops; in the modules ``within`` it does so between any two
    instructions as well, by chance.
    """
    barrier, results, raised = Barrier(len(tasks)), {}, []
    files = {module.__file__ for module in within}

    def run(number: int, task: Callable[[], _Result]) -> None:
        try:
            barrier.wait(_PATIENCE)
            if files:
                sys.settrace(_interrupting(files, Random(number)))
            results[number] = task()
        except BaseException as error:
            raised.append(error)
        finally:
            sys.settrace(None)

    threads = [Thread(target=run, args=pair, daemon=True) for pair in enumerate(tasks)]
    with torn_apart():
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(_PATIENCE)
    assert not any(thread.is_alive() for thread in threads)
    if raised:
        raise raised[0]
    return [results[number] for number in range(len(tasks))]


def _interrupting(files: Set[str | None], rnd: Random) -> Any:
    def trace(frame: FrameType, event: str, _: object) -> Any:
        if event == "call":
            if frame.f_code.co_filename not in files:
                return None
            frame.f_trace_opcodes, frame.f_trace_lines = True, False
        elif rnd.random() < _OFTEN:
            sleep(0)  # which lets go of the interpreter, and waits for nothing
        return trace

    return trace


def own_context(number: int) -> dict[str, Any]:
    """What the word "plot" means in one badge, and in none of the others."""
    definition: Any = (
        f"{TERMS}{number}",
        {"@id": f"{TERMS}{number}", "@type": "@id"},
        {"@id": f"{TERMS}plot", "@type": f"{TERMS}type{number}"},
        {"@id": f"{TERMS}plot{number}", "@container": "@list"},
        {"@id": f"{TERMS}plot{number}", "@type": "@json"},
        {"@id": f"{TERMS}plot{number}", "@language": "de"},
    )[number % 6]
    return {"plot": definition}


def with_own_term(number: int, context: dict[str, Any] | None = None) -> Document:
    """A badge with a context of its own; with another one in its place, its seal does not hold."""
    tree = unsigned(id=f"urn:example:own:{number}")
    tree["@context"] = [*tree["@context"], own_context(number)]
    tree["credentialSubject"]["plot"] = f"{TERMS}value"
    badge = sealed(tree)
    if context is None:
        return badge
    return Document.of({**badge.to_dict(), "@context": [*tree["@context"][:-1], context]})


def honest() -> list[bytes | str]:
    """Badges of every kind that a report has something else to say of."""
    curve = EcdsaSigner("P-256", 77)
    by_curve = unsigned(issuer={"id": curve.verification_method.partition("#")[0], "type": ["Profile"]})
    jcs = add_proof(Document.of(unsigned()), SIGNER, created=CREATED, suite_name="eddsa-jcs-2022")
    return [
        GOOD,
        EXPIRED,
        TAMPERED,
        jcs.raw,
        seal_jwt(Document.of(unsigned()), SIGNER),
        bake(badge_png("Soil"), GOOD.decode()),
        add_proof(Document.of(by_curve), curve, created=CREATED, suite_name="ecdsa-rdfc-2019").raw,
        sealed(unsigned(), STRANGER).raw,
        *(listed_badge(number) for number in (REVOKED - 1, REVOKED, REVOKED + 1)),
        *(with_own_term(number).raw for number in range(12)),
    ]


def swapped() -> list[bytes]:
    """Badges with the own context of another under their seals: only cross-talk could make them hold."""
    return [with_own_term(number, own_context((number + 1) % 12)).raw for number in range(12)]


def hostile(number: int) -> list[bytes]:
    """What is refused, never twice the same: each fills what is remembered with something new."""
    context = {f"word{number}x{index}": f"{TERMS}{number}/{index}" for index in range(20)}
    flood = unsigned(id=f"urn:example:flood:{number}", **{f"word{number}x{index}": "x" for index in range(20)})
    flood["@context"] = [*flood["@context"], context]
    unknown = unsigned()
    unknown["@context"] = [*unknown["@context"], f"https://unknown.example/{number}"]
    undefined = unsigned(**{f"undefined{number}": "x"}, type=["VerifiableCredential", f"Type{number}"])
    tangled = unsigned(evidence=[{"type": ["Evidence"]}] * 30)
    steering = unsigned()
    steering["@context"] = [*steering["@context"], {"name": f"{TERMS}{number}"}]
    return [
        sealed(flood).raw,
        *(Document.of({**tree, "proof": SEAL}).raw for tree in (unknown, undefined, tangled, steering)),
        NOT_JSON + str(number).encode(),
        b"{" * number + b"}",
        b'{"a": 1, "a": %d}' % number,
    ]


SEAL: Final = sealed().to_dict()["proof"]


def told(verifier: Verifier, source: Any) -> dict[str, Any]:
    """What a report says: all of it, but for how old an answer was, which depends on who had asked before."""
    report: Report = verifier.verify(source)
    return but_for_ages(report)


def but_for_ages(report: Report) -> dict[str, Any]:
    """The JSON of a report without the ages in it."""
    return dict(json.loads(report.to_json(), object_hook=_without_age))


def _without_age(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if name != "age"}


def of_the_web(fetcher: Fetcher | None = None) -> Verifier:
    """A verifier whose caches are new, and of nobody else."""
    return Verifier(trust=AnyIssuer(), fetcher=fetcher or web_of(revoked=REVOKED), clock=the_day)
