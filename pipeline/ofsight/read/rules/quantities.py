"""QUANTITY mentions: every number that measures something (codebook section 3)."""

from __future__ import annotations

from ofsight.reading import Mention
from ofsight.values.numbers import find_quantities as find_quantity_values

from .context import RuleContext

_SCORE = 0.85


def find_quantities(context: RuleContext) -> list[Mention]:
    """Find the quantities of a document; the numbers in tables of judgements only count their rows."""
    tables = {block.start for block in context.blocks if block.label == "table"}
    return [
        Mention(match.start, match.end, "QUANTITY", _SCORE)
        for start, end in context.units
        if start not in tables
        for match in find_quantity_values(context.text, start, end)
    ]
