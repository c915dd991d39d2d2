"""A whole training run in seconds: records written for it, a base with random weights, a configuration.

All of it is fiction about authorities that there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tests.evaluation import builders as make
from tests.read.network.tiny import tiny_tokenizer
from transformers import BertConfig, BertModel

from ofsight.record import Record
from ofsight.record.io import dumps
from ofsight.training.adapt import save_encoder
from ofsight.training.config import ReaderConfig, parse_reader_config

COUNCILS = ("Halton council", "Medway council", "Suffolk council", "Wigan council")  # the register's
MONTHS = ("March 2021", "May 2019", "June 2022", "October 2020")
SUBJECTS = {
    "supervision": "Supervision of social workers at {council} was {how} in {month}.",
    "leadership": "Leaders at {council} have been {how} since {month}.",
    "workforce": "Recruitment by {council} was {how} in {month}.",
}
MANNERS = {"strength": ("good", "strong"), "weakness": ("poor", "weak")}
NOTICES = ("The next meeting of {council} is in {month}.", "Tickets for the fair in {month} are sold out.")
SPEECH = "“Our teams work hard for children,” said a spokesman for {council}."


def article(number: int, *, paragraphs: int = 3) -> Record:
    """An article with all that a reader learns, the same for the same number."""
    random = np.random.default_rng(number)
    parts: list[str] = []
    layers: dict[str, list[Any]] = {name: [] for name in _LAYERS}
    at = 0

    def pick(choices: Sequence[str]) -> str:
        return choices[int(random.integers(len(choices)))]

    def say(template: str, **words: str) -> tuple[int, int]:
        nonlocal at
        words = {"council": pick(COUNCILS), "month": pick(MONTHS), **words}
        sentence = template.format(**words)
        span = (at, at + len(sentence))
        layers["sentences"] += make.sentences(span)
        for name, label in (("council", "COUNCIL"), ("month", "DATE")):
            if f"{{{name}}}" in template:
                start = at + sentence.index(words[name])
                entity = make.entity(start, start + len(words[name]), label)
                layers["entities"].append(entity.model_copy(update={"text": words[name]}))
        parts.append(sentence)
        at += len(sentence)
        return span

    def space(text: str) -> None:
        nonlocal at
        parts.append(text)
        at += len(text)

    title = f"Report {number} on children’s services"
    layers["blocks"].append(make.block(0, len(title), "headline"))
    say(title)
    space("\n\n")
    for _ in range(paragraphs):
        first = at
        polarity, theme = pick(tuple(MANNERS)), pick(tuple(SUBJECTS))
        start, end = say(SUBJECTS[theme], how=pick(MANNERS[polarity]))
        source = pick(("inspectorate", "article"))
        layers["findings"].append(make.finding(start, end, theme, polarity=polarity, source=source))
        space(" ")
        start, _ = say(SPEECH)
        layers["quotations"].append(make.quotation(start, start + SPEECH.index("”") + 1))
        space(" ")
        say(pick(NOTICES))
        layers["blocks"].append(make.block(first, at))
        space("\n\n")
    return make.record(f"a{number:02}", text="".join(parts), **layers)


_LAYERS = ("blocks", "sentences", "entities", "findings", "quotations")


def only(record: Record, *names: str) -> Record:
    """A record with some of its layers."""
    return record.model_copy(update={name: () for name in _LAYERS if name not in names})


def in_parts(record: Record) -> Record:
    """A record as the corpora on reports are: every second sentence was read, and no block marked."""
    kept = record.sentences[1::2]
    spans = {(sentence.start, sentence.end) for sentence in kept}
    return record.model_copy(
        update={
            "blocks": (),
            "sentences": kept,
            "entities": tuple(
                e for e in record.entities if any(s <= e.start and e.end <= t for s, t in spans)
            ),
            "findings": tuple(f for f in record.findings if (f.start, f.end) in spans),
            "quotations": (),
        }
    )


def words_of(records: Iterable[Record]) -> tuple[str, ...]:
    """All words of some records, once each, as an uncased tokenizer sees them."""
    found = {word for record in records for word in re.findall(r"\w+", (record.text or "").lower())}
    return tuple(sorted(word for word in found if len(word) > 1))


def tiny_base(folder: Path, *, longest: int = 128) -> Path:
    """An encoder with random weights that knows the words of the articles; a base to train from."""
    tokenizer = tiny_tokenizer(words_of(article(number) for number in range(12)))
    torch.manual_seed(5)
    config = BertConfig(
        vocab_size=tokenizer.size,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=longest,
    )
    save_encoder(BertModel(config, add_pooling_layer=False), tokenizer, folder)
    return folder


def write(path: str | Path, records: Iterable[Record]) -> str:
    """Write records to a file and return its name as a configuration has it."""
    Path(path).write_text("".join(f"{dumps(record)}\n" for record in records), encoding="utf-8")
    return str(path)


def tiny_values(
    folder: Path, *, train: Sequence[str] = (), dev: Sequence[str] = (), **top: Any
) -> dict[str, Any]:
    """The values of a configuration for a run in ``folder``, where its base and its records are made."""
    folder.mkdir(parents=True, exist_ok=True)
    return {
        "kind": "reader",
        "name": "tiny",
        "version": "1.0.0",
        "description": "A reader with random weights.",
        "output": str(folder / "model"),
        "work": str(folder / "work"),
        "seed": 11,
        "data": {
            "train": list(train) or [write(folder / "train.jsonl", map(article, range(8)))],
            "dev": list(dev) or [write(folder / "dev.jsonl", map(article, range(8, 12)))],
        },
        "encoder": {"base": str(tiny_base(folder / "base"))},
        "windows": {"total": 64, "before": 8, "after": 4, "overlap": 4},
        "optimisation": {
            "passes": 8,
            "batch": 4,
            "learning_rate": 3e-3,
            "evaluations": 4,
            "averaging": 0.9,
            "withheld_hints": 0.3,
            "precision": "float32",
            "threads": 1,
        },
        **top,
    }


def tiny_config(folder: Path, **top: Any) -> ReaderConfig:
    """The same, parsed."""
    return parse_reader_config(tiny_values(folder, **top), where="tiny.toml")
