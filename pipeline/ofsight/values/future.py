"""Whether a date without a year lies ahead of the document: by the verbs around it."""

from __future__ import annotations

import re
from typing import Final

from .date_words import FUTURE

_REACH: Final = 90  # characters
_REACH_AFTER: Final = 20
_PAST: Final = re.compile(
    r"\b(?:was|were|had|did|told|said|sent|met|left|began|came|went|took|gave|made|held|wrote|paid|spent|rose|fell"
    r"|grew|ran|saw|heard|stood|won|lost|found|[a-z]{2,}[^e\W]ed)\b"
)
_PASSIVE: Final = re.compile(r"\s+(?:to\s+)?(?:\w+ly\s+)?(?:be|have\s+been|have|get)?\s*(?:\w+ly\s+)?")
_AHEAD: Final = re.compile(  # what, in the present tense just before a date, lies ahead
    r"\b(?:starts?|begins?|opens?|meets?|resumes?|ends?|leaves?|joins?|retires?|expires?|closes?|lapses?"
    r"|(?:runs?|dries|dry)\s+out|takes?\s+(?:over|up|effect)|reports?\s+back|comes?\s+(?:into\s+force|back|along)"
    r"|come\s+into\s+force|falls?\s+due|has\s+to\s+be|have\s+to\s+be|needs?\s+to\s+be|sets?\s+a\s+date"
    r"|(?:may|might|could)(?!\s+have)\s+[a-z]+)"
    r"(?:\s+[\w'-]+){0,4}?\s+(?:in|on|at|from|by|before|until|as\s+early\s+as)\s+(?:the\s+)?$"
    r"|\b(?:has|have)\s+until\s+(?:the\s+)?$"
    r"|\b(?:to|would)\s+(?!the\b|an?\b|\d)[a-z]+(?:\s+[\w'-]+){0,6}?\s+(?:by|before)\s+(?:the\s+)?$"
)


def lies_ahead(text: str, date: tuple[int, int], within: tuple[int, int]) -> bool:
    """Tell whether the words around a date speak of what is still to come.

    Parameters
    ----------
    text : str
        Any text.
    date : (start, end)
        Where the date is.
    within : (start, end)
        Its sentence.

    Examples
    --------
    >>> def ahead(text): return lies_ahead(text, (len(text) - 5, len(text)), (0, len(text)))
    >>> ahead("The board will meet in March"), ahead("It will read what was found in March")
    (True, False)
    >>> ahead("The panel's report will be published in March"), ahead("She starts work in March")
    (True, True)
    """
    left = max(within[0], date[0] - _REACH)
    if _AHEAD.search(text, left, date[0]):
        return True
    cues = list(FUTURE.finditer(text, left, date[0]))
    if not cues:
        after = FUTURE.search(text, date[0], min(within[1], date[1] + _REACH_AFTER))
        return after is not None and _PAST.search(text, left, date[0]) is None
    return not any(
        _PASSIVE.fullmatch(text, cues[-1].end(), past.start()) is None
        for past in _PAST.finditer(text, cues[-1].end(), date[0])
    )
