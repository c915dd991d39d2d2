"""DATE mentions: every date in the units that are read (codebook section 3)."""

from __future__ import annotations

from ofsight.reading import Mention
from ofsight.values.dates import find_dates as find_date_values

from .context import RuleContext

_SCORE = 0.9


def find_dates(context: RuleContext) -> list[Mention]:
    """Find the dates of a document."""
    return [
        Mention(match.start, match.end, "DATE", _SCORE)
        for start, end in context.units
        for match in find_date_values(context.text, start, end, context.published)
    ]
