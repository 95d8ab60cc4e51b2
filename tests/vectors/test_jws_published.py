"""Published signatures: the appendices of RFC 7515 and RFC 8037, written down as facts; and numbers that are none."""

from __future__ import annotations

import pytest

from microcred.errors import MicrocredError, ProofError
from microcred.keys import Ed25519Signer, PublicKey
from microcred.multibase import decode_base64url, encode_base64url
from microcred.proofs.jws import CompactJws, read_jws, verify_jws

# RFC 7515, A.2: RS256.
A2_KEY = {
    "kty": "RSA",
    "n": "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS"
    "-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg6"
    "65xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuX"
    "poQ",
    "e": "AQAB",
}
A2_TOKEN = (
    "eyJhbGciOiJSUzI1NiJ9"
    ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
    ".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1d"
    "nZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwus"
    "C-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"
)
# RFC 7515, A.3: ES256.
A3_KEY = {
    "kty": "EC",
    "crv": "P-256",
    "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
}
A3_TOKEN = (
    "eyJhbGciOiJFUzI1NiJ9"
    ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
    ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
)
PAYLOAD = b'{"iss":"joe",\r\n "exp":1300819380,\r\n "http://example.com/is_root":true}'

# RFC 8037, A.1, A.2 and A.4: Ed25519.
ED_SEED = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"
ED_KEY = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
ED_TOKEN = (
    "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"
    ".hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
)

# RFC 7515, A.1 and A.5: an HMAC, and no signature at all.
A1_TOKEN = (
    "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
    ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
    ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
)
A5_TOKEN = (
    "eyJhbGciOiJub25lIn0"
    ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
)

# SEC 2, 2.4.2: the order of the group of P-256.
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
# RFC 8032, 5.1: the order of the base point of Ed25519.
ED_ORDER = 2**252 + 27742317777372353535851937790883648493


def with_signature(token: str, signature: bytes) -> CompactJws:
    return read_jws(f"{token.rpartition('.')[0]}.{encode_base64url(signature)}")


def assert_invalid(jws: CompactJws, key: PublicKey) -> None:
    with pytest.raises(ProofError) as caught:
        verify_jws(jws, key)
    assert caught.value.code == "proof.signature-invalid"


@pytest.mark.parametrize(
    ("token", "jwk", "payload"),
    [(A2_TOKEN, A2_KEY, PAYLOAD), (A3_TOKEN, A3_KEY, PAYLOAD), (ED_TOKEN, ED_KEY, None)],
    ids=["RS256", "ES256", "EdDSA"],
)
def test_the_signature_of_the_appendix_holds(token: str, jwk: dict[str, str], payload: bytes | None) -> None:
    jws = read_jws(token)
    verify_jws(jws, PublicKey.from_jwk(jwk))
    assert jws.payload == (payload or b"Example of Ed25519 signing")


def test_the_ed25519_key_of_rfc_8037_makes_its_signature() -> None:
    signer = Ed25519Signer.from_seed(decode_base64url(ED_SEED, max_length=43))
    assert signer.public_key.to_jwk() == ED_KEY
    jws = read_jws(ED_TOKEN)
    assert signer.sign(jws.signing_input) == jws.signature


def test_the_thumbprint_of_rfc_8037_is_found() -> None:
    # RFC 8037, A.3.
    assert PublicKey.from_jwk(ED_KEY).thumbprint() == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


@pytest.mark.parametrize("token", [A1_TOKEN, A5_TOKEN])
def test_the_appendixs_tokens_without_a_signature_prove_nothing(token: str) -> None:
    with pytest.raises(MicrocredError) as caught:
        read_jws(token)
    assert caught.value.code == "proof.insecure-algorithm"


def test_an_rsa_key_is_no_key_for_an_elliptic_signature() -> None:
    with pytest.raises(ProofError) as caught:
        verify_jws(read_jws(A3_TOKEN), PublicKey.from_jwk(A2_KEY))
    assert caught.value.code == "proof.wrong-key-type"


def test_every_changed_bit_of_an_ecdsa_signature_breaks_it() -> None:
    key, signature = PublicKey.from_jwk(A3_KEY), read_jws(A3_TOKEN).signature
    for bit in range(0, 512, 7):
        changed = bytearray(signature)
        changed[bit // 8] ^= 1 << bit % 8
        assert_invalid(with_signature(A3_TOKEN, bytes(changed)), key)


def test_numbers_outside_of_the_group_are_no_ecdsa_signature() -> None:
    # Wycheproof's cases for ECDSA in P1363: zero, the order, and numbers beyond it that are equal modulo the order.
    key, signature = PublicKey.from_jwk(A3_KEY), read_jws(A3_TOKEN).signature
    r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
    cases = [(0, 0), (0, s), (r, 0), (ORDER, s), (r, ORDER), (1, 1), (ORDER - 1, ORDER - 1), (s, r)]
    cases += [(2**256 - 1, s), (r, 2**256 - 1)]
    for first, second in cases:
        assert_invalid(with_signature(A3_TOKEN, first.to_bytes(32) + second.to_bytes(32)), key)
    # The negative of s belongs to the same message: ECDSA signatures are malleable, and low-s is not asked for.
    verify_jws(with_signature(A3_TOKEN, r.to_bytes(32) + (ORDER - s).to_bytes(32)), key)


@pytest.mark.parametrize("length", [0, 1, 63, 65, 70, 72, 96, 128, 132])
def test_an_ecdsa_signature_of_another_width_is_none(length: int) -> None:
    key, signature = PublicKey.from_jwk(A3_KEY), read_jws(A3_TOKEN).signature
    padded = signature[:length] if length < 64 else signature + bytes(length - 64)
    assert_invalid(with_signature(A3_TOKEN, padded), key)


def test_an_s_beyond_the_groups_order_is_no_ed25519_signature() -> None:
    # RFC 8032, 5.1.7: without this check a second signature could be made of each one.
    key, signature = PublicKey.from_jwk(ED_KEY), read_jws(ED_TOKEN).signature
    s = int.from_bytes(signature[32:], "little")
    for other in (s + ED_ORDER, 0, ED_ORDER, 2**256 - 1):
        assert_invalid(with_signature(ED_TOKEN, signature[:32] + other.to_bytes(32, "little")), key)


@pytest.mark.parametrize("length", [0, 32, 63, 65, 128])
def test_an_ed25519_signature_of_another_length_is_none(length: int) -> None:
    key, signature = PublicKey.from_jwk(ED_KEY), read_jws(ED_TOKEN).signature
    changed = signature[:length] if length < 64 else signature + bytes(length - 64)
    assert_invalid(with_signature(ED_TOKEN, changed), key)


@pytest.mark.parametrize("algorithm", ["RS256", "PS256"])
@pytest.mark.parametrize("signature", [b"", b"\0", bytes(256), b"\xff" * 256, bytes(255) + b"\1", b"\1" * 257])
def test_no_number_out_of_thin_air_is_an_rsa_signature(algorithm: str, signature: bytes) -> None:
    header = encode_base64url(f'{{"alg":"{algorithm}"}}'.encode())
    jws = with_signature(f"{header}.{encode_base64url(PAYLOAD)}.AA", signature)
    assert_invalid(jws, PublicKey.from_jwk(A2_KEY))
