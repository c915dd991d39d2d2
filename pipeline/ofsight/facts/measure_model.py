"""What a figure measures: the rules' opinion among other clues, weighed by what annotated articles taught."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from ofsight.clues import ClueModel, Clues, read_json

from .measure_clues import NOTHING

FILE: Final = Path(__file__).parent / "data" / "measure_model.json"


@cache
def load_measure_model() -> tuple[ClueModel, float]:
    """Load the model that the package ships, and how much is taken off for measuring nothing."""
    held = read_json(FILE)
    return ClueModel.from_json(held), float(held["doubt"])


def decide_metric(clues: Clues) -> str | None:
    """Return the likeliest metric of a figure, None for none.

    That a figure measures nothing must be likelier than any metric by a margin, since what is missed here is
    lost, and what is too much can be seen.
    """
    model, doubt = load_measure_model()
    likely = model.log_probabilities(clues)
    likely[model.labels.index(NOTHING)] -= doubt
    label = model.labels[int(np.argmax(likely))]
    return None if label == NOTHING else label
