"""The parts of the reference that are read off the code whenever the pages are built, so that they cannot go stale.

A page asks for one with a line ``<!-- from the code: NAME -->``; :func:`filled` puts it there, as Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from datetime import timedelta
from functools import cache
from importlib import import_module
from inspect import signature
from itertools import groupby
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from attack_index import ATTACKERS, TESTS, Attack, addresses, attacks

__all__ = ["LIMITS", "PARTS", "Limit", "commands", "filled"]

_MARK: Final = re.compile(r"^<!-- from the code: ([a-z ]+) -->$", re.MULTILINE)
_ATTACK: Final = re.compile(r"`tests/(attacks/\w+/\w+\.py)::\w+`")
_WIDTH: Final = 88


class Limit(NamedTuple):
    """One bound: the place of its number in the code, as ``module:name``, and the code of the refusal beyond it."""

    what: str
    place: str
    unit: str = ""
    code: str | None = None

    @property
    def number(self) -> float:
        """The number itself: a constant, or the default of a parameter or of a dataclass's field."""
        module, _, name = self.place.partition(":")
        owner, _, member = name.rpartition(".")
        found: Any = import_module(f"microcred.{module}")
        if owner:
            parameters = signature(getattr(found, owner)).parameters
            default = parameters[member].default
            return float(default.total_seconds() if isinstance(default, timedelta) else default)
        return float(getattr(found, member))

    @property
    def text(self) -> str:
        """The number as a person reads it."""
        return f"{self.number:,.0f}".replace(",", " ") + (f" {self.unit}" if self.unit else "")


