"""``microcred explain``: every value between a badge and its signatures, and where two badges part ways."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from microcred.cli.badges import badge_bytes_or_place, fetcher_for
from microcred.cli.endings import ExitCode
from microcred.cli.files import make_folder, write_output
from microcred.cli.inputs import STREAM
from microcred.cli.parameters import BADGE, FOLDER
from microcred.cli.terminal import plain_json, say, tell
from microcred.errors import MicrocredError, UsageError

if TYPE_CHECKING:
    from microcred.explanation import Comparison, Explainer, Explanation, ProofAccount, TokenAccount

__all__ = ["command"]


@click.command("explain")
@click.argument("badge", metavar="BADGE", type=BADGE)
@click.option(
    "--against",
    "other",
    metavar="OTHER",
    type=BADGE,
    help="What to compare it with: another badge, or statements in N-Quads that another tool printed.",
)
@click.option("--offline", is_flag=True, help="Fetch nothing; a did:key or did:jwk needs no network.")
@click.option(
    "--output-dir", "folder", type=FOLDER, metavar="DIR", help="Write each value to a file of its own in this folder."
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="What to print.  [default: text]"
)
def command(badge: str, other: str | None, offline: bool, folder: str | None, form: str) -> int:
    """Explain why a signature holds, or does not: every value between a badge and its signatures.

    The canonical form of the document and of the proof options with the place that each statement comes from, the
    hashes, the contexts, the key and where it was found, the signature. Where it does not hold, the mistakes that
    signers make are tried, one by one.

    With --against, the first difference that changes what is signed, and where in the JSON it is.

    Signatures alone are looked at: no dates, no status, no trust.

    The exit code is 0 if all signatures hold, or nothing that is signed differs; 1 if not; 2 for what cannot be read;
    3 if it could not be found out.

    \b
    Example:  microcred explain badge.json
              microcred explain badge.json --output-dir values
              microcred explain badge.json --against canonical.nq
    """  # noqa: D301
    from microcred.explanation import Explainer

    if badge == STREAM and other == STREAM:
        raise UsageError("usage.stdin-twice", "stdin (-) can be read only once")
    if folder is not None and other is not None:
        raise UsageError("usage.contradiction", "--output-dir is for the values of one badge, without --against")
    explainer = Explainer(fetcher=fetcher_for(offline=offline, cached=True))
    if other is not None:
        return _compare(explainer, badge, other, form)
    try:
        found = explainer.explain(badge_bytes_or_place(badge))
    except MicrocredError as error:
        error.add_note(badge)
        raise
    if folder is not None:
        _write(found, Path(folder))
    if form == "json":
        tell(_json({**found.to_dict(), "source": _name(badge)}))
    else:
        from microcred.cli.explanation_text import explanation_text

        tell(explanation_text(found, _name(badge)))
    return _code_of(str(found.holds))


def _compare(explainer: Explainer, badge: str, other: str, form: str) -> int:
    try:
        found = explainer.compare(badge_bytes_or_place(badge), badge_bytes_or_place(other))
    except MicrocredError as error:
        error.add_note(f"{badge} against {other}")
        raise
    if form == "json":
        tell(_json({"source": _name(badge), "against": _name(other), **found.to_dict()}))
    else:
        from microcred.cli.explanation_text import comparison_text

        tell(comparison_text(found, _name(badge), _name(other)))
    return _code_of_comparison(found)


def _code_of(outcome: str) -> int:
    codes = {"holds": ExitCode.ACCEPTED, "does not hold": ExitCode.REJECTED}
    return codes.get(outcome, ExitCode.UNDETERMINED)


def _code_of_comparison(found: Comparison) -> int:
    if found.same:
        return ExitCode.ACCEPTED
    first = found.first
    known = found.same is False or (first is not None and first.effect != "unknown")
    return ExitCode.REJECTED if known else ExitCode.UNDETERMINED


def _name(badge: str) -> str:
    """What to call a badge in the output: a file name need not be text, and what is none in it is escaped."""
    return os.fsencode(badge).decode("utf-8", "backslashreplace")


def _json(value: dict[str, Any]) -> str:
    from microcred.document import to_json

    return plain_json(to_json(value).decode())


def _write(found: Explanation, folder: Path) -> None:
    make_folder(folder)
    files = [file for number, proof in enumerate(found.proofs) for file in _of_proof(proof, number)]
    if found.token is not None:
        files += _of_token(found.token)
    for name, data in files:
        write_output(str(folder / name), data)
    say(f"wrote {len(files)} files to {folder}")


def _of_proof(proof: ProofAccount, number: int) -> Iterator[tuple[str, bytes]]:
    for name, form in (("document", proof.document_form), ("options", proof.options_form)):
        if form is not None:
            ending = "nq" if form.form == "n-quads" else "json"
            yield f"proof-{number}-{name}.{ending}", form.data
            yield f"proof-{number}-{name}.{form.algorithm}", bytes.fromhex(form.digest)
            if form.statements:
                places = "".join(f"{statement.pointer}\t{statement.line}\n" for statement in form.statements)
                yield f"proof-{number}-{name}-places.tsv", places.encode()
    if proof.signed is not None:
        yield f"proof-{number}-signed.bin", proof.signed
    if proof.signature is not None and proof.signature.data is not None:
        yield f"proof-{number}-signature.bin", proof.signature.data
    if proof.key is not None and proof.key.key is not None:
        yield f"proof-{number}-key.json", _json(proof.key.key.to_jwk()).encode() + b"\n"


def _of_token(token: TokenAccount) -> Iterator[tuple[str, bytes]]:
    yield "token-header.json", _json(dict(token.header)).encode() + b"\n"
    yield "token-claims.json", _json(dict(token.claims)).encode() + b"\n"
    yield "token-signed.bin", token.signing_input
    if token.signature is not None and token.signature.data is not None:
        yield "token-signature.bin", token.signature.data
    if token.key is not None and token.key.key is not None:
        yield "token-key.json", _json(token.key.key.to_jwk()).encode() + b"\n"
