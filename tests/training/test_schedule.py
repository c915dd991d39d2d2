from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch", reason="training needs the extra train")

import torch  # after the check
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc
from tests.read.network.tiny import document, tiny_tokenizer
from tests.training.tiny import LABELS, tiny_network

from ofsight.read.network.inputs import prepare
from ofsight.read.network.windows import WindowSize
from ofsight.reading import Mention
from ofsight.training.documents import Targets, TrainingDocument
from ofsight.training.network import IGNORED, LossWeights
from ofsight.training.schedule import Example, Schedule, collate
from ofsight.training.trainer import WeightedReader

FEATURES = ("shape", "hint")
SIZE = WindowSize(total=24, before=4, after=3, overlap=2)
TOKENIZER = tiny_tokenizer()


def training_document(doc: Doc, annotated: set[int]) -> TrainingDocument:
    """A document with targets in some of its sentences; every word is a hint of a date."""
    prepared = prepare(doc, TOKENIZER, FEATURES, hints=[Mention(0, len(doc.text), "DATE", 1.0)])
    count = len(prepared.sentences)
    targets = Targets(
        entities=[np.full(length, IGNORED, np.int64) for length in prepared.lengths],
        quotations=[np.full(length, IGNORED, np.int64) for length in prepared.lengths],
        finding=np.full(count, IGNORED, np.float32),
        themes=np.full((count, len(LABELS.themes)), IGNORED, np.float32),
        polarity=np.full(count, IGNORED, np.int64),
        source=np.full(count, IGNORED, np.int64),
    )
    for number in annotated:
        targets.entities[number][prepared.pieces[number].first] = number
        targets.finding[number] = 1
        targets.themes[number] = 0
    return TrainingDocument("d", prepared, targets, [])


@cache
def doc(sentences: int, words: int) -> Doc:
    return document([" ".join(["ab"] * (words + number % 3)) + "." for number in range(sentences)])


@st.composite
def documents(draw: st.DrawFn) -> list[TrainingDocument]:
    made = []
    for _ in range(draw(st.integers(1, 3))):
        sentences = draw(st.integers(1, 9))
        annotated = draw(st.sets(st.integers(0, sentences - 1)))
        made.append(training_document(doc(sentences, draw(st.sampled_from([1, 4, 20]))), annotated))
    return made


def schedule(
    documents: list[TrainingDocument],
    *,
    passes: int = 1,
    batch: int = 1,
    withheld: float = 0.0,
    seed: int = 1,
) -> Schedule:
    return Schedule(
        documents,
        labels=LABELS,
        tokenizer=TOKENIZER,
        features=FEATURES,
        size=SIZE,
        passes=passes,
        batch=batch,
        withheld=withheld,
        seed=seed,
    )


@given(documents(), st.integers(1, 3), st.integers(1, 4), st.integers(0, 5))
def test_each_pass_has_every_annotated_piece_in_a_core_and_no_other_sentence(
    made: list[TrainingDocument], passes: int, batch: int, seed: int
) -> None:
    turns = schedule(made, passes=passes, batch=batch, seed=seed).turns
    cores = Counter(
        (turn.document, stretch.sentence, piece)
        for turn in turns
        for stretch in turn.window.core
        for piece in range(stretch.start, stretch.end)
    )
    wanted = {
        (number, sentence, piece)
        for number, document in enumerate(made)
        for sentence in document.targets.annotated()
        for piece in range(document.prepared.lengths[sentence])
    }
    assert set(cores) == wanted
    # Twice in a pass only where the windows of one overlong sentence overlap.
    assert all(passes <= times <= 2 * passes for times in cores.values())
    short = {
        place: times
        for place, times in cores.items()
        if made[place[0]].prepared.lengths[place[1]] < SIZE.core
    }
    assert set(short.values()) <= {passes}


@given(documents(), st.integers(0, 9))
def test_the_order_follows_from_the_seed(made: list[TrainingDocument], seed: int) -> None:
    assert schedule(made, passes=2, withheld=0.5, seed=seed).turns == (
        schedule(made, passes=2, withheld=0.5, seed=seed).turns
    )


def test_each_pass_packs_and_shuffles_anew() -> None:
    made = [training_document(doc(60, 1), set(range(60)))]
    one, many = schedule(made), schedule(made, passes=5)
    assert many.turns[: len(one)] == one.turns
    first, all_of_them = ([turn.window.core for turn in turns] for turns in (one.turns, many.turns))
    assert set(all_of_them) > set(first)
    assert first != sorted(first)
    assert schedule(made, seed=2).turns != one.turns


