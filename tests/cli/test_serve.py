"""``ofsight serve`` as it is called: what its options mean, and what it says when it cannot start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ofsight.cli import serve as command
from ofsight.cli.main import cli
from ofsight.errors import ModelError, ServiceError
from ofsight.service import server
from ofsight.service.settings import ServiceSettings

Started = list[tuple[str, int, ServiceSettings]]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Started:
    """What the server would have been started with."""
    found: Started = []

    def serve(host: str, port: int, settings: ServiceSettings, *, on_ready: Callable[[str], None]) -> None:
        found.append((host, port, settings))
        on_ready(f"http://{host}:{port}/")

    monkeypatch.setattr(server, "serve", serve)
    return found


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["serve", *arguments])


def test_without_options_it_is_for_this_machine(started: Started) -> None:
    result = run()
    assert result.exit_code == 0
    ((host, port, settings),) = started
    assert (host, port, settings.work.model) == ("127.0.0.1", 8000, "standard")
    assert (settings.max_bytes, settings.limits.seconds, settings.beyond_loopback) == (5_000_000, 60.0, False)
    assert settings.workers >= 1
    assert "Warning" not in result.stderr
    assert "ready at http://127.0.0.1:8000/ " in result.stderr


def test_what_options_mean(started: Started) -> None:
    options = ("--port", "0", "--model", "rules", "--max-megabytes", "0.5", "--time-limit", "1.5")
    result = run(*options, "--max-memory", "900", "--workers", "3", "--allow-host", "a.example")
    assert result.exit_code == 0
    ((_, port, settings),) = started
    assert (port, settings.work.model, settings.max_bytes, settings.workers) == (0, "rules", 500_000, 3)
    assert (settings.limits.seconds, settings.limits.megabytes) == (1.5, 900)
    assert settings.hosts == {"a.example", "127.0.0.1"}
    assert not settings.beyond_loopback


@pytest.mark.parametrize("name", ["http://a.example", "a.example:80", "*", "", "a b"])
def test_names_that_are_none(name: str, started: Started) -> None:
    result = run("--allow-host", name)
    assert result.exit_code == 2
    assert "give it without scheme, port and path" in result.stderr
    assert not started


@pytest.mark.parametrize("host", ["localhost", "127.0.0.2", "::1"])
def test_nobody_else_can_reach_it(host: str, started: Started) -> None:
    assert "Warning" not in run("--host", host).stderr
    assert not started[0][2].beyond_loopback
    assert host in started[0][2].hosts


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "::", "ofsight.example"])  # noqa: S104
def test_others_can_reach_it(host: str, started: Started) -> None:
    result = run("--host", host)
    assert f"Warning: others can reach {host}, and there is no login" in result.stderr
    assert started[0][2].beyond_loopback
    assert host in started[0][2].hosts


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    def find(name: str) -> Any:
        return None if name in ("uvicorn", "fastapi") else object()

    monkeypatch.setattr(command, "find_spec", find)
    error = run().exception
    assert isinstance(error, ServiceError)
    assert "needs fastapi, uvicorn" in str(error)
    assert "pip install 'ofsight[web]'" in str(error)


def test_a_model_and_a_port_that_cannot_be_had() -> None:
    assert isinstance(run("--port", "0", "--model", "nonesuch").exception, ModelError)
    with server.listen("127.0.0.1", 0) as taken:
        error = run("--port", str(taken.getsockname()[1])).exception
    assert isinstance(error, ServiceError)
