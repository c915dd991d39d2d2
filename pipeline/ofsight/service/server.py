"""Run the application: take the port, start the workers, serve until told to stop."""

from __future__ import annotations

import errno
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Final

import uvicorn

from ofsight.errors import ServiceError

from .app import create_app
from .pool import WorkerPool
from .settings import ServiceSettings

_STOPPING: Final = 5
"""Seconds that requests have to end when the service is stopped."""
_CONNECTIONS: Final = 200
_IDLE: Final = 30


def serve(host: str, port: int, settings: ServiceSettings, *, on_ready: Callable[[str], None]) -> None:
    """Serve until Ctrl-C or SIGTERM; no worker is left afterwards.

    Parameters
    ----------
    host : str
        Name or address to listen on.
    port : int
        Port; 0 takes a free one.
    settings : ServiceSettings
        How requests are treated.
    on_ready : callable
        Called with the address of the page when the model is loaded.

    Raises
    ------
    ServiceError
        When the port cannot be had.
    OfsightError
        When the model or an extractor cannot be loaded.
    """
    with (
        listen(host, port) as listening,
        WorkerPool(settings.work, settings.limits, workers=settings.workers) as pool,
    ):
        # The handler that uvicorn calls again when it has ended; it would end us with our workers there.
        signal.signal(signal.SIGTERM, _leave)
        with suppress(KeyboardInterrupt):
            _ = pool.info
            app = create_app(pool, settings)
            config = uvicorn.Config(
                app,
                http="h11",
                ws="none",
                lifespan="off",
                log_config=None,
                log_level="warning",
                access_log=False,
                server_header=False,
                proxy_headers=False,
                limit_concurrency=_CONNECTIONS,
                timeout_keep_alive=_IDLE,
                timeout_graceful_shutdown=_STOPPING,
            )
            on_ready(page_address(listening))
            uvicorn.Server(config).run(sockets=[listening])


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that has the port.

    Raises
    ------
    ServiceError
        When there is no such address, or the port is taken or not for us.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, UnicodeError) as error:
        raise ServiceError(
            f"there is no address {host!r}; give --host a name or address of this machine"
        ) from error
    listening = socket.socket(family, kind, protocol)
    if sys.platform != "win32":  # there it would let two processes have one port
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(address)
        listening.listen()
    except OSError as error:
        listening.close()
        raise ServiceError(f"cannot listen on port {port} of {host}: {_reason(error)}") from error
    return listening


def _reason(error: OSError) -> str:
    remedies = {
        errno.EADDRINUSE: "something else uses it; give another with --port, or 0 for any that is free",
        errno.EACCES: "it is not for ordinary users; give one above 1023 with --port",
        errno.EADDRNOTAVAIL: "this machine has no such address; give one of its own with --host",
    }
    return remedies.get(error.errno or 0, error.strerror or str(error))


def page_address(listening: socket.socket) -> str:
    """Return the address of the page of a service that listens, as a browser on this machine calls it."""
    host, port = listening.getsockname()[:2]
    if host in ("0.0.0.0", "::"):  # noqa: S104  # every address of this machine, this one among them
        host = "127.0.0.1"
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _leave(number: int, frame: FrameType | None) -> None:  # noqa: ARG001  # what signal calls
    raise KeyboardInterrupt
