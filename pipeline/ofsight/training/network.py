"""The network: one encoder, a head for pieces, a head for sentences, and the losses that train them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertConfig, BertModel

from ofsight.read.network.features import FEATURES
from ofsight.read.network.labels import LabelSets

IGNORED = -100
"""The target of what carries no label: padding, later pieces of a word, layers a corpus lacks."""
_FAR = -1e4


@dataclass(frozen=True, slots=True)
class LossWeights:
    """How much each answer counts in the sum that is minimised."""

    entities: float = 1.0
    quotations: float = 0.5
    finding: float = 1.0
    themes: float = 1.0
    polarity: float = 0.5
    source: float = 0.5


class ReaderNetwork(nn.Module):
    """An encoder of the BERT kind with features added to its embeddings, and two heads.

    Parameters
    ----------
    config : transformers.BertConfig
        Of the encoder.
    labels : LabelSets
        What to answer.
    features : sequence of str
        Of :data:`ofsight.read.network.features.FEATURES`. Their tables start at zero, so that training starts
        from the encoder as it is.
    dropout : float
        Before the heads.
    """

    def __init__(
        self, config: BertConfig, labels: LabelSets, features: Sequence[str], *, dropout: float = 0.1
    ) -> None:
        super().__init__()
        self.labels = labels
        self.features = tuple(features)
        self.encoder = BertModel(config, add_pooling_layer=False)
        width = config.hidden_size
        self.tables = nn.ModuleList(nn.Embedding(len(FEATURES[name]), width) for name in features)
        for table in self.tables:
            nn.init.zeros_(cast("nn.Embedding", table).weight)
        self.dropout = nn.Dropout(dropout)
        self.piece_head = nn.Linear(width, labels.piece_width) if labels.piece_width else None
        groups = labels.groups
        # One query for each answer: what matters for the polarity is not what matters for the theme.
        self.queries = nn.Linear(width, len(groups)) if groups else None
        self.sentence_heads = nn.ModuleDict(
            {
                name: nn.Sequential(
                    nn.Linear(2 * width, width),
                    nn.GELU(),
                    nn.Dropout(dropout),
                    nn.Linear(width, place.stop - place.start),
                )
                for name, place in groups.items()
            }
        )

    def encode(self, ids: Tensor, features: Tensor, mask: Tensor | None = None) -> Tensor:
        """Return the states of the pieces.

        Parameters
        ----------
        ids : Tensor of int, (B, T)
        features : Tensor of int, (B, T, features)
        mask : Tensor of int, (B, T), optional
            0 for padding; without it nothing is padding.

        Returns
        -------
        Tensor of float, (B, T, width)
        """
        embedded = self._embed(ids, features)
        return cast("Tensor", self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state)

    def encode_by_layer(self, ids: Tensor, features: Tensor) -> tuple[Tensor, ...]:
        """Return the states before the first layer of the encoder and after each; see :meth:`encode`."""
        embedded = self._embed(ids, features)
        return cast(
            "tuple[Tensor, ...]",
            self.encoder(inputs_embeds=embedded, output_hidden_states=True).hidden_states,
        )

    def _embed(self, ids: Tensor, features: Tensor) -> Tensor:
        embedded = self.encoder.embeddings.word_embeddings(ids)
        for column, table in enumerate(self.tables):
            embedded = embedded + table(features[:, :, column])
        return cast("Tensor", embedded)

    def pool(self, states: Tensor, membership: Tensor) -> list[Tensor]:
        """Return for each answer on sentences the states pooled by its own attention, beside their mean.

        Parameters
        ----------
        states : Tensor of float, (B, T, width)
        membership : Tensor of float, (B, S, T)
            1 where a piece belongs to a sentence. A row of zeros (padding) pools to something harmless.

        Returns
        -------
        list of Tensor of float, (B, S, 2 * width)
            In the order of the answers.
        """
        if self.queries is None:
            return []
        mean = membership @ states / membership.sum(dim=2, keepdim=True).clamp(min=1.0)
        scores = self.queries(states)  # (B, T, answers)
        pooled = []
        for answer in range(scores.shape[2]):
            weights = (scores[:, None, :, answer] + (1 - membership) * _FAR).softmax(dim=2)
            pooled.append(torch.cat([weights @ states, mean], dim=2))
        return pooled

    def heads(self, states: Tensor, membership: Tensor) -> tuple[Tensor, Tensor]:
        """Return the logits of the pieces, (B, T, ...), and of the sentences, (B, S, ...)."""
        states = self.dropout(states)
        pieces = self.piece_head(states) if self.piece_head is not None else states[:, :, :0]
        answers = [
            head(pooled)
            for head, pooled in zip(self.sentence_heads.values(), self.pool(states, membership), strict=True)
        ]
        sentences = torch.cat(answers, dim=2) if answers else membership[:, :, :0]
        return pieces, sentences

    def forward(
        self, ids: Tensor, features: Tensor, membership: Tensor, mask: Tensor | None = None
    ) -> tuple[Tensor, Tensor]:
        """Run everything; see :meth:`encode` and :meth:`heads`."""
        return self.heads(self.encode(ids, features, mask), membership)


def losses(
    labels: LabelSets, pieces: Tensor, sentences: Tensor, targets: Mapping[str, Tensor]
) -> dict[str, Tensor]:
    """Return the loss of each answer that has targets in this batch.

    Parameters
    ----------
    labels : LabelSets
        What the logits mean.
    pieces, sentences : Tensors of float
        Logits, (B, T, ...) and (B, S, ...).
    targets : mapping
        ``entities`` and ``quotations`` (B, T) of label numbers; ``finding`` (B, S) and ``themes``
        (B, S, themes) of 0..1; ``polarity`` and ``source`` (B, S) of label numbers, or (B, S, labels) of
        probabilities. :data:`IGNORED` where there is no label.
    """
    found: dict[str, Tensor] = {}
    width = labels.entity_width
    for name, logits in (("entities", pieces[..., :width]), ("quotations", pieces[..., width:])):
        if name in targets and logits.shape[-1]:
            found[name] = _choice(logits, targets[name])
    for name, place in labels.groups.items():
        if name not in targets:
            continue
        target, logits = targets[name], sentences[..., place]
        if name in {"polarity", "source"}:
            found[name] = _choice(logits, target)
        else:
            found[name] = _each(logits, target if name == "themes" else target[..., None])
    return found


def _choice(logits: Tensor, target: Tensor) -> Tensor:
    """Cross-entropy, over what has a target; the target is a label's number or probabilities of all."""
    if target.dim() == logits.dim():
        known = target[..., 0] != IGNORED
        logs = functional.log_softmax(logits[known].float(), dim=-1)
        return -(target[known] * logs).sum() / known.sum().clamp(min=1)
    flat = target.reshape(-1)
    total = functional.cross_entropy(
        logits.reshape(-1, logits.shape[-1]).float(), flat, ignore_index=IGNORED, reduction="sum"
    )
    return total / (flat != IGNORED).sum().clamp(min=1)


def _each(logits: Tensor, target: Tensor) -> Tensor:
    """Binary cross-entropy summed over labels, averaged over sentences that have targets."""
    known = target[..., 0] != IGNORED
    total = functional.binary_cross_entropy_with_logits(
        logits[known].float(), target[known].float(), reduction="sum"
    )
    return total / known.sum().clamp(min=1)
