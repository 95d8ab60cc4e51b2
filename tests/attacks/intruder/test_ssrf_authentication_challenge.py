"""A host that asks the verifier to log in.

Attack: a host answers 401 and asks for Basic, Digest, or the single sign-on of the verifier's own network.

Naively: the client knows a name and a password for some hosts, and answers any challenge with them.

Here: a 401 is an answer like every other that is not 2xx: ``fetch.http-status``, after one request without any
credentials.
"""

from __future__ import annotations

import httpx
import pytest

from errands import fetch
from loopback import Loopback, response, serving
from microcred.errors import FetchError

SCHEMES = ["Negotiate", "NTLM", 'Basic realm="x"', 'Digest realm="x", nonce="1", qop="auth", algorithm=MD5']


def naive_get(server: Loopback) -> int:
    """Fetch, and log in where somebody asks for it."""
    auth = httpx.DigestAuth("verifier", "secret")
    return httpx.get(f"http://127.0.0.1:{server.port}/", auth=auth, trust_env=False).status_code


def test_a_naive_client_answers_the_challenge_of_anybody() -> None:
    with serving(response(status="401 Unauthorized", www_authenticate=SCHEMES[-1])) as server:
        naive_get(server)
        assert server.connections == 2
    assert b'username="verifier"' in server.heads[1]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_an_authentication_challenge_is_not_answered(scheme: str) -> None:
    with serving(response(status="401 Unauthorized", www_authenticate=scheme)) as server:
        with pytest.raises(FetchError, match="was answered with HTTP status 401") as refused:
            fetch(server)
        assert server.connections == 1
    assert refused.value.code == "fetch.http-status"
    assert b"authorization" not in server.heads[0].lower()


def test_an_answer_with_a_challenge_that_is_none_is_read() -> None:
    with serving(response(b"{}", www_authenticate="Negotiate")) as server:
        assert fetch(server).body == b"{}"
