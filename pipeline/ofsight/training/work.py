"""The folder of a run: of which configuration and data its checkpoints are, and where to go on from."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ofsight.errors import TrainingError

from .config import ReaderConfig

CONFIG: Final = "training.json"
DATA: Final = "data.json"
ADAPTED: Final = "adapted"
WEIGHTS: Final = "model.safetensors"
_STATE: Final = "trainer_state.json"
_AFTERWARDS: Final = {"name", "version", "description", "licence", "output", "words", "pipeline"}
"""What of a configuration shapes the model that is written and not what is learned."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A checkpoint that was written to its end.

    Attributes
    ----------
    path : Path
        Its folder.
    step, steps : int
        After which step it was written, and how many the run has.
    scores : list of (int, float)
        The evaluations up to then: after which step, and the score.
    """

    path: Path
    step: int
    steps: int
    scores: list[tuple[int, float]]

    @property
    def best(self) -> Path:
        """The checkpoint with the best score up to then; the first of several."""
        step, _ = max(self.scores, key=lambda scored: scored[1], default=(self.step, 0.0))
        return self.path.with_name(f"checkpoint-{step}")

    def is_last(self, patience: int) -> bool:
        """Tell whether the run ended here: at its last step, or because its patience did (0: it has none)."""
        scores = [score for _, score in self.scores]
        return self.step >= self.steps or (bool(patience) and since_best(scores) >= patience)


def since_best(scores: list[float]) -> int:
    """Return how many scores came after the best of them without being better."""
    return len(scores) - 1 - scores.index(max(scores)) if scores else 0


class WorkFolder:
    """The folder of one run.

    Parameters
    ----------
    path : Path
        It need not be there yet.
    score : str
        The name of the score in the log of the run.
    """

    def __init__(self, path: Path, *, score: str) -> None:
        self.path = path
        self._score = score

    @property
    def adapted(self) -> Path:
        """Where the adapted encoder lies, once it is adapted."""
        return self.path / ADAPTED

    def begin(self, config: ReaderConfig, checksums: Mapping[str, str]) -> None:
        """Begin a run of a configuration on records of these checksums; remove what an earlier run left."""
        for old in [*self.path.glob("checkpoint-*"), *self.path.glob(f"{ADAPTED}*")]:
            shutil.rmtree(old)
        self.path.mkdir(parents=True, exist_ok=True)
        for name, content, _ in _identity(config, checksums):
            (self.path / name).write_text(content, encoding="utf-8")

    def resume(self, config: ReaderConfig, checksums: Mapping[str, str]) -> Checkpoint | None:
        """Return where to go on from; None if the run was interrupted before its first checkpoint.

        The configuration may differ in what the model is called, where it is written and how its stages are
        set: so a run that has ended is made into a model with other settings without learning anew.

        Raises
        ------
        TrainingError
            When there is no run, or it is of another configuration or other records.
        """
        for name, content, other in _identity(config, checksums):
            path = self.path / name
            if not path.is_file():
                raise TrainingError(f"{self.path}: nothing to resume there; leave --resume out")
            if path.read_text(encoding="utf-8") != content:
                raise TrainingError(
                    f"{self.path}: its checkpoints are of {other} (see {path}); train anew without --resume"
                )
        return self.last_checkpoint()

    def last_checkpoint(self) -> Checkpoint | None:
        """Return the last checkpoint that was written to its end, if any.

        A run that is killed while it writes one leaves a folder without the state of the run, or with half of
        it: that is written last.
        """
        found = [self._checkpoint(folder) for folder in self.path.glob("checkpoint-*")]
        return max(filter(None, found), key=lambda checkpoint: checkpoint.step, default=None)

    def _checkpoint(self, folder: Path) -> Checkpoint | None:
        try:
            state = json.loads((folder / _STATE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        scores = [
            (int(entry["step"]), float(entry[self._score]))
            for entry in state["log_history"]
            if self._score in entry
        ]
        return Checkpoint(folder, int(state["global_step"]), int(state["max_steps"]), scores)


def _identity(config: ReaderConfig, checksums: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Return what tells one run from another: name and content of a file, and what to say if they differ."""
    return [
        (CONFIG, config.model_dump_json(indent=1, exclude=_AFTERWARDS), "another configuration"),
        (DATA, json.dumps(checksums, indent=1), "other records than those that are there now"),
    ]
