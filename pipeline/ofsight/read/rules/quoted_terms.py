"""Tell words that somebody said or wrote from terms, titles, names and grades in quotation marks."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from ofsight.values.patterns import any_of, read_words

_WORD = re.compile(r"[^\W_](?:[^\W_]|['’‘&./,-](?=[^\W_]))*")
_RATING = re.compile(
    r"(?:(?:requires?|requiring) improvement(?: to be good)?|outstanding|good|inadequate|adequate|poor)\W*",
    re.IGNORECASE,
)
_MINIMUM_WORDS = 3
_LONG = 8  # words: nobody names a thing with so many
REACH = 90
"""Characters before and after a quotation that tell what it is."""
_FOLD = str.maketrans({"’": "'", "‘": "'", "\n": " ", "\r": " ", "\ufffe": "-", "\u00a0": " "})
_SENTENCE_END = re.compile(r"[.!?…]$")
_FIRST_PERSON = re.compile(r"\b(?:I|I'\w+|we'(?:re|ve|ll|d)|\w+n't|(?:he|she|they|it|you|that|there)'\w+)\b")
_CLAUSE = re.compile(
    r"^(?:we|they|he|she|it|you|there|this|my|our|your|their)\s(?:\w+\s){0,3}?"
    r"(?:is|are|was|were|has|have|had|do|does|did|can|could|will|would|always|really|never|feels?|felt|knows?"
    r"|gets?|helps?|helped|listens?|wants?|needs?|love|like)\b",
    re.IGNORECASE,
)
_ARTICLE = re.compile(
    r"\b(?:an?|the|its|their|his|her|our|this|that|these|those|each|every|any|such|of|as)\s+"
    r"(?:[\w-]+\s+){0,3}$",
    re.IGNORECASE,
)


@cache
def _words() -> dict[str, re.Pattern[str]]:
    lists = read_words(Path(__file__).parent / "data" / "quoted_terms.json")
    function = any_of(lists["function_words"])
    return {
        "named": re.compile(rf"\b{any_of(lists['named_before'])}[,:]?\s*$", re.IGNORECASE),
        "said": re.compile(rf"\b{any_of(lists['said_before'])}\b[^.;]*$", re.IGNORECASE),
        "after": re.compile(
            rf"\s*[,–—-]?\s*(?:[\w']+\s+){{0,3}}{any_of(lists['said_after'])}\b", re.IGNORECASE
        ),
        "function": re.compile(rf"\s+{function}\b", re.IGNORECASE),
        "noun": re.compile(
            rf"\s+(?:(?!{function}\b)[\w-]+\s+)?{any_of(lists['named_things'])}\b", re.IGNORECASE
        ),
        "thing": re.compile(
            rf",\s+(?:an?|its|their)\s+(?:[\w-]+\s+)?"
            rf"{any_of(lists['named_things'])}\b",
            re.IGNORECASE,
        ),
    }


def is_long_enough(text: str) -> bool:
    """Tell three words or more that are no grade: what may be a quotation at all."""
    return len(_WORD.findall(text)) >= _MINIMUM_WORDS and _RATING.fullmatch(text.strip()) is None


def _looks_like_title(text: str) -> bool:
    """Tell a title by its capitals ("Plan on a Page")."""
    long_words = [word for word in _WORD.findall(text)[1:] if len(word) > 3]
    return bool(long_words) and sum(word[0].isupper() for word in long_words) == len(long_words)


def is_term(before: str, text: str, after: str, *, report: bool) -> bool:
    """Tell a term or a name in quotation marks from words that were said.

    Parameters
    ----------
    before, text, after : str
        The words before the opening mark, between the marks, and after the closing mark, of one block.
    report : bool
        In an inspection report marks set off the names of schemes, meetings and tools more often than speech:
        there something must tell that the words were said.
    """
    before, text, after = (part.translate(_FOLD) for part in (before[-REACH:], text, after[:REACH]))
    words = _words()
    number = len(_WORD.findall(text))
    ends = bool(_SENTENCE_END.search(text))
    if words["named"].search(before) and not ends:
        return True
    title = _looks_like_title(text) and not ends
    named_thing = bool(words["noun"].match(after)) or bool(words["thing"].match(after))
    if named_thing and number < _LONG and (title or _ARTICLE.search(before)):
        return True
    if not report or title:
        return report
    if number >= _LONG or _FIRST_PERSON.search(text):
        return named_thing and number < _LONG
    return not _told_as_said(before, text, after)


def _told_as_said(before: str, text: str, after: str) -> bool:
    """Tell whether a verb of speech, a whole clause or its full stop shows that a report quotes words."""
    words = _words()
    ends = bool(_SENTENCE_END.search(text))
    attributive = after[:1] == " " and not words["function"].match(after)
    if attributive and _ARTICLE.search(before):
        return False
    said = bool(words["said"].search(before)) or bool(words["after"].match(after))
    clause = bool(_CLAUSE.search(text)) and not attributive
    return said or clause or (ends and not attributive and text[-1] != "?")
