"""What a person sees of a training run: lines in the log, and a bar where one is wanted."""

from __future__ import annotations

import logging
from typing import Any

from transformers import (
    PrinterCallback,
    ProgressCallback,
    Trainer,
    TrainerCallback,
    TrainerControl,
    TrainerState,
    TrainingArguments,
)

_log = logging.getLogger(__name__)
_EVALUATION = "eval_"


class _Telling(TrainerCallback):
    def on_log(
        self,
        args: TrainingArguments,  # noqa: ARG002  # the library's signature
        state: TrainerState,
        control: TrainerControl,  # noqa: ARG002
        logs: dict[str, Any] | None = None,
        **kwargs: Any,  # noqa: ARG002
    ) -> None:
        line = described(logs or {})
        if line:
            _log.info("step %d of %d: %s", state.global_step, state.max_steps, line)


class _Bar(ProgressCallback):
    def on_log(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: the library would write to stdout."""


def described(logs: dict[str, Any]) -> str:
    """Return what a person wants to know of an entry in the log; empty if there is nothing.

    Examples
    --------
    >>> described({"loss": 1.5, "grad_norm": 3.0, "learning_rate": 0.0003, "epoch": 0.5})
    'loss 1.500, learning rate 0.0003'
    >>> described({"eval_entities": 0.91, "eval_score": 0.8, "epoch": 0.5})
    'entities 0.910, score 0.800'
    """
    if "loss" in logs:
        return f"loss {float(logs['loss']):.3f}, learning rate {float(logs['learning_rate']):.2g}"
    figures = {name: value for name, value in logs.items() if name.startswith(_EVALUATION)}
    return ", ".join(f"{name.removeprefix(_EVALUATION)} {value:.3f}" for name, value in figures.items())


def tell(trainer: Trainer) -> None:
    """Let a trainer tell of its progress on the log, and with a bar on stderr unless bars are off."""
    for usual in (PrinterCallback, ProgressCallback):  # both write to stdout
        trainer.remove_callback(usual)
    trainer.add_callback(_Telling())
    if not trainer.args.disable_tqdm:
        trainer.add_callback(_Bar())
