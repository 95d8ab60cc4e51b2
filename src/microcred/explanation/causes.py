"""What a signature that does not hold may be over instead: the mistakes that signers make, each of them tried.

A cause is never guessed. The bytes that somebody who makes a mistake would have signed are put together, and it is said
only if the signature holds for them. All of them are worked out of the same document by the same canonicalization,
under one budget.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
import unicodedata
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from microcred.canonical import Canonicalizer, canonicalize_json
from microcred.contexts import BUNDLED
from microcred.document import Document, JsonArray, JsonObject, child_pointer, frozen, to_json
from microcred.errors import ContextError, MicrocredError, ProofError, UnsupportedError
from microcred.explanation.account import Cause
from microcred.keys import PublicKey
from microcred.multibase import decode_base58btc
from microcred.proofs import Proof, SecuredDocument, Work
from microcred.proofs.secured_document import contexts_of
from microcred.proofs.signature_suite import SignatureBase, SignatureSuite

__all__ = ["MAX_SEARCHED", "Search", "Trial", "signatures_in"]

# How many JSON values are canonicalized to find out what was signed instead, and how many parts are left out by turns.
MAX_SEARCHED: Final = 150_000
# To write a value as JSON takes as long as to canonicalize so many.
_JSON: Final = 4
_MAX_LEFT_OUT: Final = 200
_MAX_SIGNATURE_TEXT: Final = 2_000
_MAX_PRUNED: Final = 3

_HASHES: Final = ("sha256", "sha384", "sha512")
_SIGNATURE_BYTES: Final[Mapping[str, int]] = {"Ed25519": 64, "P-256": 64, "P-384": 96}
# What tools put behind the contexts of a document before they sign it, or leave away behind.
_ADDED_CONTEXTS: Final = (
    "https://w3id.org/security/data-integrity/v2",
    "https://w3id.org/security/data-integrity/v1",
    "https://w3id.org/security/suites/ed25519-2020/v1",
)
_OPTIONS_CONTEXTS: Final = (
    *_ADDED_CONTEXTS,
    "https://www.w3.org/ns/credentials/v2",
    "https://www.w3.org/2018/credentials/v1",
    "https://w3id.org/security/v2",
)
_VERSION: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)+")


class Trial(NamedTuple):
    """Bytes that may have been signed instead, and what the mistake would be."""

    cause: Cause
    data: bytes


class Search:
    """A search for what a signature by ``key`` over a proof of a document is about; see the module.

    ``tried`` collects the codes of what was looked at, ``complete`` is false once the budget ``work`` was spent.
    """

    def __init__(
        self, secured: SecuredDocument, proof: Proof, suite: SignatureSuite, key: PublicKey, work: Work
    ) -> None:
        self.tried: dict[str, None] = {}
        self.complete = True
        self._secured = secured
        self._canonicalizer: Canonicalizer = secured.canonicalizer
        self._proof = proof
        self._suite = suite
        self._key = key
        self._work = work

    def causes(self, bases: Sequence[SignatureBase], signatures: Sequence[tuple[bytes, Cause | None]]) -> list[Cause]:
        """Under what one of these signatures holds; the first that is found, or none.

        ``bases`` are the readings of the document as they should be signed; each signature comes with what is wrong
        about its encoding.
        """
        for signature, cause in signatures:
            if cause is not None and any(self._key.verify(signature, base.signed_data) for base in bases):
                return [cause]
        # To hash a thousand bytes takes as long as to canonicalize a value or two.
        weight = 1 + len(self._secured.document.raw) // 500
        try:
            for trial in self._trials(bases):
                self.tried[trial.cause.code] = None
                self._work.spend(weight)
                for signature, cause in signatures:
                    if self._key.verify(signature, trial.data):
                        return [trial.cause, *([cause] if cause is not None else [])]
        except UnsupportedError:
            self.complete = False
        return []

    def _trials(self, bases: Sequence[SignatureBase]) -> Iterator[Trial]:
        for base in bases:
            yield from _of_hashing(base, _algorithm(self._key))
        for base in bases[:1]:
            yield from self._of_another_form(base)
            yield from self._of_options(base)
        yield from self._of_the_proof_within()
        yield from self._of_other_contexts()
        yield from self._of_proof_members()
        yield from self._of_spellings()
        yield from self._of_members()
        yield from self._of_what_is_lost()

    def _of_another_form(self, base: SignatureBase) -> Iterator[Trial]:
        """JSON instead of statements, or statements instead of JSON."""
        tree, options = self._secured.unsecured, self._proof.options
        if self._suite.canonicalization == "jcs":
            found = self._statements(tree), self._statements(self._with_contexts(options))
            if found[0] is not None and found[1] is not None:
                yield Trial(Cause("signature.statements-instead-of-json"), self._hashed(found[1], found[0]))
            return
        code = "signature.json-instead-of-statements"
        with_contexts = JsonObject({**options, "@context": tree.get("@context")})
        for name, write in _JSON_FORMS.items():
            self._work.spend(_JSON * self._secured.document.size)
            try:
                written = write(tree)
                forms = (base.canonical_options, write(options), write(with_contexts))
            except MicrocredError:
                continue  # a number that this form has no room for
            yield Trial(Cause(code, f"{name}, without proof options"), hashlib.sha256(written).digest())
            yield Trial(Cause(code, f"{name}, without proof options and not hashed"), written)
            for form in forms:
                yield Trial(Cause(code, name), self._hashed(form, written))

    def _of_options(self, base: SignatureBase) -> Iterator[Trial]:
        code = "signature.options-context"
        if self._suite.canonicalization == "jcs":
            options = self._proof.options
            without = JsonObject((name, value) for name, value in options.items() if name != "@context")
            contexts = self._secured.unsecured.get("@context")
            for detail, form in (("none", without), ("those of the document", {**options, "@context": contexts})):
                yield Trial(Cause(code, detail), self._hashed(canonicalize_json(form), base.canonical_document))
            return
        yield Trial(Cause(code, "none, which leaves no statement"), self._hashed(b"", base.canonical_document))
        for url in _OPTIONS_CONTEXTS:
            found = self._statements(JsonObject({**self._proof.options, "@context": url}))
            if found is not None:
                yield Trial(Cause(code, f"{url} alone"), self._hashed(found, base.canonical_document))

    def _of_the_proof_within(self) -> Iterator[Trial]:
        tree, options = self._secured.unsecured, self._proof.options
        for member in (options, JsonObject({**options, "proofValue": ""})):
            whole = JsonObject({**tree, "proof": member})
            if self._suite.canonicalization == "jcs":
                form: bytes | None = canonicalize_json(whole)
                signed: bytes | None = canonicalize_json(options)
            else:
                form, signed = self._statements(whole), self._statements(self._with_contexts(options))
            if form is not None and signed is not None:
                yield Trial(Cause("signature.proof-included"), self._hashed(signed, form))
                yield Trial(Cause("signature.proof-included", "without proof options"), hashlib.sha256(form).digest())

    def _of_other_contexts(self) -> Iterator[Trial]:
        contexts = contexts_of(self._secured.unsecured)
        code = "signature.context-not-signed"
        for detail, changed in _other_contexts(contexts):
            tree = JsonObject({**self._secured.unsecured, "@context": frozen(changed)})
            yield from self._again(Cause(code, detail, "/@context"), tree, self._proof.members)

    def _of_proof_members(self) -> Iterator[Trial]:
        members = self._proof.members
        for name in members:
            if name in ("proofValue", "verificationMethod"):
                continue
            pointer = child_pointer(self._proof.pointer, name)
            less = JsonObject((key, value) for key, value in members.items() if key != name)
            yield from self._again(Cause("signature.other-option", name, pointer), self._secured.unsecured, less)

    def _of_spellings(self) -> Iterator[Trial]:
        """Texts in the spellings that parsers and databases give them."""
        tree, proof = self._secured.unsecured, self._proof.members
        for detail, spell in _SPELLINGS.items():
            others = _spelled(tree, spell), _spelled(proof, spell)
            for changed, options in (others, (others[0], proof), (tree, others[1])):
                if changed is not tree or options is not proof:
                    yield from self._again(Cause("signature.respelled", detail), changed, options)

    def _of_members(self) -> Iterator[Trial]:
        for number, (pointer, tree) in enumerate(_less_one(self._secured.unsecured)):
            if number >= _MAX_LEFT_OUT:
                self.complete = False
                return
            yield from self._again(Cause("signature.member-added", pointer, pointer), tree, self._proof.members)

    def _of_what_is_lost(self) -> Iterator[Trial]:
        """What is left if everything is dropped that safe mode refuses to drop."""
        tree, dropped = self._secured.unsecured, list[str]()
        for _ in range(_MAX_PRUNED):
            try:
                self._work.spend(self._secured.document.size)
                self._canonicalizer.dataset(tree, work=self._work.spend)
            except ContextError as error:
                pointers = {fault.pointer for fault in error.faults if fault.pointer}
                tree = _pruned(tree, "", pointers)
                dropped += sorted(pointers)
            else:
                break
        if dropped:
            cause = Cause("signature.undefined-left-out", ", ".join(dropped)[:200], dropped[0])
            yield from self._again(cause, tree, self._proof.members)

    def _again(self, cause: Cause, tree: JsonObject, proof: JsonObject) -> Iterator[Trial]:
        """The whole of signing once more, for another document or other proof options."""
        changed = Document(b"\\", JsonObject({**tree, "proof": proof}), self._secured.document.size)
        secured = SecuredDocument(changed, self._canonicalizer, shared=self._work)
        options = Proof(
            "/proof",
            proof,
            self._proof.type,
            self._proof.cryptosuite,
            self._proof.purpose,
            self._proof.verification_method,
            self._proof.created,
            self._proof.expires,
            (),
            self._proof.domain,
            self._proof.challenge,
        )
        self._work.spend((_JSON if self._suite.canonicalization == "jcs" else 1) * self._secured.document.size)
        try:
            # The newest versions of the contexts are enough: a mistake is seldom made twice.
            base = next(self._suite.bases(secured, options, self._key.type))
        except (ContextError, ProofError):
            return  # nobody can have signed that
        yield Trial(cause, base.signed_data)

    def _statements(self, tree: JsonObject) -> bytes | None:
        self._work.spend(self._secured.document.size)
        try:
            return self._canonicalizer.dataset(
                tree, algorithm=_algorithm(self._key), work=lambda values: self._work.spend(20 * values)
            ).canonical
        except ContextError:
            return None

    def _with_contexts(self, options: JsonObject) -> JsonObject:
        return JsonObject({**options, "@context": self._secured.unsecured.get("@context")})

    def _hashed(self, options: bytes, document: bytes) -> bytes:
        algorithm = _algorithm(self._key)
        return hashlib.new(algorithm, options).digest() + hashlib.new(algorithm, document).digest()


def _algorithm(key: PublicKey) -> str:
    return "sha384" if key.type == "P-384" else "sha256"


def _of_hashing(base: SignatureBase, algorithm: str) -> Iterator[Trial]:
    """The right canonical forms, put together in a wrong way."""
    document, options = base.canonical_document, base.canonical_options

    def digest(data: bytes) -> bytes:
        return hashlib.new(algorithm, data).digest()

    one, other = digest(options), digest(document)
    yield Trial(Cause("signature.hashes-swapped"), other + one)
    for detail, data in (
        ("both forms themselves, one behind the other", options + document),
        ("both forms themselves, the document first", document + options),
        ("one hash of both forms", digest(options + document)),
        ("one hash of both forms, the document first", digest(document + options)),
        ("the hash of the two hashes", digest(one + other)),
    ):
        yield Trial(Cause("signature.hashes-not-hashed", detail), data)
    for detail, data in (("its hash", other), ("its canonical form", document)):
        yield Trial(Cause("signature.document-alone", detail), data)
    for detail, write in (("hexadecimal", bytes.hex), ("base64", lambda data: base64.b64encode(data).decode())):
        both = write(one) + write(other)
        yield Trial(Cause("signature.hexadecimal-hashes", detail), both.encode())
        yield Trial(Cause("signature.hexadecimal-hashes", detail), write(one + other).encode())
    yield Trial(Cause("signature.hexadecimal-hashes", "hexadecimal, in capitals"), (one + other).hex().upper().encode())
    for name in _HASHES:
        if name != algorithm:
            data = hashlib.new(name, options).digest() + hashlib.new(name, document).digest()
            yield Trial(Cause("signature.other-hash", name.upper().replace("SHA", "SHA-")), data)
    for detail, change in _LINE_ENDS.items():
        for forms in ((options, change(document)), (change(options), document), (change(options), change(document))):
            yield Trial(Cause("signature.final-newline", detail), digest(forms[0]) + digest(forms[1]))


_LINE_ENDS: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    "without the last line feed": lambda form: form.removesuffix(b"\n"),
    "with one more line feed": lambda form: form + b"\n",
    "with CR LF": lambda form: form.replace(b"\n", b"\r\n"),
    "with CR LF between the lines": lambda form: form.removesuffix(b"\n").replace(b"\n", b"\r\n"),
}

_JSON_FORMS: Final[Mapping[str, Callable[[Any], bytes]]] = {
    "in the canonical form of RFC 8785": canonicalize_json,
    "as it stands, without white space": lambda value: to_json(value, indent=None),
    "as it stands, with an indent of 2": lambda value: to_json(value),
    "with the separators of Python's json": lambda value: json.dumps(value).encode(),
    "sorted, with the separators of Python's json": lambda value: json.dumps(value, sort_keys=True).encode(),
}


_DATE: Final = r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)"
_SPELLINGS: Final[Mapping[str, Callable[[str], str]]] = {
    "dates with Z instead of +00:00": lambda text: re.sub(rf"^{_DATE}(\.\d+)?\+00:00$", r"\1\2Z", text),
    "dates with +00:00 instead of Z": lambda text: re.sub(rf"^{_DATE}(\.\d+)?Z$", r"\1\2+00:00", text),
    "dates without a fraction of a second": lambda text: re.sub(rf"^{_DATE}\.\d+(Z|[+-]\d\d:\d\d)$", r"\1\2", text),
    "dates with a fraction of three digits": lambda text: re.sub(rf"^{_DATE}(Z|[+-]\d\d:\d\d)$", r"\1.000\2", text),
    "Unicode in the form NFC": lambda text: unicodedata.normalize("NFC", text),
    "Unicode in the form NFD": lambda text: unicodedata.normalize("NFD", text),
    "line ends as LF": lambda text: text.replace("\r\n", "\n"),
    "line ends as CR LF": lambda text: text.replace("\r\n", "\n").replace("\n", "\r\n"),
    "no white space around texts": str.strip,
}


def _other_contexts(contexts: list[Any]) -> Iterator[tuple[str, list[Any]]]:
    for index, context in enumerate(contexts[1:], start=1):
        if isinstance(context, str):
            yield f"without {context}", [*contexts[:index], *contexts[index + 1 :]]
    for url in _ADDED_CONTEXTS:
        if url not in contexts:
            yield f"with {url}", [*contexts, url]
    for index, context in enumerate(contexts):
        if isinstance(context, str):
            for url in sorted(BUNDLED.urls()):
                if url != context and _VERSION.sub("", url) == _VERSION.sub("", context):
                    yield f"{url} instead of {context}", [*contexts[:index], url, *contexts[index + 1 :]]


def _less_one(tree: JsonObject) -> Iterator[tuple[str, JsonObject]]:
    """The document without one of its members or elements, by turns, those of the outermost objects first."""
    pending: deque[tuple[str, tuple[str | int, ...], Any]] = deque([("", (), tree)])
    while pending:
        pointer, path, value = pending.popleft()
        parts: Iterable[tuple[str | int, Any]]
        parts = value.items() if isinstance(value, JsonObject) else enumerate(value)
        for name, part in parts:
            if name == "@context" and isinstance(value, JsonObject):
                continue
            place = child_pointer(pointer, name)
            if len(value) > 1:
                yield place, _without(tree, (*path, name))
            if isinstance(part, JsonObject | JsonArray):
                pending.append((place, (*path, name), part))


def _without(value: Any, path: Sequence[str | int]) -> Any:
    token, rest = path[0], path[1:]
    if isinstance(value, JsonArray):
        return JsonArray(
            _without(part, rest) if at == token else part for at, part in enumerate(value) if rest or at != token
        )
    return JsonObject(
        (name, _without(part, rest) if name == token else part) for name, part in value.items() if rest or name != token
    )


def _spelled(value: Any, spell: Callable[[str], str]) -> Any:
    """The value with other spellings, and the very same one where nothing is spelled otherwise."""
    match value:
        case str():
            text = spell(value)
            return value if text == value else text
        case JsonObject():
            members = {
                name: member if name == "@context" else _spelled(member, spell) for name, member in value.items()
            }
            same = all(members[name] is member for name, member in value.items())
            return value if same else JsonObject(members)
        case JsonArray():
            elements = [_spelled(element, spell) for element in value]
            same = all(one is other for one, other in zip(elements, value, strict=True))
            return value if same else JsonArray(elements)
    return value


def _pruned(value: Any, pointer: str, places: set[str]) -> Any:
    """The value without what stands at some places; an array that loses everything goes with it."""
    if isinstance(value, JsonObject):
        members = (
            (name, _pruned(member, child_pointer(pointer, name), places))
            for name, member in value.items()
            if child_pointer(pointer, name) not in places
        )
        return JsonObject((name, member) for name, member in members if member != [])
    if isinstance(value, JsonArray):
        return JsonArray(
            _pruned(element, child_pointer(pointer, index), places)
            for index, element in enumerate(value)
            if child_pointer(pointer, index) not in places
        )
    return value


def signatures_in(text: Any, key_type: str) -> Iterator[tuple[bytes, Cause | None]]:
    """Every signature that a ``proofValue`` can be read as: the right one alone, or others with what is wrong."""
    width = _SIGNATURE_BYTES.get(key_type)
    if not isinstance(text, str) or width is None or len(text) > _MAX_SIGNATURE_TEXT:
        return
    seen: set[bytes] = set()
    for name, decode in _ENCODINGS.items():
        try:
            data = decode(text)
        except (ValueError, binascii.Error):
            continue
        for found, form in ((data, ""), (_from_der(data, width // 2), ", in DER")):
            if found is not None and len(found) == width and found not in seen:
                seen.add(found)
                is_right = name == "base58-btc" and not form
                yield found, None if is_right else Cause("signature.other-encoding", f"{name}{form}")


def _base64(text: str) -> bytes:
    text = text.rstrip("=").translate(str.maketrans("-_", "+/"))
    return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)


_ENCODINGS: Final[Mapping[str, Callable[[str], bytes]]] = {
    "base58-btc": lambda text: decode_base58btc(text, max_length=_MAX_SIGNATURE_TEXT),
    "base58-btc without its mark z": lambda text: decode_base58btc(f"z{text}", max_length=_MAX_SIGNATURE_TEXT),
    "base64url with the mark u": lambda text: _base64(text.removeprefix("u")) if text.startswith("u") else b"",
    "base64 or base64url without a mark": _base64,
    "base64 with the mark m or M": lambda text: _base64(text[1:]) if text[:1] in "mM" else b"",
    "hexadecimal": bytes.fromhex,
    "hexadecimal with the mark f or F": lambda text: bytes.fromhex(text[1:]) if text[:1] in "fF" else b"",
}


def _from_der(data: bytes, width: int) -> bytes | None:
    """The signature of ECDSA in fixed width, if it is one in DER (RFC 3279, 2.2.3)."""
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

    try:
        r, s = decode_dss_signature(data)
        return r.to_bytes(width) + s.to_bytes(width)
    except (ValueError, OverflowError):
        return None
