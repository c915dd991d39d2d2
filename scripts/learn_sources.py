"""Learn the source model: how much each clue of the discourse tells of whose assertion a sentence is.

    python scripts/learn_sources.py                      # writes findings/data/source_model.json
    python scripts/learn_sources.py --check              # would it come out otherwise? (exit code 1)
    python scripts/learn_sources.py --model models/mine  # powers fitted with another reader

Clues, read with the rules, and the sources of the gold findings of the authored training articles give the
weights (multinomial logistic regression); neighbouring findings give the chain. How much reader, clues and
chain count beside each other is chosen on the development articles, by the share of gold findings whose
source is right. The share printed is that of articles left out in turn, so that the choice is not judged on
what it was made on.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from ofsight import layers
from ofsight.data import load_records
from ofsight.evaluation.matching import MIN_IOU, iou
from ofsight.findings.discourse import Discourse, follow_discourse
from ofsight.findings.source_model import SourceModel, model_from_json
from ofsight.ingest.document import InputDocument
from ofsight.pipeline import DEFAULT_MODEL, load, make_doc
from ofsight.reading import SentenceReading, get_reading, reading_text
from ofsight.record import Record
from ofsight.record.labels import BODY_LABELS, SOURCES

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "pipeline" / "ofsight" / "findings" / "data" / "source_model.json"
SMOOTHING = 2.0
"""Added to each count of the chain."""
STRENGTH = 0.1
"""Inverse of the penalty on weights (scikit-learn's C)."""
POWERS = {"reader": (0.5, 0.7, 1.0), "clues": (0.5, 0.7, 1.0), "chain": (0.0, 0.3, 0.5, 0.7)}
_DECIMALS = 3


@dataclass(frozen=True, slots=True)
class Article:
    """An article as the discourse reads it, with the gold source of each sentence (None: no finding)."""

    id: str
    discourse: Discourse
    readings: Sequence[SentenceReading]
    gold: Sequence[str | None]


def read_articles(split: str, model: str) -> Iterator[Article]:
    """Read the authored news articles of a split; letters are reports, whose sources are another matter."""
    nlp = load(model)
    nlp.disable_pipe("ofsight_facts")
    for record in load_records("news", split):
        if record.meta.kind != "news" or record.text is None:
            continue
        doc = nlp(make_doc(nlp, InputDocument(record.id, record.source, record.text)))
        if layers.get_meta(doc).kind != "news":
            continue
        reading = get_reading(doc)
        discourse = follow_discourse(
            reading_text(doc),
            blocks=[block for block in layers.get_blocks(doc) if block.label in BODY_LABELS],
            readings=reading.sentences,
            entities=layers.get_entities(doc),
            quotations=reading.quotations,
        )
        yield Article(record.id, discourse, reading.sentences, _gold(record, reading.sentences))


def _gold(record: Record, sentences: Sequence[SentenceReading]) -> list[str | None]:
    found: list[str | None] = [None] * len(sentences)
    for finding in record.findings:
        place = max(range(len(sentences)), key=lambda n: iou(sentences[n], finding), default=None)
        if place is not None and iou(sentences[place], finding) >= MIN_IOU:
            found[place] = finding.source
    return found


def learn(articles: Sequence[Article]) -> dict[str, Any]:
    """Learn weights and chain; return what the file holds, without the powers."""
    rows = [
        (clues, gold)
        for article in articles
        for clues, gold in zip(article.discourse.clues, article.gold, strict=True)
        if gold is not None
    ]
    names = DictVectorizer()
    matrix = names.fit_transform([clues for clues, _ in rows])
    fitted = LogisticRegression(C=STRENGTH, max_iter=5000).fit(matrix, [gold for _, gold in rows])
    order = [list(fitted.classes_).index(source) for source in SOURCES]
    weights = fitted.coef_[order].T.round(_DECIMALS)
    counts = {same: np.full((len(SOURCES), len(SOURCES)), SMOOTHING) for same in (True, False)}
    overall = np.ones(len(SOURCES))
    for article in articles:
        for source in filter(None, article.gold):
            overall[SOURCES.index(source)] += 1
        for place, (one, other) in enumerate(itertools.pairwise(article.gold)):
            if one is not None and other is not None:
                same = article.discourse.blocks[place] == article.discourse.blocks[place + 1]
                counts[same][SOURCES.index(one), SOURCES.index(other)] += 1
    log_overall = np.log(overall / overall.sum())
    chains = {
        same: (np.log(table / table.sum(axis=1, keepdims=True)) - log_overall).round(_DECIMALS)
        for same, table in counts.items()
    }
    return {
        "learned": {"articles": len(articles), "findings": len(rows)},
        "intercept": fitted.intercept_[order].round(_DECIMALS).tolist(),
        "going_on": chains[True].tolist(),
        "moving_on": chains[False].tolist(),
        "weights": {
            name: row.tolist() for name, row in zip(names.feature_names_, weights, strict=True) if row.any()
        },
    }


def choose_powers(held: dict[str, Any], articles: Sequence[Article]) -> tuple[dict[str, float], float]:
    """Return the best powers on all articles, and the accuracy with each article's chosen on the others."""
    right = []
    settings = [dict(zip(POWERS, values, strict=True)) for values in itertools.product(*POWERS.values())]
    for powers in settings:
        model = model_from_json(held | {"powers": powers})
        right.append([count_right(model, article) for article in articles])
    table = np.array(right)
    total = sum(gold is not None for article in articles for gold in article.gold)
    others = table.sum(axis=1, keepdims=True) - table
    held_out = table[others.argmax(axis=0), np.arange(len(articles))].sum() / total
    return settings[int(table.sum(axis=1).argmax())], float(held_out)


def count_right(model: SourceModel, article: Article, *, reader: bool = True) -> int:
    """Count the gold findings of an article whose source the model tells."""
    discourse = article.discourse
    told = model.decide(discourse.clues, discourse.blocks, article.readings if reader else None)
    return sum(gold is not None and gold == source for gold, source in zip(article.gold, told, strict=True))


def main(arguments: Sequence[str] | None = None) -> int:
    """Learn, and write or compare; return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", default=DEFAULT_MODEL, help="whose reader the powers are fitted with")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if anything would change")
    options = parser.parse_args(arguments)
    held = learn(list(read_articles("train", "rules")))
    dev = list(read_articles("dev", options.model))
    powers, held_out = choose_powers(held, dev)
    content = json.dumps({"powers": powers} | held, indent=1, ensure_ascii=False)
    content = content.replace(",\n   ", ", ").replace("[\n   ", "[").replace("\n  ]", "]") + "\n"
    total = sum(gold is not None for article in dev for gold in article.gold)
    model = model_from_json(json.loads(content))
    alone = sum(count_right(model, article, reader=False) for article in dev) / total
    print(f"learned from {held['learned']['findings']} findings; sources right of {total} of dev:")
    print(
        f"by clues and chain {alone:.4f}, with the reader of {options.model} {held_out:.4f}; powers {powers}"
    )
    if options.check:
        same = TARGET.exists() and TARGET.read_text(encoding="utf-8") == content
        print("as committed" if same else "it would come out otherwise")
        return 0 if same else 1
    TARGET.write_text(content, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
