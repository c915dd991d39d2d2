"""Feed mutated inputs to everything that reads what others wrote, in worker processes of the engine.

    python scripts/fuzz.py                        # 10,000 inputs
    python scripts/fuzz.py --inputs 500 --only pdf --only docx --seed 7

The same seed makes the same inputs. Each must become a record that passes validation, or be refused by
name; what brings about anything else (an error that speaks of a defect, a worker's death, an exception while
inputs are found) is kept in ``--keep`` and makes the exit code 1.
"""

from __future__ import annotations

import argparse
import collections
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts.fuzzing.seeds import Kind, kinds  # noqa: E402  # after the path to them
from scripts.fuzzing.worker import DEFECT, REFUSED  # noqa: E402

from ofsight.engine import process  # noqa: E402
from ofsight.engine.interface import Job  # noqa: E402
from ofsight.engine.local import LocalEngine  # noqa: E402
from ofsight.engine.outcome import Outcome  # noqa: E402
from ofsight.engine.process import CRASH  # noqa: E402
from ofsight.engine.settings import Limits, WorkSettings  # noqa: E402
from ofsight.ingest.units import InputUnit, find_units  # noqa: E402

MAX_BYTES = 4_000_000
_DOCUMENTS = frozenset({"text", "html", "pdf", "docx", "jsonl", "gz", "zst"})
_BAD = frozenset({DEFECT, CRASH, "internal"})


@dataclass(slots=True)
class Row:
    """What came of the inputs of one kind."""

    inputs: int = 0
    records: int = 0
    errors: collections.Counter[str] = field(default_factory=collections.Counter)
    seconds: float = 0.0
    slowest: tuple[float, str] = (0.0, "")

    def add(self, outcome: Outcome, name: str) -> None:
        """Count one outcome."""
        said = outcome.trouble.message if outcome.trouble else (outcome.line or b"0").decode()
        number = said.split(" ", 1)[0]
        seconds = float(number) if number.replace(".", "", 1).isdigit() else 0.0
        self.seconds += seconds
        self.slowest = max(self.slowest, (seconds, name))
        if outcome.trouble is None:
            self.records += 1
        else:
            self.errors[outcome.trouble.error] += 1


