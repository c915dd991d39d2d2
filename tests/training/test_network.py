from __future__ import annotations

from dataclasses import fields
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

torch = pytest.importorskip("torch", reason="training needs the extra train")
transformers = pytest.importorskip("transformers", reason="training needs the extra train")

from torch import Tensor  # noqa: E402  # after the check that torch is there
from transformers import BertConfig  # noqa: E402

from ofsight.read.network.features import FEATURES  # noqa: E402
from ofsight.read.network.labels import LabelSets  # noqa: E402
from ofsight.training.network import IGNORED, LossWeights, ReaderNetwork, losses  # noqa: E402

VOCABULARY, WIDTH = 40, 32
LABELS = LabelSets(
    entities=("COUNCIL", "DATE"),
    quotations=True,
    finding=True,
    themes=("leadership", "workforce", "resources"),
    polarities=("weakness", "strength"),
    sources=("council", "article"),
)
ANSWERS = {"entities", "quotations", *LABELS.groups}


@pytest.fixture(autouse=True)
def _one_thread() -> None:
    torch.set_num_threads(1)


def tiny_config() -> BertConfig:
    return BertConfig(
        vocab_size=VOCABULARY,
        hidden_size=WIDTH,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=64,
        attn_implementation="eager",
    )


def tiny_network(labels: LabelSets = LABELS, features: tuple[str, ...] = tuple(FEATURES)) -> ReaderNetwork:
    torch.manual_seed(1)
    return ReaderNetwork(tiny_config(), labels, features).eval()


def random_window(length: int, cuts: list[int], seed: int) -> tuple[Tensor, Tensor, Tensor]:
    """Ids, features and membership (a row for each stretch between cuts) of one window."""
    random = np.random.default_rng(seed)
    ids = torch.from_numpy(random.integers(5, VOCABULARY, (1, length)))
    features = torch.from_numpy(
        np.stack([random.integers(0, len(names), (1, length)) for names in FEATURES.values()], axis=2)
    )
    borders = [1, *cuts, length]
    membership = torch.zeros(1, len(borders) - 1, length)
    for row, (start, end) in enumerate(pairwise(borders)):
        membership[0, row, start : max(end - 1, start + 1)] = 1
    return ids, features, membership


