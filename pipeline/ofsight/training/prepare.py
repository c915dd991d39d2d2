"""From a configuration to documents ready for training and for scoring."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from ofsight import layers
from ofsight.errors import TrainingError
from ofsight.evaluation.coverage import region_of
from ofsight.ingest import read_inputs
from ofsight.ingest.document import InputDocument
from ofsight.pipeline import make_doc
from ofsight.read.network.labels import LabelSets
from ofsight.read.network.pieces import Pieces, PieceTokenizer
from ofsight.read.rules.reader import RuleReader
from ofsight.read.rules.sections import places_in
from ofsight.reading import Reading, reading_text

from .config import AdaptConfig
from .corpus import Corpus
from .documents import Losses, Source, TrainingDocument, training_document
from .scorer import DevelopmentDocument


@dataclass(frozen=True, slots=True)
class Preparer:
    """Turns annotated records into documents for the network.

    Attributes
    ----------
    nlp : Language
        The pipeline whose segmentation is used.
    tokenizer : PieceTokenizer
        The network's.
    features : tuple of str
        The network's.
    rules : RuleReader
        Reads the hints.
    """

    nlp: Language
    tokenizer: PieceTokenizer
    features: tuple[str, ...]
    rules: RuleReader = field(default_factory=RuleReader)

    def training(self, corpus: Corpus, labels: LabelSets) -> tuple[list[TrainingDocument], Losses]:
        """Return the documents to train on, cut as they were annotated, and what of that was lost."""
        losses = Losses()
        documents = []
        for sources in corpus.by_document().values():
            whole = [source.record for source in sources if source.record.blocks and source.record.sentences]
            doc = whole[0].to_doc(self.nlp) if whole else self._segmented(sources[0])
            documents.append(self._document(doc, sources, labels, losses)[0])
        return documents, losses

    def development(self, corpus: Corpus, labels: LabelSets) -> list[DevelopmentDocument]:
        """Return the documents to score on, cut by the pipeline, as documents without annotations will be."""
        found = []
        losses = Losses()
        for sources in corpus.by_document().values():
            doc = self._segmented(sources[0])
            document, rules = self._document(doc, sources, labels, losses)
            wanted = _touched(document, sources)
            found.append(DevelopmentDocument(doc, document, rules, list(sources), wanted, places_in(doc)))
        return found

    def _segmented(self, source: Source) -> Doc:
        record = source.record
        if record.text is None:
            raise TrainingError(f"{record.id}: has no text to train on")
        doc = make_doc(self.nlp, InputDocument(record.id, record.source, record.text))
        return _segment(self.nlp, doc)

    def _document(
        self, doc: Doc, sources: Sequence[Source], labels: LabelSets, losses: Losses
    ) -> tuple[TrainingDocument, Reading]:
        rules = self.rules(doc)
        document = training_document(
            doc,
            sources,
            labels,
            tokenizer=self.tokenizer,
            features=self.features,
            hints=rules,
            losses=losses,
        )
        return document, rules


def unlabelled_sentences(config: AdaptConfig, nlp: Language, tokenizer: PieceTokenizer) -> Iterator[Pieces]:
    """Yield the sentences of the documents to adapt to, in order; documents that cannot be read are left out.

    Parameters
    ----------
    config : AdaptConfig
        Which documents; with ``splits`` reports only on authorities of the training split.
    nlp, tokenizer
        For sentences and pieces.

    Raises
    ------
    TrainingError
        When the file of splits cannot be read.
    """
    wanted = _training_authorities(config.splits) if config.splits is not None else None
    for document in read_inputs([path for path in config.documents if path.exists()]):
        if not isinstance(document, InputDocument):
            continue
        doc = _segment(nlp, make_doc(nlp, document))
        meta = layers.get_meta(doc)
        council = meta.inspection.council if meta.inspection else None
        if wanted is not None and meta.kind == "report" and council not in wanted:
            continue
        spans = [(sentence.start, sentence.end) for sentence in layers.get_sentences(doc)]
        yield from tokenizer.encode(reading_text(doc), spans)


def _training_authorities(path: Path) -> set[str]:
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            return {row["gss_code"] for row in csv.DictReader(lines) if row["split"] == "train"}
    except (OSError, KeyError, UnicodeDecodeError) as error:
        raise TrainingError(f"{path}: cannot be read as a CSV of gss_code and split: {error}") from error


def _segment(nlp: Language, doc: Doc) -> Doc:
    segmented: Doc = nlp.get_pipe("ofsight_segment")(doc)
    return segmented


def _touched(document: TrainingDocument, sources: Sequence[Source]) -> set[int] | None:
    """Return the sentences that overlap the annotated ones; None where the whole document is annotated."""
    annotated: list[tuple[int, int]] = []
    for source in sources:
        spans = region_of(source.record).spans
        if spans is None:
            return None
        annotated += spans
    return {
        number
        for number, (start, end) in enumerate(document.prepared.sentences)
        if any(start < stop and end > begin for begin, stop in annotated)
    }
