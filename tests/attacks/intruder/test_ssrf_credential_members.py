"""Every member of a credential that has room for a URL.

Attack: a credential, signed as it should be by whoever made it, points into the verifier's network from its issuer, its
verification method, its status list, its schemas, its refresh service, its terms, pictures, evidence, related resources
and contexts.

Naively: the members that are fetched for the signature go through a guard, and those that somebody added later do not;
or whatever has the look of a URL is looked at.

Here: there is one door to the network for everything, and most members are never fetched at all. What had to be fetched
leaves its check undetermined, with ``fetch.forbidden-address`` or ``fetch.forbidden-scheme``; a context comes from the
package or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from badges import CREDENTIALS_V2, OPEN_BADGES, SIGNER, sealed, unsigned
from led_inside import AIMS, naive_look_at_everything, report_on
from microcred.document import Document
from microcred.keys import Ed25519Signer
from microcred.verification.report import Outcome, Verdict
from naive_fetchers import InnerNetwork, listening
from status_lists import entry

EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
DIGEST = "sha384-" + "A" * 64
ACHIEVEMENT = unsigned()["credentialSubject"]["achievement"]

#: What is fetched, and the check that stays open because of it.
FETCHED: dict[str, tuple[str, Callable[[str], dict[str, Any]]]] = {
    "credentialStatus": ("status", lambda url: {"credentialStatus": entry(id=f"{url}#1", statusListCredential=url)}),
    "credentialSchema": ("schema", lambda url: {"credentialSchema": {"id": url, "type": "JsonSchema"}}),
    "1EdTech schema": (
        "schema",
        lambda url: {
            "@context": [CREDENTIALS_V2, OPEN_BADGES, EXTENSIONS],
            "credentialSchema": [{"id": url, "type": "1EdTechJsonSchemaValidator2019"}],
        },
    ),
}
#: What names something, and is fetched by nobody.
NAMED: dict[str, Callable[[str], dict[str, Any]]] = {
    "id": lambda url: {"id": url},
    "image": lambda url: {"image": {"id": url, "type": "Image"}},
    "evidence": lambda url: {"evidence": [{"id": url, "type": ["Evidence"]}]},
    "relatedResource": lambda url: {"relatedResource": [{"id": url, "digestSRI": DIGEST}]},
    "issuer.image": lambda url: {"issuer": {**unsigned()["issuer"], "image": {"id": url, "type": "Image"}}},
    "issuer.url": lambda url: {"issuer": {**unsigned()["issuer"], "url": url}},
    "achievement": lambda url: {
        "credentialSubject": {
            **unsigned()["credentialSubject"],
            "achievement": {**ACHIEVEMENT, "id": url, "image": {"id": url, "type": "Image"}, "criteria": {"id": url}},
        }
    },
}


@pytest.fixture(scope="module")
def inside() -> Iterator[InnerNetwork]:
    with listening() as network:
        yield network


def test_a_naive_look_at_the_members_of_a_credential_goes_inside(
    inside: InnerNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside.stands_in(monkeypatch)
    url = AIMS[0].format(port=inside.port)
    for _, member in FETCHED.values():
        naive_look_at_everything(sealed(unsigned(**member(url))).tree)
        assert inside.knocks() >= 1
    for member in NAMED.values():
        naive_look_at_everything(sealed(unsigned(**member(url))).tree)
        assert inside.knocks() >= 1


@pytest.mark.parametrize("aim", AIMS)
@pytest.mark.parametrize("name", FETCHED)
def test_what_is_needed_for_a_check_is_not_fetched_from_inside(name: str, aim: str, inside: InnerNetwork) -> None:
    check, member = FETCHED[name]
    report = report_on(sealed(unsigned(**member(aim.format(port=inside.port)))))
    assert report["proof"].outcome is Outcome.PASSED
    assert report.verdict is Verdict.UNDETERMINED
    assert report[check].code == ("fetch.forbidden-scheme" if aim.startswith("http:") else "fetch.forbidden-address")
    assert inside.knocks() == 0


@pytest.mark.parametrize("aim", AIMS)
@pytest.mark.parametrize("name", NAMED)
def test_what_only_names_something_is_not_fetched_at_all(name: str, aim: str, inside: InnerNetwork) -> None:
    report = report_on(sealed(unsigned(**NAMED[name](aim.format(port=inside.port)))))
    assert report.verdict is Verdict.ACCEPTED
    assert report.network == ()
    assert inside.knocks() == 0


@pytest.mark.parametrize("aim", AIMS)
def test_the_key_of_an_issuer_is_not_fetched_from_inside(aim: str, inside: InnerNetwork) -> None:
    issuer = aim.format(port=inside.port)
    signer = Ed25519Signer.from_seed(bytes(range(32)), verification_method=f"{issuer}#key")
    report = report_on(sealed(unsigned(issuer={**unsigned()["issuer"], "id": issuer}), signer))
    assert report.verdict is Verdict.UNDETERMINED
    wanted = "key.insecure-url" if aim.startswith("http:") else "fetch.forbidden-address"
    assert report["issuer_key"].code == wanted
    assert inside.knocks() == 0


@pytest.mark.parametrize("aim", AIMS)
def test_a_newer_version_is_not_fetched_from_inside(aim: str, inside: InnerNetwork) -> None:
    service = {"id": aim.format(port=inside.port), "type": "1EdTechCredentialRefresh"}
    tree = unsigned(**{"@context": [CREDENTIALS_V2, OPEN_BADGES, EXTENSIONS], "refreshService": service})
    report = report_on(sealed(tree))
    assert report.verdict is Verdict.ACCEPTED
    assert report["refresh"].code == "refresh.not-had"
    assert inside.knocks() == 0


@pytest.mark.parametrize("aim", AIMS)
def test_a_context_inside_is_not_fetched(aim: str, inside: InnerNetwork) -> None:
    contexts = [CREDENTIALS_V2, OPEN_BADGES, aim.format(port=inside.port)]
    report = report_on(Document.of({**sealed().tree, "@context": contexts}))
    assert report.verdict is not Verdict.ACCEPTED
    assert report.network == ()
    assert inside.knocks() == 0


def test_an_endorsement_that_points_inside_fetches_nothing(inside: InnerNetwork) -> None:
    url = AIMS[0].format(port=inside.port)
    endorsement = sealed(
        {
            "@context": [CREDENTIALS_V2, OPEN_BADGES],
            "id": "urn:uuid:7b0e8d60-9a2e-4a6e-8d0c-3f1f1c7c2a12",
            "type": ["VerifiableCredential", "EndorsementCredential"],
            "name": "Endorsement",
            "issuer": {"id": SIGNER.verification_method.partition("#")[0], "type": ["Profile"]},
            "validFrom": "2026-01-15T09:00:00Z",
            "credentialStatus": entry(id=f"{url}#1", statusListCredential=url),
            "credentialSubject": {
                "id": unsigned()["issuer"]["id"],
                "type": ["EndorsementSubject"],
                "endorsementComment": "Fine.",
            },
        }
    )
    report = report_on(sealed(unsigned(endorsement=[endorsement.tree])))
    assert report["proof"].outcome is Outcome.PASSED
    assert {visit.error for visit in report.network} == {"fetch.forbidden-address"}
    assert inside.knocks() == 0
