"""The reason of a revocation, which acts on whoever reads it.

Attack: the list of a host gives a script, an escape sequence, a false verdict or a megabyte as the reason why a badge
was revoked. A 1EdTech revocation list is not even signed.

Naively: the reason is put into the page or the terminal as it came.

Here: a reason is at most 200 characters, text in a page, and shown by its numbers where it would act on a terminal.
"""

from __future__ import annotations

from typing import Any

import pytest

from microcred.cli.terminal import plain
from pages import HOSTILE, hand_in
from revocation_lists import BADGE, ENTRY, judged
from servers import serving
from status_lists import LIST
from world import World

ESCAPES = "\x1b[2J\r✔ ACCEPTED\u202e"


def listing(reason: Any) -> dict[str, Any]:
    return {"revokedCredential": [{**ENTRY, "revocationReason": reason}]}


def naive_page(page: dict[str, Any]) -> str:
    """Why the badge was revoked."""
    return f"<p>Revoked: {page['revokedCredential'][0]['revocationReason']}</p>"


def test_a_naive_page_runs_the_reason() -> None:
    assert "<script>window.__pwned=1</script>" in naive_page(listing(HOSTILE[0]))


@pytest.mark.parametrize("reason", HOSTILE)
def test_a_reason_is_text_in_a_page(tmp_path_factory: pytest.TempPathFactory, reason: str) -> None:
    web = World()
    web.serve(LIST, listing(reason))
    page = hand_in(serving(tmp_path_factory.mktemp("page"), fetcher=web), BADGE)
    assert page.problems() == []
    assert "<script>window" not in page.source
    assert web.visits == [LIST]


def test_a_reason_does_not_act_on_a_terminal() -> None:
    message = judged(listing(ESCAPES))["status"].message
    assert set(naive_page(listing(ESCAPES))) >= {"\x1b", "\r", "\u202e"}
    assert "ACCEPTED" in message
    assert not set(plain(message)) & {"\x1b", "\r", "\u202e"}


@pytest.mark.parametrize("reason", ["x" * 1_000_000, None, 5, ["x"], {"a": "b"}])
def test_a_reason_is_short_or_none(reason: Any) -> None:
    found = judged(listing(reason))
    assert found["status"].code == "status.revoked"
    assert len(found["status"].message) < 300
