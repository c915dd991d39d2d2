"""Files that appear only when they are whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def staged(targets: Sequence[Path]) -> Iterator[list[Path]]:
    """Give a path to write for each target; all take their targets' places when the block ends well.

    When it ends in an error, the targets are as they were and nothing is left beside them.
    """
    # The ending stays: writers tell by it whether to compress.
    parts = [target.with_name(f"~{target.name}") for target in targets]
    try:
        yield parts
        for part, target in zip(parts, targets, strict=True):
            part.replace(target)
    finally:
        for part in parts:
            part.unlink(missing_ok=True)
