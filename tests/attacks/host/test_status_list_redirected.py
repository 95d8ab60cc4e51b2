"""A status list that is somewhere else.

Attack: the host of a list sends whoever asks for it to another host, where a list of the attacker's is, or into the
verifier's own network.

Naively: redirects are followed, and what is found at the end is the list.

Here: wherever it is found, a list has to be signed by the issuer or by somebody trusted: `status.list-of-another`. A
redirect to a private address is refused before a packet is sent, and the report shows where the list came from.
"""

from __future__ import annotations

import pytest

from badges import STRANGER
from hosted_lists import CLEAN, judged, unknown
from naive_hosts import naive_bit, naive_page, naive_seal_holds
from status_lists import LIST, status_list
from world import World

ELSEWHERE = "https://attacker.example/list"


def naive_is_fine(web: World) -> bool:
    """What is found behind the address is signed, and the bit is zero."""
    page = naive_page(web)
    return naive_seal_holds(page) and naive_bit(page) == 0


def redirecting(page: bytes) -> World:
    web = World({ELSEWHERE: page})
    web.redirect(LIST, ELSEWHERE)
    return web


def test_a_naive_verifier_believes_what_is_behind_the_redirect() -> None:
    assert naive_is_fine(redirecting(status_list(signer=STRANGER)))


def test_a_list_of_somebody_else_behind_a_redirect_says_nothing() -> None:
    assert unknown(judged(web=redirecting(status_list(signer=STRANGER)))) == "status.list-of-another"


def test_the_issuers_own_list_may_be_anywhere_and_the_report_says_where() -> None:
    found = judged(web=redirecting(CLEAN))
    assert found.verdict == "accepted"
    assert [(visit.url, visit.final_url) for visit in found.network] == [(LIST, ELSEWHERE)]


@pytest.mark.parametrize(
    "target", ["https://169.254.169.254/latest", "https://10.0.0.1/list", "http://college.example/"]
)
def test_a_redirect_into_the_inner_network_says_nothing(target: str) -> None:
    web = World()
    web.redirect(LIST, target)
    assert str(unknown(judged(web=web))).startswith("fetch.")
    assert web.visits == [LIST]
