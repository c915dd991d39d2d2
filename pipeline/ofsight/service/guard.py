"""What every request passes: whose it is, what every answer carries, what the log says of it."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import time
import traceback
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .problems import Refusal

_log = logging.getLogger("ofsight.service")

LOOPBACK_NAMES: Final = frozenset({"localhost", "127.0.0.1", "::1"})
PAGE_POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)
"""Content security policy of our own pages: no script at all."""
_HEADERS: Final = {
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not no-referrer: browsers would then send forms from our own page with the origin "null".
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_STATIC: Final = "/static/"
_SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})


def defect(error: Exception) -> Refusal:
    """Log where an unexpected error arose, and not its message, which may hold what was sent."""
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    place = traceback.extract_tb(error.__traceback__)[-1]
    _log.error("%s at %s:%s", type(error).__name__, place.filename, place.lineno)
    return Refusal("internal", "this is a defect of Ofsight: please report what you did")


class Guard:
    """ASGI middleware: refuses strangers, adds the headers of safety, logs sizes and times.

    Web pages can call services on the machine of whoever reads them: by a name of their own that leads to
    this address, and with forms. So the service answers to its own names only, and takes what is posted from
    its own pages, and from programs, which name no origin.

    Parameters
    ----------
    app : ASGI application
        What is guarded.
    hosts : frozenset of str
        Names to answer to beside those of the loopback interface.
    beyond_loopback : bool
        Whether to answer to any address as well.
    paths : frozenset of str
        Paths that the log may name: others could hold what somebody sent.
    """

    def __init__(
        self, app: ASGIApp, *, hosts: frozenset[str], beyond_loopback: bool, paths: frozenset[str]
    ) -> None:
        self._app = app
        self._hosts = LOOPBACK_NAMES | {host.lower() for host in hosts}
        self._beyond_loopback = beyond_loopback
        self._paths = paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        static = scope["path"].startswith(_STATIC)
        seen = _Seen(receive, send, caching="no-cache" if static else "no-store")
        try:
            self._check(scope["method"], Headers(scope=scope))
            await self._app(scope, seen.receive, seen.send)
        except Refusal as refusal:
            await refusal.response()(scope, seen.receive, seen.send)
        except asyncio.CancelledError:  # the server stops, and has waited as long as it does
            if seen.status == 0:
                headers = {"Retry-After": "10", "Connection": "close"}
                stopping = Refusal("stopping", "the service is being stopped", status=503, headers=headers)
                await stopping.response()(scope, seen.receive, seen.send)
        except Exception as error:  # whatever happens, the answer is a problem document
            answer = defect(error).response()
            if seen.status == 0:
                await answer(scope, seen.receive, seen.send)
        finally:
            if not static:
                seen.log(scope["method"], scope["path"] if scope["path"] in self._paths else "(another path)")

    def _check(self, method: str, headers: Headers) -> None:
        host = headers.get("host", "")
        if not self._is_ours(_name(host)):
            raise Refusal(
                "wrong_host",
                "the service is called by a name that is not its own; call it by localhost or 127.0.0.1,"
                " or start it with --allow-host NAME",
                status=400,
            )
        if method in _SAFE_METHODS:
            return
        origin = headers.get("origin")
        if headers.get("sec-fetch-site", "none") not in ("same-origin", "none") or (
            origin is not None and _authority(origin) != host.lower()
        ):
            raise Refusal(
                "cross_site", "pages of other sites may not call the service; use its own page", status=403
            )

    def _is_ours(self, name: str | None) -> bool:
        if name is None:
            return False
        return name in self._hosts or (self._beyond_loopback and _is_address(name))


class _Seen:
    """What went through: status, sizes, time."""

    def __init__(self, receive: Receive, send: Send, *, caching: str) -> None:
        self._headers = {**_HEADERS, "Cache-Control": caching}
        self._receive = receive
        self._send = send
        self._since = time.perf_counter()
        self._read = self._written = 0
        self.status = 0

    async def receive(self) -> Message:
        message = await self._receive()
        self._read += len(message.get("body", b""))
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in self._headers.items():
                headers.setdefault(name, value)
        self._written += len(message.get("body", b""))
        await self._send(message)

    def log(self, method: str, path: str) -> None:
        method = method if method.isalpha() and len(method) < 8 else "?"
        passed = time.perf_counter() - self._since
        _log.info(
            "%s %s %d, %d bytes in, %d bytes out, %.2f s",
            method, path, self.status, self._read, self._written, passed,
        )  # fmt: skip


def _name(host: str) -> str | None:
    """Return the name or address in a Host header, without port and brackets; None where it is none."""
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port
    except ValueError:
        return None
    return parts.hostname if parts.netloc == host and not parts.username else None


def _authority(origin: str) -> str:
    """Return host and port of an Origin header as a Host header has them."""
    return origin.partition("://")[2].lower()


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
