"""Start a process that only annotates quickly: what it never needs is not imported.

spaCy imports torch and cupy wherever they are installed, which takes seconds and hundreds of megabytes, and
the whole of its own command line, with what that downloads with, for one function (``spacy.info``).
"""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any, Final

TRAINING_LIBRARIES: Final = ("torch", "cupy", "tensorflow", "mxnet", "jax", "h5py", "os_signpost")
"""What thinc, on which spaCy stands, looks for."""
_COMMAND_LINE: Final = "spacy.cli.info"


def leave_out_training_libraries() -> None:
    """Let imports of :data:`TRAINING_LIBRARIES` fail in this process, as if they were not installed.

    For processes of our own that do not train. Those that were imported already stay.
    """
    for name in TRAINING_LIBRARIES:
        if name not in sys.modules:
            sys.modules[name] = None  # type: ignore[assignment]  # what makes an import fail


def import_spacy() -> None:
    """Import spaCy without its command line, which can still be imported afterwards."""
    if "spacy" in sys.modules:
        return
    stand_in = ModuleType(_COMMAND_LINE)
    stand_in.info = _info  # type: ignore[attr-defined]  # all that spaCy wants of it
    sys.modules[_COMMAND_LINE] = stand_in
    try:
        importlib.import_module("spacy")
    finally:
        del sys.modules[_COMMAND_LINE]


@contextmanager
def loading_for_good() -> Iterator[None]:
    """Load within what stays until the process ends: the collector of garbage never looks through it.

    It would do so again and again while the hundreds of thousands of objects of a pipeline are made, and then
    with every few documents.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _info(*args: Any, **kwargs: Any) -> Any:
    """Do what ``spacy.info`` does, with the real module."""
    return importlib.import_module(_COMMAND_LINE).info(*args, **kwargs)
