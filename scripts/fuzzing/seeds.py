"""Valid inputs of every kind, made here, and how each kind is mutated."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import random
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from backports import zstd
from tests.hostile import catalogue, lines, office, pdfs
from tests.read.network.tiny_onnx import tiny_onnx, tiny_reader
from tests.record.examples import example

from ofsight.extractors.stored import (
    Description,
    EntityPart,
    Examples,
    LabelScore,
    LearnedOn,
    ThemePart,
    write_extractor,
)
from ofsight.formats import export
from ofsight.model_files import find_model
from ofsight.read.network.scores import Line
from ofsight.read.network.store import NETWORK, SPEC, TOKENIZER, save_reader
from ofsight.record.io import dumps, loads

from .mutate import LARGEST, TOKENS, Mutator, zipped

ROOT: Final = Path(__file__).resolve().parents[2]
_OFTEN: Final = 24
"""Whole seeds are drawn so much more often than those of the catalogue, of which most are broken."""
_WEB: Final = "http://127.0.0.1:1/x"
_PATTERNS: Final = b"""name: agencies
version: "1.0"
description: fiction
entities:
  - label: AGENCY
    phrases: [Northmoor Staffing, Castlegate Care]
    ignore_case: true
  - label: CASE_NUMBER
    regex: 'SW/(?P<value>\\d{4}/\\d+)'
  - label: POST
    tokens: [[{LOWER: head}, {LOWER: of, OP: "?"}, {IS_TITLE: true}]]
    score: 0.5
themes:
  - theme: unregistered_placements
    terms: [unregistered, illegal/unlawful placement*]
    unless: [no unregistered]
    where: findings
"""

Mutation = Callable[[Mutator, bytes, Sequence[bytes]], bytes]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of input: its path through the program, the ending of its files, its seeds and its mutation."""

    path: str
    ending: str
    seeds: list[bytes]
    mutate: Mutation
    weight: int

    def input(self, draw: random.Random) -> bytes:
        """Return one mutated input; now and then a seed as it is."""
        seed = draw.choice(self.seeds)
        return seed if draw.random() < 0.01 else self.mutate(Mutator(draw), seed, self.seeds)