@settings(max_examples=15)
@given(st.integers(4, 30), st.integers(0, 12), st.integers(0, 3), st.integers(0, 100))
def test_padding_changes_no_answer(length: int, padding: int, empty: int, seed: int) -> None:
    network = filled(tiny_network())
    ids, features, membership = random_window(length, [length // 2], seed)
    pad = torch.nn.functional.pad
    batch = (
        torch.cat([pad(ids, (0, padding)), torch.randint(5, VOCABULARY, (1, length + padding))]),
        torch.cat([pad(features, (0, 0, 0, padding)), torch.zeros_like(pad(features, (0, 0, 0, padding)))]),
        torch.cat([pad(membership, (0, padding, 0, empty)), torch.ones(1, 2 + empty, length + padding)]),
    )  # fmt: skip
    mask = torch.ones(2, length + padding, dtype=torch.long)
    mask[0, length:] = 0
    with torch.inference_mode():
        pieces, sentences = network(*batch, mask)
        alone_pieces, alone_sentences = network(ids, features, membership)
    assert torch.allclose(pieces[:1, :length], alone_pieces, atol=1e-5)
    assert torch.allclose(sentences[:1, :2], alone_sentences, atol=1e-5)
    assert torch.isfinite(sentences).all()


def filled(network: ReaderNetwork) -> ReaderNetwork:
    """Give the tables of features values, as after training."""
    for table in network.tables:
        torch.nn.init.normal_(table.weight)  # type: ignore[arg-type]  # a table is an Embedding
    return network


def test_shapes_of_the_answers() -> None:
    pieces, sentences = tiny_network()(*random_window(12, [5, 8], seed=0))
    assert pieces.shape == (1, 12, LABELS.piece_width)
    assert sentences.shape == (1, 3, LABELS.sentence_width)


@pytest.mark.parametrize(
    "labels",
    [
        LabelSets(entities=("COUNCIL",)),
        LabelSets(quotations=True),
        LabelSets(finding=True),
        LabelSets(themes=("a", "b"), sources=("c",)),
        LabelSets(),
    ],
)
def test_what_has_no_labels_has_no_head(labels: LabelSets) -> None:
    network = tiny_network(labels)
    pieces, sentences = network(*random_window(10, [4], seed=0))
    assert pieces.shape[2] == labels.piece_width
    assert sentences.shape[2] == labels.sentence_width
    heads = [name for name, _ in network.named_parameters() if not name.startswith(("encoder", "tables"))]
    assert any(name.startswith("piece_head") for name in heads) == bool(labels.piece_width)
    assert any("sentence_heads" in name for name in heads) == bool(labels.sentence_width)


def test_untrained_features_leave_the_encoder_as_it_is() -> None:
    network = tiny_network()
    ids, features, _ = random_window(14, [], seed=3)
    mask = torch.ones_like(ids)
    with torch.inference_mode():
        plain = network.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        assert torch.allclose(network.encode(ids, features), plain, atol=1e-6)
        assert not torch.allclose(filled(network).encode(ids, features), plain, atol=1e-2)


def test_each_feature_has_its_own_say() -> None:
    network = filled(tiny_network())
    ids, features, _ = random_window(9, [], seed=3)
    with torch.inference_mode():
        before = network.encode(ids, features)
        for column, names in enumerate(FEATURES.values()):
            changed = features.clone()
            changed[0, 4, column] = (changed[0, 4, column] + 1) % len(names)
            assert not torch.allclose(network.encode(ids, changed), before, atol=1e-3)


@settings(max_examples=10)
@given(st.integers(0, 100))
def test_sentences_without_pieces_give_numbers(seed: int) -> None:
    network = tiny_network()
    ids, features, membership = random_window(10, [4], seed)
    empty = torch.zeros_like(membership)
    with torch.inference_mode():
        assert torch.isfinite(network(ids, features, empty)[1]).all()


def test_gradients_through_empty_sentences_are_finite() -> None:
    network = tiny_network()
    ids, features, membership = random_window(10, [4], seed=0)
    pieces, sentences = network(ids, features, torch.zeros_like(membership))
    (pieces.sum() + sentences.sum()).backward()
    assert all(torch.isfinite(p.grad).all() for p in network.parameters() if p.grad is not None)


def test_a_sentence_is_judged_by_its_own_pieces() -> None:
    """Pooling sees the states of its own pieces only; the states themselves saw everything."""
    network = tiny_network()
    states = torch.randn(1, 10, WIDTH)
    membership = random_window(10, [5], seed=0)[2]
    other = states.clone()
    other[0, 5:] += 1.0
    for one, two in zip(network.pool(states, membership), network.pool(other, membership), strict=True):
        assert torch.allclose(one[0, 0], two[0, 0], atol=1e-6)
        assert not torch.allclose(one[0, 1], two[0, 1], atol=1e-3)


def test_every_answer_weighs_in_the_sum() -> None:
    assert {field.name for field in fields(LossWeights)} == ANSWERS


def random_targets(depth: int = 2, length: int = 10) -> dict[str, Tensor]:
    torch.manual_seed(0)
    return {
        "entities": torch.randint(0, LABELS.entity_width, (1, length)),
        "quotations": torch.randint(0, 3, (1, length)),
        "finding": torch.randint(0, 2, (1, depth)).float(),
        "themes": torch.randint(0, 2, (1, depth, 3)).float(),
        "polarity": torch.randint(0, 2, (1, depth)),
        "source": torch.randint(0, 2, (1, depth)),
    }


def ignored(target: Tensor) -> Tensor:
    return torch.full_like(target, IGNORED)


def parts_of(name: str, network: ReaderNetwork) -> list[torch.nn.Parameter]:
    """The weights that only one answer uses."""
    if name in {"entities", "quotations"}:
        assert network.piece_head is not None
        return [network.piece_head.weight]
    return list(network.sentence_heads[name].parameters())


def rows_of(name: str, gradient: Tensor) -> Tensor:
    width = LABELS.entity_width
    return {"entities": gradient[:width], "quotations": gradient[width:]}.get(name, gradient)


@pytest.mark.parametrize("name", sorted(ANSWERS))
@pytest.mark.parametrize("leave_out", [True, False])
def test_what_is_not_annotated_teaches_nothing(name: str, leave_out: bool) -> None:
    network = tiny_network()
    pieces, sentences = network(*random_window(10, [4], seed=0))
    targets = random_targets()
    if leave_out:
        del targets[name]
    else:
        targets[name] = ignored(targets[name])
    found = losses(LABELS, pieces, sentences, targets)
    assert set(found) == (ANSWERS - {name} if leave_out else ANSWERS)
    assert all(torch.isfinite(loss) for loss in found.values())
    torch.stack(list(found.values())).sum().backward()
    for answer in ANSWERS:
        total = sum(
            float(rows_of(answer, parameter.grad).abs().sum())
            for parameter in parts_of(answer, network)
            if parameter.grad is not None
        )
        assert (total == 0) == (answer == name)


def test_losses_are_the_mean_over_what_is_annotated() -> None:
    """Beside something unannotated the loss is that of the annotated alone."""
    torch.manual_seed(0)
    pieces, sentences = torch.randn(1, 10, LABELS.piece_width), torch.randn(1, 2, LABELS.sentence_width)
    targets = random_targets()
    alone = losses(LABELS, pieces, sentences, targets)
    batch = {name: torch.cat([target, ignored(target)]) for name, target in targets.items()}
    beside = losses(
        LABELS,
        torch.cat([pieces, torch.randn_like(pieces)]),
        torch.cat([sentences, torch.randn_like(sentences)]),
        batch,
    )
    for name, loss in alone.items():
        assert float(beside[name]) == pytest.approx(float(loss), rel=1e-5)


def test_losses_are_the_textbook_ones() -> None:
    pieces, sentences = torch.randn(1, 10, LABELS.piece_width), torch.randn(1, 2, LABELS.sentence_width)
    targets = random_targets()
    found = losses(LABELS, pieces, sentences, targets)
    functional = torch.nn.functional
    width = LABELS.entity_width
    assert found["entities"] == pytest.approx(
        float(functional.cross_entropy(pieces[0, :, :width], targets["entities"][0]))
    )
    assert found["source"] == pytest.approx(
        float(functional.cross_entropy(sentences[0][:, LABELS.groups["source"]], targets["source"][0]))
    )
    binary = functional.binary_cross_entropy_with_logits(
        sentences[0][:, LABELS.groups["themes"]], targets["themes"][0], reduction="none"
    )
    assert found["themes"] == pytest.approx(float(binary.sum(dim=1).mean()))


@pytest.mark.parametrize("name", ["polarity", "source"])
def test_probabilities_that_are_sure_teach_what_labels_teach(name: str) -> None:
    pieces, sentences = torch.randn(1, 10, LABELS.piece_width), torch.randn(1, 2, LABELS.sentence_width)
    targets = {name: torch.tensor([[1, IGNORED]])}
    hard = losses(LABELS, pieces, sentences, targets)[name]
    soft_target = torch.tensor([[[0.0, 1.0], [IGNORED, IGNORED]]])
    soft = losses(LABELS, pieces, sentences, {name: soft_target})[name]
    assert float(soft) == pytest.approx(float(hard), rel=1e-6)
    nothing = losses(LABELS, pieces, sentences, {name: torch.full((1, 2, 2), float(IGNORED))})[name]
    assert float(nothing) == 0.0
