from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsight.errors import ModelError
from ofsight.read.network.inputs import Prepared, WindowInputs, WindowOutputs, prepare
from ofsight.read.network.labels import LabelSets
from ofsight.read.network.reader import NetworkReader, SentenceLogits
from ofsight.read.network.scores import Calibration, Line
from ofsight.read.network.windows import WindowSize
from ofsight.reading import Mention, Reading

from .tiny import document, tiny_tokenizer

TOKENIZER = tiny_tokenizer()
SMALL = WindowSize(total=32, before=5, after=3, overlap=6)
LABELS = LabelSets(
    entities=("COUNCIL", "DATE"),
    quotations=True,
    finding=True,
    themes=("leadership", "workforce"),
    polarities=("weakness", "strength"),
    sources=("council",),
)
sentence_lists = st.lists(
    st.text("abc d9.", min_size=1, max_size=70).map(str.strip).filter(bool), min_size=1, max_size=6
)


def prepared(*parts: str) -> Prepared:
    return prepare(document(list(parts)), TOKENIZER, ())


def reader(network: object = None, labels: LabelSets = LABELS, size: WindowSize = SMALL) -> NetworkReader:
    return NetworkReader(network, TOKENIZER, labels, size=size)  # type: ignore[arg-type]  # some are not run


class Echo:
    """Answers for each piece with its number, for each stretch with the mean of its numbers."""

    def __init__(self) -> None:
        self.windows: list[WindowInputs] = []

    def __call__(self, window: WindowInputs) -> WindowOutputs:
        self.windows.append(window)
        ids = window.ids.astype(np.float32)
        # no matmul: some builds of BLAS warn of values that are none of its input's
        means = (window.membership * ids).sum(axis=1) / window.membership.sum(axis=1)
        return WindowOutputs(
            np.repeat(ids[:, None], LABELS.piece_width, axis=1),
            np.repeat(means[:, None], LABELS.sentence_width, axis=1),
        )


class DistanceToEdge:
    """Answers for each piece with how far it stands from the nearer end of the core."""

    def __call__(self, window: WindowInputs) -> WindowOutputs:
        core = np.flatnonzero(window.membership.any(axis=0))
        places = np.arange(len(window.ids))
        distance = np.minimum(places - core[0], core[-1] - places).astype(np.float32)
        return WindowOutputs(
            np.repeat(distance[:, None], LABELS.piece_width, axis=1),
            np.zeros((len(window.membership), LABELS.sentence_width), np.float32),
        )


@given(sentence_lists)
def test_answers_come_back_to_the_pieces_they_are_on(parts: list[str]) -> None:
    doc = prepared(*parts)
    logits = reader(Echo()).logits(doc)
    for pieces, answered in zip(doc.pieces, logits.pieces, strict=True):
        assert answered[:, 0].tolist() == pieces.ids.tolist()


@given(sentence_lists)
def test_answers_on_sentences_are_those_of_their_own_pieces(parts: list[str]) -> None:
    doc = prepared(*parts)
    for pieces, row in zip(doc.pieces, reader(Echo()).logits(doc).sentences, strict=True):
        if len(pieces) <= SMALL.core:
            assert row[0] == pytest.approx(pieces.ids.mean(), rel=1e-6)


@given(st.integers(SMALL.core + 1, 200))
def test_an_overlong_sentence_gets_the_mean_of_its_parts_by_length(length: int) -> None:
    doc = prepared(" ".join("abcd9."[place % 6] for place in range(length)))
    echo = Echo()
    (row,) = reader(echo).logits(doc).sentences
    sizes = [window.membership.sum() for window in echo.windows]
    means = [
        (window.membership * window.ids).sum() / size
        for window, size in zip(echo.windows, sizes, strict=True)
    ]
    assert row[0] == pytest.approx(np.average(means, weights=sizes), rel=1e-5)


