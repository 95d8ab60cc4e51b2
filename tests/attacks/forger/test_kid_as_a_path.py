"""A ``kid`` that is the path of a file.

Attack: The forger brings a file of theirs into the verifier's machine, as an upload for example, and writes a path to
it into ``kid``: ``../uploads/picture.png``. Or they name a file of which everybody knows the content, like an empty
one.

Naively: A verifier keeps the keys of its issuers in a folder, one file each, and opens the one that ``kid`` names.

Here: Nothing in a token is ever a path. A ``kid`` that is no URL is the name of a key in the issuer's own document (RFC
8725, 3.10): none there has that name, ``key.not-published``.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from microcred.keys import PublicKey
from naive import token_holds, token_of
from token_victim import FORGER, GENUINE, KEY, assert_forged, claims, header, report
from tokens import token


def naive_verify(text: str, keys: Path) -> bool:
    read = token_of(text)
    return token_holds(read, PublicKey.from_jwk(json.loads((keys / read.header["kid"]).read_text())))


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    for folder in ("keys", "uploads"):
        (tmp_path / folder).mkdir()
    (tmp_path / "keys/college").write_text(json.dumps(KEY.public_key.to_jwk()))
    (tmp_path / "uploads/picture").write_text(json.dumps(FORGER.public_key.to_jwk()))
    return tmp_path / "keys"


def test_a_naive_verifier_opens_the_file_that_the_token_names(keys: Path) -> None:
    assert naive_verify(token(header(alg="EdDSA", kid="../uploads/picture"), claims(), FORGER), keys)


@pytest.mark.parametrize("kid", ["../uploads/picture", "/etc/hostname", "..\\uploads\\picture", "college\0"])
def test_a_path_is_the_name_of_no_key(kid: str, keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(keys)
    assert_forged(token(header(alg="EdDSA", kid=kid), claims(), FORGER), "key.not-published")
    assert report(GENUINE)