LIMITS: Final[Mapping[str, tuple[Limit, ...]]] = MappingProxyType(
    {
        "Documents": (
            Limit("size of a credential", "document:MAX_BYTES", "bytes", "document.too-large"),
            Limit("nesting of objects and arrays", "document:MAX_DEPTH", "levels", "document.too-deep"),
            Limit("length of one number", "document:_MAX_DIGITS", "characters", "document.number-out-of-range"),
            Limit("JSON Pointers of all values together", "document:_MAX_POINTERS", "characters", "document.too-large"),
            Limit("values of a credential", "document:MAX_VALUES", "", "document.too-large"),
            Limit("nesting of what is written", "json_values:_MAX_NESTING", "levels", "usage.not-json"),
            Limit("size of one number that is written", "json_values:_MAX_BITS", "bits", "usage.not-json"),
        ),
        "The data model": (
            Limit("values in all arrays together", "models.members:MAX_VALUES", "", "model.too-many"),
            Limit("contexts of one object", "models.context:MAX_CONTEXTS", "", "model.too-many"),
            Limit("names in one `type`", "models.terms:MAX_NAMES", "", "model.too-many"),
            Limit("languages of one text", "models.language:MAX_LANGUAGES", "", "model.too-many"),
            Limit("members of an object of a closed class", "models.model:_MAX_UNKNOWN", "", "model.too-many"),
            Limit("faults reported at once", "models.faults:_MAX_FAULTS", "", "model.too-many"),
            Limit("faults of one embedded credential", "models.embedded:_MAX_FLAWS"),
            Limit("notes on what does not fit together", "models.coherence:_MAX_NOTES"),
        ),
        "Linting": (
            Limit("findings of one file", "lint.linter:_MAX_FINDINGS", "", "document.too-many-findings"),
            Limit("credentials within one", "lint.examination:_MAX_NESTED", "", "credentials.too-many"),
            Limit("values of the credentials within one", "lint.examination:_MAX_VALUES", "", "credentials.too-many"),
            Limit("findings before they are put in order", "lint.examination:_MAX_NOTICED"),
            Limit("nesting of credentials", "lint.examination:_MAX_DEPTH", "levels", "document.nested-too-deep"),
            Limit("size of a configuration", "lint.configuration:_MAX_BYTES", "bytes", "usage.bad-configuration"),
            Limit("length of a pattern for paths", "lint.globs:_MAX_PATTERN", "characters"),
            Limit("size of a baseline", "lint.baseline:_MAX_BYTES", "bytes", "usage.bad-baseline"),
            Limit("part of an address that rules look at", "lint.rules.interop:_MAX_SEARCHED", "characters"),
            Limit("part of a text in which rules look for a person", "lint.rules.privacy:_MAX_SEARCHED", "characters"),
            Limit("names that rules look for in addresses", "lint.rules.privacy:_MAX_NAMES"),
            Limit("part of a picture in which rules look for scripts", "lint.rules.images:_MAX_SEARCHED", "characters"),
        ),
        "Open Badges 2.0": (
            Limit("faults reported at once", "open_badges_2.members:_MAX_FAULTS"),
            Limit("entries of one array", "open_badges_2.members:_MAX_ENTRIES", "", "model.too-many"),
            Limit(
                "seconds since 1970 in a date of version 1.x",
                "open_badges_2.members:_MAX_INSTANT",
                "s",
                "model.not-a-date-time",
            ),
            Limit(
                "size of a linked document",
                "verification.open_badges_2.linked:_MAX_DOCUMENT_BYTES",
                "bytes",
                "hosted.not-a-document",
            ),
            Limit(
                "nesting of a linked document",
                "verification.open_badges_2.linked:_MAX_DOCUMENT_DEPTH",
                "levels",
                "hosted.not-a-document",
            ),
        ),
        "Pictures": (
            Limit("size of a picture", "baking.picture:MAX_IMAGE_BYTES", "bytes", "image.too-large"),
            Limit("chunks of a PNG", "baking.png:MAX_CHUNKS", "", "image.too-complex"),
            Limit("length of one PNG chunk", "baking.png:_MAX_LENGTH", "bytes", "image.truncated"),
            Limit("nesting of an SVG", "baking.svg:MAX_DEPTH", "levels", "image.too-complex"),
            Limit("elements of an SVG", "baking.svg:MAX_ELEMENTS", "", "image.too-complex"),
            Limit("attributes of one SVG element", "baking.svg:MAX_ATTRIBUTES", "", "image.too-complex"),
        ),
        "Contexts and statements": (
            Limit(
                "JSON values of a document that is read in the guarded way",
                "canonical.expansion:MAX_VALUES",
                "",
                "canonical.too-much-work",
            ),
            Limit(
                "combinations of types and contexts in a document",
                "canonical.tables:_MAX_DERIVATIONS",
                "",
                "canonical.too-much-work",
            ),
            Limit("uses of contexts in a document", "canonical.local_contexts:MAX_CONTEXTS", "", "contexts.too-many"),
            Limit(
                "terms that a document may define itself",
                "canonical.local_contexts:_MAX_INLINE_TERMS",
                "",
                "contexts.too-many",
            ),
            Limit(
                "length of an IRI in such a definition",
                "canonical.local_contexts:_MAX_INLINE_IRI",
                "characters",
                "contexts.inline-not-plain",
            ),
            Limit("hashes to tell blank nodes apart", "canonical.rdfc10:MAX_HASHES", "", "canonical.too-much-work"),
            Limit(
                "statements of a document",
                "canonical.rdfc10:MAX_CHARACTERS",
                "characters",
                "canonical.too-much-work",
            ),
            Limit("largest exact number", "canonical.faults:_MAX_EXACT", "", "contexts.number-not-exact"),
            Limit("faults reported at once", "canonical.walk:_MAX_FAULTS"),
            Limit("faults reported at once, in the guarded way", "canonical.safe_mode:_MAX_FAULTS"),
            Limit("divided ids reported at once", "canonical:_MAX_FAULTS"),
            Limit("JSON Pointers of one selection", "canonical.selection:_MAX_POINTERS", "", "usage.too-many-pointers"),
            Limit(
                "length of a JSON Pointer", "canonical.selection:_MAX_POINTER", "characters", "usage.no-such-pointer"
            ),
            Limit("objects with one id", "canonical.nodes:_MAX_DESCRIPTIONS", "", "contexts.divided-node"),
            Limit("size of a context of your own", "contexts:MAX_CONTEXT_BYTES", "bytes", "contexts.not-a-context"),
            Limit("selections of context versions tried", "contexts:MAX_CANDIDATES"),
        ),
        "Credentials within credentials": (
            Limit(
                "endorsements of a credential",
                "verification.endorsements:_MAX_ENDORSEMENTS",
                "",
                "endorsements.too-many",
            ),
            Limit(
                "credentials of a record or presentation",
                "verification.nested:_MAX_CREDENTIALS",
                "",
                "credentials.too-many",
            ),
            Limit("undefined words of a token that are noted", "verification.terms:_MAX_NOTED"),
            Limit("all readings of all of them", "verification.inquiry:_MAX_WORK", "values", "canonical.too-much-work"),
            Limit("steps of all their schemas", "verification.inquiry:_MAX_STEPS", "", "schema.too-much-work"),
            Limit(
                "unpacked for all their status",
                "verification.status.lists:_MAX_UNPACKED",
                "bytes",
                "status.list-unusable",
            ),
            Limit("nesting of credentials", "verification.inquiry:_MAX_DEPTH", "levels", "document.nested-too-deep"),
        ),
        "Proofs and keys": (
            Limit("proofs of a credential", "proofs.secured_document:MAX_PROOFS", "", "proof.malformed"),
            Limit(
                "all readings of a credential", "proofs.secured_document:MAX_WORK", "values", "canonical.too-much-work"
            ),
            Limit("a JWS", "proofs.jws:_MAX_TOKEN", "characters", "proof.malformed-jws"),
            Limit("the header of a JWS", "proofs.jws:_MAX_HEADER", "bytes", "proof.malformed-jws"),
            Limit("nesting of the header of a JWS", "proofs.jws:_MAX_HEADER_DEPTH", "levels", "proof.malformed-jws"),
            Limit("`alg` of a JWS", "proofs.jws:_MAX_ALGORITHM", "characters", "proof.malformed-jws"),
            Limit("`kid` of a JWS", "proofs.jws:_MAX_KEY_ID", "characters", "proof.malformed-jws"),
            Limit("the signature of a JWS", "proofs.jws:_MAX_SIGNATURE", "characters", "proof.malformed-jws"),
            Limit("a date in a claim", "proofs.jwt:_MAX_SECONDS", "s after 1970", "proof.malformed-claim"),
            Limit("proofValue", "proofs.signature_suite:_MAX_PROOF_VALUE", "characters", "proof.value-malformed"),
            Limit(
                "proofValue with selective disclosure",
                "proofs.disclosure_values:_MAX_PROOF_VALUE",
                "characters",
                "proof.value-malformed",
            ),
            Limit(
                "statements that are signed one by one",
                "proofs.disclosure_values:_MAX_SIGNATURES",
                "",
                "proof.value-malformed",
            ),
            Limit("labels of one proof", "proofs.disclosure_values:_MAX_LABELS", "", "proof.value-malformed"),
            Limit("mandatory statements shown", "proofs.disclosure_values:_MAX_INDEXES", "", "proof.value-malformed"),
            Limit("mandatory pointers", "proofs.disclosure_values:_MAX_POINTERS", "", "proof.value-malformed"),
            Limit("nesting of a proofValue", "proofs.cbor:_MAX_DEPTH", "levels", "proof.value-malformed"),
            Limit(
                "URL of a verification method",
                "verification.controller_documents:_MAX_URL",
                "characters",
                "key.invalid-url",
            ),
            Limit(
                "size of a controller document",
                "verification.published_documents:MAX_DOCUMENT_BYTES",
                "bytes",
                "key.invalid-controller-document",
            ),
            Limit(
                "nesting of a controller document",
                "verification.published_documents:_MAX_DOCUMENT_DEPTH",
                "levels",
                "key.invalid-controller-document",
            ),
            Limit(
                "entries of one member of a controller document",
                "verification.issuer_keys:_MAX_METHODS",
                "",
                "key.invalid-controller-document",
            ),
            Limit("keys of a JWK Set", "verification.jwt_keys:_MAX_SET", "", "key.invalid-jwk-set"),
            Limit("the end of a key in a JWK", "verification.jwt_keys:_MAX_SECONDS", "s after 1970", "key.invalid-jwk"),
            Limit("a did:jwk without its prefix", "keys.did_jwk:_MAX_ENCODED", "characters", "key.invalid-did"),
            Limit("nesting of the key in a did:jwk", "keys.did_jwk:_MAX_DEPTH", "levels", "key.invalid-did"),
            Limit("a public key as Multikey", "keys.multikey:_MAX_LENGTH", "characters", "key.not-multikey"),
            Limit(
                "a secret key as Multikey", "keys.multikey:_MAX_SECRET_LENGTH", "characters", "key.unusable-private-key"
            ),
            Limit("one member of a JWK", "keys.jwk:_MAX_ENCODED", "characters", "key.invalid-jwk"),
            Limit("the exponent of an RSA key", "keys.jwk:_MAX_EXPONENT_BITS", "bits", "key.invalid-jwk"),
            Limit("an RSA key, at least", "keys.soundness:_MIN_RSA_BITS", "bits", "key.wrong-length"),
            Limit("an RSA key, at most", "keys.soundness:_MAX_RSA_BITS", "bits", "key.wrong-length"),
            Limit("an RSA key in DER", "keys.soundness:_MAX_RSA_DER", "bytes", "key.wrong-length"),
            Limit("a public key in PEM", "keys.public_key:_MAX_PEM", "bytes", "key.invalid-pem"),
            Limit("a private key in PEM", "keys.signer:_MAX_PEM", "bytes", "key.unusable-private-key"),
            Limit("the password of a private key", "keys.signer:_MAX_PASSWORD", "bytes", "key.unusable-password"),
            Limit("clock that may run behind the issuer's", "verification.verifier:Verifier.clock_skew", "s"),
        ),
        "Explanations": (
            Limit("readings to find where statements come from", "explanation.provenance:MAX_READ_AGAIN", "values"),
            Limit("readings to find what was signed instead", "explanation.causes:MAX_SEARCHED", "values"),
            Limit("parts that are left out by turns", "explanation.causes:_MAX_LEFT_OUT"),
            Limit("rounds of leaving out what is lost", "explanation.causes:_MAX_PRUNED"),
            Limit("a signature that is read in any encoding", "explanation.causes:_MAX_SIGNATURE_TEXT", "characters"),
            Limit("a proofValue that is shown", "explanation.embedded_proof:_MAX_PROOF_VALUE", "characters"),
            Limit("statements that changed places", "explanation.disclosure:_MAX_MOVED"),
            Limit("other keys of an issuer that are tried", "explanation.named_key:_MAX_OTHER_KEYS"),
            Limit("differences of two documents", "explanation.changes:_MAX_CHANGES"),
            Limit("elements of two arrays that are paired by likeness", "explanation.changes:_MAX_RELATED"),
            Limit("readings of one comparison", "explanation.comparison:_MAX_COMPARED", "values"),
            Limit("texts that are compared for their kind", "explanation.kind:_MAX_COMPARED", "characters"),
            Limit("differences to printed statements", "explanation.printed:_MAX_DIFFERENCES"),
            Limit("lines of printed statements", "explanation.statements:_MAX_LINES", "", "usage.not-n-quads"),
            Limit("rounds to find what blank nodes are about", "explanation.statements:_MAX_ROUNDS"),
            Limit("statements in all of these rounds", "explanation.statements:_MAX_PAINTED"),
        ),
        "The network, for one verification": (
            Limit("one answer", "verification.fetch:FetchLimits.response_bytes", "bytes", "fetch.too-large"),
            Limit("all answers together", "verification.fetch:FetchLimits.total_bytes", "bytes", "fetch.budget"),
            Limit(
                "requests, each redirect being one",
                "verification.fetch:FetchLimits.requests",
                "",
                "fetch.too-many-requests",
            ),
            Limit("time spent waiting for answers", "verification.fetch:FetchLimits.seconds", "s", "fetch.budget"),
            Limit(
                "redirects of one request", "verification.fetch:FetchLimits.redirects", "", "fetch.too-many-redirects"
            ),
            Limit("a URL", "verification.fetch.addresses:MAX_URL", "characters", "fetch.bad-url"),
            Limit("addresses of a host that are tried", "verification.fetch.wire:_ADDRESSES_TRIED"),
        ),
        "Caches and recordings": (
            Limit("age of an answer in a `Caching`", "verification.fetch:Caching.max_age", "s"),
            Limit("answers in a `Caching`", "verification.fetch:Caching.entries"),
            Limit("size of a `Caching`", "verification.fetch:Caching.total_bytes", "bytes"),
            Limit("size of a `Recording`", "verification.fetch:Recording.total_bytes", "bytes", "fetch.budget"),
        ),
        "Batches": (
            Limit("size of a chunk, beyond its first source", "batch.dispatch:_MAX_CHUNK_BYTES", "bytes"),
            Limit("dying pools that one credential was in", "batch.dispatch:_MAX_LOSSES", "", "batch.worker-lost"),
            Limit("pools that break in a row", "batch.dispatch:_MAX_BROKEN_POOLS", "", "batch.pool-broken"),
            Limit("rounds for look-ups of one credential", "batch.dispatch:_MAX_ROUNDS"),
            Limit("what is remembered of the network", "batch.look_ups:_MAX_REMEMBERED", "bytes"),
            Limit("answers that travel with one chunk", "batch.look_ups:_MAX_SENT", "bytes"),
            Limit(
                "the rest of a line that is too long",
                "cli.batch.inputs:_MAX_PASSED_OVER",
                "bytes",
                "batch.file-breaks-off",
            ),
            Limit("entries of one folder", "cli.batch.inputs:_MAX_FOLDER_ENTRIES", "", "batch.file-breaks-off"),
            Limit("folders in one another", "cli.batch.inputs:_MAX_FOLDER_DEPTH", "", "batch.file-breaks-off"),
            Limit("a row group of Parquet", "cli.batch.inputs:_MAX_ROW_GROUP", "bytes", "batch.file-breaks-off"),
            Limit("a row of CSV", "cli.batch.rows:_MAX_ROW", "bytes", "batch.file-breaks-off"),
            Limit("columns of CSV", "cli.batch.rows:_MAX_COLUMNS", "", "batch.bad-header"),
            Limit("badges of one run that issues", "cli.batch.drafts:_MAX_DRAFTS", "", "batch.file-breaks-off"),
        ),
        "The server": (
            Limit("size of the settings", "server.settings:_MAX_SETTINGS", "bytes", "server.bad-settings"),
            Limit("size of a key file", "server.instances:_MAX_KEY", "bytes", "key.unusable-private-key"),
            Limit("pointers of one request", "server.contract:_MAX_POINTERS", "", "server.bad-request"),
            Limit("a text of a request", "server.contract:_MAX_TEXT", "characters", "server.bad-request"),
            Limit("domains of a presentation", "server.contract:_MAX_DOMAINS", "", "server.bad-request"),
            Limit("media types of `Accept` that are looked at", "server.media_types:_MAX_RANGES"),
            Limit("faults of one problem", "server.problems:_MAX_FAULTS"),
            Limit("body of a request", "server.bounds:_MAX_BODY", "bytes", "server.body-too-large"),
            Limit("bodies of all requests at a time", "server.bounds:_MAX_HELD", "bytes", "server.busy"),
            Limit("URL of a request", "server.bounds:_MAX_URL", "characters", "server.url-too-long"),
            Limit("headers of a request", "server.bounds:_MAX_HEADERS", "bytes", "server.headers-too-large"),
            Limit("time for the head of a request", "server.connections:HEAD_SECONDS", "s"),
            Limit("a head that is not complete", "server.connections:HEAD_BYTES", "bytes"),
            Limit("length of a token", "server.access:_MAX_TOKEN", "characters", "server.bad-token"),
            Limit("connections of `microcred serve`", "cli.serve:_MAX_CONNECTIONS"),
            Limit("signed status lists that are remembered", "server.status_lists:_MAX_REMEMBERED"),
        ),
        "Schemas": (
            Limit("schemas of a credential", "verification.credential_schema:_MAX_ENTRIES", "", "schema.too-much-work"),
            Limit("size of a schema", "verification.named_schema:_MAX_SCHEMA_BYTES", "bytes", "schema.unusable"),
            Limit(
                "work for all schemas of a credential",
                "verification.json_schema.effort:_MAX_STEPS",
                "steps",
                "schema.too-much-work",
            ),
            Limit(
                "schemas inside of one another",
                "verification.json_schema.evaluation:_MAX_NESTING",
                "",
                "schema.too-much-work",
            ),
            Limit("breaches that are listed", "verification.json_schema.evaluation:_MAX_FAULTS"),
            Limit(
                "length of a pattern",
                "verification.json_schema.patterns:_MAX_LENGTH",
                "characters",
                "schema.unsupported-pattern",
            ),
            Limit(
                "states of a pattern", "verification.json_schema.patterns:_MAX_STATES", "", "schema.unsupported-pattern"
            ),
            Limit(
                "groups inside of one another",
                "verification.json_schema.patterns:_MAX_GROUPS",
                "",
                "schema.unsupported-pattern",
            ),
            Limit("related resources", "verification.related_resource:_MAX_RESOURCES", "", "resource.too-many"),
            Limit("length of a digest", "verification.digests:_MAX_LENGTH", "characters", "schema.malformed-digest"),
        ),
        "Trust lists": (
            Limit(
                "size of a list of issuers",
                "verification.trust.registries:MAX_LIST_BYTES",
                "bytes",
                "usage.not-a-trust-list",
            ),
            Limit("issuers of a list", "verification.trust.registries:_MAX_ISSUERS", "", "usage.not-a-trust-list"),
            Limit(
                "registries of a list", "verification.trust.registries:_MAX_REGISTRIES", "", "usage.not-a-trust-list"
            ),
            Limit("length of a name, which is cut", "verification.trust.registries:_MAX_NAME", "characters"),
            Limit(
                "what is looked at for a similar id in a hint", "verification.trust.issuers:_MAX_COMPARED", "characters"
            ),
        ),
        "Status lists": (
            Limit("status entries of a credential", "verification.status.check:_MAX_ENTRIES", "", "status.malformed"),
            Limit(
                "bits of one entry",
                "verification.status.bitstring_status_list:_MAX_STATUS_SIZE",
                "bits",
                "status.malformed",
            ),
            Limit(
                "references of one entry",
                "verification.status.bitstring_status_list:_MAX_REFERENCES",
                "",
                "status.malformed",
            ),
            Limit(
                "size of a status list, as text",
                "verification.status.bitstring_status_list:_MAX_ENCODED",
                "characters",
                "status.list-unusable",
            ),
            Limit(
                "size of a status list, unpacked",
                "verification.status.bitstring_status_list:_MAX_LIST_BYTES",
                "bytes",
                "status.list-unusable",
            ),
            Limit("entries of a list of your own, at least", "status_list.terms:MIN_LENGTH", "", "status.bad-terms"),
            Limit("size of a list of your own", "status_list.terms:_MAX_BITS", "bits", "status.bad-terms"),
            Limit("bits of an entry of your own", "status_list.terms:_MAX_SIZE", "bits", "status.bad-terms"),
            Limit("a URL or message of a list", "status_list.terms:_MAX_TEXT", "characters", "status.bad-terms"),
            Limit("waiting for the ledger", "status_list.ledger:Ledger.patience", "s", "status.ledger-busy"),
        ),
        "The pages of a server": (
            Limit("a form with a badge", "server.page.intake:_MAX_BODY", "bytes"),
            Limit("fields of a form", "server.page.intake:_MAX_FIELDS"),
            Limit("an address that is handed in", "server.page.intake:_MAX_ADDRESS", "characters"),
            Limit("whom a badge should be about", "server.page.intake:_MAX_RECIPIENT", "characters"),
            Limit("a line that is shown", "server.page.portrait:_MAX_LINE", "characters"),
            Limit("a text that is shown", "server.page.portrait:_MAX_TEXT", "characters"),
            Limit("an address that is a link", "server.page.portrait:_MAX_LINK", "characters"),
            Limit("entries of a list that are shown", "server.page.portrait:_MAX_ENTRIES"),
            Limit("a picture that is shown", "server.page.picture:_MAX_SHOWN", "bytes"),
            Limit("width and height of a picture", "server.page.picture:_MAX_SIDE", "pixels"),
            Limit("credentials inside of another that are shown", "server.page.view:_MAX_RELATED"),
            Limit("a message of the report", "server.page.judgement:_MAX_MESSAGE", "characters"),
            Limit("findings of one check", "server.page.judgement:_MAX_DETAILS"),
            Limit("languages of `Accept-Language` that are looked at", "server.page.catalogue:_MAX_RANGES"),
        ),
        "The storage of a server": (
            Limit("id of a credential that is kept", "server.storage.relational:_MAX_KEY", "bytes", "server.bad-id"),
            Limit("index that is looked for", "server.storage.relational:_MAX_INDEX", "", "status.no-such-entry"),
            Limit("challenges forgotten at once", "server.storage.relational:_MAX_FORGOTTEN"),
            Limit("connections of one process", "server.storage.connections:_MAX_CONNECTIONS", "", "server.no-storage"),
            Limit("wait for a connection or a lock", "server.storage.connections:PATIENCE", "s", "server.no-storage"),
            Limit("one statement in PostgreSQL", "server.storage.postgresql:_MAX_STATEMENT", "s", "server.no-storage"),
            Limit("log of changes of SQLite, when idle", "server.storage.sqlite:_MAX_LOG", "bytes"),
        ),
    }
)


