"""Blocks of a saved news page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ofsight.record import Block

from .segmentation import Segmentation

_PARAGRAPH = re.compile(r"\S(?:.|\n(?!\s*\n))*")


def segment_news(text: str, hints: Sequence[Any]) -> Segmentation:
    """Cut a saved news page into blocks."""
    blocks = []
    for match in _PARAGRAPH.finditer(text):
        end = match.start() + len(match.group().rstrip())
        label = "headline" if not blocks else "paragraph"
        blocks.append(Block(start=match.start(), end=end, label=label, score=0.5))
    return Segmentation(blocks)