def test_windows_of_like_length_share_a_step() -> None:
    made = [training_document(doc(n % 7 + 1, 4), set(range(n % 7 + 1))) for n in range(120)]
    batch = 4

    def padding(turns: Sequence[Any]) -> int:
        steps = [turns[start : start + batch] for start in range(0, len(turns), batch)]
        lengths = [[len(turn.window) for turn in step] for step in steps]
        return sum(max(step) * len(step) - sum(step) for step in lengths)

    alike, mixed = schedule(made, passes=3, batch=batch).turns, schedule(made, passes=3).turns
    assert len(alike) == len(mixed)
    assert padding(alike) < padding(mixed) / 3


def test_documents_without_annotations_have_no_turn() -> None:
    assert len(schedule([training_document(doc(5, 4), set())], passes=3)) == 0


def test_context_has_no_targets_and_cores_have_all() -> None:
    made = training_document(doc(9, 4), {2, 3, 7})
    for example in map(schedule([made]).__getitem__, range(len(schedule([made])))):
        inputs, targets = example
        core = inputs.membership.any(axis=0)
        assert (targets["entities"][~core] == IGNORED).all()
        known = targets["entities"][targets["entities"] != IGNORED]
        assert set(known.tolist()) <= {2, 3, 7}
        assert len(known) > 0
        assert (targets["finding"] == 1).all()
        assert len(inputs.ids) > core.sum() + 2  # there is context


@pytest.mark.parametrize(("withheld", "low", "high"), [(0.0, 0, 0), (0.3, 0.2, 0.4), (1.0, 1, 1)])
def test_a_share_of_the_windows_is_shown_without_hints_and_with_all_else(
    withheld: float, low: float, high: float
) -> None:
    made = [training_document(doc(200, 4), set(range(200)))]
    plan = schedule(made, withheld=withheld, passes=4)
    hints = [example.inputs.features[:, 1].any() for example in map(plan.__getitem__, range(len(plan)))]
    assert low <= 1 - np.mean(hints) <= high
    assert all(plan[place].inputs.features[:, 0].any() for place in range(len(plan)))


def test_taking_a_window_twice_gives_the_same_and_changes_no_document() -> None:
    plan = schedule([training_document(doc(9, 4), {0, 1, 2})], withheld=1.0)
    before = [features.copy() for features in plan.documents[0].prepared.features]
    first, second = plan[0], plan[0]
    assert all((one == other).all() for one, other in zip(first.inputs[:3], second.inputs[:3], strict=True))
    assert all(
        (one == now).all() for one, now in zip(before, plan.documents[0].prepared.features, strict=True)
    )
    assert before[0][:, 1].any()


def examples(*sizes: int) -> list[Example]:
    """Windows of one document after another, each of so many sentences."""
    return [schedule([training_document(doc(size, 1), set(range(size)))], seed=size)[0] for size in sizes]


def test_padding_carries_no_target_and_no_mask() -> None:
    batch = collate(examples(1, 4), TOKENIZER.pad)
    short, long = examples(1, 4)
    width, depth = len(short.inputs.ids), len(short.inputs.membership)
    assert batch["ids"].shape == batch["mask"].shape == (2, len(long.inputs.ids))
    assert batch["mask"].sum(dim=1).tolist() == [width, len(long.inputs.ids)]
    assert (batch["ids"][0, width:] == TOKENIZER.pad).all()
    assert (batch["membership"][0, depth:] == 0).all()
    assert (batch["membership"][0, :, width:] == 0).all()
    for name, target in batch.items():
        if name.startswith("target_"):
            length = width if name in {"target_entities", "target_quotations"} else depth
            assert (target[0, length:] == IGNORED).all(), name
            assert np.array_equal(target[0, :length], short.targets[name.removeprefix("target_")])


def test_a_batch_of_one_is_the_window_itself() -> None:
    (example,) = examples(4)
    batch = collate([example], TOKENIZER.pad)
    assert np.array_equal(batch["ids"][0], example.inputs.ids)
    assert np.array_equal(batch["features"][0], example.inputs.features)
    assert batch["mask"].all()


def test_what_is_learned_of_windows_does_not_depend_on_their_padding() -> None:
    """Losses of a batch are those of its windows, weighted by what each has."""
    network = tiny_network(features=FEATURES).eval()
    model = WeightedReader(network, LossWeights(), decay=0.9).eval()
    alone = [collate([example], TOKENIZER.pad) for example in examples(1, 4)]
    together = collate(examples(1, 4), TOKENIZER.pad)
    with torch.no_grad():
        batch = model(**together)
        single = [model(**window) for window in alone]
    for name in ("entities", "finding"):
        counts = [(window[f"target_{name}"] != IGNORED).sum() for window in alone]
        mean = sum(count * losses[name] for count, losses in zip(counts, single, strict=True)) / sum(counts)
        torch.testing.assert_close(batch[name], mean, rtol=1e-4, atol=1e-5)
