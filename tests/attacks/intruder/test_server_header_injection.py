"""A name that breaks out of a header.

Attack: the id of a credential, under which it is kept and which stands in ``Location``, has a line break in it and a
header behind, or quotes and semicolons for ``Content-Disposition``.

Naively: the id is pasted into the header, and the answer has one header more: a cookie, or a second answer for the next
one who asks through the same cache.

Here: an id with control characters is refused, 400; everything else is percent-encoded where it stands in an address,
and no header of a file has any text of a badge in it.
"""

from __future__ import annotations

import pytest

from servers import Client, serving

BREAKS = ["x\r\nSet-Cookie: a=b", "x\nSet-Cookie: a=b", "x\r\rX: y", "x\x00", "x\x7f", "x\x0bX: y"]
ODD = ['x"; filename="evil.html', "x;a=b,c", "x\u2028Set-Cookie: a=b", "x\u560a\u560dSet-Cookie: a=b", "x%0d%0aX: y"]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return serving(tmp_path_factory.mktemp("attacks"))


def naive_answer(name: str) -> bytes:
    """The head of the answer to an issuance."""
    return f"HTTP/1.1 201 Created\r\nLocation: /credentials/{name}\r\n\r\n".encode()


def test_a_naive_answer_has_one_header_more() -> None:
    assert b"\r\nSet-Cookie: a=b\r\n" in naive_answer(BREAKS[0])


@pytest.mark.parametrize("name", BREAKS, ids=ascii)
def test_a_name_that_breaks_out_of_a_header(client: Client, name: str) -> None:
    draft = client.credential("college")
    del draft["id"]
    body = {"credential": draft, "options": {"credentialId": name}}
    assert client.post("/issuers/college/credentials/issue", body).status_code == 400
    body = {"credential": client.credential("college", id=name)}
    assert client.post("/issuers/college/credentials/issue", body).status_code == 400


@pytest.mark.parametrize("name", ODD, ids=ascii)
def test_an_odd_name_stays_one_value(client: Client, name: str) -> None:
    draft = client.credential("college")
    del draft["id"]
    body = {"credential": draft, "options": {"credentialId": name}}
    response = client.post("/issuers/college/credentials/issue", body)
    assert response.status_code == 201, response.text
    location = response.headers["location"]
    assert location.isascii()
    assert not set('"; \r\n,<>') & set(location)
    assert "set-cookie" not in response.headers
    found = client.get(location)
    assert found.status_code == 200
    picture = client.get(location.replace("/credentials/", "/badges/") + "?as=svg")
    assert picture.headers["content-disposition"] == 'inline; filename="badge.svg"'
