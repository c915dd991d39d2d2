"""Hold the main figures on the development gold above their floors.

    python scripts/gate.py                 # score the pipeline, fail where a figure is below its floor
    python scripts/gate.py --raise         # raise floors to what was measured less a margin; never lowers one
    python scripts/gate.py --repin         # gold has changed: take its checksum and measure all floors anew

Floors lie in scripts/floors.json, pinned to the checksum of the gold they were measured on. Gold without its
texts (stand-off) is scored where the texts are (``--texts``, by default ../shared/corpus/reports). What
cannot be scored is said aloud and skipped. Lowering a floor takes ``--repin`` and shows each one that falls.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ofsight.engine.annotator import annotate_document
from ofsight.evaluation import MAIN_FIGURES, Options, evaluate
from ofsight.ingest.document import InputDocument
from ofsight.model_files import DEFAULT_MODEL
from ofsight.pipeline import load_with_info
from ofsight.record import Meta, Record
from ofsight.record.io import read_records
from ofsight.record.rules import text_checksum

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ROOT / "scripts" / "floors.json"
TEXTS = ROOT.parent / "shared" / "corpus" / "reports"
GOLD = (
    "annotations/news/dev.jsonl",
    "annotations/reports/dev.findings.jsonl",
    "annotations/reports/dev.entities.jsonl",
)
MARGIN = 0.005
"""How far below the measured figure a floor is set: less than one careful change, more than rounding."""
_DECIMALS = 4


class GateError(Exception):
    """The gate cannot be applied; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Floors:
    """The floors of one gold file."""

    sha256: str
    figures: dict[str, float]


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_floors(path: Path) -> dict[str, Floors]:
    """Read the floors of every gold file; none if the file is not there."""
    if not path.exists():
        return {}
    held = json.loads(path.read_text(encoding="utf-8"))
    return {name: Floors(entry["sha256"], entry["figures"]) for name, entry in held.items()}


def write_floors(path: Path, floors: Mapping[str, Floors]) -> None:
    """Write the floors, one figure a line, so that a change of one is a change of one line."""
    data = {
        name: {"sha256": entry.sha256, "figures": entry.figures} for name, entry in sorted(floors.items())
    }
    path.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")


def text_of(gold: Record, texts: Path) -> str | None:
    """Return the text that a gold record is about: its own, or else that of the file named by its id."""
    if gold.text is not None:
        return gold.text
    path = texts / f"{gold.id}.txt"
    if not path.exists():
        return None
    # Bytes, because reading as text would change carriage returns and with them the offsets.
    text = path.read_bytes().decode("utf-8")
    if text_checksum(text) != gold.text_sha256:
        raise GateError(
            f"{path} is not the text that the gold of {gold.id} was made on: the checksums differ"
        )
    return text


def predictions(gold: Iterable[Record], texts: Path, model: str) -> Iterator[Record]:
    """Annotate the texts of gold records, telling the pipeline nothing but the text."""
    loaded = load_with_info(model)
    for record in gold:
        text = text_of(record, texts)
        if text is not None:
            yield annotate_document(loaded, InputDocument(record.id, record.source, text, Meta()))


def measure(path: Path, texts: Path, model: str = DEFAULT_MODEL) -> dict[str, float] | None:
    """Return the main figures of the pipeline on one gold file; None if texts of it are missing."""
    gold = list(read_records(path))
    if any(text_of(record, texts) is None for record in gold):
        return None
    report = evaluate(gold, predictions(gold, texts, model), Options(draws=0, examples=0))
    # A file may hold both kinds (articles and inspectors' letters): one must not hide the other.
    groups = report.groups if len({record.meta.kind for record in gold}) > 1 else [report.group()]
    return {
        (figure.name if group is report.group() else f"{group.name}: {figure.name}"): round(value, _DECIMALS)
        for group in groups
        for found in [group.figures()]
        for figure in MAIN_FIGURES
        if figure.name in found and (value := found[figure.name].value) is not None
    }