def kinds() -> list[Kind]:
    """Return every kind that is fuzzed."""
    texts, pages = _samples(".txt"), _samples(".html")
    hostile = {each.name: each.content for each in catalogue.files(str(ROOT / "LICENSE"), _WEB)}

    def small(ending: str) -> list[bytes]:
        return [data for name, data in hostile.items() if name.endswith(ending) and len(data) < LARGEST // 4]

    rows = _rows(texts, pages)
    records = [dumps(loads(json.dumps(example()))).encode()]
    return [
        Kind("text", ".txt", texts + small(".txt"), _plain("text"), 22),
        Kind("html", ".html", pages + small("html"), lambda m, d, o: m.markup(d, TOKENS["html"], o), 22),
        Kind("pdf", ".pdf", [pdfs.assembled(pdfs.objects())] * _OFTEN + small(".pdf"), _pdf, 14),
        Kind("docx", ".docx", [office.packed(office.parts())] * _OFTEN + small(".docx"), _docx, 10),
        Kind("jsonl", ".jsonl", rows, lambda m, d, o: m.json(d, TOKENS["json"], o), 12),
        Kind("gz", ".txt.gz", [gzip.compress(t, mtime=0) for t in texts], _packed, 4),
        Kind("zst", ".jsonl.zst", [zstd.compress(row) for row in rows[:30]], _packed, 4),
        Kind("record", ".jsonl", records, lambda m, d, o: m.json(d, TOKENS["json"], o), 6),
        Kind("config", ".zip", [_folder(find_model("rules"))], _config, 1),
        Kind("network", ".zip", [_network()], _network_files, 2),
        Kind("extractor", ".zip", [_extractor()], _extractor_files, 1),
        Kind("patterns", ".yaml", [_PATTERNS], _plain("yaml"), 1),
        *_formats(records[0]),
    ]


def _plain(tokens: str) -> Mutation:
    return lambda mutator, data, others: mutator.some(data, TOKENS[tokens], others)


def _pdf(mutator: Mutator, data: bytes, others: Sequence[bytes]) -> bytes:
    return mutator.pdf(data, TOKENS["pdf"], others)


def _packed(mutator: Mutator, data: bytes, others: Sequence[bytes]) -> bytes:
    return mutator.packed(data, TOKENS["text"], others)


def _docx(mutator: Mutator, data: bytes, others: Sequence[bytes]) -> bytes:
    def change(name: str, part: bytes) -> bytes:
        if name == office.MAIN and mutator.draw.random() < 0.5:
            return mutator.between_tags(part, TOKENS["text"])  # most of these are still XML
        return mutator.markup(part, TOKENS["docx"], [part])

    try:
        return mutator.archive(data, change, TOKENS["docx"], others, favourite=office.MAIN)
    except Exception:  # a seed of the catalogue that is no archive
        return mutator.some(data, TOKENS["docx"], others)


def _config(mutator: Mutator, data: bytes, others: Sequence[bytes]) -> bytes:
    words = (
        b'@callbacks = "spacy.copy_from_base_model.v1"',
        b'source = "x"',
        b'factory = "ner"',
        b"[nlp.vectors]",
        b"${paths.x}",
    )

    def change(_name: str, part: bytes) -> bytes:
        return mutator.some(part, (*words, *TOKENS["json"]), [part])

    return mutator.archive(data, change, words, others)


def _network_files(mutator: Mutator, data: bytes, others: Sequence[bytes]) -> bytes:
    """Mutate a file of a network; mostly the checksums are put right, so that the file itself is read."""

    def change(name: str, part: bytes) -> bytes:
        if name == NETWORK:
            return mutator.some(part, (b"Loop", b"If", b"external_data", b"location", b"../../x"), [part])
        return mutator.json(part, TOKENS["json"], [part])

    return _with_checksums(mutator.archive(data, change, TOKENS["json"], others), SPEC, mutator)


def _extractor_files(mutator: Mutator, data: bytes, others: Sequence[bytes]) -> bytes:
    def change(name: str, part: bytes) -> bytes:
        if name.endswith(".json"):
            return mutator.json(part.replace(b"\n", b" "), TOKENS["json"], [part])
        return mutator.some(
            part, (b"F64", b"BF16", b'"shape":[9999999999]', b'"data_offsets":[0,-1]'), [part]
        )

    return _with_checksums(mutator.archive(data, change, TOKENS["json"], others), "extractor.json", mutator)


def _with_checksums(data: bytes, described: str, mutator: Mutator) -> bytes:
    import zipfile

    if mutator.draw.random() < 0.2:
        return data
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        row = json.loads(files[described])
        row["files"] = {name: hashlib.sha256(files[name]).hexdigest() for name in row["files"]}
    except Exception:  # mutated beyond that
        return data
    return zipped({**files, described: json.dumps(row).encode()})


def _samples(ending: str) -> list[bytes]:
    return [path.read_bytes() for path in sorted((ROOT / "samples").glob(f"*{ending}"))]


def _rows(texts: Sequence[bytes], pages: Sequence[bytes]) -> list[bytes]:
    rows = [json.dumps({"id": "a", "text": text.decode(), "published": "2020-05-01"}) for text in texts]
    rows += [json.dumps({"html": page.decode(), "title": "A", "authors": ["Anna Smith"]}) for page in pages]
    rows += [json.dumps(example())]
    small = [each.content for each in lines.lines() if len(each.content) < LARGEST // 4]
    return [f"{row}\n".encode() for row in rows] * (_OFTEN // 4) + [line + b"\n" for line in small]


def _folder(folder: Path) -> bytes:
    return zipped(
        {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }
    )


def _network() -> bytes:
    network = tiny_onnx(seed=4)
    with tempfile.TemporaryDirectory() as folder:
        save_reader(Path(folder), tiny_reader(network), network, trained_from={"seed": "0"})
        files = {name: (Path(folder) / name).read_bytes() for name in (SPEC, NETWORK, TOKENIZER)}
    return zipped(
        {name: content.replace(b"\n", b" ") if name == SPEC else content for name, content in files.items()}
    )


def _extractor() -> bytes:
    random_ = np.random.default_rng(0)
    description = Description(
        name="systems",
        version="1",
        description="",
        learned_on=LearnedOn(model="tiny 1.0", states_sha256="a" * 64),
        entities=EntityPart(labels=("SYSTEM",), calibration=Line(1.5, -0.25)),
        themes=ThemePart(labels=("data",), calibrations=(Line(),), thresholds=(0.5,)),
        scores={"SYSTEM": LabelScore(precision=0.5, recall=0.25, f1=0.3333, gold=4)},
        examples=Examples(documents=2, sentences=9, background=0, sha256="b" * 64),
        strengths={"entities": 0.01},
        files={},
    )
    shapes = {"entities.weight": (3, 7), "entities.bias": (3,), "themes.weight": (1, 5), "themes.bias": (1,)}
    weights = {name: random_.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}
    with tempfile.TemporaryDirectory() as folder:
        write_extractor(Path(folder), description, weights)
        return _folder(Path(folder))


def _formats(record: bytes) -> list[Kind]:
    """Return the files of other tools, written from a record by our own exporters."""
    found = []
    for name, ending in (
        ("label-studio", ".json"),
        ("prodigy", ".jsonl"),
        ("conll", ".conll"),
        ("spacy", ".spacy"),
        ("parquet", ".parquet"),
    ):
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / f"x{ending}"
            export([loads(record)], out, name)
            seed = out.read_bytes()
        is_json = name in {"label-studio", "prodigy"}
        seed = json.dumps(json.loads(seed)).encode() if name == "label-studio" else seed
        mutate: Mutation = (
            (lambda m, d, o: m.json(d, TOKENS["json"], o))
            if is_json
            else _plain("json" if is_json else "text")
        )
        found.append(Kind(name, ending, [seed], mutate, 1))
    return found
