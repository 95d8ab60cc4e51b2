from __future__ import annotations

import pickle
import subprocess
import sys

import pytest

from microcred.errors import FetchError, UsageError
from microcred.verification.fetch import Fetched, Fetcher, Offline, Request

URL = "https://issuer.example/keys"


class Answering(Fetcher):
    """A fetcher of somebody else, which answers or raises what it is given, and notes what it was asked."""

    def __init__(self, answer: Fetched | BaseException) -> None:
        self.answer = answer
        self.asked: list[Request] = []

    def _fetch(self, request: Request) -> Fetched:
        self.asked.append(request)
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer


def request(url: str = URL, *, max_bytes: int = 100, redirects: int = 2) -> Request:
    return Request(url, "application/json", max_bytes, 5.0, redirects)


def refused(fetcher: Fetcher, asked: Request) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(asked)
    return caught.value


def test_what_was_fetched_comes_back_unchanged() -> None:
    answer = Fetched(URL, 200, "application/json", b"{}")
    assert Answering(answer).fetch(request()) is answer


def test_a_fetcher_is_asked_in_the_one_spelling_without_the_fragment() -> None:
    fetcher = Answering(Fetched(URL, 200, None, b""))
    fetcher.fetch(request("HTTPS://Issuer.example:443/keys#key-1"))
    assert fetcher.asked[0].url == URL


def test_a_fetcher_is_never_asked_for_a_forbidden_url() -> None:
    fetcher = Answering(Fetched(URL, 200, None, b""))
    assert refused(fetcher, request("http://issuer.example/")).code == "fetch.forbidden-scheme"
    assert fetcher.asked == []


def test_a_body_of_exactly_the_limit_is_taken_and_one_octet_more_is_not() -> None:
    assert Answering(Fetched(URL, 200, None, bytes(100))).fetch(request(max_bytes=100))
    error = refused(Answering(Fetched(URL, 200, None, bytes(101))), request(max_bytes=100))
    assert (error.code, error.evidence["received"]) == ("fetch.too-large", 101)


def test_too_many_redirects_are_refused_whoever_followed_them() -> None:
    error = refused(Answering(Fetched(URL, 200, None, b"", redirects=3)), request(redirects=2))
    assert error.code == "fetch.too-many-redirects"


def test_an_answer_from_a_forbidden_url_is_refused_whoever_went_there() -> None:
    assert refused(Answering(Fetched("http://10.0.0.1/", 200, None, b"")), request()).code == "fetch.forbidden-scheme"


@pytest.mark.parametrize("error", [OSError("no route"), ValueError("odd"), RecursionError(), UsageError("a.b", "c")])
def test_every_exception_of_an_implementation_becomes_a_fetch_error(error: Exception) -> None:
    told = refused(Answering(error), request())
    assert told.code == "fetch.unreachable"
    assert type(error).__name__ in str(told)
    assert told.__cause__ is error


def test_a_fetch_error_of_an_implementation_goes_through_as_it_is() -> None:
    error = FetchError("fetch.offline", "not today")
    assert refused(Answering(error), request()) is error


def test_an_interrupt_is_not_swallowed() -> None:
    with pytest.raises(KeyboardInterrupt):
        Answering(KeyboardInterrupt()).fetch(request())


def test_what_is_no_answer_at_all_becomes_a_fetch_error() -> None:
    assert refused(Answering(None), request()).code == "fetch.unreachable"  # type: ignore[arg-type]


def test_offline_refuses_everything() -> None:
    assert refused(Offline(), request()).code == "fetch.offline"


def test_offline_can_be_pickled() -> None:
    assert pickle.loads(pickle.dumps(Offline())) == Offline()


def test_the_digest_is_the_sha256_of_the_body() -> None:
    digest = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    assert Fetched(URL, 200, None, b"{}").sha256 == digest


def test_the_body_is_not_part_of_the_repr() -> None:
    assert "secret" not in repr(Fetched(URL, 200, None, b"secret"))


def test_importing_the_door_loads_no_http_library_no_tls_and_no_sockets() -> None:
    unwanted = {"httpcore", "httpx", "h11", "ssl", "socket"}
    code = f"import sys, microcred.verification.fetch; print({unwanted} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
