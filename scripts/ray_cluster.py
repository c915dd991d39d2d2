"""Run ``ofsight annotate --engine ray`` on a cluster of two nodes, kill one of them, and then the run itself.

    python scripts/ray_cluster.py                                  # 400 documents, one node killed in mid-run
    python scripts/ray_cluster.py --kills 10                       # and one run killed 10 times and resumed
    python scripts/ray_cluster.py --model rules --documents 100 --kills 2

Both nodes are on this machine, each offers one processor. The node that is killed loses all its processes at
once (SIGKILL). A run is killed alone: its actors must end by themselves. Everything is compared with a run of
the local engine. It ends with code 0 when all that it prints is well.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil

from kill_runs import write_documents
from ofsight.engine.journal import journal_path, read_progress
from ofsight.ingest.failures import errors_path

_PATIENCE = 30.0
"""Seconds in which the actors of a run that was killed must be gone."""


def main() -> int:
    """Run the whole check; return the exit code."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        inputs = place / "in"
        write_documents(inputs, options.documents)
        calm = place / "local.jsonl"
        began = time.monotonic()
        _end(_start(options, inputs, calm))
        print(f"local engine: {options.documents} documents, {_since(began)}, {_shown(calm)}", flush=True)
        with _two_nodes() as (address, second):
            ray = ["--engine", "ray", "--ray-address", address]
            good = [_node_dies(options, inputs, place / "node.jsonl", calm, ray=ray, node=second)]
            if options.kills:
                good.append(_run_dies(options, inputs, place / "killed.jsonl", calm, ray))
            good.append(_nobody_is_left())
    return 0 if all(good) else 1


@contextmanager
def _two_nodes() -> Iterator[tuple[str, psutil.Process]]:
    """Start a cluster; yield its address and the chief process of the node that holds no more than actors."""
    os.environ |= {
        "PYTHONPATH": str(Path(__file__).resolve().parent.parent / "pipeline"),
        "RAY_USAGE_STATS_ENABLED": "0",
        "RAY_worker_niceness": "0",
    }
    from ray.cluster_utils import Cluster  # reads the environment

    size: dict[str, Any] = {"num_cpus": 1, "object_store_memory": 100_000_000, "include_dashboard": False}
    cluster = Cluster(initialize_head=True, head_node_args=size)
    try:
        size.pop("include_dashboard")
        node = cluster.add_node(**size)
        print(f"cluster at {cluster.address}: 2 nodes with 1 processor each", flush=True)
        raylet = next(processes[0] for kind, processes in node.all_processes.items() if kind == "raylet")
        yield cluster.address, psutil.Process(raylet.process.pid)
    finally:
        cluster.shutdown()


def _node_dies(
    options: argparse.Namespace,
    inputs: Path,
    output: Path,
    calm: Path,
    *,
    ray: list[str],
    node: psutil.Process,
) -> bool:
    began = time.monotonic()
    process = _start(options, inputs, output, *ray)
    while _done(output) < options.documents // 4 and process.poll() is None:
        time.sleep(0.2)
    done = _done(output)
    was_running = process.poll() is None
    victims = [node, *node.children(recursive=True)]
    names = [victim.name() for victim in victims]
    for victim in victims:
        with suppress(psutil.NoSuchProcess):
            victim.kill()
    actors = sum(name.startswith("ray::UnitActor") for name in names)
    print(
        f"killed a node in mid-run: {len(victims)} processes, {actors} actor(s) among them,"
        f" with {done} of {options.documents} documents done",
        flush=True,
    )
    said = _end(process)
    lost = said.count("lost a worker")
    same = _same(output, calm)
    print(
        f"the run: exit code {process.returncode}, {_since(began)}, told of {lost} lost worker(s),"
        f" {'same bytes' if same else 'OTHER BYTES'} as the local engine, {_shown(output)}",
        flush=True,
    )
    return same and was_running and actors == 1 and process.returncode in {0, 3}


def _run_dies(options: argparse.Namespace, inputs: Path, output: Path, calm: Path, ray: list[str]) -> bool:
    draw = random.Random(options.seed)  # noqa: S311  (moments, no secrets)
    began = time.monotonic()
    marks = []
    # So early that the run cannot end before the last kill.
    for target in sorted(draw.randrange(options.documents * 7 // 10) for _ in range(options.kills)):
        process = _start(options, inputs, output, *ray, "--resume")
        while _done(output) < target and process.poll() is None:
            time.sleep(0.1)
        with suppress(subprocess.TimeoutExpired):
            process.wait(draw.uniform(0, options.within))
        if process.poll() is None:
            marks.append(_done(output))
        process.kill()
        process.communicate()
    last = _start(options, inputs, output, *ray, "--resume")
    _end(last)
    same = _same(output, calm)
    print(
        f"a run killed {len(marks)} times, with {', '.join(map(str, marks))} documents done:"
        f" {_since(began)}, {'same bytes' if same else 'OTHER BYTES'} as the local engine",
        flush=True,
    )
    return same and last.returncode in {0, 3} and len(marks) == options.kills


def _nobody_is_left() -> bool:
    until = time.monotonic() + _PATIENCE
    while (left := _actors()) and time.monotonic() < until:
        time.sleep(0.5)
    print(f"actors and worker processes left on the cluster: {len(left)}", flush=True)
    return not left


def _actors() -> list[str]:
    found = []
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            name = " ".join(process.cmdline())
            if name.startswith("ray::UnitActor") or "ofsight.engine.worker" in name:
                found.append(name)
    return found


def _start(options: argparse.Namespace, inputs: Path, output: Path, *more: str) -> subprocess.Popen[str]:
    program = "from ofsight.cli.main import main; main()"
    command = [sys.executable, "-c", program, "annotate", str(inputs), "-o", str(output), "--quiet"]
    command += ["--model", options.model, "--workers", str(options.workers), *more]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)


def _end(process: subprocess.Popen[str]) -> str:
    """Wait for a run; return what it said, and show it when it went wrong."""
    said = process.communicate()[1]
    if process.returncode not in {0, 3}:
        print(said, file=sys.stderr)
    return said


def _done(output: Path) -> int:
    """Return how many documents are safely done."""
    progress = read_progress(journal_path(output))
    return progress.checkpoint.done if progress is not None and progress.checkpoint is not None else 0


def _same(output: Path, calm: Path) -> bool:
    pairs = ((output, calm), (errors_path(output), errors_path(calm)))
    return all(one.exists() and one.read_bytes() == other.read_bytes() for one, other in pairs)


def _shown(output: Path) -> str:
    errors = len(errors_path(output).read_bytes().splitlines()) if errors_path(output).exists() else 0
    checksum = hashlib.sha256(output.read_bytes()).hexdigest()
    return f"{output.stat().st_size:,} bytes, {errors} errors, sha256 {checksum[:12]}"


def _since(began: float) -> str:
    return f"{time.monotonic() - began:.0f} s"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--documents", type=int, default=400)
    parser.add_argument("--kills", type=int, default=0, help="kill a second run so often, and resume it")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--model", default="standard")
    parser.add_argument("--within", type=float, default=1.0, help="seconds over which kills are drawn")
    parser.add_argument("--seed", type=int, default=20261122)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
