"""Documents that depart from a given one at random, as documents go wrong, and as nobody would write them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any, TypeAlias

Tree: TypeAlias = dict[str, Any]

_1EDTECH = "https://purl.imsglobal.org/spec"
NAMES = (
    *("id", "type", "name", "@context", "proof", "issuer", "image", "achievement", "result", "resultDescription"),
    *("valid_from", "validFrom", "validUntil", "issuanceDate", "identifier", "sourceId", "targetId", "undefined", ""),
    *("credentialStatus", "relatedResource", "endorsement", "verifiableCredential", "hashed", "status"),
    "credentialSubject",
)
TEXTS = (
    *("", " ", "x", "x:", "x:y", "X:y\n", "https://example.org/\u00e9", "https://example.org/a b", "did:key:z6Mk"),
    *("2025-02-28T00:00:00Z", "2025-02-30T00:00:00Z", "2025-01-01T24:00:00Z", "2025-01-01T24:00:01Z", "2025-01-01"),
    *("2025-01-01T00:00:00", "2025-01-01T00:00:00Z\n", "2025-01-01T00:00:00+14:00", "2025-01-01T00:00:00-14:01"),
    *("2025-01-01t00:00:00z", "0000-01-01T00:00:00Z", "0001-01-01T00:00:00+01:00", "\u0662025-01-01T00:00:00Z"),
    *("2025-01-01T00:00:00.123456789Z", "2025-1-1", "20250101T000000Z", "2025-01-01 00:00:00Z", "\u0661"),
    *("9999-12-31T24:00:00Z", "ext:own", "ext:", "ext:a b", "ext:a\n", "Badge", "badge", "Completed", "Status"),
    *("en", "EN", "en-GB", "NL", "NL\n", "a.b.c", "a..c", "a.b.c\n", "sha256$00", "md5$" + 32 * "0"),
    *("data:image/png;base64,AA", "data:text/html,x", "VerifiableCredential", "OpenBadgeCredential", "ClrCredential"),
    *("EndorsementCredential", "VerifiablePresentation", "BitstringStatusListCredential", "Profile", "Achievement"),
    *("Association", "DataIntegrityProof", "Image"),
    *("https://www.w3.org/2018/credentials/v1", "https://www.w3.org/ns/credentials/v2"),
    *(f"{_1EDTECH}/ob/v3p0/context{end}.json" for end in ("", "-3.0.1", "-3.0.2", "-3.0.3", "-3.1.0")),
    *(f"{_1EDTECH}/clr/v2p0/context{end}.json" for end in ("", "-2.0.0", "-2.0.1")),
)
VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1.5, 10**40, [], {}, [[]], [{}], [None], ["x"], ["x", "x"], [1], {"id": "x:y"}),
    *({"@value": "x"}, {"@value": "x", "@language": "en"}, {"en": "x"}, {"@id": "x:y"}, {"type": "x"}),
    *({"id": "x:y", "type": ["Profile"]}, {"id": "x:y", "type": "Image"}, {"narrative": "x"}, {"id": "x"}),
    [f"Name{number}" for number in range(101)],
    [f"https://example.org/{number}" for number in range(100)],
)


def departed(tree: Tree, others: list[Tree], random: Random) -> Tree:
    """``tree`` with one to three changes; parts of it, or of ``others``, may be put where they do not belong."""
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        path, value = random.choice(list(_places(tree, ())))
        graft = random.choice(list(_places(random.choice(others), ())))[1]
        changed = _changed(value, graft, random)
        if path or isinstance(changed, dict):
            tree = _with(tree, path, changed)
    return tree


def _places(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    yield path, value
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, part in parts:
        yield from _places(part, (*path, step))


def _with(whole: Any, path: tuple[str | int, ...], value: Any) -> Any:
    """A copy of ``whole`` in which ``value`` stands at ``path``."""
    if not path:
        return value
    step, *rest = path
    copied = dict(whole) if isinstance(whole, dict) else list(whole)
    copied[step] = _with(whole[step], tuple(rest), value)
    return copied


def _changed(value: Any, graft: Any, random: Random) -> Any:
    anything: list[Callable[[], Any]] = [
        lambda: random.choice(VALUES),
        lambda: random.choice(TEXTS),
        lambda: [value],
        lambda: graft,
    ]
    match value:
        case dict() if value:
            name = random.choice(list(value))
            others = {each: member for each, member in value.items() if each != name}
            own: list[Callable[[], Any]] = [
                lambda: others,
                lambda: others | {random.choice((name + "2", name.swapcase(), _snake(name))): value[name]},
                lambda: value | {random.choice(NAMES): random.choice((*TEXTS, *VALUES))},
                lambda: value | {random.choice(NAMES): graft},
                lambda: value | {name: graft},
                lambda: dict(sorted(value.items(), key=lambda _: random.random())),
            ]
        case list() if value:
            at = random.randrange(len(value))
            own = [
                lambda: value[at],
                lambda: value[:at] + value[at + 1 :],
                lambda: [*value, value[at]],
                lambda: value[::-1],
                lambda: [*value, random.choice((*TEXTS, *VALUES))],
                lambda: [*value, graft],
                lambda: value * random.choice((2, 11, 101)),
            ]
        case str():
            own = [
                lambda: value + random.choice(("x", " ", "\n", "\u00e9", "|", "/", "Z")),
                lambda: random.choice(("x", " ", ":", "ext:")) + value,
                lambda: value[:-1],
                lambda: value.swapcase(),
                lambda: {"id": value},
                lambda: {"@value": value},
            ]
        case _:
            own = [lambda: str(value), lambda: not value]
    return random.choice((*own, *own, random.choice(anything)))()


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
