"""The gold of the report corpus: stand-off files of several batches brought together by document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ofsight.corpus.layout import Annotations, BatchFile
from ofsight.corpus.standoff import LAYERS, StandOff, parse_standoff
from ofsight.errors import CorpusError
from ofsight.record import AnnotatorInfo, Entity, Finding, Record, Sentence


@dataclass(frozen=True, slots=True)
class GoldReport:
    """What is annotated of one report, over all batches.

    Attributes
    ----------
    split, council, batches
        Where it belongs, and where it comes from.
    findings : Record
        Every sentence read for findings, and the findings.
    entities : Record or None
        Every sentence read for mentions, and the entities; None if there is none.
    """

    split: str
    council: str
    batches: tuple[str, ...]
    findings: Record | None
    entities: Record | None

    @property
    def record(self) -> Record:
        """A record of the document, for what all its records share."""
        record = self.findings or self.entities
        assert record is not None  # noqa: S101  # a stand-off file has one layer at least
        return record

    @property
    def layers(self) -> tuple[str, ...]:
        """The layers annotated, in the order in which stand-off files name them."""
        return tuple(layer for layer in LAYERS if getattr(self, layer) is not None)


def gold_reports(annotations: Annotations) -> list[GoldReport]:
    """Return the gold of every report, sorted by document.

    Raises
    ------
    CorpusError
        When a file breaks its format, batches contradict each other, or an authority has no split.
    """
    by_document: dict[str, list[tuple[BatchFile, StandOff]]] = defaultdict(list)
    for file in annotations.gold_batch_files():
        parsed = parse_standoff(file.path)
        if parsed.record.id != file.document:
            raise CorpusError(f"{file.path}: the document {parsed.record.id!r} is not the file's name")
        by_document[file.document].append((file, parsed))
    return [_bring_together(annotations, parts) for _, parts in sorted(by_document.items())]


def _bring_together(annotations: Annotations, parts: Sequence[tuple[BatchFile, StandOff]]) -> GoldReport:
    file, first = parts[0]
    for other_file, other in parts[1:]:
        for name in ("text_sha256", "source", "meta"):
            if getattr(other.record, name) != getattr(first.record, name):
                raise CorpusError(f"{other_file.path}: {name} differs from that of {file.path}")
        if other.council != first.council:
            raise CorpusError(f"{other_file.path}: council differs from that of {file.path}")
    split = annotations.split_of.get(first.council)
    if split is None:
        raise CorpusError(f"{file.path}: splits.csv has no split for {first.council}")
    return GoldReport(
        split=split,
        council=first.council,
        batches=tuple(sorted({file.batch for file, _ in parts})),
        findings=_merge(parts, "findings"),
        entities=_merge(parts, "entities"),
    )


def _merge(parts: Sequence[tuple[BatchFile, StandOff]], layer: str) -> Record | None:
    """Return one record with the sentences and the one layer of all parts that have it."""
    sentences: dict[tuple[int, int], str] = {}
    items: list[Finding | Entity] = []
    annotators: list[str] = []
    record: Record | None = None
    for file, parsed in parts:
        if layer not in parsed.layers:
            continue
        record = record or parsed.record
        if isinstance(parsed.record.model, AnnotatorInfo):
            annotators.append(parsed.record.model.annotator)
        for sentence in parsed.record.sentences:
            span = (sentence.start, sentence.end)
            if span in sentences:
                raise CorpusError(f"{file.path}: sentence {span} is annotated in {sentences[span]} as well")
            sentences[span] = file.batch
        items += getattr(parsed.record, layer)
    if record is None:
        return None
    # Made anew, not copied with changes: a Record checks its rules only when it is made.
    return Record(
        id=record.id,
        source=record.source,
        meta=record.meta,
        text=None,
        text_sha256=record.text_sha256,
        sentences=tuple(Sentence(start=start, end=end) for start, end in sorted(sentences)),
        model=AnnotatorInfo(annotator=", ".join(sorted(set(annotators)))),
        **{layer: tuple(sorted(items, key=lambda item: (item.start, item.end)))},
    )
