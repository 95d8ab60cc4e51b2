"""One GET over one connection to an address that was checked: the only module that knows an HTTP library.

Requests and responses are httpx's, over a transport of our own: httpcore, the layer beneath httpx, lets connections be
made by somebody else. That is needed twice: to connect to the checked address while TLS sees the host name, and to hold
*every* read to one deadline. A limit for each single read is not enough: a peer that keeps sending interim responses
(RFC 9110, 15.2) or one octet a second never runs into it. There is no client in between, for a client prepares to
follow redirects, and where to go next is not decided here.
"""

# The signatures of httpcore's network backends are not ours to shorten.
# ruff: noqa: ARG002

from __future__ import annotations

import ssl
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import httpcore
import httpx

from microcred.errors import FetchError
from microcred.verification.fetch.refusals import shown

if TYPE_CHECKING:
    from microcred.verification.fetch.https import Exchange

__all__ = ["Answer", "get", "tls_context"]

# A name may have many addresses: a dead one costs its share of the time, so not all of them are tried.
_ADDRESSES_TRIED: Final = 4


@dataclass(frozen=True, slots=True)
class Answer:
    """A response (RFC 9112) as it came: header names in lower case; the body of a 2xx, else empty."""

    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> tuple[str, ...]:
        """All values of one header, given in lower case."""
        return tuple(value for key, value in self.headers if key == name)


def tls_context(extra_authorities: str | None) -> ssl.SSLContext:
    """TLS 1.2 or later, certificates checked against the system's and certifi's authorities and those given in PEM."""
    context = httpcore.default_ssl_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if extra_authorities is not None:
        context.load_verify_locations(cadata=extra_authorities)
    return context


def get(exchange: Exchange, addresses: Sequence[str], user_agent: str, tls: ssl.SSLContext | None) -> Answer:
    """Ask for the place where the exchange stands, at one of the addresses; every failure is a ``FetchError``."""
    place = exchange.place
    url = httpcore.URL(scheme=place.scheme, host=place.host, port=place.port, target=place.target)
    headers = [
        ("Host", place.authority),
        ("Accept", exchange.request.accept),
        ("Accept-Encoding", "identity"),
        ("User-Agent", user_agent),
        ("Connection", "close"),
    ]
    backend = _Pinned(addresses[:_ADDRESSES_TRIED], exchange)
    with (
        _told(exchange),
        httpcore.HTTPConnection(url.origin, ssl_context=tls, network_backend=backend) as connection,
        _Transport(connection, url) as transport,
        closing(
            transport.handle_request(httpx.Request("GET", f"{place.scheme}://{place.authority}/", headers=headers))
        ) as response,
    ):
        fields = [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in response.headers.raw]
        answer = Answer(response.status_code, fields, b"")
        if not response.is_success:
            return answer
        return Answer(response.status_code, fields, _read(exchange, answer, response.iter_raw()))


def _read(exchange: Exchange, answer: Answer, chunks: Iterable[bytes]) -> bytes:
    limit = exchange.request.max_bytes
    for encoding in answer.header("content-encoding"):
        if encoding.strip().lower() != "identity":
            why = f"is answered in the content coding {shown(encoding)}; identity was asked for"
            hint = "Let the server send the document uncompressed to those who do not accept a coding"
            raise exchange.refusal("fetch.encoded", why, hint, status=answer.status)
    for length in answer.header("content-length"):
        if int(length) > limit:
            why = f"announces {int(length)} octets; at most {limit} were wanted"
            raise exchange.refusal("fetch.too-large", why, status=answer.status)
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > limit:
            why = f"has more than {limit} octets, which were wanted at most"
            raise exchange.refusal("fetch.too-large", why, status=answer.status)
    return bytes(body)


class _Transport(httpx.BaseTransport):
    """Sends the request of a client over one connection, for the target exactly as it was checked."""

    def __init__(self, connection: httpcore.HTTPConnection, url: httpcore.URL) -> None:
        self._connection = connection
        self._url = url

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        sent = httpcore.Request(request.method, self._url, headers=request.headers.raw)
        response = self._connection.handle_request(sent)
        return httpx.Response(response.status, headers=response.headers, stream=_Body(response))


class _Body(httpx.SyncByteStream):
    """The octets of a response, as they come."""

    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


class _Pinned(httpcore.NetworkBackend):
    """Connects to the addresses that were checked, whatever host it is asked for."""

    def __init__(self, addresses: Sequence[str], exchange: Exchange) -> None:
        self._addresses = addresses
        self._exchange = exchange
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        *others, last = self._addresses
        for index, address in enumerate(others):
            share = self._exchange.remaining() / (len(self._addresses) - index)
            try:
                stream = self._backend.connect_tcp(address, port, share)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
            return _Metered(stream, self._exchange)
        return _Metered(self._backend.connect_tcp(last, port, self._exchange.remaining()), self._exchange)


class _Metered(httpcore.NetworkStream):
    """A connection on which every operation is held to the deadline, and every octet received is counted."""

    def __init__(self, stream: httpcore.NetworkStream, exchange: Exchange) -> None:
        self._stream = stream
        self._exchange = exchange

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        octets = self._stream.read(max_bytes, self._exchange.remaining())
        self._exchange.receive(len(octets))
        return octets

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._exchange.remaining())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        try:
            stream = self._stream.start_tls(ssl_context, server_hostname, self._exchange.remaining())
        except BaseException:
            self._stream.close()
            raise
        return _Metered(stream, self._exchange)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


@contextmanager
def _told(exchange: Exchange) -> Iterator[None]:
    try:
        yield
    except FetchError:
        raise
    except httpcore.TimeoutException as error:
        raise exchange.too_slow() from error
    except httpcore.ProtocolError as error:
        why = f"is not answered in HTTP/1.1: {shown(str(error))}"
        raise exchange.refusal("fetch.bad-response", why) from error
    except httpcore.NetworkError as error:
        cause = error.__cause__
        if isinstance(cause, ssl.SSLCertVerificationError):
            why = f"has a certificate that does not hold: {shown(cause.verify_message)}"
            raise exchange.refusal("fetch.tls", why) from error
        if isinstance(cause, ssl.SSLError):
            raise exchange.refusal("fetch.tls", f"cannot be reached over TLS: {shown(str(cause))}") from error
        raise exchange.refusal("fetch.unreachable", f"cannot be reached: {shown(str(error))}") from error
