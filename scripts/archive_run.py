"""Annotate an archive of short documents and watch memory, open files and rate while it goes on.

    python scripts/archive_run.py                       # 100,000 documents of 60 words or so
    python scripts/archive_run.py --documents 2000 --model rules

The documents are put together from sentences that were written for the project, drawn at random from all
articles of the training and development splits: no two are alike. They are the lines of compressed files.
The table has a row for each tenth of the run. It ends with code 1 when a document failed, or when the
processes hold more memory in the last tenth than in the second by more than a tenth (the first is the start).
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

import psutil

from ofsight.packing import open_packed
from ofsight.record.io import read_records

ROOT = Path(__file__).resolve().parent.parent
_WORDS = 60
_SHARDS = 10
_BETWEEN_LOOKS = 0.5
_MOST_GROWTH = 1.1


@dataclass(frozen=True, slots=True)
class Look:
    """The processes at one moment: documents done, megabytes of the run's own process and of its workers."""

    documents: int
    seconds: float
    driver: float
    workers: float
    files: int


def main() -> int:
    """Run the archive; return the exit code."""
    options = _options()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        place = Path(folder)
        words = write_archive(place / "in", options.documents, options.seed)
        print(f"{options.documents:,} documents of {words / options.documents:.0f} words", flush=True)
        output = place / "out.jsonl.zst"
        looks, code = _watched(_command(place / "in", output, options))
        manifest = json.loads(output.with_name(output.name + ".manifest.json").read_bytes())
    summary = manifest["checkpoint"]["summary"]
    rows = list(_tenths(looks, options.documents))
    print(f"{'documents':>11} {'a second':>9} {'run MB':>7} {'workers MB':>11} {'open files':>11}")
    for before, row in zip([Look(0, looks[0].seconds, 0, 0, 0), *rows], rows, strict=False):
        rate = (row.documents - before.documents) / max(row.seconds - before.seconds, 1e-9)
        print(f"{row.documents:>11,} {rate:>9.1f} {row.driver:>7.0f} {row.workers:>11.0f} {row.files:>11}")
    total = sum(summary["errors"].values())
    seconds = manifest["seconds"]
    rate = summary["words"] / seconds
    print(f"{seconds:,.0f} s, {summary['documents'] / seconds:.1f} documents and {rate:,.0f} words a second")
    hours = summary["documents"] / seconds * 3600 / options.workers
    print(f"{options.workers} worker(s): {hours:,.0f} documents a core-hour; errors: {total}")
    growth = (rows[-1].driver + rows[-1].workers) / (rows[1].driver + rows[1].workers)
    print(f"memory of the last tenth over that of the second: {growth:.3f}")
    return 1 if code or total or growth > _MOST_GROWTH else 0


def write_archive(folder: Path, number: int, seed: int) -> int:
    """Write documents as lines of compressed files; return the number of words."""
    folder.mkdir(parents=True)
    draw = random.Random(seed)  # noqa: S311  (texts, no secrets)
    sentences = list(_sentences())
    total = 0
    for shard in range(_SHARDS):
        path = folder / f"archive-{shard + 1:02d}.jsonl.zst"
        with path.open("wb") as raw, open_packed(raw, path.name) as file:
            for index in range(shard * number // _SHARDS, (shard + 1) * number // _SHARDS):
                text = ""
                while (words := len(text.split())) < _WORDS:
                    text += draw.choice(sentences) + ("\n\n" if draw.random() < 1 / 3 else " ")
                total += words
                row = {"id": f"a{index:06d}", "text": text.rstrip()}
                file.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
    return total


def _sentences() -> Iterator[str]:
    for split in ("train", "dev"):
        for record in read_records(ROOT / "annotations" / "news" / f"{split}.jsonl"):
            for sentence in record.sentences:
                yield (record.text or "")[sentence.start : sentence.end].replace("\n", " ")


def _watched(command: list[str]) -> tuple[list[Look], int]:
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    seen = psutil.Process(process.pid)
    done = [0]
    log = cast("IO[str]", process.stderr)

    def listen() -> None:
        for line in log:
            row = json.loads(line)
            if row["event"] == "progress":
                done[0] = row["done"]
            elif row["event"] not in ("started", "ended"):
                print(line, end="", flush=True)

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    looks = []
    began = time.monotonic()
    while process.poll() is None:
        looks.append(_look(seen, done[0], time.monotonic() - began))
        time.sleep(_BETWEEN_LOOKS)
    listener.join()
    return looks, process.returncode


def _look(process: psutil.Process, documents: int, seconds: float) -> Look:
    try:
        driver = process.memory_info().rss / 1e6
        files = process.num_fds()
    except psutil.Error:
        return Look(documents, seconds, 0.0, 0.0, 0)
    workers = 0.0
    for child in process.children(recursive=True):
        try:
            workers += child.memory_info().rss / 1e6
            files = max(files, child.num_fds())
        except psutil.Error:
            continue
    return Look(documents, seconds, driver, workers, files)


def _tenths(looks: list[Look], documents: int) -> Iterator[Look]:
    """Yield for each tenth of the documents what the processes held at most in it."""
    for tenth in range(10):
        low, high = documents * tenth / 10, documents * (tenth + 1) / 10
        within = [look for look in looks if low <= look.documents < high and look.driver]
        if within:
            yield Look(
                within[-1].documents,
                within[-1].seconds,
                max(look.driver for look in within),
                max(look.workers for look in within),
                max(look.files for look in within),
            )


def _command(inputs: Path, output: Path, options: argparse.Namespace) -> list[str]:
    program = "from ofsight.cli.main import main; main()"
    work = ["--workers", str(options.workers), "--model", options.model, "--log-json"]
    return [sys.executable, "-c", program, "annotate", str(inputs), "-o", str(output), *work]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--model", default="standard")
    parser.add_argument(
        "--folder", help="where the files lie meanwhile; a place for temporary files if not given"
    )
    parser.add_argument("--seed", type=int, default=20261122)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