def breaches(floors: Floors, measured: Mapping[str, float]) -> list[str]:
    """Return a line for each figure below its floor; a figure that is no longer measured counts as 0."""
    return [
        f"{name}: {measured.get(name, 0.0):.4f} is below its floor {floor:.4f}"
        for name, floor in sorted(floors.figures.items())
        if measured.get(name, 0.0) < floor
    ]


def floor_below(value: float, margin: float) -> float:
    """Return the floor for a measured figure, rounded down."""
    scale = 10.0**_DECIMALS
    return max(0.0, math.floor(round((value - margin) * scale, 6)) / scale)


def raised(floors: Floors, measured: Mapping[str, float], margin: float) -> Floors:
    """Return floors raised to what was measured less a margin; none falls."""
    figures = {
        name: max(floors.figures.get(name, 0.0), floor_below(value, margin))
        for name, value in sorted(measured.items())
    }
    return Floors(floors.sha256, figures)


def repinned(old: Floors | None, sha256: str, measured: Mapping[str, float], margin: float) -> Floors:
    """Return floors for new gold, and print every one that falls."""
    figures = {name: floor_below(value, margin) for name, value in sorted(measured.items())}
    for name, floor in sorted((old.figures if old else {}).items()):
        if figures.get(name, 0.0) < floor:
            print(f"  LOWERED {name}: {floor:.4f} -> {figures.get(name, 0.0):.4f}")
    return Floors(sha256, figures)


def check(name: str, sha256: str, floors: Floors | None, measured: Mapping[str, float]) -> list[str]:
    """Return what is wrong with one gold file and its figures; empty if nothing is."""
    if floors is None:
        return [f"{name} has no floors yet: run python scripts/gate.py --repin"]
    if floors.sha256 != sha256:
        return [f"{name} has changed since its floors were measured: run python scripts/gate.py --repin"]
    return breaches(floors, measured)


def run(options: argparse.Namespace) -> int:
    """Check, raise or repin the floors of every gold file that is there; return the exit code."""
    floors = read_floors(options.floors)
    failed = False
    for name in options.gold or GOLD:
        path = ROOT / name
        measured = measure(path, options.texts, options.model) if path.exists() else None
        if measured is None:
            why = f"its texts are not in {options.texts}" if path.exists() else "there is no such file"
            print(f"SKIPPED {name}: {why}")
            continue
        print(name)
        for figure, value in measured.items():
            floor = floors[name].figures.get(figure) if name in floors else None
            print(f"  {figure:<42} {value:.4f}" + (f"  floor {floor:.4f}" if floor is not None else ""))
        sha256 = checksum(path)
        if options.repin:
            floors[name] = repinned(floors.get(name), sha256, measured, options.margin)
            continue
        problems = check(name, sha256, floors.get(name), measured)
        if options.raise_floors and not problems:
            floors[name] = raised(floors[name], measured, options.margin)
        for problem in problems:
            print(f"  FAILED {problem}")
        failed = failed or bool(problems)
    if (options.repin or options.raise_floors) and not failed:
        write_floors(options.floors, floors)
        print(f"written: {options.floors}")
    return 1 if failed else 0


def parse(arguments: list[str]) -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", nargs="*", help=f"gold files from the root; by default {' '.join(GOLD)}")
    change = parser.add_mutually_exclusive_group()
    change.add_argument("--raise", dest="raise_floors", action="store_true")
    change.add_argument("--repin", action="store_true")
    parser.add_argument("--floors", type=Path, default=FLOORS)
    parser.add_argument("--texts", type=Path, default=TEXTS)
    parser.add_argument("--margin", type=float, default=MARGIN)
    parser.add_argument("--model", default=DEFAULT_MODEL)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    try:
        sys.exit(run(parse(sys.argv[1:])))
    except GateError as error:
        sys.exit(f"gate: {error}")
