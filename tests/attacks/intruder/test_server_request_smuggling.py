"""A request that two programs end at different places.

Attack: a request whose end is said twice or ambiguously (two lengths, a length and chunks, chunks under a name that one
program does not know, a blank before a colon), so that the proxy in front takes as a body what the server behind takes
as the next request, past every check of the proxy (RFC 9112, 11.2).

Naively: the first length is taken, or the last, or whichever header is known.

Here: the parser is always the same one; what says its end ambiguously is 400, and the connection is closed, so that
nothing behind it is read as a request. What is left of a body that nobody read closes the connection, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from microcred.server.connections import connections
from served import Served, behind_a_socket
from servers import serving

HIDDEN = b"GET /issuers HTTP/1.1\r\nHost: college.example\r\n\r\n"
LINE = b"POST /challenges HTTP/1.1\r\nHost: college.example\r\n"
AMBIGUOUS = {
    "two lengths": LINE + b"Content-Length: 0\r\nContent-Length: %d\r\n\r\n" % len(HIDDEN),
    "two lengths in one": LINE + b"Content-Length: 0, %d\r\n\r\n" % len(HIDDEN),
    "signed": LINE + b"Content-Length: +0\r\n\r\n",
    "negative": LINE + b"Content-Length: -1\r\n\r\n",
    "hexadecimal": LINE + b"Content-Length: 0x0\r\n\r\n",
    "empty": LINE + b"Content-Length:\r\n\r\n",
    "underscore": LINE + b"Content-Length: 1_0\r\n\r\n",
    "other coding": LINE + b"Transfer-Encoding: xchunked\r\n\r\n",
    "two codings": LINE + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "identity": LINE + b"Transfer-Encoding: identity\r\n\r\n",
    "blank before colon": LINE + b"Content-Length : 0\r\n\r\n",
    "blank before coding": LINE + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "NUL": LINE + b"X: \x00\r\n\r\n",
    "bare CR": LINE + b"X: a\rContent-Length: 3\r\n\r\n",
    "chunk size": LINE + b"Transfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n",
    "chunk sign": LINE + b"Transfer-Encoding: chunked\r\n\r\n+0\r\n\r\n",
    "two hosts": LINE + b"Host: other.example\r\n\r\n",
    "no host": b"POST /challenges HTTP/1.1\r\n\r\n",
    "two blanks": b"POST  /challenges HTTP/1.1\r\nHost: college.example\r\n\r\n",
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder: Path = tmp_path_factory.mktemp("smuggling")
    with behind_a_socket(serving(folder).app, http=connections(5.0)) as running:
        yield running


def naive_requests(octets: bytes) -> list[bytes]:
    """The request lines on a connection, for a proxy that believes the last length that it sees."""
    found = []
    while octets:
        head, _, octets = octets.partition(b"\r\n\r\n")
        found.append(head.split(b"\r\n")[0])
        lengths = re.findall(rb"(?i)content-length: *([0-9]+)", head)
        octets = octets[int(lengths[-1]) if lengths else 0 :]
    return found


def statuses(answer: bytes) -> list[int]:
    return [int(each) for each in re.findall(rb"HTTP/1\.1 ([0-9]{3}) ", answer)]


def test_a_naive_proxy_takes_the_second_request_for_a_body() -> None:
    assert naive_requests(AMBIGUOUS["two lengths"] + HIDDEN) == [LINE.split(b"\r\n")[0]]
    assert len(naive_requests(LINE + b"Content-Length: 0\r\n\r\n" + HIDDEN)) == 2


@pytest.mark.parametrize("kind", AMBIGUOUS)
def test_what_ends_ambiguously_is_refused_and_nothing_behind_it_read(served: Served, kind: str) -> None:
    answer = served.say(AMBIGUOUS[kind] + HIDDEN)
    assert statuses(answer) in ([400], [501])
    assert b"issuers" not in answer


def test_a_length_and_chunks_are_never_two_requests(served: Served) -> None:
    # RFC 9112, 6.3: chunks go before a length. A server may refuse it, and must not read on as if nothing was.
    both = LINE + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    assert len(statuses(served.say(both + b"X" + HIDDEN))) <= 2
    assert b'"issuers"' not in served.say(both + b"X" + HIDDEN)


def test_a_body_that_was_not_read_is_not_the_next_request(served: Served) -> None:
    asked = b"POST /issuers/college/credentials/issue HTTP/1.1\r\nHost: college.example\r\nContent-Length: %d\r\n\r\n"
    answer = served.say(asked % (len(HIDDEN) + 100_000) + HIDDEN)
    assert statuses(answer) == [401]
    assert b"connection: close" in answer.lower()


def test_two_requests_that_end_plainly_are_two(served: Served) -> None:
    assert statuses(served.say(LINE + b"Content-Length: 0\r\n\r\n" + HIDDEN)) == [200, 200]
