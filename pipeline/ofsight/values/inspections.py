"""Types of inspection by their words (codebook label INSPECTION)."""

from __future__ import annotations

import re
from typing import Final

_TYPES: Final = (
    (r"\bjtai|joint\s+targeted\s+area", "jtai"),
    (r"\bsend\b|special\s+educational\s+needs|local\s+area\s+special", "send"),
    (r"monitoring", "monitoring_visit"),
    (r"focus+ed", "focused_visit"),
    (r"\bsif\b|single[\s-]+inspection", "sif"),
    (r"\bshort\b", "short"),
    (r"\bfull\b|\bstandard\b|\bilacs\b", "full"),
    (
        r"thematic|pilot|assurance|\breview|safeguarding|joint|adoption|progress|looked[\s-]after|fostering"
        r"|residential|survey|peer|follow[\s-]?up|interim|improvement",
        "other",
    ),
)
_PATTERNS: Final = tuple((re.compile(words), kind) for words, kind in _TYPES)


def inspection_type(text: str) -> str:
    """Return the type of inspection that a noun phrase names by itself.

    Parameters
    ----------
    text : str
        For example ``"focused visit"`` or ``"joint targeted area inspections"``.

    Returns
    -------
    str
        A value of ``record.labels.INSPECTION_VALUES``; ``unspecified`` for a bare "inspection" or "visit".

    Examples
    --------
    >>> inspection_type("area SEND inspection"), inspection_type("visit")
    ('send', 'unspecified')
    """
    folded = text.lower()
    return next((kind for pattern, kind in _PATTERNS if pattern.search(folded)), "unspecified")
