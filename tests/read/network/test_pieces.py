from __future__ import annotations

import unicodedata
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer

from ofsight.errors import ModelError
from ofsight.read.network.pieces import Pieces, PieceTokenizer
from ofsight.read.network.shapes import SHAPES, word_shape

from .tiny import texts, tiny_tokenizer

TOKENIZER = tiny_tokenizer()
NORMALISER = BertNormalizer(lowercase=True)


def encode(text: str) -> Pieces:
    return TOKENIZER.encode(text, [(0, len(text))])[0]


def words(text: str) -> list[str]:
    pieces = encode(text)
    begins = np.flatnonzero(pieces.first)
    ends = np.append(begins, len(pieces))[1:] - 1
    return [text[pieces.starts[b] : pieces.ends[e]] for b, e in zip(begins, ends, strict=True)]


def is_dropped(character: str) -> bool:
    """Whether nothing is left of a character by itself: spaces, controls, marks that combine."""
    encodable = character.encode("utf-8", "replace").decode()
    return not NORMALISER.normalize_str(encodable).strip()


@given(st.lists(texts, max_size=4))
@example(["\u200b"])
@example(["\ud83d"])
def test_pieces_lie_in_their_unit_in_order_with_arrays_of_one_length(parts: list[str]) -> None:
    text, units = "|", []
    for part in parts:
        units.append((len(text), len(text) + len(part)))
        text += part + "|"
    encoded = TOKENIZER.encode(text, units)
    assert len(encoded) == len(units)
    for pieces, (start, end) in zip(encoded, units, strict=True):
        arrays = (pieces.ids, pieces.starts, pieces.ends, pieces.first, pieces.shapes)
        assert {len(array) for array in arrays} == {len(pieces)}
        assert (pieces.starts < pieces.ends).all()
        assert (np.diff(pieces.starts) >= 0).all()
        assert (np.diff(pieces.ends) >= 0).all()
        if len(pieces):
            assert start <= pieces.starts[0]
            assert pieces.ends[-1] <= end
            assert pieces.first[0]


@given(texts)
def test_every_character_that_is_read_belongs_to_a_word(text: str) -> None:
    pieces = encode(text)
    covered = {
        place for s, e in zip(pieces.starts, pieces.ends, strict=True) for place in range(int(s), int(e))
    }
    left = [text[place] for place in range(len(text)) if place not in covered]
    assert [character for character in left if not is_dropped(character)] == []


@given(texts)
def test_words_do_not_overlap_and_hold_no_space(text: str) -> None:
    pieces = encode(text)
    begins = np.flatnonzero(pieces.first)
    assert (pieces.starts[begins][1:] >= pieces.ends[begins[1:] - 1]).all()
    assert not any(
        character.isspace() and not is_control(character) for word in words(text) for character in word
    )


def is_control(character: str) -> bool:
    """Some controls (U+001F) count as spaces in Python and are dropped by the normaliser."""
    return unicodedata.category(character) == "Cc" and character not in "\t\n\r"


@given(texts)
def test_pieces_have_the_shape_of_their_word(text: str) -> None:
    pieces = encode(text)
    numbers = np.cumsum(pieces.first) - 1
    shapes = [word_shape(word) for word in words(text)]
    assert [shapes[number] for number in numbers] == pieces.shapes.tolist()


@given(texts)
def test_the_place_of_a_unit_changes_nothing_but_offsets(text: str) -> None:
    alone = encode(text)
    moved = TOKENIZER.encode("Ofsted said: " + text, [(13, 13 + len(text))])[0]
    assert moved.ids.tolist() == alone.ids.tolist()
    assert (moved.starts - 13).tolist() == alone.starts.tolist()
    assert (moved.ends - 13).tolist() == alone.ends.tolist()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the council's £5.4m", ["the", "council", "'", "s", "£5", ".", "4m"]),
        ("Cafe\u0301, Zoe\u0308", ["Cafe\u0301", ",", "Zoe\u0308"]),
        ("a\u200bb \u200b c\0", ["a\u200bb", "c"]),
        ("x" * 5000, ["x" * 5000]),
        ("[SEP] [CLS]", ["[", "SEP", "]", "[", "CLS", "]"]),
        ("\ud83dx", ["\ud83d", "x"]),
        ("\u05d0\u05d1 \u202ea", ["\u05d0\u05d1", "a"]),
        ("中文", ["中", "文"]),
        (" \n\u200b\0", []),
        ("", []),
    ],
)
def test_words_of_awkward_texts(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_names_of_special_tokens_in_a_text_are_text() -> None:
    special = {TOKENIZER.cls, TOKENIZER.sep, TOKENIZER.pad, TOKENIZER.mask}
    assert not special & set(encode("[CLS] a [SEP] b [PAD] [MASK]").ids.tolist())


def test_nothing_is_truncated_or_padded_whatever_the_file_asks_for(tmp_path: Path) -> None:
    TOKENIZER.save(tmp_path / "plain.json")
    meddling = Tokenizer.from_file(str(tmp_path / "plain.json"))
    meddling.enable_truncation(4)
    meddling.enable_padding(length=9)
    meddling.save(str(tmp_path / "tokenizer.json"))
    loaded = PieceTokenizer.from_file(tmp_path / "tokenizer.json")
    text = "a b c d e f g h i j k l"
    assert len(loaded.encode(text, [(0, len(text)), (0, 1)])[0]) == 12
    assert len(loaded.encode(text, [(0, len(text)), (0, 1)])[1]) == 1


def test_saving_and_loading_changes_nothing(tmp_path: Path) -> None:
    TOKENIZER.save(tmp_path / "tokenizer.json")
    loaded = PieceTokenizer.from_file(tmp_path / "tokenizer.json")
    text = "Ofsted [SEP] the children, Reading"
    assert loaded.size == TOKENIZER.size
    assert loaded.encode(text, [(0, 34)])[0].ids.tolist() == encode(text).ids.tolist()


def test_a_file_that_is_no_tokenizer_is_named(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(ModelError, match=r"tokenizer\.json"):
        PieceTokenizer.from_file(tmp_path / "tokenizer.json")
    with pytest.raises(ModelError, match=r"missing\.json"):
        PieceTokenizer.from_file(tmp_path / "missing.json")


def test_a_tokenizer_without_the_special_tokens_is_refused() -> None:
    with pytest.raises(ModelError, match=r"\[CLS\]"):
        PieceTokenizer(Tokenizer(WordPiece({"[UNK]": 0}, unk_token="[UNK]")))  # noqa: S106


def test_shapes_give_back_what_the_uncased_tokenizer_drops() -> None:
    pieces = encode("Reading reading DfE ADCS 2019 5m %")
    shapes = [SHAPES[shape] for shape in pieces.shapes[pieces.first]]
    assert shapes == ["title", "lower", "mixed", "upper", "digits", "alphanumeric", "other"]
