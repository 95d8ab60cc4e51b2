"""``microcred serve``: issue and verify over HTTP."""

from __future__ import annotations

import logging
import os
import socket
from contextlib import closing
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from microcred.cli.terminal import plain, say, styled, tell
from microcred.errors import UsageError

if TYPE_CHECKING:
    from microcred.server import Settings

__all__ = ["command"]

_HOST: Final = "127.0.0.1"
_PORT: Final = 8000
_MAX_CONNECTIONS: Final = 2_000
#: For how many seconds requests may go on once the server is told to end.
_GRACE: Final = 30


@click.command("serve")
@click.argument("config", required=False, metavar="[SETTINGS.toml]", type=click.Path(path_type=Path))
@click.option(
    "--host", metavar="ADDRESS", help=f"Where to listen; without settings {_HOST}, which nobody else reaches."
)
@click.option("--port", type=click.IntRange(0, 65_535), metavar="PORT", help=f"Which port; without settings {_PORT}.")
@click.option("--tls-dev", is_flag=True, help="Use a certificate that signs itself, for trying things out.")
@click.option("--new-token", metavar="NAME", help="Make a token with which a client may issue, and serve nothing.")
@click.option("--check", is_flag=True, help="See if the settings work, and serve nothing.")
def command(
    config: Path | None, host: str | None, port: int | None, tls_dev: bool, new_token: str | None, check: bool
) -> int:
    """Issue and verify over HTTP: the VC-API, status lists and DID resolution.

    Without settings it is a development server: reachable from this machine alone, with a key that it makes itself and
    keeps in the folder microcred-data, and it trusts every issuer.

    \b
    Example:  microcred serve
              microcred serve badges.toml
    """  # noqa: D301
    _require_extra()
    if new_token is not None:
        _make_token(new_token)
        return 0
    from microcred.server import create_app

    settings = _settings(config, host, port, tls_dev=tls_dev)
    if check:
        create_app(settings)
        say(f"{len(settings.issuers)} issuer instances, ready to be served at {plain(settings.public_url)}")
        return 0
    token = None
    with closing(_listener(settings)) as listener:
        if config is None:
            # Only now is it known which port this is, where any free one was asked for.
            settings = _settings(None, host, listener.getsockname()[1], tls_dev=tls_dev)
            settings, token = _with_token(settings)
        _serve(settings, listener, token, tls_dev=tls_dev)
    return 0


def _serve(settings: Settings, listener: socket.socket, token: str | None, *, tls_dev: bool) -> None:
    import uvicorn

    from microcred.server import create_app
    from microcred.server.connections import HEAD_BYTES, connections

    app = create_app(settings)
    if tls_dev:
        from microcred.server.certificate import self_signed

        settings = settings.model_copy(update={"tls": self_signed(settings.data, settings.host)})
    _announce(settings, listener, token)
    _write_log()
    config = uvicorn.Config(
        app,
        # One parser, whichever others are installed: this one bounds a head, and what it refuses is tested here.
        http=connections(settings.request_seconds),
        h11_max_incomplete_event_size=HEAD_BYTES,
        ws="none",
        log_config=None,
        timeout_graceful_shutdown=_GRACE,
        limit_concurrency=_MAX_CONNECTIONS,
        ssl_certfile=settings.tls.certificate if settings.tls else None,
        ssl_keyfile=settings.tls.key if settings.tls else None,
        log_level="warning",
        access_log=False,
        server_header=False,
    )
    uvicorn.Server(config).run(sockets=[listener])


def _make_token(name: str) -> None:
    from microcred.server.access import digest_of, new_token
    from microcred.server.settings import is_name

    if not is_name(name):
        raise UsageError("server.bad-settings", f"{name!r:.80} is no name, wanted a-z, 0-9, dot, hyphen or underscore")
    token = new_token()
    tell(token)
    say(styled("the token is on standard output, and shown this once", bold=True))
    say("these lines of the settings let whoever has it issue:")
    say()
    say(f"[tokens.{name}]")
    say(f'digest = "{digest_of(token)}"')
    say('actions = ["issue", "status"]')


def _with_token(settings: Settings) -> tuple[Settings, str]:
    """A token for a server that nobody configured, which ends with it."""
    from microcred.server.access import digest_of, new_token
    from microcred.server.settings import TokenSettings

    token = new_token()
    known = TokenSettings(digest=digest_of(token), actions=("issue", "status", "read", "delete", "present"))
    return settings.model_copy(update={"tokens": {"development": known}}), token


def _write_log() -> None:
    """Write what happens to stderr, as lines of JSON; nothing else of this process writes a log."""
    from microcred.server.log import JsonLines

    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.getLogger().addHandler(handler)
    logging.getLogger("microcred").setLevel(logging.INFO)


def _require_extra() -> None:
    try:
        import fastapi  # noqa: F401
        import uvicorn  # noqa: F401
    except ImportError as error:
        raise UsageError(
            "usage.missing-extra",
            f"serving needs {error.name}, which is not installed",
            hint="pip install 'microcred[server]'",
        ) from error


def _settings(config: Path | None, host: str | None, port: int | None, *, tls_dev: bool) -> Settings:
    from microcred.server import Settings

    said = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    if config is not None:
        settings = Settings.read(config, os.environ).model_copy(update=said)
    else:
        # A certificate is for a name, and what has status lists is known by one.
        address = (
            f"https://localhost:{said.get('port', _PORT)}" if tls_dev else f"http://{_HOST}:{said.get('port', _PORT)}"
        )
        settings = Settings.for_development(os.environ, **{"public-url": address, **said})
    if settings.makes_keys and not _is_loopback(settings.host):
        raise UsageError(
            "server.development-only",
            f"development keys are served on this machine alone, and {settings.host!r:.80} can be reached by others",
            hint="give each issuer a key that you keep: microcred keygen",
        )
    if settings.access == "open" and not _is_loopback(settings.host):
        raise UsageError(
            "server.open-to-others",
            f'access = "open" is for this machine alone, and {settings.host!r:.80} can be reached by others',
            hint="make a token for each client: microcred serve --new-token NAME",
        )
    return settings


def _listener(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        listener = socket.create_server((settings.host, settings.port), family=family, backlog=2048)
        # Connections inherit it. asyncio sets it for sockets alone that name their protocol, which this one does not;
        # without it an answer of two segments waits 40 ms for the client's acknowledgement of the first.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except OSError as error:
        raise UsageError(
            "server.cannot-listen",
            f"cannot listen at {settings.host!r:.80}, port {settings.port}: {error.strerror or error}",
            hint="choose another port with --port; 0 takes any that is free",
        ) from error
    return listener


def _announce(settings: Settings, listener: socket.socket, token: str | None) -> None:
    scheme, (host, port) = "https" if settings.tls else "http", listener.getsockname()[:2]
    host = f"[{host}]" if ":" in host else host
    say(f"serving {scheme}://{host}:{port}, known as {plain(settings.public_url)}")
    if settings.development:
        say(styled("this is a development server:", "yellow", bold=True))
        say(f"  its key was made by itself and lies unencrypted in {plain(str(settings.data))}: never rely on it")
        say("  it believes every issuer")
        say(f"  who has this token can issue, until the server ends: {token}")
        if not settings.public_url.startswith("https:"):
            say("  it has no status lists, which have to be at an https address: --tls-dev")
    elif settings.access == "open":
        say(styled('access = "open": everybody who reaches it can issue', "yellow", bold=True))
    elif not settings.tokens:
        say("it knows no token, so nobody can issue: microcred serve --new-token NAME makes one")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
