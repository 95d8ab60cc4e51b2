"""An explanation, and a comparison, as a person reads them; what comes out of a badge cannot act on the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from microcred.cli.terminal import plain, plain_json, styled
from microcred.document import to_json

if TYPE_CHECKING:
    from microcred.errors import Fault
    from microcred.explanation import Comparison, Difference, Explanation, ProofAccount, Side, TokenAccount
    from microcred.explanation.account import CanonicalForm, Cause, ContextUsed, KeyFound, SignatureRead

__all__ = ["comparison_text", "explanation_text"]

_MARKS: Final = {"holds": ("✔", "green"), "does not hold": ("✘", "red"), "undetermined": ("?", "yellow")}
_SHOWN_STATEMENTS: Final = 200
_SHOWN_DIFFERENCES: Final = 50
_LABEL: Final = 11


def explanation_text(found: Explanation, source: str) -> str:
    """Everything that is known of a badge's signatures."""
    return "\n".join(_explanation(found, source))


def comparison_text(found: Comparison, source: str, other: str) -> str:
    """The differences, the first that counts before all others."""
    return "\n".join(_comparison(found, source, other))


def _explanation(found: Explanation, source: str) -> Iterator[str]:
    yield f"{_mark(str(found.holds))}  {plain(source)}: {found.size} bytes, sha256 {found.sha256}"
    for proof in found.proofs:
        yield ""
        yield from _proof(proof)
    if found.token is not None:
        yield ""
        yield from _token(found.token)
    yield ""
    visits = [f"{visit['url']} ({visit['error'] or visit['bytes']})" for visit in found.network]
    yield f"  {plain('fetched ' + ', '.join(visits)) if visits else 'nothing was fetched'}"


def _mark(outcome: str) -> str:
    mark, colour = _MARKS[outcome]
    return styled(f"{mark} {outcome.upper()}", colour, bold=True)


def _proof(proof: ProofAccount) -> Iterator[str]:
    options = proof.options
    what = f"{proof.suite or 'a proof that cannot be read'} for {options.get('proofPurpose')!s}"
    created = options.get("created")
    yield f"{_mark(str(proof.holds))}  {plain(proof.pointer)}: {plain(what)}, created {plain(str(created))}"
    yield ""
    yield from _why(proof.fault, proof.causes, proof.tried)
    for note in proof.notes:
        yield _line("note", note)
    yield from _key(proof.key)
    yield from _signature(proof.signature)
    yield from _contexts(proof.contexts)
    if len(proof.readings) > 1:
        tried = sum(reading.holds is not True for reading in proof.readings)
        yield _line("readings", f"{len(proof.readings)} selections of context versions were read, {tried} do not hold")
    if proof.signed is not None:
        yield _line("signed", f"{len(proof.signed)} bytes: {proof.order}")
        yield from _wrapped(proof.signed.hex())
    yield from _form("options", proof.options_form)
    yield from _form("document", proof.document_form)


def _token(token: TokenAccount) -> Iterator[str]:
    yield f"{_mark(str(token.holds))}  JSON Web Token, {plain(token.algorithm)}"
    yield ""
    yield from _why(token.fault, token.causes, token.tried)
    yield from _key(token.key)
    yield from _signature(token.signature)
    yield _line("signed", f"{len(token.signing_input)} characters: header and payload as they stand in the token")
    yield _line("", f"sha256 {token.digest}")
    yield _line("header", "")
    yield from _json(token.header)
    yield _line("claims", "")
    yield from _json(token.claims)


def _why(fault: Fault | None, causes: tuple[Cause, ...], tried: tuple[str, ...]) -> Iterator[str]:
    from microcred.codes import explain

    if fault is not None:
        place = f" at {fault.pointer}" if fault.pointer else ""
        yield _line("why", f"{fault.message}  [{fault.code}]{place}")
        if fault.hint:
            yield _line("", f"hint: {fault.hint}")
    for cause in causes:
        label = "because" if cause.code == "signature.statement-not-signed" else "it holds if"
        yield _line(label, f"{cause.sentence}  [{cause.code}]")
        yield _line("", f"fix: {explain(cause.code).fix}")
    if tried and not causes and fault is not None:
        yield _line("tried", f"and found not to be it: {'; '.join(explain(code).title for code in tried)}")


def _key(key: KeyFound | None) -> Iterator[str]:
    if key is None:
        return
    yield _line("key", key.verification_method)
    if key.key is not None:
        yield _line("", f"{key.key.type} {key.key.to_multikey()}")
        yield _line("", plain_json(to_json(key.key.to_jwk(), indent=None).decode()))
    yield _line("", key.origin)
    if key.document_sha256:
        yield _line("", f"sha256 of that document {key.document_sha256}")
    for word, moment in (("expires", key.expires), ("revoked", key.revoked)):
        if moment is not None:
            yield _line("", f"{word} {moment}")
    if key.fault is not None:
        yield _line("", f"no key of {key.controller or 'anybody'}: {key.fault.message}  [{key.fault.code}]")


