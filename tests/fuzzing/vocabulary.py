"""The words of the standards and of the code: what a mutation puts in another's place, and the fuzzer's dictionary."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from badges import AT, CREDENTIALS_V2, OPEN_BADGES, SIGNER, STRANGER
from microcred.codes import codes
from microcred.contexts import BUNDLED
from microcred.keys import did_jwk
from microcred.proofs import CRYPTOSUITES, JWS_ALGORITHMS
from microcred.verification.controller_documents import RESOLVERS
from microcred.verification.json_schema import keywords as schema
from microcred.verification.status import STATUS_CHECKERS

__all__ = ["KEYWORDS", "NUMBERS", "TEXTS", "VALUES", "dictionary", "texts", "words"]

KEYWORDS: Final = (
    *("@context", "@id", "@type", "@value", "@list", "@set", "@graph", "@language", "@direction", "@index", "@base"),
    *("@vocab", "@json", "@none", "@reverse", "@included", "@nest", "@import", "@version", "@protected", "@propagate"),
    *("@prefix", "@container", "@future"),
)
NUMBERS: Final = (
    *("0", "-0", "-0.0", "1", "-1", "1.0", "1.5", "1e2", "1E+2", "1e21", "1e22", "0.1", "1e-7", "5e-324", "1e308"),
    *("1e309", "-1e309", "2147483648", "9007199254740991", "9007199254740993", "-9007199254740993"),
    *(
        "179769313486231580793728971405303415079934132710037826936173778980444968292764750946649017977587207096330286",
        "9" * 320,
    ),
    *("253402300799", "253402300800", "-62135596800", "1768467600", "00", "1.", ".5", "NaN", "-Infinity", "0x10"),
)
TEXTS: Final = (
    *(
        "",
        " ",
        "\t",
        "\n",
        "\r\n",
        "\x00",
        "\x1b[31m",
        "\x7f",
        "\x85",
        "\u2028",
        "\u202e",
        "\u200b",
        "\ufeff",
        "\ufffd",
    ),
    *("\ud800", "\udfff", "\U0010ffff", "e\u0301", "\u00df", "\u0130", "漢", "😀", "]]>", "<![CDATA[", "<script>", '"'),
    *("'", "\\", "\\u0000", "%", "%00", "%2e%2e", "{{7*7}}", "$", "__proto__", "constructor", "a" * 300, "a" * 5_000),
    *("_:b0", "_:c14n0", "urn:x:y", "urn:uuid:", "mailto:a@b.example", "did:", "did:key:", "did:web:", "did:jwk:"),
    *("did:example:learner", "http://college.example/", "https://college.example/", "https://college.example:443/"),
    *(
        "https://user:pw@college.example/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://localhost/",
        "//x",
        "#",
        "?",
    ),
    *("javascript:alert(1)", "data:,", "data:application/vc+jwt,", "data:image/svg+xml,<svg/>", "file:///etc/passwd"),
    *("https://college.example/status/1", "https://college.example/status/1#94567", "did:web:college.example"),
    *("did:web:college.example#key-1", "https://college.example/issuer", "https://college.example/issuer#key-1"),
    *("https://college.example/schema.json", "https://college.example/newest", "https://college.example/a.pdf"),
    *(
        "2026-01-15T09:00:00Z",
        "2026-01-15T09:00:00.123456789+14:00",
        "2026-02-30T00:00:00Z",
        "2026-01-15",
        "0000-01-01T00:00:00Z",
    ),
    *("9999-12-31T23:59:60Z", "2016-12-31T23:59:60Z", "2026-01-15T24:00:00Z", "10000-01-01T00:00:00Z", "-1", "P1D"),
    *("assertionMethod", "authentication", "keyAgreement", "revocation", "suspension", "message", "refresh"),
    *(
        "Ed25519VerificationKey2020",
        "JsonWebKey",
        "JsonWebKey2020",
        "Multikey",
        "OKP",
        "EC",
        "RSA",
        "Ed25519",
        "X25519",
    ),
    *(
        "P-256",
        "P-384",
        "P-521",
        "secp256k1",
        "sig",
        "enc",
        "verify",
        "EdDSA",
        "none",
        "HS256",
        "JWT",
        "vc+jwt",
        "vp+jwt",
    ),
    *(
        "vc+sd-jwt",
        "b64",
        "crit",
        "kid",
        "jwk",
        "x5c",
        "jku",
        "typ",
        "cty",
        "alg",
        "iss",
        "sub",
        "nbf",
        "exp",
        "iat",
        "jti",
    ),
    *("aud", "nonce", "vc", "vp", "cnf", "en", "de-CH-1996", "x-", "i-klingon", "rtl", "ltr", "auto", "und"),
    *("sha256$", "md5$", "sha384-", "sha256-", "sha512-", "uEiA", "zQm", "z", "u", "m", "zz", "application/json"),
    *(
        "https://www.w3.org/2018/credentials/v1",
        "https://w3id.org/security/data-integrity/v2",
        "https://w3id.org/openbadges/v2",
    ),
    *("HostedBadge", "SignedBadge", "hosted", "signed", "email", "telephone", "url", "recipient", "evidence"),
    *(
        "^(a+)+$",
        "(a|a)*b",
        "[",
        "\\p{L}+",
        "(?<=a)b",
        "date-time",
        "uri",
        "regex",
        "ipv6",
        "$ref",
        "#/$defs/a",
        "$dynamicRef",
    ),
)
VALUES: Final[tuple[Any, ...]] = (
    *(
        None,
        True,
        False,
        0,
        1,
        -1,
        2,
        255,
        65_536,
        2**31,
        2**53,
        2**53 + 1,
        10**30,
        1.5,
        -0.0,
        1e300,
        [],
        {},
        [[]],
        [{}],
    ),
    *([None], {"": ""}, {"id": None}, {"@id": "x"}, {"@value": 1}, {"@list": []}, [1, "1", 1.0, True, None]),
)


@cache
def words() -> tuple[str, ...]:
    """Names of members and classes: every term of the bundled contexts, and of what the code tells apart."""
    ours = (*CRYPTOSUITES, *JWS_ALGORITHMS, *RESOLVERS, *STATUS_CHECKERS, *schema.KEYWORDS)
    found: dict[str, None] = dict.fromkeys((*KEYWORDS, *ours))
    for url in sorted(BUNDLED.urls()):
        for version in BUNDLED.versions(url):
            found.update(dict.fromkeys(_terms(version.load())))
    return tuple(found)


@cache
def texts() -> tuple[str, ...]:
    """Values that are texts: the odd ones, the URLs of the contexts, names of keys, and a few codes."""
    ours = (SIGNER.verification_method, STRANGER.verification_method)
    dids = (*(method.partition("#")[0] for method in ours), did_jwk(SIGNER.public_key), AT.isoformat())
    return (*TEXTS, *ours, *dids, CREDENTIALS_V2, OPEN_BADGES, *sorted(BUNDLED.urls()), *sorted(codes())[::40])


def dictionary() -> str:
    """The words in the form in which libFuzzer reads them; those that are too long for it left out."""
    entries = dict.fromkeys((*NUMBERS, *texts(), *words(), '":', '","', "},{", "[[", '"@context":', "\\ud800"))
    lines = [_entry(raw) for entry in entries if 1 < len(raw := entry.encode("utf-8", "surrogatepass")) <= 64]
    return "".join(f"{line}\n" for line in lines)


def _entry(raw: bytes) -> str:
    shown = "".join(chr(octet) if 32 <= octet < 127 and octet not in b'"\\' else f"\\x{octet:02X}" for octet in raw)
    return f'"{shown}"'


def _terms(context: Any) -> Iterator[str]:
    """The names that a context defines, in its scopes too."""
    match context:
        case dict():
            for name, definition in context.items():
                if not name.startswith("@"):
                    yield name
                if isinstance(definition, dict | list) or name == "@context":
                    yield from _terms(definition)
        case list():
            for part in context:
                yield from _terms(part)