@given(st.integers(SMALL.core + 1, 200))
def test_where_windows_overlap_the_one_that_sees_more_answers(length: int) -> None:
    doc = prepared(" ".join("a" * length))
    (answered,) = reader(DistanceToEdge()).logits(doc).pieces
    inner = answered[SMALL.overlap // 2 : length - SMALL.overlap // 2, 0]
    assert inner.min() >= SMALL.overlap // 2 - 1


@given(sentence_lists, st.data())
def test_only_the_wanted_sentences_are_read(parts: list[str], data: st.DataObject) -> None:
    doc = prepared(*parts)
    wanted = data.draw(st.sets(st.sampled_from(range(len(parts)))))
    echo = Echo()
    logits = reader(echo).logits(doc, wanted)
    for number, (pieces, answered, row) in enumerate(
        zip(doc.pieces, logits.pieces, logits.sentences, strict=True)
    ):
        if number in wanted:
            assert answered[:, 0].tolist() == pieces.ids.tolist()
            assert not np.isnan(row).any()
        else:
            assert not answered.any()
            assert np.isnan(row).all()
    assert bool(echo.windows) == bool(wanted)


def test_what_was_not_read_is_no_finding_and_holds_no_mention() -> None:
    doc = prepared("the council", "the children")
    read = reader(Echo())
    reading = read.decode(doc, read.logits(doc, [1]))
    unread, done = reading.sentences
    assert (unread.finding, unread.themes, unread.polarity, unread.source) == (0.0, {}, {}, {})
    assert done.finding > 0.5
    assert set(done.themes) == {"leadership", "workforce"}
    assert set(done.polarity) == {"weakness", "strength"}
    assert set(done.source) == {"council"}
    assert all(mention.start >= doc.sentences[1][0] for mention in reading.mentions)


def logits_of(doc: Prepared, marks: list[tuple[int, int, int]]) -> SentenceLogits:
    """Logits that say label ``column`` of the word that starts at a character, outside of all others."""
    pieces = []
    for unit in doc.pieces:
        rows = np.zeros((len(unit), LABELS.piece_width), np.float32)
        rows[:, [0, LABELS.entity_width]] = 1.0
        for start, column, value in marks:
            rows[unit.first & (unit.starts == start), column] = value
        pieces.append(rows)
    return SentenceLogits(pieces, np.zeros((len(doc.pieces), LABELS.sentence_width), np.float32))


def test_spans_are_whole_words_of_the_text() -> None:
    doc = document(["Zoe\u0308, in Hackney said"])
    logits = logits_of(prepared(doc.text), [(0, 1, 9), (9, 3, 9)])
    found = reader().decode(prepared(doc.text), logits).mentions
    assert [(doc.text[start:end], label) for start, end, label, _ in found] == [
        ("Zoe\u0308", "COUNCIL"),
        ("Hackney", "DATE"),
    ]


def test_a_mention_ends_with_its_sentence_and_a_quotation_goes_on() -> None:
    doc = document(["said ab c.", "d e."], ["x y"])
    begin, inside = LABELS.entity_width + 1, LABELS.entity_width + 2
    quoted = [(5, begin, 9), *((place, inside, 9) for place in (8, 9, 11, 13, 14))]
    mentioned = [(5, 1, 9), *((place, 2, 9) for place in (8, 9, 11, 13))]
    found = prepare(doc, TOKENIZER, ())
    reading = reader().decode(found, logits_of(found, quoted + mentioned))
    assert [doc.text[start:end] for start, end, _, _ in reading.quotations] == ["ab c. d e."]
    assert next(doc.text[start:end] for start, end, _, _ in reading.mentions) == "ab c."


def test_quotations_that_follow_each_other_stay_two() -> None:
    doc = document(["ab c.", "d e."])
    begin, inside = LABELS.entity_width + 1, LABELS.entity_width + 2
    marks = [(0, begin, 9), (3, inside, 9), (6, begin, 9), (8, inside, 9)]
    found = prepare(doc, TOKENIZER, ())
    quotations = reader().decode(found, logits_of(found, marks)).quotations
    assert [doc.text[start:end] for start, end, _, _ in quotations] == ["ab c", "d e"]


def test_scores_are_calibrated() -> None:
    doc = prepared("the council")
    logits = logits_of(doc, [(4, 1, 3)])
    calibration = Calibration(
        finding_line=Line(1.0, 2.0), theme_line=Line(1.0, -2.0), entity_line=Line(1.0, 1.0)
    )
    plain = reader().decode(doc, logits)
    scored = replace(reader(), calibration=calibration).decode(doc, logits)
    assert plain.sentences[0].finding == pytest.approx(0.5)
    assert scored.sentences[0].finding == pytest.approx(1 / (1 + np.exp(-2)))
    assert scored.sentences[0].themes["workforce"] == pytest.approx(1 / (1 + np.exp(2)))
    assert scored.mentions[0][:3] == plain.mentions[0][:3] == (4, 11, "COUNCIL")
    assert plain.mentions[0].score == pytest.approx(np.exp(3) / (np.exp(3) + np.exp(1) + 3))
    assert scored.mentions[0].score > plain.mentions[0].score


def test_a_document_without_sentences_reads_as_nothing() -> None:
    assert reader(Echo()).read(document(), Reading([], [])) == Reading([], [], [])


@given(sentence_lists)
def test_hints_reach_the_network_and_reading_again_gives_the_same(parts: list[str]) -> None:
    doc = document(parts)
    hints = Reading(
        [Mention(0, len(parts[0]), "COUNCIL", 1.0)], [], [Mention(0, len(parts[0]), "quotation", 1)]
    )
    echo = Echo()
    hinted = replace(reader(echo), features=("hint", "quoted"))
    assert hinted.read(doc, hints) == hinted.read(doc, hints)
    if len(prepare(doc, TOKENIZER, ()).pieces[0]):
        assert echo.windows[0].features.any(axis=0).all()


def test_a_network_that_answers_little_reads_little() -> None:
    labels = LabelSets(entities=("COUNCIL",))
    only = reader(
        lambda window: WindowOutputs(
            np.tile(np.array([0, 1, 0], np.float32), (len(window.ids), 1)),
            np.zeros((len(window.membership), 0), np.float32),
        ),
        labels=labels,
    )
    reading = only.read(document(["a b", "c"]), Reading([], []))
    assert [mention[:3] for mention in reading.mentions] == [
        (0, 1, "COUNCIL"), (2, 3, "COUNCIL"), (4, 5, "COUNCIL"),
    ]  # fmt: skip
    assert [sentence.finding for sentence in reading.sentences] == [0.0, 0.0]
    assert reading.quotations == []


def test_states_are_asked_of_a_network_that_has_them() -> None:
    doc = prepared("the council")
    with pytest.raises(ModelError, match="states"):
        reader(Echo()).logits(doc, states=True)
