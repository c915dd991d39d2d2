"""QUANTITY mentions: every number that measures something (codebook section 3)."""

from __future__ import annotations

from ofsight.reading import Mention
from ofsight.values.numbers import find_quantities as find_quantity_values

from .context import RuleContext

_SCORE = 0.85


def find_quantities(context: RuleContext) -> list[Mention]:
    """Find the quantities of a document; what the date rules claim is left to them."""
    return [
        Mention(match.start, match.end, "QUANTITY", _SCORE)
        for start, end in context.units
        for match in find_quantity_values(context.text, start, end)
    ]