def _codes() -> Iterator[str]:
    from microcred.codes import codes

    for area, entries in groupby(codes().values(), lambda entry: entry.area):
        yield f"## {area}"
        for entry in entries:
            yield f"({entry.code})="
            yield f"### {entry.code}"
            yield f"**{_capitalised(entry.title)}.** {_prose(entry.meaning)}"
            rows = [
                ("Example", entry.example),
                ("Fix", entry.fix),
                ("Section", entry.section),
                ("Severity", entry.severity),
            ]
            yield "\n".join(f"{name}\n: {_prose(text)}\n" for name, text in rows)
            if entry.problem:
                yield f"Problem type\n: <{entry.problem}>"
            if entry.observed:
                yield f"Observed\n: {_prose(str(entry.observed))}"
            if entry.sample:
                yield from _samples(entry.sample)


def _samples(sample: Any) -> Iterator[str]:
    from microcred.lint.samples import excerpt, setting

    for title, piece in ((f"Not good, {setting(sample)}:", sample.bad), ("Good:", sample.good)):
        yield _prose(title)
        # Neither is always JSON, and a page is read under many widths.
        yield f"```text\n{excerpt(sample, piece)}\n```"


def _verifiers() -> Iterator[str]:
    from microcred.codes import codes
    from microcred.lint.rules.compat import COMPAT

    for name, rules in COMPAT.items():
        entries = [codes()[code] for code in rules]
        yield f"## {name}"
        yield _prose("; ".join(dict.fromkeys(str(entry.observed) for entry in entries))) + "."
        rows = [f"| {_linked(entry.code)} | {_prose(entry.meaning)} | {entry.severity} |" for entry in entries]
        yield "\n".join(("| Code | What was observed | Severity |", "|---|---|---|", *rows))


