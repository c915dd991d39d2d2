"""Learning labels of one's own from records of other tools, which list neither blocks nor sentences."""

from __future__ import annotations

import numpy as np
import pytest
from spacy.language import Language
from tests.evaluation import builders as make
from tests.read.network.tiny import tiny_tokenizer

from ofsight.read.network.reader import NetworkReader, SentenceLogits
from ofsight.record import Record

pytest.importorskip("torch")

from ofsight.read.combine import network_alone
from ofsight.training.corpus import Corpus  # after torch is known to be there
from ofsight.training.documents import Source, label_sets
from ofsight.training.prepare import Preparer
from ofsight.training.scorer import DevelopmentDocument, Scorer

TEXT = "A home by the sea\n\nAda House has no nurse.\n\nThe council came. It was cold."
HOME = (19, 28)
FINDING = (19, 42)


def labelled(**layers: object) -> Record:
    home = make.entity(*HOME, "HOME").model_copy(update={"text": TEXT[slice(*HOME)]})
    return make.record(text=TEXT, entities=[home], findings=[make.finding(*FINDING, "staffing")], **layers)


def developed(nlp: Language, record: Record) -> tuple[Preparer, Source, DevelopmentDocument]:
    source = Source(record, frozenset({"entities", "findings"}))
    preparer = Preparer(nlp, tiny_tokenizer(), ())
    (found,) = preparer.development(Corpus([source]), label_sets([source]))
    return preparer, source, found


def test_all_of_a_record_without_sentences_is_read_and_learned(nlp: Language) -> None:
    preparer, source, found = developed(nlp, labelled())
    assert found.wanted is None
    assert found.document.targets.finding.tolist() == [0, 1, 0, 0]
    (learned,), losses = preparer.training(Corpus([source]), label_sets([source]))
    assert learned.targets.finding.tolist() == [0, 1, 0, 0]
    assert (losses.sentences, losses.findings, losses.spans) == (0, 0, 0)


def test_of_a_record_with_sentences_only_these_are_read(nlp: Language) -> None:
    _, _, found = developed(nlp, labelled(sentences=make.sentences(FINDING)))
    assert found.wanted == {1}
    assert found.document.targets.annotated() == {1}


@pytest.mark.parametrize(("sentences", "judged"), [((), 2), ((FINDING,), 1)])
def test_spans_are_right_or_wrong_wherever_the_gold_looks(
    nlp: Language, sentences: tuple[tuple[int, int], ...], judged: int
) -> None:
    _, source, found = developed(nlp, labelled(sentences=make.sentences(*sentences)))
    labels = label_sets([source])
    pieces = []
    for number, prepared in enumerate(found.document.prepared.pieces):
        rows = np.zeros((len(prepared), labels.piece_width), np.float32)
        starts = np.flatnonzero(prepared.first)
        # A network that takes the first two words of the second and third sentence for a home.
        rows[:, 0] = 5
        if number in {1, 2}:
            rows[starts[0], 1], rows[starts[1], 2] = 9, 9
        pieces.append(rows)
    unread = np.full((len(pieces), labels.sentence_width), np.nan, np.float32)
    reader = NetworkReader(None, tiny_tokenizer(), labels)  # type: ignore[arg-type]  # is not run
    scorer = Scorer([found], nlp, network_alone(labels))
    spans = scorer.spans(reader, [SentenceLogits(pieces, unread)])
    assert [right for _, right in spans] == [True, False][:judged]
