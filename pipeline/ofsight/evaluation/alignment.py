"""Carry annotations over to another form of the same text, token by token."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from typing import Any, Final, NamedTuple, TypeVar

from rapidfuzz.distance import Indel

from ofsight.errors import EvaluationError
from ofsight.record import Quotation, Record, Speaker

_TOKEN: Final = re.compile(r"\w+|[^\w\s]")
_PLAIN_MARKS: Final = str.maketrans("‘’‛“”‟–—‐‑", "'''\"\"\"----")
_SPAN_LAYERS: Final = ("blocks", "sentences", "entities", "findings")
_FACT_LAYERS: Final = ("judgements", "roles", "measures")

ItemT = TypeVar("ItemT")


class _Token(NamedTuple):
    start: int
    end: int
    form: str


def tokens(text: str) -> list[_Token]:
    """Cut a text into words and marks, each in a form without case and typography."""
    return [
        _Token(
            match.start(),
            match.end(),
            unicodedata.normalize("NFKC", match.group()).translate(_PLAIN_MARKS).casefold(),
        )
        for match in _TOKEN.finditer(text)
    ]


class OffsetMap:
    """Carries spans of one text over to another by the longest common sequence of their tokens.

    Parameters
    ----------
    source, target : str
        The text that offsets point into now, and the one that they are to point into.
    """

    def __init__(self, source: str, target: str) -> None:
        old, new = tokens(source), tokens(target)
        opcodes = Indel.opcodes([token.form for token in old], [token.form for token in new])
        kept = [
            (old[code.src_start + step], new[code.dest_start + step])
            for code in opcodes
            if code.tag == "equal"
            for step in range(code.src_end - code.src_start)
        ]
        self._old = [token for token, _ in kept]
        self._new = [token for _, token in kept]
        self._starts = [token.start for token in self._old]
        self._ends = [token.end for token in self._old]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a span of the source lies in the target.

        It reaches from the first to the last of its tokens that the target has too. If it has none of them,
        the result is empty (start equals end), at the place where the words would have stood.
        """
        first = bisect_right(self._ends, start)
        last = bisect_left(self._starts, end) - 1
        if first > last:
            place = self._new[first].start if first < len(self._new) else self._end()
            return place, place
        return self._inside(first, start), self._inside(last, end)

    def _inside(self, index: int, offset: int) -> int:
        """Carry an offset in or at the border of a kept token."""
        old, new = self._old[index], self._new[index]
        if offset <= old.start:
            return new.start
        # A token that changed its length (a ligature) is taken whole.
        return (
            new.end
            if offset >= old.end or old.end - old.start != new.end - new.start
            else new.start + offset - old.start
        )

    def _end(self) -> int:
        return self._new[-1].end if self._new else 0


def align(gold: Record, predicted: Record) -> Record:
    """Carry a prediction over to the text of the gold.

    Annotations on words that the gold text lacks become empty spans: they match nothing and stay spurious.

    Parameters
    ----------
    gold, predicted : Record
        The same document with its text in two forms; both must have their text.

    Returns
    -------
    Record
        The prediction in offsets of the gold text; not validated, as empty spans are no valid annotations.

    Raises
    ------
    EvaluationError
        When one of the texts is missing.
    """
    if gold.text is None or predicted.text is None:
        side = "gold" if gold.text is None else "prediction"
        raise EvaluationError(
            f"document {gold.id!r}: the texts differ, and cannot be aligned because the {side} is stand-off;"
            " give it with its text"
        )
    offsets = OffsetMap(predicted.text, gold.text)

    def moved(item: Any) -> Any:
        start, end = offsets.span(item.start, item.end)
        return item.model_copy(update={"start": start, "end": end})

    changes: dict[str, Any] = {
        layer: tuple(moved(item) for item in getattr(predicted, layer)) for layer in _SPAN_LAYERS
    }
    changes["quotations"] = tuple(_moved_quotation(item, offsets) for item in predicted.quotations)
    for layer in _FACT_LAYERS:
        changes[layer] = tuple(
            fact.model_copy(update={"evidence": offsets.span(*fact.evidence)})
            for fact in getattr(predicted, layer)
        )
    return predicted.model_copy(update={**changes, "text": gold.text, "text_sha256": gold.text_sha256})


def _moved_quotation(quotation: Quotation, offsets: OffsetMap) -> Quotation:
    start, end = offsets.span(quotation.start, quotation.end)
    speaker: Speaker | None = quotation.speaker
    if speaker is not None:
        first, last = offsets.span(speaker.start, speaker.end)
        speaker = speaker.model_copy(update={"start": first, "end": last})
    return quotation.model_copy(update={"start": start, "end": end, "speaker": speaker})
