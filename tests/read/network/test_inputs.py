from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ofsight.read.network.features import FEATURES, PLACES
from ofsight.read.network.inputs import Prepared, prepare, window_inputs
from ofsight.read.network.windows import WindowSize, pack_windows
from ofsight.reading import Mention

from .tiny import document, tiny_tokenizer

TOKENIZER = tiny_tokenizer()
SMALL = WindowSize(total=24, before=5, after=3, overlap=2)
sentences = st.lists(
    st.text("ab cd.£5", min_size=1, max_size=40).filter(lambda text: bool(text.strip())).map(str.strip),
    min_size=1,
    max_size=6,
)


def prepared(*parts: str) -> Prepared:
    return prepare(document(list(parts)), TOKENIZER, tuple(FEATURES))


@given(sentences)
def test_a_window_is_laid_out_piece_by_piece(parts: list[str]) -> None:
    doc = prepared(*parts)
    for window in pack_windows(doc.lengths, SMALL):
        inputs = window_inputs(doc, window, TOKENIZER)
        ids, rows = [TOKENIZER.cls], [np.zeros(len(FEATURES), np.int64)]
        for sentence, start, end in window.stretches:
            ids += [*doc.pieces[sentence].ids[start:end].tolist(), TOKENIZER.sep]
            rows += [*doc.features[sentence][start:end], np.zeros(len(FEATURES), np.int64)]
        assert inputs.ids.tolist() == ids
        assert inputs.features.tolist() == np.stack(rows).tolist()
        assert len(inputs.ids) == len(window)


@given(sentences)
def test_membership_and_positions_point_at_the_core(parts: list[str]) -> None:
    doc = prepared(*parts)
    for window in pack_windows(doc.lengths, SMALL):
        inputs = window_inputs(doc, window, TOKENIZER)
        assert inputs.membership.shape == (len(window.core), len(window))
        for row, at, (sentence, start, end) in zip(
            inputs.membership, inputs.positions, window.core, strict=True
        ):
            assert np.flatnonzero(row).tolist() == list(range(at, at + end - start))
            assert set(row.tolist()) <= {0.0, 1.0}
            own = inputs.ids[at : at + end - start]
            assert own.tolist() == doc.pieces[sentence].ids[start:end].tolist()


def test_a_document_is_prepared_sentence_by_sentence() -> None:
    doc = document(["Ofsted said “no”."], ["The council agreed.", "It will act."])
    found = prepare(
        doc,
        TOKENIZER,
        ("place", "quoted", "hint"),
        quotations=[Mention(13, 15, "quotation", 1.0)],
        hints=[Mention(0, 6, "ORGANISATION", 1.0)],
    )
    assert [doc.text[start:end] for start, end in found.sentences] == [
        "Ofsted said “no”.",
        "The council agreed.",
        "It will act.",
    ]
    assert found.lengths == [len(pieces) for pieces in found.pieces] == [len(f) for f in found.features]
    place, quoted, hint = found.features[0].T
    assert {PLACES[number] for number in place} == {"news:paragraph"}
    starts = found.pieces[0].starts
    assert {int(start) for start in starts[quoted == 1]} == {13, 14}
    assert starts[hint > 0].tolist() == [0]
    assert not found.features[1][:, 1:].any()


def test_pieces_come_from_the_text_as_it_is_read() -> None:
    (found,) = prepare(document(["It’s soft\u00adware"]), TOKENIZER, ()).pieces
    (plain,) = prepare(document(["It's soft-ware"]), TOKENIZER, ()).pieces
    assert found.ids.tolist() == plain.ids.tolist()


def test_a_document_without_sentences_has_no_windows() -> None:
    found = prepare(document(), TOKENIZER, tuple(FEATURES))
    assert (found.sentences, found.pieces, found.features, found.lengths) == ([], [], [], [])
    assert pack_windows(found.lengths, SMALL) == []
