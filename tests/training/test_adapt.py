from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.read.network.tiny import texts, tiny_tokenizer

from ofsight.read.network.pieces import Integers, PieceTokenizer

torch = pytest.importorskip("torch")

from transformers import BertConfig, BertModel, TrainingArguments  # noqa: E402  # after torch is there

from ofsight.training.adapt import (  # noqa: E402
    MaskedWords,
    MaskingCollator,
    adapt_encoder,
    pack_text,
    save_encoder,
)
from ofsight.training.base import encoder_config, find_base, load_encoder  # noqa: E402
from ofsight.training.network import IGNORED  # noqa: E402

TOKENIZER = tiny_tokenizer()
Row = tuple[Integers, Integers]


@pytest.fixture(autouse=True)
def _one_thread() -> None:
    torch.set_num_threads(1)


def tiny_encoder() -> BertModel:
    torch.manual_seed(1)
    return BertModel(
        BertConfig(
            vocab_size=TOKENIZER.size,
            hidden_size=32,
            num_hidden_layers=2,
            num_attention_heads=4,
            intermediate_size=64,
            max_position_embeddings=64,
            attn_implementation="eager",
        ),
        add_pooling_layer=False,
    )


def rows_of(*sentences: str, length: int = 24) -> list[Row]:
    return pack_text([TOKENIZER.encode(text, [(0, len(text))])[0] for text in sentences], TOKENIZER, length)


@given(st.lists(texts, max_size=5), st.integers(4, 40))
def test_rows_hold_every_piece_in_order_and_none_is_too_long(parts: list[str], length: int) -> None:
    rows = rows_of(*parts, length=length)
    pieces = [TOKENIZER.encode(text, [(0, len(text))])[0] for text in parts]
    packed = [number for ids, words in rows for number, word in zip(ids, words, strict=True) if word >= 0]
    assert packed == [number for unit in pieces for number in unit.ids]
    for ids, words in rows:
        assert 3 <= len(ids) == len(words) <= length
        assert (ids[0], ids[-1]) == (TOKENIZER.cls, TOKENIZER.sep)
        assert set(ids[words < 0].tolist()) <= {TOKENIZER.cls, TOKENIZER.sep}


@given(st.lists(texts, max_size=5))
def test_pieces_of_one_word_have_one_number(parts: list[str]) -> None:
    rows = rows_of(*parts, length=10_000)
    first = [flag for text in parts for flag in TOKENIZER.encode(text, [(0, len(text))])[0].first]
    numbers = [word for _, words in rows for word in words if word >= 0]
    changes = [True, *(one != other for one, other in pairwise(numbers))]
    assert changes[: len(first)] == first
    assert numbers == sorted(numbers)


@settings(max_examples=30)
@given(st.lists(texts.filter(lambda text: bool(rows_of(text))), min_size=1, max_size=4), st.integers(0, 99))
def test_words_are_masked_whole_and_only_they_are_to_be_guessed(parts: list[str], seed: int) -> None:
    rows = [row for text in parts for row in rows_of(text)]
    batch = MaskingCollator(TOKENIZER, share=0.4, seed=seed)(rows)
    for number, (ids, words) in enumerate(rows):
        size = len(ids)
        inputs, labels = (batch[name][number].numpy() for name in ("input_ids", "labels"))
        chosen = labels[:size] != IGNORED
        assert (labels[:size][chosen] == ids[chosen]).all()
        assert (inputs[:size][~chosen] == ids[~chosen]).all()
        assert not chosen[words < 0].any()
        for word in set(words[chosen].tolist()):
            assert chosen[words == word].all()
        assert batch["attention_mask"][number].tolist() == [1] * size + [0] * (len(inputs) - size)
        assert (labels[size:] == IGNORED).all()
        assert (inputs[size:] == TOKENIZER.pad).all()


def test_as_many_words_are_masked_as_asked_for() -> None:
    rows = rows_of(*["a b c d e f g h i j"] * 400, length=200)
    batch = MaskingCollator(TOKENIZER, share=0.2, seed=0)(rows)
    words = sum(int((words >= 0).sum()) for _, words in rows)
    chosen = batch["labels"] != IGNORED
    assert int(chosen.sum()) / words == pytest.approx(0.2, abs=0.03)
    masked = batch["input_ids"][chosen] == TOKENIZER.mask
    assert float(masked.float().mean()) == pytest.approx(0.8, abs=0.04)


def test_rows_are_masked_anew_each_time_and_by_the_seed() -> None:
    rows = rows_of(*["a b c d e f g h"] * 4)
    one, other = (MaskingCollator(TOKENIZER, share=0.5, seed=3) for _ in range(2))
    first = one(rows)["labels"]
    assert torch.equal(first, other(rows)["labels"])
    assert not torch.equal(first, one(rows)["labels"])


def test_a_batch_without_masked_words_costs_nothing() -> None:
    batch = MaskingCollator(TOKENIZER, share=0.0, seed=0)(rows_of("a b c"))
    model = MaskedWords(tiny_encoder())
    loss = model(**batch)["loss"]
    assert float(loss.detach()) == 0.0
    loss.backward()
    assert all(torch.isfinite(p.grad).all() for p in model.parameters() if p.grad is not None)


def test_only_masked_places_count() -> None:
    model = MaskedWords(tiny_encoder()).eval()
    batch = MaskingCollator(TOKENIZER, share=0.5, seed=1)(rows_of("a b c d e f", "g h"))
    with torch.no_grad():
        states = model.encoder(
            input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]
        ).last_hidden_state
        every = model.norm(torch.nn.functional.gelu(model.transform(states)))
        logits = every @ model.encoder.embeddings.word_embeddings.weight.T + model.bias
        expected = torch.nn.functional.cross_entropy(logits.flatten(0, 1), batch["labels"].flatten())
        assert float(model(**batch)["loss"]) == pytest.approx(float(expected), rel=1e-5)


def test_guessing_gets_better_and_training_can_start_from_the_encoder(tmp_path: Path) -> None:
    rows = rows_of(*["the council"] * 8, *["the children"] * 8, length=12)
    encoder = tiny_encoder()
    arguments = TrainingArguments(
        output_dir=str(tmp_path / "run"), max_steps=60, per_device_train_batch_size=8, learning_rate=5e-3,
        save_steps=60, save_only_model=True, logging_steps=10, disable_tqdm=True, report_to=[],
        use_cpu=True, seed=0,
    )  # fmt: skip
    adapted = adapt_encoder(encoder, rows, TOKENIZER, arguments, share=0.3)
    state = json.loads((tmp_path / "run" / "checkpoint-60" / "trainer_state.json").read_text())
    logged = [entry["loss"] for entry in state["log_history"] if "loss" in entry]
    assert logged[-1] < 0.5 * logged[0]

    save_encoder(adapted, TOKENIZER, tmp_path / "adapted")
    folder = find_base(str(tmp_path / "adapted"))
    loaded = load_encoder(folder, encoder_config(folder, dropout=0.0)).eval()
    ids = torch.tensor(rows[0][0])[None]
    with torch.no_grad():
        states = adapted.eval()(ids).last_hidden_state
        assert torch.allclose(loaded(ids).last_hidden_state, states, atol=1e-6)
        assert not torch.allclose(tiny_encoder().eval()(ids).last_hidden_state, states, atol=0.1)
    assert PieceTokenizer.from_file(folder / "tokenizer.json").size == TOKENIZER.size