def _limits() -> Iterator[str]:
    for subject, limits in LIMITS.items():
        rows = [f"| {limit.what} | {limit.text} | {_linked(limit.code)} |" for limit in limits]
        yield f"## {subject}"
        yield "\n".join(("| Bound | At most, if not said otherwise | Beyond it |", "|---|---:|---|", *rows))


def _commands() -> Iterator[str]:
    for name, text in commands():
        yield f"## microcred {name}".rstrip()
        yield f"```text\n{text}\n```"


def commands() -> Iterator[tuple[str, str]]:
    """Each command with what its ``--help`` says; the program itself comes first, without a name."""
    from microcred.cli.program import COMMANDS, program

    context = program.make_context("microcred", [], resilient_parsing=True, terminal_width=_WIDTH)
    yield "", program.get_help(context)
    for name in COMMANDS:
        if command := program.get_command(context, name):
            own = command.make_context(name, [], context, resilient_parsing=True)
            yield name, command.get_help(own)
            for part, found in sorted(getattr(command, "commands", {}).items()):
                yield f"{name} {part}", found.get_help(found.make_context(part, [], own, resilient_parsing=True))


@cache
def _attacks() -> tuple[str, ...]:
    """Read once, for the page and for all links that lead to it."""
    return tuple(_listed(attacks()))


