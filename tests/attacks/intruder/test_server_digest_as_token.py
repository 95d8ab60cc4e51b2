"""The digest of a token in place of the token.

Attack: whoever read the settings, a backup or a repository with them sends what stands there: the digest by which the
server knows a token.

Naively: what is kept is compared with what is sent, as it is, or after one of several ways to write it.

Here: what is sent is digested and then compared, so the digest opens nothing: 401 ``server.bad-token``.
"""

from __future__ import annotations

import pytest

from microcred.server.access import digest_of
from servers import TOKEN, Client, serving
from strangers import issuance, stranger


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return serving(tmp_path_factory.mktemp("access"))


def naive_knows(kept: str, sent: str) -> bool:
    """Whether a token is known, also for clients that send it digested, so that it never goes over the wire."""
    return kept in (sent, digest_of(sent))


def test_a_naive_server_takes_the_digest_for_the_token() -> None:
    assert naive_knows(digest_of(TOKEN), TOKEN)
    assert naive_knows(digest_of(TOKEN), digest_of(TOKEN))


def test_the_digest_of_a_token_in_place_of_the_token(client: Client) -> None:
    (known,) = client.app.state.services.settings.tokens.values()
    for value in (known.digest, known.digest.removeprefix("sha-256:"), digest_of(known.digest)):
        response = stranger(client, authorization=f"Bearer {value}").post(*issuance(client))
        assert (response.status_code, response.json()["code"]) == (401, "server.bad-token")


def test_the_token_itself_opens(client: Client) -> None:
    assert stranger(client, authorization=f"Bearer {TOKEN}").post(*issuance(client)).status_code == 201
