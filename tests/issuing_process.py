"""One of several processes that use a status list at once, and that is killed on the way: at a point, or by its parent.

    python tests/issuing_process.py LIST WORKER ROUNDS [POINT TIMES]

It says each thing that was answered on stdout, one a line, right after it was answered: ``allocated ID INDEX``,
``revoked ID``, ``published``. At POINT, when it comes there for the TIMES-th time, it gets SIGKILL.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from microcred.issue import Issuer
from microcred.keys import Ed25519Signer
from microcred.models import Profile
from microcred.status_list import StatusList, status_list
from microcred.status_list.ledger import Transaction

SIGNER = Ed25519Signer.from_seed(bytes(range(32)))
POINTS = ("allocating", "allocated", "revoking", "revoked", "signed", "half-written", "written", "renamed")


def main(place: str, worker: str, rounds: str, point: str = "", times: str = "1") -> None:
    issuer = Issuer(Profile(name="Riverside College"), SIGNER)
    kept = StatusList.open(place)
    die_at(point, int(times))
    for number in range(int(rounds)):
        name = f"urn:example:{worker}:{number}"
        say(f"allocated {name} {kept.allocate(name)['statusListIndex']}")
        if number % 2:
            kept.set(name, "revoked")
            say(f"revoked {name}")
        if number % 3 == 2:
            kept.publish(issuer)
            say("published")


def say(line: str) -> None:
    os.write(1, f"{line}\n".encode())  # at once: nothing is buffered that a kill could lose


def die_at(point: str, times: int) -> None:
    """Put a kill behind, or into the middle of, one step of the code."""
    left = [times]

    def die() -> None:
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)

    def then_die(owner: Any, name: str) -> None:
        step: Callable[..., Any] = getattr(owner, name)

        def stepped(*arguments: Any, **more: Any) -> Any:
            result = step(*arguments, **more)
            die()
            return result

        setattr(owner, name, stepped)

    def half_write(place: Path, number: int, content: bytes) -> Path:
        draft = place.with_name(f".{place.name}.{number}.draft")
        draft.write_bytes(content[: len(content) // 2])
        die()
        draft.unlink()
        return write_draft(place, number, content)

    write_draft = status_list.write_draft
    match point:
        case "allocating":
            then_die(Transaction, "allocate")
        case "allocated":
            then_die(StatusList, "allocate")
        case "revoking":
            then_die(Transaction, "set_value")
        case "revoked":
            then_die(StatusList, "set")
        case "signed":
            then_die(Issuer, "issue")
        case "half-written":
            status_list.write_draft = half_write
        case "written":
            then_die(status_list, "write_draft")
        case "renamed":
            then_die(status_list, "put_in_place")


if __name__ == "__main__":
    main(*sys.argv[1:])