def _listed(found: Mapping[str, Collection[Attack]]) -> Iterator[str]:
    from microcred.codes import codes

    catalogue = codes().keys()
    rows = [_counted(f"[The {name}](#the-{name})", files, catalogue) for name, files in found.items()]
    rows.append(_counted("**All**", [attack for files in found.values() for attack in files], catalogue))
    yield "\n".join(("| Attacker | Attacks | Tests | Codes asserted |", "|---|---:|---:|---:|", *rows))
    if number := addresses():
        yield f"{number} URLs into inner networks are tried one by one."
    for name, files in found.items():
        yield f"## The {name}"
        yield f"The {name} {_prose(ATTACKERS[name])}."
        for attack in files:
            yield from _attack(attack, attack.codes(catalogue))
    yield from _shared(attack for files in found.values() for attack in files)


def _counted(name: str, files: Collection[Attack], catalogue: Set[str]) -> str:
    tests = sum(len(attack.tests) for attack in files)
    asserted = {code for attack in files for code in attack.codes(catalogue)}
    return f"| {name} | {len(files)} | {tests} | {len(asserted)} |"


def _attack(attack: Attack, asserted: Collection[str]) -> Iterator[str]:
    yield f"({attack.anchor})="
    yield f"### {_spelled(attack.title)}"
    for name, text in attack.paragraphs.items():
        yield f"**{name}.** {_spelled(_capitalised(text))}"
    if asserted:
        yield f"Codes: {', '.join(map(_linked, asserted))}"
    if shared := [each for each in attack.careless if each.path != attack.path]:
        yield f"Careless code: {', '.join(f'[`{each.name}`](#{each.anchor})' for each in shared)}"
    for each in attack.careless:
        if each not in shared:
            yield from _folded(f"The careless code: <code>{each.name}</code>", f"```python\n{each.source}\n```")
    sentences = [_capitalised(name.removeprefix("test_").replace("_", " ")) for name in attack.tests]
    number = "One test" if len(sentences) == 1 else f"{len(sentences)} tests"
    yield from _folded(
        f"{number} in <code>{attack.path.relative_to(TESTS.parent).as_posix()}</code>",
        "\n".join(f"- {_prose(sentence)}" for sentence in sentences),
    )


