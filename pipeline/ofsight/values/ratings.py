"""Values of the regulator's scale (codebook label RATING)."""

from __future__ import annotations

import re
from typing import Final

_FORMS: Final = (
    (re.compile(r"outstanding"), "outstanding"),
    (
        re.compile(r"requir(?:e|es|ed|ing)\s+improvement(?:\s+to\s+be\s+good)?|requires-improvement|ri"),
        "requires_improvement",
    ),
    (re.compile(r"inadequate"), "inadequate"),
    (re.compile(r"adequate|satisfactory"), "adequate"),
    (re.compile(r"poor"), "poor"),
    (re.compile(r"good|perform(?:s|ed|ing)?\s+well"), "good"),
)


def parse_rating(text: str) -> str | None:
    """Return the rating that a printed grade stands for.

    Parameters
    ----------
    text : str
        For example ``"Requires improvement to be good"``, broken over lines or not.

    Returns
    -------
    str or None
        ``outstanding``, ``good``, ``requires_improvement``, ``inadequate``, ``adequate`` or ``poor``;
        None when the text is no grade.

    Examples
    --------
    >>> parse_rating("require improvement to be good")
    'requires_improvement'
    """
    surface = text.strip().strip("'\"“”‘’.").lower()
    return next((rating for form, rating in _FORMS if form.fullmatch(surface)), None)
