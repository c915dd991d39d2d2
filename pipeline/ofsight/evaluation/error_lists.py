"""Lists of mistakes in their context: all are counted, a sample spread over the documents is kept."""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from ofsight.record import Record, Sentence

from .matching import overlap
from .report import ErrorExample, ErrorList
from .tally import Extent, Mistake

_MARGIN: Final = 60
_LONGEST: Final = 600
_SLACK: Final = 4

Place = tuple[str, str, str]
"""File of the gold, layer and outcome."""


class ErrorLists:
    """Collects mistakes; holds a few times ``limit`` of each sort at most.

    Parameters
    ----------
    limit : int
        How many examples of each layer and outcome to keep.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept: dict[Place, list[ErrorExample]] = defaultdict(list)
        self._counts: Counter[Place] = Counter()

    def add(
        self,
        origin: str,
        gold: Record,
        predicted: Record | None,
        text: str | None,
        mistakes: Sequence[Mistake],
    ) -> None:
        """Add the mistakes made in one document."""
        for mistake in mistakes:
            place = (origin, mistake.layer, mistake.outcome)
            self._counts[place] += 1
            kept = self._kept[place]
            kept.append(_example(mistake, gold, predicted, text))
            if len(kept) > _SLACK * self._limit:
                kept[:] = self._sample(kept)

    def lists(self, layers: Mapping[str, Collection[str]]) -> tuple[ErrorList, ...]:
        """Return one list for each layer and outcome, most frequent first within a layer.

        Parameters
        ----------
        layers : mapping of str to collection of str
            The layers that count, by gold file.
        """
        counts: Counter[tuple[str, str]] = Counter()
        examples: dict[tuple[str, str], list[ErrorExample]] = defaultdict(list)
        for (origin, layer, outcome), count in self._counts.items():
            if layer not in layers[origin]:
                continue
            counts[layer, outcome] += count
            examples[layer, outcome] += self._kept[origin, layer, outcome]
        order = sorted(counts, key=lambda sort: (sort[0], -counts[sort], sort[1]))
        return tuple(
            ErrorList(*sort, counts[sort], tuple(sorted(self._sample(examples[sort]), key=_position)))
            for sort in order
        )

    def _sample(self, examples: Sequence[ErrorExample]) -> list[ErrorExample]:
        """Keep the same examples whatever order they come in: those whose checksums are lowest."""
        return sorted(examples, key=lambda example: (_checksum(example), _position(example)))[: self._limit]


def _position(example: ErrorExample) -> tuple[str, int, int, str, str]:
    return (example.document, example.start, example.end, example.gold or "", example.predicted or "")


def _checksum(example: ErrorExample) -> int:
    return zlib.crc32(f"{example.document}:{example.start}:{example.end}".encode())


def _example(mistake: Mistake, gold: Record, predicted: Record | None, text: str | None) -> ErrorExample:
    context, mark = None, Extent(0, 0)
    if text is not None:
        sentences = gold.sentences or (predicted.sentences if predicted is not None else ())
        around = _context(mistake, sentences, len(text))
        context = text[around.start : around.end]
        mark = Extent(
            max(mistake.start - around.start, 0),
            max(min(mistake.end, around.end) - around.start, 0),
        )
    return ErrorExample(
        layer=mistake.layer,
        outcome=mistake.outcome,
        document=gold.id,
        start=mistake.start,
        end=mistake.end,
        gold=mistake.gold,
        predicted=mistake.predicted,
        context=context,
        mark_start=mark.start,
        mark_end=mark.end,
    )


def _context(mistake: Mistake, sentences: Collection[Sentence], length: int) -> Extent:
    """Return the sentence around a mistake, or some characters either side where there is none."""
    around = [sentence for sentence in sentences if overlap(sentence, mistake)]
    start = min((sentence.start for sentence in around), default=mistake.start - _MARGIN)
    end = max((sentence.end for sentence in around), default=mistake.end + _MARGIN)
    start = max(min(start, mistake.start), mistake.start - _LONGEST // 2, 0)
    return Extent(start, min(max(end, mistake.end), start + _LONGEST, length))