class Fuzzing:
    """One run: makes inputs, has them read, counts what came of them."""

    def __init__(self, options: argparse.Namespace, folder: Path) -> None:
        self._options = options
        self._folder = folder
        self._kinds = [kind for kind in kinds() if not options.only or kind.path in options.only]
        if not self._kinds:
            sys.exit(f"no such path; there are {', '.join(kind.path for kind in kinds())}")
        self.rows = {kind.path: Row() for kind in self._kinds}
        self.bad: list[str] = []
        self.done = 0

    def jobs(self) -> Iterator[Job]:
        """Make the inputs one after the other; each is a file until it has been read."""
        weights = [kind.weight for kind in self._kinds]
        for number in range(self._options.first, self._options.first + self._options.inputs):
            draw = random.Random(f"{self._options.seed}:{number}")  # noqa: S311  # inputs, no secrets
            kind = draw.choices(self._kinds, weights)[0]
            path = self._folder / f"{kind.path}={number:06d}{kind.ending}"
            path.write_bytes(kind.input(draw))
            self.rows[kind.path].inputs += 1
            yield from self._units(kind, path)

    def _units(self, kind: Kind, path: Path) -> Iterator[Job]:
        if kind.path not in _DOCUMENTS:
            yield Job(InputUnit(path.name, path.name, path=path))
            return
        units: list[InputUnit] = []
        try:
            units = list(find_units([path], max_bytes=MAX_BYTES))
        except Exception as error:  # this would have ended a run
            self._keep(path, f"finding it raised {type(error).__name__}: {error}")
        for unit in units:
            yield Job(replace(unit, wanted_id=f"{path.name}:{unit.line.number if unit.line else 0}"))
        if not units:
            path.unlink()

    def take(self, unit: InputUnit, outcome: Outcome) -> None:
        """Count an outcome and keep the input where it is bad."""
        path = self._folder / unit.wanted_id.partition(":")[0]
        self.rows[path.name.partition("=")[0]].add(outcome, path.name)
        trouble = outcome.trouble
        if trouble is not None and (trouble.error in _BAD or "defect of Ofsight" in trouble.message):
            self._keep(path, f"{trouble.error}: {trouble.message}")
        elif trouble is not None and trouble.error in {"timeout", "memory"}:
            self._keep(path, f"{trouble.error}: {trouble.message}", bad=False)
        self.done += 1
        if unit.line is None:
            path.unlink(missing_ok=True)

    def _keep(self, path: Path, why: str, *, bad: bool = True) -> None:
        self._options.keep.mkdir(parents=True, exist_ok=True)
        kept = self._options.keep / path.name
        if path.exists():
            kept.write_bytes(path.read_bytes())
        print(f"\n{kept}: {why[:300]}", flush=True)
        if bad:
            self.bad.append(path.name)

    def table(self) -> str:
        """Return what came of the inputs, a line for each kind."""
        heads = "".join(
            f"{head:>9}" for head in ("inputs", "records", "refused", "stopped", "crashes", "bad")
        )
        lines = [f"{'path':13}{heads}  slowest"]
        for path, row in self.rows.items():
            bad = sum(row.errors[key] for key in _BAD - {CRASH})
            stopped = row.errors["timeout"] + row.errors["memory"]
            named = sum(row.errors.values()) - bad - stopped - row.errors[CRASH]
            seconds, name = row.slowest
            lines.append(
                f"{path:13}{row.inputs:9}{row.records:9}{named:9}{stopped:9}{row.errors[CRASH]:9}{bad:9}"
                f"  {seconds:.1f} s {name}"
            )
            keys = ", ".join(f"{count} {key}" for key, count in row.errors.most_common() if key != REFUSED)
            lines += [f"{'':13}{keys}"] if keys else []
        total = sum(row.inputs for row in self.rows.values())
        lines.append(
            f"{total:,} inputs, {self.done:,} documents,"
            f" {sum(row.records for row in self.rows.values()):,} records,"
            f" {sum(row.seconds for row in self.rows.values()):.0f} s of processor time, {len(self.bad)} bad"
        )
        return "\n".join(lines)


def main() -> int:
    """Run; return the exit code."""
    options = _options()
    process._COMMAND = (sys.executable, str(ROOT / "scripts" / "fuzzing" / "worker.py"))  # type: ignore[misc]
    limits = Limits(seconds=options.seconds, megabytes=options.megabytes)
    began = shown = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        fuzzing = Fuzzing(options, Path(folder))
        settings = WorkSettings(model="rules", max_bytes=MAX_BYTES)
        with LocalEngine(settings, workers=options.workers, limits=limits) as engine:
            for unit, outcome in engine.annotate(fuzzing.jobs()):
                fuzzing.take(unit, outcome)
                if time.monotonic() - shown > options.every:
                    shown = time.monotonic()
                    rate = fuzzing.done / (shown - began)
                    print(f"{fuzzing.done:,} documents, {rate:.0f} a second", file=sys.stderr, flush=True)
    print(fuzzing.table())
    return 1 if fuzzing.bad else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--inputs", type=int, default=10_000, help="how many (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of the inputs (%(default)s)")
    parser.add_argument("--first", type=int, default=0, help="number of the first input (%(default)s)")
    parser.add_argument("--only", action="append", metavar="PATH", help="only this kind of input; repeatable")
    parser.add_argument("--workers", type=int, default=2, help="processes (%(default)s)")
    parser.add_argument("--seconds", type=float, default=30.0, help="limit for each (%(default)s)")
    parser.add_argument("--megabytes", type=int, default=2500, help="limit of a worker (%(default)s)")
    parser.add_argument("--keep", type=Path, default=Path("fuzz-failures"), help="folder for what failed")
    parser.add_argument("--every", type=float, default=10.0, help="seconds between lines of progress")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
