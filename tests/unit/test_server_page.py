"""The page where anybody can check a badge: what is handed in, what is shown of it, and the words of each verdict."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from badges import SIGNER, STRANGER, sealed, unsigned
from microcred import Issuer, Profile
from microcred.artwork import badge_png, badge_svg
from microcred.baking import bake
from microcred.document import to_json
from pages import HOSTILE, Page, everywhere, full_badge, hand_in
from servers import AT, Client, serving
from world import World

ISSUER = SIGNER.verification_method.partition("#")[0]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    """A server that vouches for the issuer of the badges."""
    return serving(tmp_path_factory.mktemp("page"), verification={"trust": [ISSUER]}, fetcher=World())


# What can be handed in


def test_the_start_page_is_a_form_that_needs_no_script(client: Client) -> None:
    page = Page(client.get("/").text)
    (form,) = page.all("form")
    assert (form["method"], form["enctype"]) == ("post", "multipart/form-data")
    assert page.all("input", type="file", name="badge")
    assert page.all("textarea", name="text")
    assert page.all("button", type="submit")


def token() -> bytes:
    return Issuer(Profile(id=ISSUER, name="Riverside College"), SIGNER).issue_jwt(unsigned()).encode()


CARRIERS = {
    "json": lambda: bytes(sealed()),
    "png": lambda: bake(badge_png("Soil"), sealed()),
    "svg": lambda: bake(badge_svg("Soil"), sealed()),
    "jwt": token,
}


@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_badge_in_each_carrier_is_verified(client: Client, carrier: str) -> None:
    page = hand_in(client, CARRIERS[carrier](), name=f"badge.{carrier}")
    assert (page.headline(), page.tone()) == ("Genuine and valid", "good")
    assert "Soil Sampling, Level 2" in page.words


@pytest.mark.parametrize("carrier", ["json", "jwt"])
def test_a_badge_can_be_pasted(client: Client, carrier: str) -> None:
    assert hand_in(client, text=f"\n {CARRIERS[carrier]().decode()} ").headline() == "Genuine and valid"


def test_the_address_of_a_badge_can_be_pasted(tmp_path: Path) -> None:
    world = World()
    world.serve("https://college.example/badge.png", bake(badge_png("Soil"), sealed()), media_type="image/png")
    client = serving(tmp_path, verification={"trust": [ISSUER]}, fetcher=world)
    page = hand_in(client, text="https://college.example/badge.png")
    assert page.headline() == "Genuine and valid"
    assert "The picture is the file itself" in page.words


def test_an_address_that_nobody_answers_is_no_verdict_on_a_badge(client: Client) -> None:
    page = hand_in(client, text="https://college.example/nothing.json")
    assert (page.headline(), page.tone()) == ("Could not be checked", "unknown")


@pytest.mark.parametrize("text", ["/etc/passwd", "file:///etc/passwd", "../../etc/passwd", "ftp://college.example/x"])
def test_a_text_is_never_the_path_of_a_file_here(client: Client, text: str) -> None:
    page = hand_in(client, text=text)
    assert page.headline() == "Not a badge"
    assert "root:" not in page.source


def test_a_form_without_a_badge_is_told_what_is_missing(client: Client) -> None:
    response = client.ask("POST", "/", files={"badge": ("", b"", "application/octet-stream")}, data={"text": "  "})
    assert response.status_code == 400
    assert "Choose a file, or paste a badge" in response.text


@pytest.mark.parametrize("announced", [True, False])
def test_what_is_larger_than_a_badge_can_be_is_not_read(client: Client, announced: bool) -> None:
    body = b'--x\r\ncontent-disposition: form-data; name="badge"; filename="b"\r\n\r\n' + bytes(10_200_000)
    headers = {"content-type": "multipart/form-data; boundary=x"}

    async def pieces() -> Any:
        for at in range(0, len(body), 1_000_000):
            yield body[at : at + 1_000_000]

    response = client.ask("POST", "/", content=body if announced else pieces(), headers=headers)
    assert (response.status_code, "larger than 10 MB" in response.text) == (413, True)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"--x\r\nrubbish", "multipart/form-data; boundary=x"),
        (b"rubbish", "multipart/form-data"),
        (b"\xff\xfe", "application/x-www-form-urlencoded"),
        (b"{}", "application/json"),
        (b"", ""),
    ],
)
def test_a_form_that_is_none_is_refused(client: Client, content: bytes, media_type: str) -> None:
    response = client.ask("POST", "/", content=content, headers={"content-type": media_type})
    assert (response.status_code, response.headers["content-type"]) == (400, "text/html; charset=utf-8")


def test_no_more_fields_are_read_than_the_form_has(client: Client) -> None:
    response = client.ask("POST", "/", files={f"f{n}": (None, b"x") for n in range(20)})
    assert response.status_code == 400


# The verdicts

VERDICTS: list[tuple[Any, str, str]] = [
    (lambda: sealed(), "Genuine and valid", "good"),
    (lambda: sealed(unsigned(validUntil="2026-02-01T00:00:00Z")), "Genuine, but expired", "caution"),
    (lambda: sealed(unsigned(validFrom="2026-12-01T00:00:00Z")), "Genuine, but not valid yet", "caution"),
    (lambda: bytes(sealed()).replace(b"Level 2", b"Level 3"), "Not genuine", "bad"),
    (lambda: sealed(signer=STRANGER), "Not shown to be genuine", "bad"),
    (lambda: to_json(unsigned()), "Not sealed", "bad"),
    (lambda: sealed(unsigned(name=5)), "Not a proper badge", "bad"),
    (lambda: b"hello", "Not a badge", "caution"),
    (lambda: badge_png("Soil"), "A picture, but no badge in it", "caution"),
    (
        lambda: sealed(expires=AT.replace(month=3)),
        "Its seal is not valid now",
        "caution",
    ),
]


@pytest.mark.parametrize(("made", "headline", "tone"), VERDICTS, ids=[each[1] for each in VERDICTS])
def test_each_verdict_has_words_of_its_own(client: Client, made: Any, headline: str, tone: str) -> None:
    page = hand_in(client, bytes(made()))
    assert (page.headline(), page.tone()) == (headline, tone)


def test_an_expired_badge_is_never_called_anything_but_genuine(client: Client) -> None:
    page = hand_in(client, bytes(sealed(unsigned(validUntil="2026-02-01T00:00:00Z"))))
    assert "This badge is genuine" in page.words
    assert "bad" not in {str(found.get("class")).split()[-1] for _, found in page.tags}


def test_a_badge_whose_issuer_nobody_knows_is_looked_at_all_the_same(tmp_path: Path) -> None:
    page = hand_in(serving(tmp_path), bytes(sealed()))
    assert (page.headline(), page.tone()) == ("Genuine and valid, but its issuer is unknown", "caution")
    assert "Nobody vouches for this issuer." in page.words


def test_who_vouches_for_an_issuer_stands_beside_its_name(client: Client) -> None:
    assert "Trusted by whoever runs this site." in hand_in(client, bytes(sealed())).words


def test_a_badge_whose_status_cannot_be_had_is_unclear_and_not_revoked(client: Client) -> None:
    entry = {
        "id": "https://college.example/lists/1#7",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": "https://college.example/lists/1",
    }
    page = hand_in(client, bytes(sealed(unsigned(credentialStatus=entry))))
    assert (page.headline(), page.tone()) == ("Genuine, but not all could be checked", "unknown")
    assert "Whether it was revoked could not be found out." in page.words


@pytest.mark.parametrize("purpose", ["revocation", "suspension"])
def test_a_badge_that_was_taken_back_here_is_genuine_but_taken_back(tmp_path: Path, purpose: str) -> None:
    client = serving(tmp_path, {"college": {"development-key": "Ed25519", "status": purpose}})
    issued = client.issue("college")
    entry = issued["credentialStatus"]
    assert hand_in(client, to_json(issued)).headline() == "Genuine and valid"
    change = {"credentialId": issued["id"], "credentialStatus": entry, "status": True}
    assert client.post("/credentials/status", change).status_code == 200
    client.clock.pass_by(minutes=10)
    word = {"revocation": "revoked", "suspension": "suspended"}[purpose]
    page = hand_in(client, to_json(issued))
    assert (page.headline(), page.tone()) == (f"Genuine, but {word} by its issuer", "caution")


@pytest.mark.parametrize(
    ("recipient", "headline"),
    [("did:example:learner", "Genuine and valid"), ("eve@example.org", "Genuine, but about somebody else")],
)
def test_whom_it_should_be_about_can_be_asked(client: Client, recipient: str, headline: str) -> None:
    page = hand_in(client, bytes(sealed()), recipient=recipient)
    assert page.headline() == headline
    assert "Is it about the person you named?" in page.words


def test_who_is_not_asked_for_is_not_answered(client: Client) -> None:
    assert "the person you named?" not in hand_in(client, bytes(sealed(signer=STRANGER))).words


def test_each_check_is_shown_with_the_words_of_the_report(client: Client) -> None:
    page = hand_in(client, bytes(sealed()).replace(b"Level 2", b"Level 3"))
    assert len(page.all("details")) == 12
    assert "proof.signature-invalid" in page.words


# What is shown of a badge


def test_everything_that_a_person_looks_for_is_shown(client: Client) -> None:
    words = hand_in(client, bytes(sealed(full_badge()))).words
    for wanted in (
        "MicroCredential",
        "Takes representative soil samples and documents them.",
        "Riverside College",
        "https://college.example/",
        "E-mail address, known by a hash that hides it",
        "Name: Mira Example",
        "did:example:learner",
        "January 14, 2026",
        "January 15, 2029",
        "samples under observation.",
        "Grade A needed: C",
        "Proficient (reached)",
        "Works without help.",
        "Sampling Example Skills https://skills.example/sampling",
        "Field book Portfolio Ten pages. Each sample with its place and depth. https://college.example/evidence/17",
        "Took her samples in the rain.",
        "soil field work",
        "1.5",
    ):
        assert wanted in words, wanted


@pytest.mark.parametrize("payload", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_in_a_badge_acts_on_the_page(client: Client, payload: str) -> None:
    page = hand_in(client, to_json(everywhere(payload)))
    benign = hand_in(client, to_json(everywhere("x")))
    assert page.problems() == []
    assert len(page.all("script")) == len(benign.all("script")) == 1
    assert page.until("checks") == benign.until("checks")


def test_what_reorders_or_hides_letters_is_made_visible(client: Client) -> None:
    page = hand_in(client, to_json(everywhere("a\u202eexe.fdp\u2066\u0000\u200b\x1b[2J")))
    assert not set(page.source) & set("\u202e\u2066\u0000\u200b\x1b")
    assert "a\ufffdexe.fdp\ufffd\ufffd\ufffd\ufffd[2J" in page.words


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "HTTPS://college.example@evil.example/",
        "https://col\u0142ege.example/",
        "https://college.example/\\@evil.example",
        "https:///x",
        "//evil.example/",
        "https://[::1",
        f"https://college.example/{'x' * 3000}",
    ],
)
def test_an_address_that_misleads_is_a_text_and_no_link(client: Client, url: str) -> None:
    tree = full_badge()
    tree["evidence"][0]["id"] = url
    page = hand_in(client, to_json(tree))
    assert not [found for found in page.all("a") if found["href"] == url]


def test_links_of_a_badge_tell_nothing_to_where_they_lead(client: Client) -> None:
    page = hand_in(client, bytes(sealed(full_badge())))
    links = [found for found in page.all("a") if str(found["href"]).startswith("http")]
    assert len(links) == 4
    assert {found["rel"] for found in links} == {"noopener noreferrer nofollow"}


def test_a_text_in_several_languages_is_shown_in_the_one_of_the_page(client: Client) -> None:
    tree = unsigned(name=None)
    named = [{"@value": "Soil", "@language": "en"}, {"@value": "Boden", "@language": "de-CH"}]
    tree["credentialSubject"]["achievement"]["name"] = named
    assert '<bdi lang="de-CH">Boden</bdi>' in hand_in(client, to_json(tree), lang="de").source
    assert '<bdi lang="en">Soil</bdi>' in hand_in(client, to_json(tree), lang="fr").source


@pytest.mark.parametrize("shape", [None, 5, [], {}, "x", [None], [[1]], [{}], {"id": 5}, {"@value": 3}, True, 1e300])
def test_a_badge_of_any_shape_is_shown(client: Client, shape: Any) -> None:
    tree = json.loads(json.dumps(full_badge()))
    for name in (*tree, "image", "issuanceDate"):
        assert hand_in(client, to_json({**tree, name: shape})).problems() == []
    for name in (*tree["credentialSubject"], "name", "image", "endorsementComment"):
        subject = {**tree["credentialSubject"], name: shape}
        assert hand_in(client, to_json({**tree, "credentialSubject": subject})).problems() == []


def test_a_badge_of_open_badges_2_is_shown_by_what_is_known_of_it(client: Client) -> None:
    from open_badges_2 import assertion

    page = hand_in(client, to_json(assertion()))
    assert page.problems() == []


# How it is shown


def test_pages_load_nothing_from_elsewhere_and_run_no_script_but_ours(client: Client) -> None:
    response = client.get("/")
    policy = dict(part.strip().split(" ", 1) for part in response.headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["img-src"] == "data:"
    assert "unsafe" not in response.headers["content-security-policy"]
    assert response.headers["referrer-policy"] == "no-referrer"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["cache-control"] == "no-store"
    assert "set-cookie" not in response.headers
    page = Page(response.text)
    assert page.problems() == []
    assert all("src" in found for found in page.all("script"))
    assert not page.all("style")


def test_the_files_of_a_page_are_kept_by_browsers_until_they_change(client: Client) -> None:
    page = Page(client.get("/").text)
    for address in (page.all("link", rel="stylesheet")[0]["href"], page.all("script")[0]["src"]):
        response = client.get(str(address))
        assert (response.status_code, "immutable" in response.headers["cache-control"]) == (200, True)
    assert client.get("/page/layout.html").status_code == 404
    assert client.get("/page/..%2frendering.py").status_code == 404


def test_pages_are_not_in_the_description_of_the_api(client: Client) -> None:
    assert not {"/", "/page/{name}"} & set(client.get("/openapi.json").json()["paths"])


def test_in_another_application_addresses_begin_with_where_it_is_mounted(client: Client) -> None:
    from fastapi import FastAPI

    outer = FastAPI()
    outer.mount("/checks", client.app)
    page = Page(Client(outer, client.clock).get("/checks/").text)
    own = [str(found.get("href") or found.get("src") or found.get("action")) for _, found in page.tags]
    assert {each for each in own if each.startswith("/") and not each.startswith("/checks/")} == set()


def test_every_part_has_its_label_and_landmark(client: Client) -> None:
    page = hand_in(client, bytes(sealed(full_badge())))
    ids = [found["id"] for _, found in page.tags if found.get("id")]
    assert len(ids) == len(set(ids))
    for _, found in page.tags:
        for name in ("aria-labelledby", "aria-describedby", "for"):
            assert set(str(found[name]).split()) <= set(ids) if name in found else True
    assert [len(page.all(tag)) for tag in ("main", "h1")] == [1, 1]
    assert all(found.get("alt") is not None for found in page.all("img"))
    assert page.all("section", id="verdict")[0]["aria-live"] == "polite"
