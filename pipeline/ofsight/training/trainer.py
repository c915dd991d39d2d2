"""The training loop: transformers' Trainer, weights averaged along the way, the scorer's own figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import asdict
from functools import partial
from typing import Any, cast

import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.data import Sampler, SequentialSampler
from transformers import Trainer, TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from ofsight.read.network.inputs import Network, WindowInputs, WindowOutputs

from .network import LossWeights, ReaderNetwork, losses
from .progress import tell
from .schedule import Schedule, collate
from .work import since_best

TARGET = "target_"
_EVERY = 8
"""The average moves after so many steps, once it is slow: at every step it would take a fifth of the time."""
Figures = dict[str, float]


class WeightedReader(nn.Module):
    """A network under training with the running average of its weights beside it.

    The average (Polyak and Juditsky 1992) lies in the module, so that checkpoints hold it.

    Parameters
    ----------
    network : ReaderNetwork
        Is trained.
    weights : LossWeights
        Of the answers.
    decay : float
        Of the average, for each step; early on it is smaller, (1 + step) / (10 + step). From there on the
        average moves at every eighth step, as far as in eight.
    """

    def __init__(self, network: ReaderNetwork, weights: LossWeights, *, decay: float) -> None:
        super().__init__()
        self.network = network
        self.average = deepcopy(network)
        for parameter in self.average.parameters():
            parameter.requires_grad_(False)
        self.weights = asdict(weights)
        self.decay = decay

    def forward(
        self, ids: Tensor, features: Tensor, membership: Tensor, mask: Tensor, **targets: Tensor
    ) -> dict[str, Tensor]:
        """Return the weighted sum of the losses, and each of them."""
        pieces, sentences = self.network(ids, features, membership, mask)
        parts = losses(
            self.network.labels,
            pieces,
            sentences,
            {name.removeprefix(TARGET): target for name, target in targets.items()},
        )
        total = torch.stack([self.weights[name] * loss for name, loss in parts.items()]).sum()
        return {"loss": total} | {name: loss.detach() for name, loss in parts.items()}

    @torch.no_grad()
    def update_average(self, step: int) -> None:
        """Move the average towards the present weights, if it moves after this step."""
        decay, early = self.decay, (1 + step) / (10 + step)
        if early < decay or not decay:
            decay = min(decay, early)
        elif step % _EVERY:
            return
        else:
            decay **= _EVERY
        for mean, now in zip(self.average.parameters(), self.network.parameters(), strict=True):
            mean.lerp_(now, 1 - decay)


class _Averaging(TrainerCallback):
    def __init__(self, model: WeightedReader) -> None:
        self.model = model

    def on_step_end(
        self,
        args: TrainingArguments,  # noqa: ARG002  # the library's signature
        state: TrainerState,
        control: TrainerControl,  # noqa: ARG002
        **kwargs: Any,  # noqa: ARG002
    ) -> None:
        self.model.update_average(state.global_step)


class Patience(TrainerCallback):
    """Stops a run when its score has not risen for some evaluations.

    It counts in the log of the run, which checkpoints hold, so that a resumed run stops where it would have.

    Parameters
    ----------
    evaluations : int
        How many.
    score : str
        The name of the score in the log.
    """

    def __init__(self, evaluations: int, score: str) -> None:
        self._evaluations = evaluations
        self._score = score

    def on_evaluate(
        self,
        args: TrainingArguments,  # noqa: ARG002  # the library's signature
        state: TrainerState,
        control: TrainerControl,
        **kwargs: Any,  # noqa: ARG002
    ) -> None:
        """Stop the run if it is time."""
        scores = [entry[self._score] for entry in state.log_history if self._score in entry]
        if since_best(scores) >= self._evaluations:
            control.should_training_stop = True


class ReaderTrainer(Trainer):
    """Trains a :class:`WeightedReader` on a schedule and scores its average on the development documents.

    Parameters
    ----------
    model : WeightedReader
        What to train.
    args : TrainingArguments
        Of the run.
    schedule : Schedule
        The windows in their order, which is kept.
    pad : int
        The number of the padding piece.
    score : callable
        From a network to figures; called at each evaluation.
    head_rate : float
        How many times the learning rate the heads and feature tables get.
    callbacks : sequence of TrainerCallback
        Further ones, such as early stopping.
    """

    def __init__(
        self,
        model: WeightedReader,
        args: TrainingArguments,
        *,
        schedule: Schedule,
        pad: int,
        score: Callable[[Network], Figures],
        head_rate: float,
        callbacks: Sequence[TrainerCallback] = (),
    ) -> None:
        super().__init__(
            model=model,
            args=args,
            train_dataset=schedule,
            eval_dataset=schedule,  # never iterated: `evaluate` scores documents
            data_collator=partial(collate, pad=pad),
            callbacks=[_Averaging(model), *callbacks],
        )
        tell(self)
        self._score = score
        self._head_rate = head_rate

    def _get_train_sampler(self, train_dataset: Any = None) -> Sampler[int]:
        return SequentialSampler(cast("Schedule", train_dataset or self.train_dataset))

    def create_optimizer(self, model: Any = None) -> torch.optim.Optimizer:  # noqa: ARG002  # the library's
        """Make AdamW with a higher rate for what is new, and no decay for biases and norms."""
        if self.optimizer is None:
            network = cast("WeightedReader", self.model).network
            groups: dict[tuple[bool, bool], list[nn.Parameter]] = {}
            for name, parameter in network.named_parameters():
                new = not name.startswith("encoder.")
                groups.setdefault((new, parameter.dim() > 1), []).append(parameter)
            self.optimizer = torch.optim.AdamW(
                [
                    {
                        "params": parameters,
                        "lr": self.args.learning_rate * (self._head_rate if new else 1.0),
                        "weight_decay": self.args.weight_decay if decays else 0.0,
                    }
                    for (new, decays), parameters in groups.items()
                ],
                betas=(self.args.adam_beta1, self.args.adam_beta2),
                eps=self.args.adam_epsilon,
                fused=True,
            )
        return self.optimizer

    def evaluate(
        self,
        eval_dataset: Any = None,  # noqa: ARG002  # the library's signature
        ignore_keys: Any = None,  # noqa: ARG002
        metric_key_prefix: str = "eval",
    ) -> dict[str, float]:
        """Score the averaged network on the development documents."""
        network = cast("WeightedReader", self.model).average
        figures = {
            f"{metric_key_prefix}_{name}": value
            for name, value in self._score(torch_network(network, bf16=self.args.bf16)).items()
        }
        self.log(figures)
        self.control = self.callback_handler.on_evaluate(self.args, self.state, self.control, figures)
        return figures


def torch_network(network: ReaderNetwork, *, bf16: bool = False) -> Network:
    """Return a function that runs a torch network on one window, as the reader wants it."""
    network.eval()
    device = next(network.parameters()).device

    @torch.inference_mode()
    def run(window: WindowInputs) -> WindowOutputs:
        arrays = (window.ids, window.features, window.membership)
        tensors = [torch.from_numpy(np.ascontiguousarray(array))[None].to(device) for array in arrays]
        with torch.autocast(device.type, dtype=torch.bfloat16, enabled=bf16):
            pieces, sentences = network(*tensors)
        return WindowOutputs(pieces[0].float().cpu().numpy(), sentences[0].float().cpu().numpy())

    return run
