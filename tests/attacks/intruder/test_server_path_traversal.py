"""A name that climbs out of its folder.

Attack: the name of a status list, an issuer instance, a file of the page or a badge has ``..`` in it, encoded once or
twice, or begins with a slash, to read the key and the database beside them.

Naively: the name is put behind the path of a folder, once it is decoded, and the file there is sent.

Here: no name of a request is ever the name of a file. Lists and badges are looked up in the storage by their names, the
files of the page in a table of two: 404.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest

from servers import Client, serving

CLIMBS = [
    "../secret.pem",
    "..%2Fsecret.pem",
    "%2E%2E/secret.pem",
    "%2e%2e%2fsecret.pem",
    "..%252Fsecret.pem",
    "..%5Csecret.pem",
    "a/../../secret.pem",
    "a%2F..%2F..%2Fsecret.pem",
    "....//secret.pem",
    "%2Fetc%2Fpasswd",
    "..%00secret.pem",
    "file:///etc/passwd",
    "..;/secret.pem",
]
PLACES = ["/status-lists/", "/issuers/", "/page/", "/badges/", "/issuers/college/"]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    folder = tmp_path_factory.mktemp("climbs")
    (folder / "secret.pem").write_text("SECRET")
    return serving(folder)


def naive_file(folder: Path, path: str) -> bytes:
    """The file of a folder that a path names."""
    return (folder / unquote(path)).read_bytes()


def test_a_naive_server_of_files_is_climbed_out_of(tmp_path: Path) -> None:
    lists = tmp_path / "lists"
    lists.mkdir()
    (tmp_path / "secret.pem").write_text("SECRET")
    for climb in CLIMBS[:4]:
        assert naive_file(lists, climb) == b"SECRET"


@pytest.mark.parametrize("place", PLACES)
def test_no_name_climbs_out_of_its_place(client: Client, place: str) -> None:
    for climb in [*CLIMBS, "..%2Fissuers", "%2E%2E", "a%2F..%2Fb", "a?b"]:
        response = client.get(f"{place}{climb}", headers={"accept": "application/json"})
        assert response.status_code in (404, 405), climb
        assert "SECRET" not in response.text


def test_a_list_outside_the_folder_of_lists(client: Client) -> None:
    for name in ("..%2Fissuers", "%2E%2E", "a%2F..%2Fb", "a?b"):
        assert client.get(f"/status-lists/{name}").status_code == 404


@pytest.mark.parametrize("name", ["../x", "a/b", "..", "a\\b", "", ".hidden", "a" * 65, "a b", "a\x00"])
def test_no_list_is_made_under_a_name_that_could_climb(client: Client, name: str) -> None:
    made = client.post("/status-lists", {"statusPurpose": "revocation", "id": name})
    assert (made.status_code, made.json()["code"]) == (400, "server.bad-request")


def test_what_is_there_is_found(client: Client) -> None:
    made = client.post("/status-lists", {"statusPurpose": "revocation", "id": "autumn.2026"})
    assert made.status_code == 201
    assert client.get("/status-lists/autumn.2026").status_code == 200
    assert client.get("/page/page.css").status_code == 200
