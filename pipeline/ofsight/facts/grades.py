"""Words of the inspectorates' scales, in tables and in running text."""

from __future__ import annotations

from ofsight.values.ratings import parse_rating

GRADE = (
    r"(?:outstanding|good|requir(?:es?|ed|ing)\s+improvement(?:\s+to\s+be\s+good)?"
    r"|inadequate|adequate|poor)(?![\w-])"
)
"""A grade in the forms in which reports print it, case aside. White space may be a line break."""

FOLD = str.maketrans(
    dict.fromkeys("\n\r\f\t\v\u00a0\u2009\u202f", " ")
    | dict.fromkeys("\u2018\u2019\u02bc", "'")
    | dict.fromkeys("\ufffe\u00ad\u2010\u2011", "-")
)
"""One character for one character, so that offsets into the folded text are offsets into the text."""


def grade_value(words: str) -> str:
    """Return the value of words that :data:`GRADE` matches.

    Examples
    --------
    >>> grade_value("Require  improvement to be good")
    'requires_improvement'
    """
    value = parse_rating(words)
    if value is None:
        raise ValueError(f"{words!r} is no grade")
    return value
