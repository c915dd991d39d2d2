"""Training readers: from annotated records to a model directory.

>>> from ofsight.training import train_reader  # doctest: +SKIP
>>> from ofsight.training.config import parse_reader_config, read_toml
>>> train_reader(parse_reader_config(read_toml(path), where=str(path)))  # doctest: +SKIP

Needs the extra ``train``: ``pip install "ofsight[train]"``. Reading a configuration does not.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from ofsight.errors import TrainingError

if TYPE_CHECKING:
    from .refit import RefittedModel, refit_reader
    from .run import TrainedModel, train_reader

__all__ = ["RefittedModel", "TrainedModel", "refit_reader", "train_reader"]

_NEEDED: Final = (
    "torch",
    "transformers",
    "accelerate",
    "onnx",
    "onnxscript",
    "sklearn",
    "scipy",
    "threadpoolctl",
    "jinja2",
)
"""Some of them are wanted only when hours of training are over, so all are looked for before."""


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    missing = [module for module in _NEEDED if find_spec(module) is None]
    if missing:
        raise TrainingError(
            f'training needs what is not installed here, {", ".join(missing)}: pip install "ofsight[train]"'
        )
    from . import refit, run  # heavy, and in an extra

    return getattr(refit if "efit" in name else run, name)
