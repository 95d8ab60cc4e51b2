"""An issuer whose id looks like that of a trusted one.

Attack: The forger registers an id that reads like the victim's, or that some reader takes for it: a letter of another
alphabet, another case, a slash or dot more, the usual port, an escape, a blank, an invisible sign, the victim's name as
the beginning or the end of another. They seal badges in it, and publish a sound document there.

Naively: A verifier normalizes ids before it compares them, or looks whether a trusted id is the beginning of the one in
hand, or its host the end of another's.

Here: Ids are compared as they stand (docs/decisions/0007 and 0021; RFC 3986, 6.2.1; RFC 5890, 4.4):
``trust.not-recognised``, nothing is fetched, and the hint names the trusted id that this one looks like.
"""

from __future__ import annotations

import unicodedata
from urllib.parse import unquote, urlsplit

import pytest

from badges import STRANGER
from microcred.verification.trust import AllOf, AnyOf, TrustedIssuers, TrustedRegistries
from published_keys import ISSUER
from tokens import claims, header, token
from victim import badge, report, web

ALIKE = [
    "https://c\u043ellege.example/issuers/1",
    "https://COLLEGE.example/issuers/1",
    "HTTPS://college.example/issuers/1",
    "https://college.example/Issuers/1",
    "https://college.example/issuers/1/",
    "https://college.example./issuers/1",
    "https://college.example:443/issuers/1",
    "https://college.example/issuers/%31",
    "https://college.example/issuers/1 ",
    " https://college.example/issuers/1",
    "https://college.example/issuers/1\u200b",
    "https://college.example/issuers/\uff11",
    "https://college.example/issuers/1#",
    "https://college.example/issuers/1?",
    "https://college.example/x/../issuers/1",
]
EXTENDED = [
    "https://college.example/issuers/12",
    "https://college.example/issuers/1/students/7",
    "https://college.example/issuers/1@forger.example",
    "https://forger.example/https://college.example/issuers/1",
    "https://students.college.example/issuers/1",
    "https://college.example.forger.example/issuers/1",
    "https://college.example@forger.example/issuers/1",
    "https://not-college.example/issuers/1",
    "http://college.example/issuers/1",
    "//college.example/issuers/1",
    "did:web:college.example:issuers:1",
    "https://xn--cllege-yqf.example/issuers/1",
]


def naive_form(url: str) -> str:
    text = unicodedata.normalize("NFKC", unquote(url)).strip(" \u200b#?/").casefold()
    return text.replace("\u043e", "o").replace(":443", "").replace("./", "/").replace("x/../", "").replace("x/.", "")


def naive_trusts(issuer: str, trusted: str) -> bool:
    host, victims = urlsplit(issuer).netloc, urlsplit(trusted).netloc
    return naive_form(issuer) == naive_form(trusted) or issuer.startswith(trusted) or host.endswith(victims)


@pytest.mark.parametrize(
    "issuer", [*ALIKE[:-1], *EXTENDED[:2], EXTENDED[2], EXTENDED[4], EXTENDED[7], EXTENDED[8]], ids=ascii
)
def test_a_naive_verifier_takes_one_id_for_the_other(issuer: str) -> None:
    assert naive_trusts(issuer, ISSUER)


def by(issuer: str) -> bytes:
    """A token, in which any text can be an id."""
    tree = claims(iss=issuer, issuer={"id": issuer, "type": ["Profile"]})
    return token(header(kid=f"{issuer}#key-1"), tree, STRANGER).encode()


@pytest.mark.parametrize("issuer", [*ALIKE, *EXTENDED], ids=ascii)
def test_what_looks_like_a_trusted_id_is_not_trusted(issuer: str) -> None:
    world = web()
    found = report(by(issuer), world)
    assert not found
    assert found.authentic is not True
    assert world.visits == []
    assert found["trust"].code in {"trust.not-recognised", None}, "or it is no id at all"


@pytest.mark.parametrize("issuer", ALIKE[:-3], ids=ascii)
def test_no_policy_takes_one_id_for_the_other(issuer: str) -> None:
    listed = TrustedIssuers(ISSUER)
    for policy in (listed, AnyOf(listed, listed), AllOf(listed), TrustedRegistries((listed,))):
        assert policy.recognise(ISSUER) is not None
        assert policy.recognise(issuer) is None


@pytest.mark.parametrize("issuer", [ALIKE[0], ALIKE[1], ALIKE[4], ALIKE[7]], ids=ascii)
def test_the_hint_names_the_id_that_it_looks_like(issuer: str) -> None:
    found = report(by(issuer))
    assert found["trust"].code == "trust.not-recognised"
    assert ISSUER in (found["trust"].hint or "")


def test_the_victims_own_badge_is_accepted() -> None:
    assert report(badge())
