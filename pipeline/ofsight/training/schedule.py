"""The order in which windows are seen, laid out in full before training starts.

Each pass over the documents packs them anew, with windows that begin elsewhere, and shuffles; windows of like
length are put into one step, so that little is padding. As the whole order follows from the seed, a run that
is resumed goes on with exactly the windows that were left.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import Dataset

from ofsight.read.network.inputs import WindowInputs, window_inputs
from ofsight.read.network.labels import LabelSets
from ofsight.read.network.pieces import PieceTokenizer
from ofsight.read.network.windows import Window, WindowSize, pack_windows

from .documents import Targets, TrainingDocument
from .network import IGNORED

HINT = "hint"
_STEPS_SORTED = 32
"""Windows of so many steps are sorted by length among themselves."""


class _Turn(NamedTuple):
    """One window's turn: of which document, and whether its hints are withheld."""

    document: int
    window: Window
    withhold: bool


class Example(NamedTuple):
    """One window with its targets, by answer; see :class:`.documents.Targets`."""

    inputs: WindowInputs
    targets: dict[str, np.ndarray]


class Schedule(Dataset[Example]):
    """All windows of all passes, in order.

    Parameters
    ----------
    documents : sequence of TrainingDocument
        What to train on.
    labels : LabelSets
        Of the network.
    tokenizer : PieceTokenizer
        Of the network.
    features : sequence of str
        Of the network.
    size : WindowSize
        Of the windows.
    passes : int
        How often every annotated sentence is seen.
    batch : int
        Windows in a step.
    withheld : float
        Share of the windows whose hints are withheld, so that the network does not lean on them alone.
    seed : int
        Of everything drawn here.
    """

    def __init__(
        self,
        documents: Sequence[TrainingDocument],
        *,
        labels: LabelSets,
        tokenizer: PieceTokenizer,
        features: Sequence[str],
        size: WindowSize,
        passes: int,
        batch: int,
        withheld: float,
        seed: int,
    ) -> None:
        self.documents = documents
        self.labels = labels
        self.tokenizer = tokenizer
        self.hint = list(features).index(HINT) if HINT in features else None
        random = np.random.default_rng(seed)
        wanted = [_runs(document.targets.annotated()) for document in documents]
        self.turns: list[_Turn] = []
        left: list[_Turn] = []
        for _ in range(passes):
            turns: list[_Turn] = []
            for number, document in enumerate(documents):
                lengths = document.prepared.lengths
                for first, last in wanted[number]:
                    opening = int(random.integers(size.core // 4, size.core + 1))
                    windows = pack_windows(lengths, size, first=first, last=last, opening=opening)
                    turns += [_Turn(number, window, bool(random.random() < withheld)) for window in windows]
            steps = _alike_together([len(turn.window) for turn in turns], batch, random)
            for step in steps:
                # A step that is not full waits for the end, or those after it would be cut elsewhere.
                (self.turns if len(step) == batch else left).extend(turns[place] for place in step)
        self.turns += left

    def __len__(self) -> int:
        return len(self.turns)

    def __getitem__(self, place: int) -> Example:
        document, window, withhold = self.turns[place]
        prepared, targets = self.documents[document].prepared, self.documents[document].targets
        inputs = window_inputs(prepared, window, self.tokenizer)
        if withhold and self.hint is not None:
            inputs.features[:, self.hint] = 0
        return Example(inputs, window_targets(targets, window, inputs))


def _alike_together(lengths: Sequence[int], batch: int, random: np.random.Generator) -> list[list[int]]:
    """Shuffle, put what is of like length into one step, and return the steps in any order."""
    shuffled = [int(place) for place in random.permutation(len(lengths))]
    steps: list[list[int]] = []
    for first in range(0, len(shuffled), batch * _STEPS_SORTED):
        near = sorted(shuffled[first : first + batch * _STEPS_SORTED], key=lambda place: lengths[place])
        steps += [near[start : start + batch] for start in range(0, len(near), batch)]
    return [steps[place] for place in random.permutation(len(steps))]


def window_targets(targets: Targets, window: Window, inputs: WindowInputs) -> dict[str, np.ndarray]:
    """Return the targets of the core of a window; context has none."""
    width = len(inputs.ids)
    entities = np.full(width, IGNORED, np.int64)
    quotations = np.full(width, IGNORED, np.int64)
    for (sentence, start, end), at in zip(window.core, inputs.positions, strict=True):
        entities[at : at + end - start] = targets.entities[sentence][start:end]
        quotations[at : at + end - start] = targets.quotations[sentence][start:end]
    sentences = [stretch.sentence for stretch in window.core]
    return {
        "entities": entities,
        "quotations": quotations,
        "finding": targets.finding[sentences],
        "themes": targets.themes[sentences],
        "polarity": targets.polarity[sentences],
        "source": targets.source[sentences],
    }


def _runs(numbers: set[int]) -> list[tuple[int, int]]:
    ordered = sorted(numbers)
    starts = [n for n in ordered if n - 1 not in numbers]
    ends = [n + 1 for n in ordered if n + 1 not in numbers]
    return list(zip(starts, ends, strict=True))


def collate(examples: Sequence[Example], pad: int) -> dict[str, Tensor]:
    """Make a batch: windows padded to the longest, with a mask; targets padded with ``IGNORED``."""
    count = len(examples)
    width = max(len(example.inputs.ids) for example in examples)
    depth = max(len(example.inputs.membership) for example in examples)
    ids = np.full((count, width), pad, np.int64)
    features = np.zeros((count, width, examples[0].inputs.features.shape[1]), np.int64)
    mask = np.zeros((count, width), np.int64)
    membership = np.zeros((count, depth, width), np.float32)
    for row, (inputs, _) in enumerate(examples):
        size, sentences = len(inputs.ids), len(inputs.membership)
        ids[row, :size] = inputs.ids
        features[row, :size] = inputs.features
        mask[row, :size] = 1
        membership[row, :sentences, :size] = inputs.membership
    batch = {"ids": ids, "features": features, "mask": mask, "membership": membership}
    for name, first in examples[0].targets.items():
        length = width if name in {"entities", "quotations"} else depth
        padded = np.full((count, length, *first.shape[1:]), IGNORED, first.dtype)
        for row, example in enumerate(examples):
            target = example.targets[name]
            padded[row, : len(target)] = target
        batch[f"target_{name}"] = padded
    return {name: torch.from_numpy(array) for name, array in batch.items()}
