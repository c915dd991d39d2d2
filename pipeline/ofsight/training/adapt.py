"""Domain-adaptive pretraining: let the encoder guess masked words of the documents it will read.

Whole words are masked (Devlin et al. 2019; Gururangan et al. 2020). Only masked places are predicted, which
saves half the work of a step.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel, Trainer, TrainingArguments

from ofsight.read.network.pieces import Integers, Pieces, PieceTokenizer

from .network import IGNORED
from .progress import tell

_MASKED, _RANDOM = 0.8, 0.1


class MaskedWords(nn.Module):
    """An encoder with a head that guesses masked pieces; the head shares the table of word embeddings."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        self.encoder = encoder
        width = encoder.config.hidden_size
        self.transform = nn.Linear(width, width)
        self.norm = nn.LayerNorm(width)
        self.bias = nn.Parameter(torch.zeros(encoder.config.vocab_size))

    def forward(self, input_ids: Tensor, attention_mask: Tensor, labels: Tensor) -> dict[str, Tensor]:
        """Return the loss over the masked places.

        Parameters
        ----------
        input_ids, attention_mask, labels : Tensors of int, (B, T)
            ``labels`` is the piece that was masked, :data:`.network.IGNORED` elsewhere.
        """
        states = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        chosen = labels != IGNORED
        guesses = self.norm(functional.gelu(self.transform(states[chosen])))
        table = self.encoder.embeddings.word_embeddings.weight
        logits = functional.linear(guesses, table, self.bias)
        total = functional.cross_entropy(logits.float(), labels[chosen], reduction="sum")
        return {"loss": total / chosen.sum().clamp(min=1)}  # a short batch may have nothing masked


def pack_text(
    sentences: Iterable[Pieces], tokenizer: PieceTokenizer, length: int
) -> list[tuple[Integers, Integers]]:
    """Pack consecutive sentences into rows of at most ``length`` pieces.

    Returns
    -------
    list of (ids, words)
        ``words`` numbers the word that each piece belongs to, -1 for special tokens.
    """
    rows: list[tuple[Integers, Integers]] = []
    ids: list[Integers] = []
    words: list[Integers] = []
    room = length - 1
    for pieces in sentences:
        for start in range(0, len(pieces), length - 2):
            part = slice(start, start + length - 2)
            size = len(pieces.ids[part])
            if size + 1 > room and ids:
                rows.append(_row(ids, words, tokenizer))
                ids, words, room = [], [], length - 1
            ids.append(pieces.ids[part])
            words.append(np.cumsum(pieces.first[part]))
            room -= size + 1
    if ids:
        rows.append(_row(ids, words, tokenizer))
    return rows


def _row(
    ids: Sequence[Integers], words: Sequence[Integers], tokenizer: PieceTokenizer
) -> tuple[Integers, Integers]:
    separator, nothing = np.array([tokenizer.sep]), np.array([-1])
    row = [np.array([tokenizer.cls])]
    numbers = [nothing]
    offset = 0
    for part, own in zip(ids, words, strict=True):
        row += [part, separator]
        numbers += [own + offset, nothing]
        offset += int(own.max(initial=0)) + 1
    return np.concatenate(row), np.concatenate(numbers)


class MaskingCollator:
    """Make batches in which a share of the words is masked, anew each time a row is seen.

    Parameters
    ----------
    tokenizer : PieceTokenizer
        Gives the numbers of [MASK] and [PAD], and the size of the vocabulary.
    share : float
        Of the words.
    seed : int
        Of the choice.
    """

    def __init__(self, tokenizer: PieceTokenizer, *, share: float, seed: int) -> None:
        self._tokenizer = tokenizer  # hidden: the Trainer would save a public one in its own way
        self.share = share
        self.random = np.random.default_rng(seed)

    def __call__(self, rows: Sequence[tuple[Integers, Integers]]) -> dict[str, Tensor]:
        """Return ``input_ids``, ``attention_mask`` and ``labels``, each (B, T)."""
        width = max(len(ids) for ids, _ in rows)
        inputs = np.full((len(rows), width), self._tokenizer.pad, dtype=np.int64)
        labels = np.full((len(rows), width), IGNORED, dtype=np.int64)
        mask = np.zeros((len(rows), width), dtype=np.int64)
        for number, (ids, words) in enumerate(rows):
            size = len(ids)
            chosen_words = self.random.random(int(words.max(initial=0)) + 2) < self.share
            chosen = (words >= 0) & chosen_words[words]
            inputs[number, :size], mask[number, :size] = ids, 1
            labels[number, :size][chosen] = ids[chosen]
            dice = self.random.random(size)
            inputs[number, :size][chosen & (dice < _MASKED)] = self._tokenizer.mask
            other = chosen & (dice >= _MASKED) & (dice < _MASKED + _RANDOM)
            inputs[number, :size][other] = self.random.integers(0, self._tokenizer.size, int(other.sum()))
        return {
            "input_ids": torch.from_numpy(inputs),
            "attention_mask": torch.from_numpy(mask),
            "labels": torch.from_numpy(labels),
        }


def adapt_encoder(
    encoder: BertModel,
    rows: Sequence[tuple[Integers, Integers]],
    tokenizer: PieceTokenizer,
    arguments: TrainingArguments,
    *,
    share: float,
) -> BertModel:
    """Train an encoder on masked words.

    Parameters
    ----------
    encoder : BertModel
        Changed in place.
    rows : sequence of (ids, words)
        From :func:`pack_text`.
    tokenizer : PieceTokenizer
        The encoder's.
    arguments : TrainingArguments
        Of the run.
    share : float
        Of the words that are masked.

    Returns
    -------
    BertModel
        The encoder.
    """
    trainer = Trainer(
        model=MaskedWords(encoder),
        args=arguments,
        train_dataset=list(rows),
        data_collator=MaskingCollator(tokenizer, share=share, seed=arguments.seed),
    )
    tell(trainer)
    trainer.train()
    return encoder


def save_encoder(encoder: BertModel, tokenizer: PieceTokenizer, folder: Path) -> None:
    """Write an encoder so that training can start from it: config, weights and tokenizer."""
    encoder.save_pretrained(folder)
    tokenizer.save(folder / "tokenizer.json")
