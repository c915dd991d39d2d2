"""The service as it is started: real workers, real bytes, the same records as the command's, a clean end."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import psutil
import pytest
from click.testing import CliRunner
from tests.hostile.packed import packed
from tests.hostile.pdfs import pdfs
from tests.service.test_api import problem, wait_until

from ofsight.cli.main import cli
from ofsight.errors import ServiceError
from ofsight.service.server import listen, page_address

COMMAND = (sys.executable, "-c", "from ofsight.cli.main import main; main()", "serve", "--model", "rules")
OPTIONS = ("--port", "0", "--workers", "2", "--max-megabytes", "4", "--time-limit", "60")
ARTICLE = "Ofsted rates Medway council good\n\nMedway council has been rated good by Ofsted.\n"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A service with the pipeline of rules; it is stopped by Ctrl-C while it works, and leaves nothing."""
    with subprocess.Popen((*COMMAND, *OPTIONS), stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            line = process.stderr.readline()
            found = re.search(r"ready at (http://127\.0\.0\.1:\d+)/", line)
            assert found, line + process.stderr.read()
            yield found[1]
            _stop_within_work(process, found[1])
        finally:
            process.kill()


def _stop_within_work(process: subprocess.Popen[str], address: str) -> None:
    workers = psutil.Process(process.pid).children(recursive=True)
    assert workers
    answers: list[tuple[int, str, str]] = []
    long = threading.Thread(target=_send_in_vain, args=(address, ARTICLE * 40_000, answers))
    long.start()
    wait_until(lambda: httpx.get(f"{address}/health").json()["requests"] == 1)
    process.send_signal(signal.SIGINT)
    assert process.stderr is not None
    rest = process.stderr.read()
    assert process.wait(20) == 0
    assert rest.splitlines()[-1] == "Stopped."
    assert "Traceback" not in rest
    assert "Medway" not in rest
    long.join(20)
    assert answers == [(503, "request", "stopping")]
    _, alive = psutil.wait_procs(workers, timeout=5)
    assert not alive


def _send_in_vain(address: str, text: str, answers: list[tuple[int, str, str]]) -> None:
    plain = {"Content-Type": "text/plain"}
    answers.append(problem(httpx.post(f"{address}/annotate", content=text, headers=plain, timeout=60)))


def test_the_same_bytes_as_the_command(address: str, samples_dir: Path, tmp_path: Path) -> None:
    paths = sorted(path for path in samples_dir.iterdir() if path.suffix in (".txt", ".html"))
    output = tmp_path / "out.jsonl"
    arguments = ["annotate", *map(str, paths), "-o", str(output), "--model", "rules", "--workers", "0"]
    assert CliRunner().invoke(cli, arguments).exit_code == 0
    lines = output.read_bytes().splitlines(keepends=True)

    def ask(path: Path) -> bytes:
        files = {"file": (path.name, path.read_bytes())}
        return httpx.post(f"{address}/annotate", files=files, timeout=60).content

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(ask, paths)) == lines
    without = tmp_path / "without.jsonl"
    arguments = [
        "annotate",
        str(paths[0]),
        "-o",
        str(without),
        "--model",
        "rules",
        "--workers",
        "0",
        "--no-text",
    ]
    assert CliRunner().invoke(cli, arguments).exit_code == 0
    files = {"file": (paths[0].name, paths[0].read_bytes())}
    answer = httpx.post(f"{address}/annotate?text=false", files=files, timeout=60)
    assert answer.content == without.read_bytes()


def test_the_same_text_in_every_shape(address: str) -> None:
    plain = httpx.post(f"{address}/annotate", content=ARTICLE, headers={"Content-Type": "text/plain"}).json()
    as_json = httpx.post(f"{address}/annotate", json={"text": ARTICLE}).json()
    as_list = httpx.post(f"{address}/annotate", json=[{"text": ARTICLE, "id": "document"}]).json()
    assert plain["entities"]
    assert plain["source"] != as_json["source"]
    for record in (as_json, as_list["records"][0]):
        assert {**record, "source": None} == {**plain, "source": None}


def test_the_date_of_publication_counts(address: str) -> None:
    text = "Ofsted inspected Medway council last month.\n"
    body = {"text": text, "meta": {"published": "2021-11-26"}}
    entities = httpx.post(f"{address}/annotate", json=body).json()["entities"]
    assert [entity["value"] for entity in entities if entity["label"] == "DATE"] == ["2021-10"]


def test_what_the_model_labels(address: str) -> None:
    answer = httpx.get(f"{address}/model", timeout=60).json()
    assert answer["name"] == "rules"
    assert "COUNCIL" in answer["labels"]["entities"]
    assert "workforce" in answer["labels"]["themes"]


@pytest.mark.parametrize("hostile", [*packed(), *pdfs()], ids=lambda hostile: hostile.name)
def test_hostile_files_cost_themselves_only(address: str, hostile: object) -> None:
    name, content, outcome = hostile  # type: ignore[misc]
    response = httpx.post(f"{address}/annotate", files={"file": (name, content)}, timeout=60)
    if response.status_code == 200:
        assert outcome == "record" or name.endswith((".jsonl.gz", ".jsonl.zst"))
    else:
        assert problem(response)[2] == outcome
    assert httpx.post(f"{address}/annotate", json={"text": ARTICLE}).status_code == 200


def test_a_request_cut_off_costs_nobody_else(address: str) -> None:
    port = int(address.rpartition(":")[2])
    for beginning in (  # a body that stays away, half a chunk, TLS, headers without end
        b"POST /annotate HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf",
        b"POST /annotate HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        b"\x16\x03\x01\x02\x00",
        b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 20_000,
    ):
        with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
            connection.sendall(beginning)
    assert httpx.get(f"{address}/health").json()["requests"] == 0


def test_a_chunked_body_is_stopped_at_the_limit(address: str) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(10_000):
            sent += 65_536
            yield b"x" * 65_536

    try:
        status = httpx.post(
            f"{address}/annotate", content=endless(), headers={"Content-Type": "text/plain"}, timeout=60
        ).status_code
    except httpx.HTTPError:
        status = 413  # the connection was closed before all was sent, as it should be
    assert status == 413
    assert sent < 40_000_000


def test_a_port_that_is_taken() -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(
            ServiceError, match=f"cannot listen on port {port} of 127.0.0.1: something else uses it"
        ):
            listen("127.0.0.1", port)
        assert page_address(taken) == f"http://127.0.0.1:{port}/"


def test_addresses_that_are_not_ours() -> None:
    with pytest.raises(ServiceError, match="no such address; give one of its own"):
        listen("192.0.2.1", 0)
    with pytest.raises(ServiceError, match=r"there is no address 'nonesuch\.invalid'"):
        listen("nonesuch.invalid", 0)
