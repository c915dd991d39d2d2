"""Bring the records of two streams together: by id, else by the checksum of their text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest

from ofsight.errors import EvaluationError
from ofsight.record import Record

from .alignment import align


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold document and what was predicted for it, in offsets of the gold text.

    Attributes
    ----------
    origin : str
        The file that the gold record is from.
    gold : Record
        The gold record.
    predicted : Record or None
        The prediction; None if there is none.
    text : str or None
        The gold text, from whichever side has it.
    aligned : bool
        Whether the texts differed and offsets had to be carried over.
    """

    origin: str
    gold: Record
    predicted: Record | None
    text: str | None
    aligned: bool = False


@dataclass(slots=True)
class Pairing:
    """Pair two streams while reading both in step, so that little is held if their orders agree.

    Parameters
    ----------
    gold : iterable of (str, Record)
        Gold records with the name of their file.
    predicted : iterable of Record
        Predictions; those without gold are counted in ``unused``.
    align : bool
        Carry offsets over where the texts differ, by their tokens; otherwise such documents are refused.
    """

    gold: Iterable[tuple[str, Record]]
    predicted: Iterable[Record]
    align: bool = False
    unused: int = field(default=0, init=False)

    def __iter__(self) -> Iterator[Pair]:
        """Yield every gold document once, in no particular order.

        Raises
        ------
        EvaluationError
            When an id stands twice on one side, or the texts of a document differ and are not to be aligned.
        """
        waiting_gold: dict[str, tuple[str, Record]] = {}
        waiting_predicted: dict[str, Record] = {}
        seen_gold: set[str] = set()
        seen_predicted: set[str] = set()
        for gold, predicted in zip_longest(self.gold, self.predicted):
            if gold is not None:
                _claim(gold[1].id, seen_gold, "gold")
                waiting_gold[gold[1].id] = gold
            if predicted is not None:
                _claim(predicted.id, seen_predicted, "predicted")
                waiting_predicted[predicted.id] = predicted
            for document in {gold[1].id if gold else None, predicted.id if predicted else None}:
                if document in waiting_gold and document in waiting_predicted:
                    yield self._pair(*waiting_gold.pop(document), waiting_predicted.pop(document))
        by_text: dict[str, list[Record]] = {}
        for record in waiting_predicted.values():
            by_text.setdefault(record.text_sha256, []).append(record)
        for origin, record in waiting_gold.values():
            candidates = by_text.get(record.text_sha256)
            yield self._pair(origin, record, candidates.pop(0) if candidates else None)
        self.unused = sum(len(records) for records in by_text.values())

    def _pair(self, origin: str, gold: Record, predicted: Record | None) -> Pair:
        if predicted is None:
            return Pair(origin, gold, None, gold.text)
        if gold.text_sha256 == predicted.text_sha256:
            return Pair(origin, gold, predicted, gold.text if gold.text is not None else predicted.text)
        if not self.align:
            raise EvaluationError(
                f"document {gold.id!r}: the prediction was made on another text than the gold"
                f" (text_sha256 {predicted.text_sha256[:12]}…, gold {gold.text_sha256[:12]}…); annotate the"
                " text of the gold, or carry the offsets over with --align"
            )
        return Pair(origin, gold, align(gold, predicted), gold.text, aligned=True)


def _claim(document: str, seen: set[str], side: str) -> None:
    if document in seen:
        raise EvaluationError(f"two {side} records have the id {document!r}; ids must be unique on each side")
    seen.add(document)
