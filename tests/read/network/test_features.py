from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ofsight.read.network.features import FEATURES, HINTS, PLACES, piece_features, place_numbers
from ofsight.read.network.pieces import Integers, Pieces
from ofsight.reading import Mention
from ofsight.record import Block
from ofsight.record.labels import BODY_LABELS, ENTITY_LABELS

from .tiny import texts, tiny_tokenizer

TOKENIZER = tiny_tokenizer()
LABELS = (*ENTITY_LABELS, "TRUST")  # an extractor's own label, which no hint knows


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[list[Pieces], list[Mention]]:
    """The pieces of two units of a text, and mentions anywhere in it, which may overlap."""
    text = draw(texts) + draw(texts)
    middle = draw(st.integers(0, len(text)))
    mentions = []
    for _ in range(draw(st.integers(0, 6)) if text else 0):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        label, score = draw(st.sampled_from(LABELS)), draw(st.sampled_from([0.3, 0.6, 0.9]))
        mentions.append(Mention(start, end, label, score))
    return TOKENIZER.encode(text, [(0, middle), (middle, len(text))]), mentions


def column(name: str, units: list[Pieces], **marks: list[Mention]) -> list[int]:
    marked = {"quotations": [], "hints": [], **marks}
    matrices = piece_features([name], units, [1] * len(units), **marked)
    return [number for matrix in matrices for number in matrix[:, 0].tolist()]


def touched(units: list[Pieces], mention: Mention) -> list[int]:
    """The pieces of all units that share a character with a mention, the slow way."""
    starts = np.concatenate([unit.starts for unit in units])
    ends = np.concatenate([unit.ends for unit in units])
    return [n for n in range(len(starts)) if max(starts[n], mention.start) < min(ends[n], mention.end)]


@given(marked_texts())
def test_pieces_in_quotations_are_marked(case: tuple[list[Pieces], list[Mention]]) -> None:
    units, quotations = case
    inside = {piece for quotation in quotations for piece in touched(units, quotation)}
    found = column("quoted", units, quotations=quotations)
    assert {piece for piece, number in enumerate(found) if number} == inside
    assert set(found) <= {0, 1}


@given(marked_texts())
def test_of_hints_that_overlap_the_surer_then_the_longer_counts(
    case: tuple[list[Pieces], list[Mention]],
) -> None:
    units, hints = case
    expected = [0] * sum(map(len, units))
    for hint in sorted(hints, key=lambda m: (m.score, m.end - m.start, m.label)):
        if hint.label in ENTITY_LABELS:
            for place, piece in enumerate(touched(units, hint)):
                expected[piece] = HINTS.index(f"{'I' if place else 'B'}-{hint.label}")
    assert column("hint", units, hints=hints) == expected


@given(marked_texts(), st.permutations(list(FEATURES)), st.integers(0, len(FEATURES)))
def test_columns_are_the_features_asked_for_in_their_order(
    case: tuple[list[Pieces], list[Mention]], names: list[str], count: int
) -> None:
    units, mentions = case
    matrices = piece_features(names[:count], units, [1, 2], quotations=mentions, hints=mentions)
    assert [matrix.shape for matrix in matrices] == [(len(unit), count) for unit in units]
    for place, name in enumerate(names[:count]):
        alone = piece_features([name], units, [1, 2], quotations=mentions, hints=mentions)
        for matrix, single in zip(matrices, alone, strict=True):
            assert matrix[:, place].tolist() == single[:, 0].tolist()
            assert all(0 <= number < len(FEATURES[name]) for number in single[:, 0].tolist())


def test_shapes_and_places_are_those_of_the_sentences() -> None:
    text = "Reading 5m the"
    units = TOKENIZER.encode(text, [(0, 7), (8, 14)])
    matrices: list[Integers] = piece_features(["place", "shape"], units, [3, 4], quotations=[], hints=[])
    assert matrices[0][:, 0].tolist() == [3] * len(units[0])
    assert matrices[1][:, 0].tolist() == [4] * len(units[1])
    assert np.concatenate(matrices)[:, 1].tolist() == [*units[0].shapes, *units[1].shapes]


def test_a_document_without_sentences_has_no_features() -> None:
    assert piece_features(list(FEATURES), [], [], quotations=[], hints=[]) == []


def test_the_place_is_the_block_and_the_kind_of_document() -> None:
    blocks = [
        Block(start=0, end=10, label="headline"),
        Block(start=12, end=30, label="paragraph"),
        Block(start=32, end=40, label="boilerplate"),
    ]
    numbers = place_numbers("report", blocks, [0, 12, 20, 32])
    assert [PLACES[number] for number in numbers] == [
        "report:headline",
        "report:paragraph",
        "report:paragraph",
        "report:paragraph",  # nothing of the body stands in other blocks; where it does it is read as text
    ]
    assert PLACES[place_numbers(None, blocks, [0])[0]] == "news:headline"
    assert PLACES[place_numbers("news", [], [5])[0]] == "news:paragraph"


def test_every_place_in_a_body_has_a_number_of_its_own() -> None:
    found = {
        number
        for kind in ("news", "report")
        for label in BODY_LABELS
        for number in place_numbers(kind, [Block(start=0, end=5, label=label)], [0])
    }
    assert found == set(range(1, len(PLACES)))