def _signature(signature: SignatureRead | None) -> Iterator[str]:
    if signature is None:
        return
    if signature.data is None:
        yield _line("signature", f"cannot be read as a signature: {signature.text[:80]}")
        return
    wanted = "" if signature.wanted in (None, len(signature.data)) else f", wanted {signature.wanted}"
    yield _line("signature", f"{len(signature.data)} bytes{wanted}, {signature.encoding}")
    yield from _wrapped(signature.data.hex())


def _contexts(contexts: tuple[ContextUsed, ...]) -> Iterator[str]:
    label = "contexts"
    for context in contexts:
        age = "" if context.newest else ", an older version"
        yield _line(label, f"{context.url}  ({context.label}{age})")
        yield _line("", f"sha256 {context.sha256}")
        if context.published_sha256 != context.sha256:
            yield _line("", f"as published {context.published_sha256}")
        label = ""


def _form(label: str, form: CanonicalForm | None) -> Iterator[str]:
    if form is None:
        return
    count = f"{len(form.statements)} statements" if form.form == "n-quads" and form.statements else form.form
    yield ""
    yield _line(label, f"{count}, {len(form.data)} bytes")
    yield _line("", f"{form.algorithm} {form.digest}")
    if not form.statements:
        for line in form.data.decode("utf-8", "replace").splitlines()[:_SHOWN_STATEMENTS]:
            yield f"    {plain(line, limit=2_000)}"
        return
    for statement in form.statements[:_SHOWN_STATEMENTS]:
        mark = {None: "", True: styled(" (signed by itself)", dim=True), False: styled(" (not signed)", "red")}
        yield f"    {styled(plain(statement.pointer) or '(the document)', dim=True)}{mark[statement.signed]}"
        yield f"      {plain(statement.line, limit=2_000)}"
    if len(form.statements) > _SHOWN_STATEMENTS:
        yield f"    and {len(form.statements) - _SHOWN_STATEMENTS} more, which --output-dir writes to a file"


def _comparison(found: Comparison, source: str, other: str) -> Iterator[str]:
    yield f"{_verdict(found)}  {plain(source)} against {plain(other)}"
    yield ""
    yield _line("basis", _BASES[found.basis])
    for note in found.notes:
        yield _line("note", note)
    first = found.first
    if first is not None:
        yield ""
        yield from _difference(first)
    others = [each for each in found.differences if each is not first and each.effect != "none"]
    if others:
        yield ""
        yield f"  and {len(others)} more"
        for each in others[:_SHOWN_DIFFERENCES]:
            yield f"    {plain(each.pointer or '(the document)')}  {plain(each.sentence)}"
    if found.harmless:
        yield ""
        yield "  different, and nothing that is signed changes by it"
        for each in found.harmless[:_SHOWN_DIFFERENCES]:
            yield f"    {plain(each.pointer or '(the document)')}  {plain(each.sentence)}"


_BASES: Final = {
    "statements": "statements: the order of members and of sets, and white space between them, do not count",
    "json": "the JSON in its canonical form: the order of every array counts, that of members does not",
    "bytes": "the bytes of the token: everything counts",
}


def _verdict(found: Comparison) -> str:
    if found.same:
        return styled("✔ THE SAME IS SIGNED", "green", bold=True)
    if found.first is None or found.first.effect == "unknown":
        return styled("? UNDETERMINED", "yellow", bold=True)
    return styled("✘ SOMETHING ELSE IS SIGNED", "red", bold=True)


def _difference(found: Difference) -> Iterator[str]:
    part = {"proof": "in the proof options", "header": "in the header of the token"}.get(found.part)
    yield f"  {styled(plain(found.pointer or '(the document)'), bold=True)}  {plain(found.sentence)}"
    if part is not None:
        yield _line("", part)
    if found.nested is not None:
        yield _line("", f"within the credential at {found.nested}")
    yield from _side("here", found.here)
    yield from _side("there", found.there)


def _side(label: str, side: Side) -> Iterator[str]:
    if side.pointer is None and side.line is None:
        yield _line(label, "nothing" if side.statement is None else side.statement)
        return
    place = side.pointer if side.pointer is not None else f"line {side.line}"
    value = "" if side.value is None else f"  {side.value}"
    yield _line(label, f"{place or '(the document)'}{value}")
    if side.statement is not None:
        yield _line("", side.statement)


def _line(label: str, text: str) -> str:
    return f"  {label:<{_LABEL}} {plain(text, limit=2_000)}".rstrip()


def _wrapped(text: str) -> Iterator[str]:
    for part in textwrap.wrap(text, 64):
        yield _line("", part)


def _json(value: Any) -> Iterator[str]:
    for line in plain_json(to_json(value).decode()).splitlines()[:_SHOWN_STATEMENTS]:
        yield f"    {line}"
