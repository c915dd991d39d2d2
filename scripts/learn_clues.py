"""Learn how much each clue is worth: the log-linear models of sources and of measures.

    python scripts/learn_clues.py sources                      # findings/data/source_model.json
    python scripts/learn_clues.py sources --model models/mine  # measured with another reader
    python scripts/learn_clues.py councils                     # findings/data/main_council_model.json
    python scripts/learn_clues.py measures                     # facts/data/measure_model.json
    python scripts/learn_clues.py measures --check             # would it come out otherwise? (exit code 1)

Sources: clues, read with the rules, and the sources of the gold findings of the authored training articles
give the weights (multinomial logistic regression); neighbouring findings give the chain.

Councils: each council that a training article names, with the gold entities, is an example of the one that it
is on (most of its gold findings are about it alone) or of another.

Measures: each figure of the training articles, with their gold entities and findings, is an example of what
it measures, or of nothing.
"""

from __future__ import annotations

import argparse
import itertools
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ofsight import layers
from ofsight.clues import ClueModel, Clues
from ofsight.data import load_records
from ofsight.evaluation.matching import MIN_IOU, iou
from ofsight.facts.measure_clues import NOTHING
from ofsight.facts.measure_clues import collect_clues as collect_measure_clues
from ofsight.facts.measure_model import FILE as MEASURES
from ofsight.facts.measures import figures_of
from ofsight.facts.metric import Told, metric_of
from ofsight.facts.setting import Setting
from ofsight.findings.discourse import Discourse, follow_discourse
from ofsight.findings.main_council import FILE as COUNCILS
from ofsight.findings.main_council import MAIN, OTHER, choose_council, collect_council_clues
from ofsight.findings.source_model import FILE as SOURCE_FILE
from ofsight.findings.source_model import SourceModel
from ofsight.ingest.document import InputDocument
from ofsight.learning.clues import fit_clues, model_text
from ofsight.model_files import DEFAULT_MODEL
from ofsight.pipeline import load, make_doc
from ofsight.reading import SentenceReading, document_date, get_reading, reading_text
from ofsight.record import Record
from ofsight.record.labels import BODY_LABELS, SOURCES

SMOOTHING = 2.0
"""Added to each count of the chain."""
STRENGTH = 0.2
"""Inverse of the penalty on weights (scikit-learn's C)."""
POWERS = {"reader": 1.4, "clues": 0.7, "chain": 0.3}
"""How much each counts: best on dev of a coarse grid. Half or twice as much changes a point at most."""
COUNCIL_STRENGTH = 3.0
MOST = 0.5
"""An article is on a council that so many of its findings are about."""
FOLDS = 5
MEASURE_STRENGTH = 0.3
LEAST_COUNT = 3
LEAST_WEIGHT = 0.1
"""Of clues on measures, which are many: words."""
DOUBT = 1.0
"""How much a figure's measuring nothing is held back."""
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


def learn_sources(articles: Sequence[Article]) -> dict[str, Any]:
    """Learn weights and chain; return what the file holds, without the powers."""
    examples = [
        (clues, gold)
        for article in articles
        for clues, gold in zip(article.discourse.clues, article.gold, strict=True)
        if gold is not None
    ]
    model = fit_clues(examples, SOURCES, strength=STRENGTH)
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
        "learned": {"articles": len(articles), "findings": len(examples)},
        "going_on": chains[True].tolist(),
        "moving_on": chains[False].tolist(),
    } | model


def count_right(model: SourceModel, article: Article, *, reader: bool) -> int:
    """Count the gold findings of an article whose source the model tells."""
    discourse = article.discourse
    told = model.decide(discourse.clues, discourse.blocks, article.readings if reader else None)
    return sum(gold is not None and gold == source for gold, source in zip(article.gold, told, strict=True))


def sources_text(model: str) -> str:
    """Learn the model of sources, print how right it is, return its file's text."""
    held = learn_sources(list(read_articles("train", "rules")))
    dev = list(read_articles("dev", model))
    held = {"powers": POWERS} | held
    total = sum(gold is not None for article in dev for gold in article.gold)
    learned = SourceModel.from_json(held)
    alone, together = (
        sum(count_right(learned, article, reader=reader) for article in dev) / total
        for reader in (False, True)
    )
    print(f"learned from {held['learned']['findings']} findings; sources right of {total} of dev:")
    print(f"by clues and chain {alone:.4f}, with the reader of {model} {together:.4f}")
    return model_text(held)


