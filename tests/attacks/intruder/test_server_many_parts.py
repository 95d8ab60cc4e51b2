"""A form with a hundred thousand parts.

Attack: the form of the page is posted with very many fields or files, with headers of a part that never end, with a
boundary that nearly occurs again and again, or with none.

Naively: the form is taken apart into as many parts as there are, each with a temporary file of its own.

Here: a form has one file and eight fields at the most, each bounded, and the whole is no larger than a badge can be:
the page says 400 that this is no form, or 413.
"""

from __future__ import annotations

from email.parser import BytesParser

import pytest

from badges import sealed
from servers import Client, serving

TYPE = "multipart/form-data; boundary=x"


def parts(count: int, file: bool = False) -> bytes:
    more = '; filename="a"' if file else ""
    each = f'--x\r\nContent-Disposition: form-data; name="f"{more}\r\n\r\n\r\n'.encode()
    return each * count + b"--x--\r\n"


FORMS = {
    "many fields": parts(5_000),
    "many files": parts(5_000, file=True),
    "two files": parts(2, file=True),
    "many headers": b"--x\r\n" + b"X: y\r\n" * 5_000 + b"\r\n\r\n--x--\r\n",
    "long header": b"--x\r\nX: " + b"y" * 100_000 + b"\r\n\r\n\r\n--x--\r\n",
    "no end": b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n' + b"\r\n--" * 5_000,
    "no name": b"--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--\r\n",
    "no header": b"--x\r\n\r\na\r\n--x--\r\n",
    "empty": b"",
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return serving(tmp_path_factory.mktemp("attacks"))


def naive_form(content: bytes) -> int:
    """How many parts of a form were made into objects."""
    message = BytesParser().parsebytes(f"Content-Type: {TYPE}\r\n\r\n".encode() + content)
    return len(message.get_payload())


def test_a_naive_parser_makes_as_many_parts_as_there_are() -> None:
    assert naive_form(FORMS["many fields"]) == 5_000


@pytest.mark.parametrize("kind", FORMS)
def test_a_form_that_is_none_is_refused_on_a_page(client: Client, kind: str) -> None:
    response = client.ask("POST", "/", content=FORMS[kind], headers={"content-type": TYPE})
    assert response.status_code in (400, 413)
    assert response.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("media_type", ["multipart/form-data", "multipart/form-data; boundary=" + "x" * 5_000])
def test_a_form_without_a_usable_boundary_is_refused(client: Client, media_type: str) -> None:
    response = client.ask("POST", "/", content=parts(2), headers={"content-type": media_type})
    assert response.status_code == 400


def test_a_form_with_many_encoded_fields_is_refused(client: Client) -> None:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    assert client.ask("POST", "/", content=b"a=b&" * 5_000, headers=headers).status_code == 400


def test_a_form_with_a_badge_is_answered(client: Client) -> None:
    response = client.ask("POST", "/", files={"badge": ("b.json", sealed().raw)}, data={"lang": "en"})
    assert response.status_code == 200
