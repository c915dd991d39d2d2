"""``ofsight serve``."""

from __future__ import annotations

import ipaddress
import logging
import sys
from importlib.util import find_spec
from typing import Any

import click

from ofsight.engine.options import default_workers
from ofsight.engine.settings import DEFAULT_MEGABYTES as DEFAULT_MEMORY
from ofsight.engine.settings import Limits, WorkSettings
from ofsight.errors import ServiceError
from ofsight.model_files import DEFAULT_MODEL
from ofsight.service.settings import (
    DEFAULT_HOST,
    DEFAULT_MEGABYTES,
    DEFAULT_PORT,
    DEFAULT_SECONDS,
    ServiceSettings,
)

_MEGABYTE = 1_000_000
_LIBRARIES = ("fastapi", "fastapi_offline", "jinja2", "python_multipart", "uvicorn")


def _names(_context: click.Context, _option: click.Parameter, names: tuple[str, ...]) -> frozenset[str]:
    """Refuse what is no name: it would never be the one that the service is called by."""
    for name in names:
        if not name or set(name) & set("/:@* "):
            raise click.BadParameter(f"{name!r} is no name; give it without scheme, port and path")
    return frozenset(names)


@click.command()
@click.option("--host", default=DEFAULT_HOST, show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(min=0, max=65_535),
    default=DEFAULT_PORT,
    show_default=True,
    help="Port to listen on; 0 takes a free one.",
)
@click.option(
    "--model", default=DEFAULT_MODEL, show_default=True, help="Name of a shipped model, or a folder."
)
@click.option(
    "--with",
    "extractors",
    multiple=True,
    metavar="EXTRACTOR",
    type=click.Path(exists=True),
    help="Add an extractor: a file of patterns (.yaml) or the folder of a learned one; repeatable.",
)
@click.option(
    "--max-megabytes",
    type=click.FloatRange(min=0, min_open=True),
    default=DEFAULT_MEGABYTES,
    show_default=True,
    help="Refuse requests larger than this, or that unpack to more.",
)
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    default=DEFAULT_SECONDS,
    show_default=True,
    help="Seconds of processor time that one document may take.",
)
@click.option(
    "--max-memory",
    type=click.IntRange(min=1),
    default=DEFAULT_MEMORY,
    show_default=True,
    help="Megabytes that a worker may hold while it annotates one document.",
)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    show_default="number of processors",
    help="Processes that annotate, each one document at a time.",
)
@click.option(
    "--allow-host",
    "hosts",
    multiple=True,
    metavar="NAME",
    callback=_names,
    help="Also answer to this name, such as that of a proxy before the service; repeatable.",
)
@click.option("-q", "--quiet", is_flag=True, help="No line for each request.")
def serve(
    host: str,
    port: int,
    model: str,
    extractors: tuple[str, ...],
    max_megabytes: float,
    time_limit: float,
    max_memory: int,
    workers: int | None,
    hosts: frozenset[str],
    quiet: bool,
) -> None:
    """Serve a page to paste or upload articles and see them annotated, and a JSON API (extra web).

    It listens on this machine only, unless --host says otherwise, and stores nothing that is sent to it.
    Ctrl-C stops it.
    """
    missing = [name for name in _LIBRARIES if find_spec(name) is None]
    if missing:
        raise ServiceError(
            f"the service needs {', '.join(missing)}, which is not installed; pip install 'ofsight[web]'"
        )
    from ofsight.service.server import serve as serve_until_stopped  # the libraries of the extra

    beyond_loopback = not _is_loopback(host)
    if beyond_loopback:
        click.echo(
            f"Warning: others can reach {host}, and there is no login and no encryption: whoever can call"
            " this machine can use the service.",
            err=True,
        )
    settings = ServiceSettings(
        work=WorkSettings(model, extractors, max_bytes=int(max_megabytes * _MEGABYTE)),
        limits=Limits(time_limit, max_memory),
        workers=workers or default_workers(),
        hosts=hosts | {host},
        beyond_loopback=beyond_loopback,
    )
    _log_to_stderr(quiet=quiet)
    serve_until_stopped(host, port, settings, on_ready=_tell)
    click.echo("Stopped.", err=True)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _tell(address: str) -> None:
    click.echo(f"Ofsight is ready at {address} (interface: {address}docs). Ctrl-C stops it.", err=True)


class _WithoutTraces(logging.Formatter):
    """Leaves out what exceptions say: it may hold what was sent."""

    def formatException(self, ei: Any) -> str:  # noqa: N802  # logging's name
        return f"({ei[0].__name__})"


def _log_to_stderr(*, quiet: bool) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_WithoutTraces("%(asctime)s %(message)s", "%Y-%m-%d %H:%M:%S"))
    for name, level in (
        ("ofsight.service", logging.WARNING if quiet else logging.INFO),
        ("uvicorn", logging.WARNING),
    ):
        logger = logging.getLogger(name)
        logger.addHandler(handler)
        logger.setLevel(level)
        logger.propagate = False