def _shared(found: Iterable[Attack]) -> Iterator[str]:
    shared = {each: None for attack in found for each in attack.careless if each.path != attack.path}
    if shared:
        yield "## Careless code"
        yield "What several of these attacks are carried out against."
    for each in sorted(shared, key=lambda each: each.anchor):
        yield f"({each.anchor})="
        yield f"### `{each.name}`"
        yield f"```python\n{each.source}\n```"


def _folded(summary: str, text: str) -> Iterator[str]:
    yield f"<details><summary>{summary}</summary>"
    yield text
    yield "</details>"


PARTS: Final = MappingProxyType[str, Callable[[], Iterable[str]]](
    {"attacks": _attacks, "codes": _codes, "commands": _commands, "limits": _limits, "verifiers": _verifiers}
)


def filled(text: str) -> str:
    """A page with every part that it asks for; a test that is an attack leads to where all attacks are."""
    text = _ATTACK.sub(lambda test: f"[](#{Attack(TESTS / test[1]).anchor})", text)
    return _MARK.sub(lambda mark: "\n\n".join(PARTS[mark[1]]()), text)


def _linked(code: str | None) -> str:
    return f"[](#{code})" if code else "not refused"


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _prose(text: str) -> str:
    """Plain text as Markdown that shows the same characters, without its typographic marks."""
    return _escaped(" ".join(text.split()))


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>#|$~^@])", r"\\\1", text)


def _spelled(text: str) -> str:
    """The same for a text with parts in backticks, which stay code."""
    parts = re.split(r"(`+)(.+?)\1", text)
    spelled = {0: _escaped, 1: lambda _: "", 2: lambda code: f"``{code}``"}
    return "".join(spelled[place % 3](part) for place, part in enumerate(parts))