def namings(split: str) -> Iterator[tuple[dict[str, Clues], str | None]]:
    """Yield the clues on the councils of each authored article, and the one that it is on, if any."""
    nlp = load("rules")
    for record in load_records("news", split):
        about = Counter(finding.councils for finding in record.findings)
        if record.meta.kind != "news" or not about:
            continue
        doc = record.to_doc(nlp)
        clues = collect_council_clues(
            reading_text(doc), layers.get_blocks(doc), layers.get_entities(doc), document_date(doc)
        )
        councils, count = about.most_common(1)[0]
        is_on_one = len(councils) == 1 and count >= MOST * about.total()
        yield clues, councils[0] if is_on_one else None


def councils_text() -> str:
    """Learn the model of the council that an article is on, print how right it is, return its file's text."""
    train, dev = list(namings("train")), list(namings("dev"))

    def learn(articles: Sequence[tuple[dict[str, Clues], str | None]]) -> dict[str, Any]:
        examples = [
            (of, MAIN if code == on else OTHER) for clues, on in articles for code, of in clues.items()
        ]
        return fit_clues(examples, (MAIN, OTHER), strength=COUNCIL_STRENGTH)

    def right(articles: Sequence[tuple[dict[str, Clues], str | None]], held: dict[str, Any]) -> int:
        model = ClueModel.from_json(held)
        return sum(choose_council(clues, model).main == on for clues, on in articles)

    folds = [train[place::FOLDS] for place in range(FOLDS)]
    unseen = sum(
        right(fold, learn([article for other in folds if other is not fold for article in other]))
        for fold in folds
    )
    held = {"learned": {"articles": len(train)}} | learn(train)
    print(f"learned from {len(train)} articles; right on which council each is, or that it is on several:")
    print(f"of train by {FOLDS}-fold cross-validation {unseen / len(train):.4f},", end=" ")
    print(f"of dev {right(dev, held) / len(dev):.4f}")
    return model_text(held)


def figures(split: str) -> Iterator[tuple[Clues, str]]:
    """Yield the clues on each figure of the authored documents of a split, and what it measures.

    A figure that says again what another of its document has said is left out: only the first is annotated.
    """
    nlp = load("rules")
    for record in load_records("news", split):
        setting = Setting.from_doc(record.to_doc(nlp))
        values = {measure.value for measure in record.measures}
        last = Told(None, None)
        for unit in setting.units:
            for figure in figures_of(unit):
                ruled = metric_of(setting.text, unit, figure, last)
                clues = collect_measure_clues(setting.text, unit, figure, ruled=ruled, last=last.metric)
                last = Told(ruled, figure.unit) if ruled else last
                here = [
                    measure.metric
                    for measure in record.measures
                    if measure.value == figure.value
                    and measure.evidence[0] < figure.end
                    and measure.evidence[1] > figure.start
                ]
                if here or figure.value not in values:
                    yield clues, here[0] if here else NOTHING


def measures_text() -> str:
    """Learn the model of measures, print how right it is, return its file's text."""
    examples = list(figures("train"))
    labels = [*sorted({label for _, label in examples} - {NOTHING}), NOTHING]
    held = fit_clues(
        examples, labels, strength=MEASURE_STRENGTH, least_count=LEAST_COUNT, least_weight=LEAST_WEIGHT
    )
    held = {"doubt": DOUBT, "learned": {"figures": len(examples)}} | held
    model = ClueModel.from_json(held)
    found = wanted = right = ruled_found = ruled_right = 0
    for clues, label in figures("dev"):
        likely = model.log_probabilities(clues)
        likely[-1] -= DOUBT
        told = labels[int(likely.argmax())]
        rule = next((metric for metric in labels if f"by rule: {metric}" in clues), NOTHING)
        wanted += label != NOTHING
        found += told != NOTHING
        right += told == label != NOTHING
        ruled_found += rule != NOTHING
        ruled_right += rule == label != NOTHING
    print(f"learned from {len(examples)} figures; F1 of metrics on gold mentions and findings of dev:")
    print(f"rules {2 * ruled_right / (ruled_found + wanted):.4f}, model {2 * right / (found + wanted):.4f}")
    return model_text(held)


def main(arguments: Sequence[str] | None = None) -> int:
    """Learn, and write or compare; return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("sources", "councils", "measures"))
    parser.add_argument("--model", default=DEFAULT_MODEL, help="whose reader joins in what is printed")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if anything would change")
    options = parser.parse_args(arguments)
    if options.what == "sources":
        target, content = SOURCE_FILE, sources_text(options.model)
    elif options.what == "councils":
        target, content = COUNCILS, councils_text()
    else:
        target, content = MEASURES, measures_text()
    if options.check:
        same = target.exists() and target.read_text(encoding="utf-8") == content
        print("as committed" if same else "it would come out otherwise")
        return 0 if same else 1
    target.write_text(content, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
