"""Ofsight: annotate news and inspection reports on English children's services.

>>> import ofsight
>>> nlp = ofsight.load()
>>> doc = nlp("Ofsted rated Halton council inadequate in May 2024.")
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ofsight.engine.api import annotate
    from ofsight.pipeline import load
    from ofsight.record import Record

    __version__: str

__all__ = ["Record", "__version__", "annotate", "load"]

_HOMES = {"load": "ofsight.pipeline", "annotate": "ofsight.engine.api", "Record": "ofsight.record"}


def __getattr__(name: str) -> Any:
    """Import the heavy parts when they are first asked for, so that ``import ofsight`` is quick."""
    if name == "__version__":
        return import_module("importlib.metadata").version("ofsight")
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
