"""An SVG with a script in it.

Attack: a baked SVG has scripts, event handlers, `javascript:` links and HTML in a foreignObject; a service for checking
badges shows it on its own page, under its own address.

Naively: the picture that was handed in is put into the page, so that people see what they sent, and its script runs
with the rights of the page.

Here: a page shows PNG and JPEG alone, told by their bytes, and draws a picture for a badge in an SVG. Baking changes no
byte of the drawing: it is the issuer's, and the page's policy lets no script but its own act.
"""

from __future__ import annotations

import pytest

from badges import sealed
from hostile_pictures import svg
from microcred.baking import bake, unbake
from pages import full_badge, hand_in
from servers import Client, serving

TRAPS = [
    "<script>window.__pwned=1</script>",
    '<g onload="window.__pwned=1" onclick="window.__pwned=1"/>',
    '<a href="javascript:window.__pwned=1"><text>more</text></a>',
    '<foreignObject><img xmlns="http://www.w3.org/1999/xhtml" src="x" onerror="window.__pwned=1"/></foreignObject>',
    '<animate attributeName="href" to="javascript:window.__pwned=1"/>',
    '<set attributeName="onmouseover" to="window.__pwned=1"/>',
    '<use href="data:image/svg+xml,&lt;svg onload=&apos;window.__pwned=1&apos;/&gt;"/>',
    "<style><![CDATA[</style><script>window.__pwned=1</script>]]></style>",
    '<handler xmlns="http://www.w3.org/2001/xml-events" type="application/ecmascript">window.__pwned=1</handler>',
]
BADGE = sealed(full_badge())


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return serving(tmp_path_factory.mktemp("page"))


def naive_page(picture: bytes) -> str:
    """A page that shows what was handed in."""
    return f"<!doctype html><title>Your badge</title><h1>Your badge</h1>{picture.decode()}"


def test_a_naive_page_runs_the_script_of_the_picture() -> None:
    page = naive_page(bake(svg("".join(TRAPS[:3])), BADGE))
    assert "<script>window.__pwned=1</script>" in page
    assert 'onload="window.__pwned=1"' in page


@pytest.mark.parametrize("trap", TRAPS, ids=range(len(TRAPS)))
def test_nothing_of_a_drawing_gets_into_the_page(client: Client, trap: str) -> None:
    page = hand_in(client, bake(svg(trap), BADGE), name="badge.svg")
    assert "Soil Sampling, Level 2" in page.words
    assert "__pwned" not in page.source
    assert page.problems() == []
    assert all(str(each["src"]).startswith("data:image/png;base64,") for each in page.all("img"))


def test_a_page_lets_no_script_but_its_own_act(client: Client) -> None:
    policy = client.get("/").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert (
        "unsafe" not in policy.replace("'unsafe-inline'", "").replace("'unsafe-hashes'", "") or "script-src" in policy
    )


def test_baking_leaves_the_drawing_as_it_is() -> None:
    drawing = svg("".join(TRAPS))
    baked = bake(drawing, BADGE)
    assert unbake(baked) == BADGE.raw
    assert all(trap.encode() in baked for trap in TRAPS)
