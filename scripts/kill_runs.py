"""Kill runs of ``ofsight annotate`` at random moments, resume them, and compare with an undisturbed one.

    python scripts/kill_runs.py                       # 5 runs over 400 documents, each killed 10 times
    python scripts/kill_runs.py --runs 1 --documents 40 --kills 3

The documents are cut from texts that were written for the project. A run is killed with its workers (the
whole process group, SIGKILL), or alone, by turns; the moments are drawn over the time that the undisturbed
run took. It ends with code 0 when every output has the same bytes as the undisturbed one, and prints a line
for each run.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from ofsight.record.io import read_records

ROOT = Path(__file__).resolve().parent.parent
_WORDS = 250


def main() -> int:
    """Run the whole check; return the exit code."""
    options = _options()
    draw = random.Random(options.seed)  # noqa: S311  (moments, no secrets)
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        place = Path(folder)
        inputs = place / "in"
        write_documents(inputs, options.documents)
        calm = place / f"calm{options.ending}"
        began = time.monotonic()
        subprocess.run(_command(inputs, calm, options), check=False, stderr=subprocess.DEVNULL)
        took = time.monotonic() - began
        print(f"undisturbed: {options.documents} documents in {took:.0f} s, {_shown(calm)}", flush=True)
        # So short that the run cannot end before the last kill.
        longest = options.start + max(0.0, took - options.start) / options.kills
        same = [
            disturbed(
                place / f"killed-{number + 1}{options.ending}",
                calm,
                lambda output: _command(inputs, output, options),
                kills=options.kills,
                moment=lambda: draw.uniform(0.1, longest),
            )
            for number in range(options.runs)
        ]
    print(f"{sum(same)} of {len(same)} runs ended with the bytes of the undisturbed one")
    return 0 if all(same) else 1


def write_documents(folder: Path, number: int) -> None:
    """Write documents cut from the texts of the authored corpora, with a few that cannot be read."""
    folder.mkdir(parents=True)
    parts = _parts()
    for index in range(number):
        path = folder / f"d{index:06d}.txt"
        if index % 50 == 49:
            path.write_bytes(b"" if index % 100 == 49 else b"%PDF-1.4 cut off")
        else:
            path.write_text(next(parts), encoding="utf-8")


def _parts() -> Iterator[str]:
    while True:
        for split in ("train", "dev"):
            for record in read_records(ROOT / "annotations" / "news" / f"{split}.jsonl"):
                words = (record.text or "").split(" ")
                for start in range(0, len(words), _WORDS):
                    yield " ".join(words[start : start + _WORDS])


def disturbed(
    output: Path,
    calm: Path,
    command: Callable[[Path], list[str]],
    *,
    kills: int,
    moment: Callable[[], float],
) -> bool:
    """Run a command, kill it at some moments and resume it each time; tell whether the bytes are the same.

    Parameters
    ----------
    output, calm : Path
        The output of this run, and that of an undisturbed one.
    command : callable
        Returns the command that writes an output; ``--resume`` is added.
    kills : int
        How often it is killed.
    moment : callable
        Returns the seconds until the next kill.
    """
    done = 0
    began = time.monotonic()
    while done < kills:
        process = subprocess.Popen(
            [*command(output), "--resume"], stderr=subprocess.DEVNULL, start_new_session=True
        )
        try:
            process.wait(moment())
        except subprocess.TimeoutExpired:
            done += 1
            if done % 2:
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
            process.wait()
        else:
            print(f"{output.name}: ended after {done} kills only", flush=True)
            break
    subprocess.run([*command(output), "--resume"], check=False, stderr=subprocess.DEVNULL)
    same = all(
        _checksum(one) == _checksum(other)
        for one, other in ((output, calm), (_errors(output), _errors(calm)))
    )
    left = sorted(
        path.name for path in output.parent.glob(f"{output.name}.*") if path not in _expected(output)
    )
    seconds = time.monotonic() - began
    verdict = "same bytes" if same else "OTHER BYTES"
    print(
        f"{output.name}: {done} kills, {seconds:.0f} s, {verdict}, left behind: {left or 'nothing'}",
        flush=True,
    )
    return same and not left and done == kills


def _expected(output: Path) -> tuple[Path, ...]:
    return (_errors(output), output.with_name(output.name + ".manifest.json"))


def _errors(output: Path) -> Path:
    return output.with_name(output.name + ".errors.jsonl")


def _checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else "none"


def _shown(output: Path) -> str:
    errors = len(_errors(output).read_bytes().splitlines()) if _errors(output).exists() else 0
    return f"{output.stat().st_size:,} bytes, {errors} errors, sha256 {_checksum(output)[:12]}"


def _command(inputs: Path, output: Path, options: argparse.Namespace) -> list[str]:
    engine = ["--workers", str(options.workers), "--model", options.model]
    program = "from ofsight.cli.main import main; main()"
    command = [sys.executable, "-c", program, "annotate", str(inputs), "-o", str(output)]
    return [*command, *engine, "--quiet"]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--documents", type=int, default=400)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--model", default="standard")
    parser.add_argument(
        "--folder", help="where the files lie meanwhile; a place for temporary files if not given"
    )
    parser.add_argument("--ending", default=".jsonl", help="of the output: .jsonl, .jsonl.gz or .jsonl.zst")
    parser.add_argument("--start", type=float, default=4.0, help="seconds that a run needs to start")
    parser.add_argument("--seed", type=int, default=20261122)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
