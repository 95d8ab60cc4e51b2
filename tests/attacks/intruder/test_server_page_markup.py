"""Markup in every text of a badge.

Attack: each text of a badge, from its name to the salt of an identity, is a script, an attribute that acts, the end of
a title, a ``javascript:`` address or an expression of a template; the page of the server shows it to whoever checks it.

Naively: a page is put together from texts as they are, or escaped in those places where somebody thought of it.

Here: templates escape every value, an address is a link only if it is one of the web, and the Content-Security-Policy
lets nothing act but the server's own file.
"""

from __future__ import annotations

from typing import Any

import pytest

from badges import CREDENTIALS_V2, OPEN_BADGES
from microcred.document import to_json
from pages import HOSTILE, Page, everywhere, full_badge, hand_in
from servers import Client, serving

MORE = (
    "</script><script>window.__pwned=1</script>",
    "'onmouseover='window.__pwned=1",
    "<svg><animate onbegin=window.__pwned=1 attributeName=x dur=1s>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "data:text/html,<script>window.__pwned=1</script>",
    "&lt;script&gt;window.__pwned=1&lt;/script&gt;",
    "\u2028<img src=x onerror=window.__pwned=1>",
    "${7*7}{{7*7}}<%= 7*7 %>#{7*7}",
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return serving(tmp_path_factory.mktemp("markup"))


def naive_page(badge: dict[str, Any]) -> str:
    """A page for a badge, without more of a library than needed."""
    issuer = badge["issuer"]
    return f'<h1>{badge["name"]}</h1><p>Issued by <a href="{issuer["url"]}">{issuer["name"]}</a></p>'


def test_a_naive_page_runs_the_name_of_a_badge() -> None:
    page = naive_page({"name": HOSTILE[0], "issuer": {"name": HOSTILE[1], "url": "javascript:window.__pwned=1"}})
    assert "<script>window.__pwned=1</script>" in page
    assert 'href="javascript:' in page


@pytest.mark.parametrize("payload", [*HOSTILE, *MORE], ids=ascii)
def test_nothing_in_a_badge_acts_on_the_page(client: Client, payload: str) -> None:
    page = hand_in(client, to_json(everywhere(payload)))
    assert page.problems() == []
    benign = hand_in(client, to_json(everywhere("x")))
    assert len(page.all("script")) == len(benign.all("script")) == 1
    assert page.until("checks") == benign.until("checks")
    assert "7*7" not in payload or "{{7*7}}" in page.words


@pytest.mark.parametrize("payload", [*HOSTILE, *MORE], ids=ascii)
def test_nothing_in_the_form_acts_on_the_page(client: Client, payload: str) -> None:
    for field in ("text", "recipient", "lang"):
        badge = to_json(full_badge()) if field != "text" else b""
        page = hand_in(client, badge, **{field: payload})
        assert page.problems() == []


def test_the_policy_lets_nothing_act_but_the_files_of_the_server(client: Client) -> None:
    policy = dict(
        each.strip().partition(" ")[::2] for each in client.get("/").headers["content-security-policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["base-uri"] == policy["frame-ancestors"] == "'none'"


def test_a_shared_badge_with_markup_in_its_names_is_shown_as_it_is_written(client: Client) -> None:
    tree = full_badge(id="urn:example:markup", name=MORE[0])
    tree["issuer"] = {**tree["issuer"], "id": client.issuer_id("college"), "name": HOSTILE[2]}
    tree["@context"] = [CREDENTIALS_V2, OPEN_BADGES]
    client.issue("college", **tree)
    page = Page(client.get("/badges/urn:example:markup", headers={"accept": "text/html"}).text)
    assert page.problems() == []
    assert HOSTILE[2] in page.words
