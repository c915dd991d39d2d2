"""What the data lack, said before training starts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from ofsight.read.network.labels import LabelSets

from .corpus import Corpus
from .documents import ENTITIES, FINDINGS, Losses, Source

FEW: Final = 30
"""Fewer examples of a label than this teach it badly."""


def examples(sources: Iterable[Source]) -> dict[str, Counter[str]]:
    """Count the examples of each label, by the kind of label."""
    counts: dict[str, Counter[str]] = {
        name: Counter() for name in ("entities", "themes", "polarities", "sources")
    }
    for source in sources:
        if ENTITIES in source.layers:
            counts["entities"].update(entity.label for entity in source.record.entities)
        if FINDINGS in source.layers:
            for finding in source.record.findings:
                counts["themes"].update(finding.themes)
                counts["polarities"][finding.polarity] += 1
                counts["sources"][finding.source] += 1
    return counts


def describe_lacks(train: Corpus, dev: Corpus, labels: LabelSets, losses: Losses) -> list[str]:
    """Return a line for everything that a person should know of the data before training on them.

    Parameters
    ----------
    train, dev : Corpus
        What was found.
    labels : LabelSets
        Of the training data.
    losses : Losses
        What of them could not be put on word pieces.
    """
    lines = [
        f"{_count(count, 'document')} of {name} left out: no text at hand, or not the one that was annotated"
        " (data.texts)"
        for corpus in (train, dev)
        for name, count in corpus.missing.items()
    ]
    shared = set(train.by_document()) & set(dev.by_document())
    if shared:
        lines.append(
            f"{_count(len(shared), 'document')} both trained on and scored on: the figures will flatter"
        )
    taught, asked = examples(train.sources), examples(dev.sources)
    for name, known in _known(labels).items():
        for label in known:
            if taught[name][label] < FEW:
                lines.append(
                    f"only {_count(taught[name][label], 'example')} of {label} ({name}) to learn from"
                )
            if not asked[name][label]:
                lines.append(f"no example of {label} ({name}) to score on")
        strange = sorted(set(asked[name]) - set(known))
        if strange:
            lines.append(f"only to score on, and none to learn from: {', '.join(strange)} ({name})")
    for count, what in (
        (losses.sentences, "annotated sentences that are not sentences of the pipeline"),
        (losses.findings, "findings that lie on no sentence"),
        (losses.spans, "spans that begin in no sentence (a byline, a table) or inside a word"),
    ):
        if count:
            lines.append(f"left out: {what} ({count})")
    return lines


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _known(labels: LabelSets) -> dict[str, Sequence[str]]:
    return {
        "entities": labels.entities,
        "themes": labels.themes,
        "polarities": labels.polarities,
        "sources": labels.sources,
    }
